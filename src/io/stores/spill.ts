import { createCipheriv, randomBytes, type Cipher } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ioError } from '../../errors.ts'

/**
 * What outgrows the memory, kept piece by piece: encrypted (AES-256-CTR under a key that never leaves this process) in a
 * file that has no name any more, so that nothing of it outlives the process. Synchronous: who spills has to wait anyway.
 */
export interface Spill {
  write(piece: Uint8Array): void
  /** the pieces in their order, decrypted; may be read more than once */
  pieces(): Iterable<Buffer>
  close(): void
}

/** `name`: what is kept, for errors. */
export function openSpill(name: string): Spill {
  const file = calling(`making a temporary file for ${name}`, openNameless)
  const key = randomBytes(32)
  const cipher = cipherOf(key)
  const lengths: number[] = []
  return {
    write(piece) {
      const bytes = cipher.update(piece)
      calling(`writing a temporary file of ${name}`, () => {
        for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
      })
      lengths.push(bytes.length)
    },
    *pieces() {
      const decipher = cipherOf(key)
      let at = 0
      for (const length of lengths) {
        const bytes = Buffer.alloc(length)
        calling(`reading a temporary file of ${name}`, () => {
          for (let done = 0; done < length;) done += readSome(file, bytes, done, at + done)
        })
        at += length
        yield decipher.update(bytes)
      }
    },
    close: () => closeSync(file),
  }
}

function cipherOf(key: Uint8Array): Cipher {
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
}

function readSome(file: number, into: Uint8Array, at: number, position: number): number {
  const read = readSync(file, into, at, into.length - at, position)
  if (read === 0) throw Object.assign(new Error('the file is shorter than what was written'), { code: 'EIO' })
  return read
}

function openNameless(): number {
  const folder = mkdtempSync(join(tmpdir(), 'perde-'))
  try {
    return openSync(join(folder, 'spill'), 'wx+', 0o600)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function calling<T>(doing: string, call: () => T): T {
  try {
    return call()
  } catch (e) {
    throw ioError(e, doing)
  }
}
