import * as nodeFs from 'node:fs'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { LogFs } from '../../../src/evidence/log/log-fs.ts'
import { verifyLog } from '../../../src/evidence/log/verify-log.ts'
import { COMMIT, fsWith, part, sampleLog, temporaryFolder, UNSYNCED, useLog } from './sample-log.ts'

const WRITES = ['writeSync', 'renameSync', 'linkSync', 'unlinkSync', 'ftruncateSync', 'mkdirSync'] as const
const READS = ['readFileSync', 'readdirSync', 'openSync', 'readSync', 'fstatSync'] as const

/** The system's calls, `then` after or `first` before each of those named. */
function fsAround(names: readonly (keyof LogFs)[], { first, then }: { first?: () => void; then?: () => void }): LogFs {
  const calls = names.map((name) => [
    name,
    (...args: unknown[]) => {
      first?.()
      const result = (nodeFs[name] as (...args: unknown[]) => unknown)(...args)
      then?.()
      return result
    },
  ])
  return fsWith({ ...UNSYNCED.fs, ...(Object.fromEntries(calls) as Partial<LogFs>) })
}

/** The log after each call of a writer that signs twice and takes a new key, and at last when a second one was at work. */
function statesOfLog(): string[] {
  const dir = temporaryFolder()
  const states = temporaryFolder()
  const made: string[] = []
  const keep = () => {
    const state = join(states, String(made.length))
    cpSync(dir, state, { recursive: true })
    made.push(state)
  }
  sampleLog(dir, UNSYNCED)
  keep()
  useLog(
    dir,
    (log) => {
      log.append([part(6), part(7), part(8)])
      log.checkpoint()
      log.append([part(9)])
      log.append([COMMIT])
      log.checkpoint()
      log.rotateKey(Buffer.alloc(32, 7))
    },
    { fs: { ...fsAround(WRITES, { then: keep }), fsyncSync: () => undefined, fdatasyncSync: () => undefined } },
  )
  useLog(dir, (log) => log.append([part(1), part(2)]), { ...UNSYNCED, signingKey: Buffer.alloc(32, 7) })
  keep()
  return made
}

describe('a log that is read while somebody writes to it', () => {
  it('holds, wherever the writer is when the reader begins and whenever it goes on', () => {
    const states = statesOfLog()
    const last = states.at(-1)!
    let tries = 0
    for (const state of states.slice(0, -1))
      for (let call = 0, ended = false; !ended; call++) {
        const dir = temporaryFolder()
        cpSync(state, dir, { recursive: true })
        let left = call
        const goOn = () => left-- === 0 && cpSync(last, dir, { recursive: true })
        const report = verifyLog(dir, { fs: fsAround(READS, { first: goOn }) })
        expect(
          report.problems.filter(({ severity }) => severity === 'error'),
          `call ${call}`,
        ).toEqual([])
        ended = left >= 0
        tries++
      }
    expect(tries).toBeGreaterThan(500)
  })
})
