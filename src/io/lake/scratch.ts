import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ioError, systemCode } from '../../errors.ts'

/** Pieces that are put aside on the disk and taken back, by number. They are gone when the scratch is closed. */
export interface Scratch {
  append(number: number, bytes: Uint8Array): void
  /** all that was appended; once */
  take(number: number): Uint8Array
  close(): void
}

/** `dir` is made when it is needed: inside a staging folder, so that nobody else may enter it and a crash leaves nothing. */
export function openScratch(dir: string): Scratch {
  const path = (number: number) => join(dir, String(number))
  let made = false
  return {
    append(number, bytes) {
      calling(() => {
        if (!made) mkdirSync(dir, { mode: 0o700 })
        made = true
        appendFileSync(path(number), bytes, { mode: 0o600 })
      })
    },
    take: (number) =>
      calling(() => {
        try {
          const bytes = readFileSync(path(number))
          rmSync(path(number))
          return bytes
        } catch (e) {
          if (systemCode(e) === 'ENOENT') return new Uint8Array(0)
          throw e
        }
      }),
    close() {
      if (made) calling(() => rmSync(dir, { recursive: true, force: true }))
      made = false
    },
  }
}

function calling<T>(call: () => T): T {
  try {
    return call()
  } catch (e) {
    throw ioError(e, 'putting records aside to shuffle them')
  }
}
