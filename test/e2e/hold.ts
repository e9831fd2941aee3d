import { spawnSync } from 'node:child_process'
import { closeSync, constants, openSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** A register of consents at which a run stands still: a test does something meanwhile, without guessing at times. */
export interface Hold {
  /** resolves when the run has come to the register: past the gate, before anything of the data is read */
  reached(): Promise<void>
  /** lets the run read `content`, now and whenever it looks again (or `later`, where that is another) */
  go(content: string, later?: string): void
}

/** `file`: the register, which must not exist. It is a FIFO until the run goes on, then a file. */
export function hold(file: string): Hold {
  spawnSync('mkfifo', [file])
  let fd: number | undefined
  return {
    async reached() {
      for (let tries = 0; fd === undefined && tries < 3000; tries++) {
        fd = openIfRead(file)
        if (fd === undefined) await wait(10)
      }
      if (fd === undefined) throw new Error('no run came to the register within 30 seconds')
    },
    go(content, later = content) {
      // First the name, so that a second look cannot meet the FIFO.
      writeFileSync(`${file}.later`, later)
      renameSync(`${file}.later`, file)
      writeSync(fd!, content)
      closeSync(fd!)
    },
  }
}

/** A FIFO opens for writing once somebody reads it. */
function openIfRead(file: string): number | undefined {
  try {
    return openSync(file, constants.O_WRONLY | constants.O_NONBLOCK)
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code === 'ENXIO') return undefined
    throw e
  }
}
