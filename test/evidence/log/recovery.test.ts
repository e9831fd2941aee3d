import { createHash } from 'node:crypto'
import * as nodeFs from 'node:fs'
import {
  appendFileSync,
  cpSync,
  existsSync,
  readFileSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { PerdeError } from '../../../src/errors.ts'
import type { NewEntry } from '../../../src/evidence/log/entry-schemas.ts'
import type { LogFs } from '../../../src/evidence/log/log-fs.ts'
import { readEntries } from '../../../src/evidence/log/log-reader.ts'
import { openLog } from '../../../src/evidence/log/log-writer.ts'
import { verifyLog } from '../../../src/evidence/log/verify-log.ts'
import { OPTIONS, failure, fsWith, UNSYNCED, part, sampleLog, temporaryFolder, useLog } from './sample-log.ts'

function refusal(dir: string): PerdeError {
  try {
    openLog(dir, { ...OPTIONS, ...UNSYNCED }).close()
  } catch (error) {
    return error as PerdeError
  }
  throw new Error('the log was opened')
}

describe('a log cut at any byte', () => {
  // Two entries are signed, three more are not. Short ones, for every byte is a test.
  const SIGNED = 2
  const SHORT: NewEntry = { type: 'export', first: 0, last: 1 }
  const dir = { whole: '' }
  let bytes: Buffer
  beforeEach(() => {
    dir.whole = temporaryFolder()
    useLog(dir.whole, (log) => {
      log.append([SHORT])
      log.checkpoint()
      log.append([SHORT])
      log.append([SHORT, SHORT])
    })
    bytes = readFileSync(join(dir.whole, 'entries.jsonl'))
  })

  it('is refused below the signed size, and otherwise goes on with every complete line and a record of the rest', () => {
    // One that is refused is not written to, so the same folder serves again.
    const refused = temporaryFolder()
    cpSync(dir.whole, refused, { recursive: true })
    for (let length = 0; length <= bytes.length; length++) {
      const kept = bytes.subarray(0, bytes.subarray(0, length).lastIndexOf('\n') + 1)
      const complete = kept.toString().split('\n').length - 1
      const torn = bytes.subarray(kept.length, length)
      if (complete < SIGNED) {
        writeFileSync(join(refused, 'entries.jsonl'), bytes.subarray(0, length))
        expect(refusal(refused), `cut at ${length}`).toMatchObject({
          code: 'LOG_TAMPERED',
          where: { line: complete + 1 },
        })
        expect(readFileSync(join(refused, 'entries.jsonl')).equals(bytes.subarray(0, length))).toBe(true)
        continue
      }
      const cut = temporaryFolder()
      cpSync(dir.whole, cut, { recursive: true })
      const file = join(cut, 'entries.jsonl')
      truncateSync(file, length)
      useLog(
        cut,
        (log) => {
          expect([log.size, log.recoveredBytes], `cut at ${length}`).toEqual([
            complete + (torn.length > 0 ? 1 : 0),
            torn.length,
          ])
          log.checkpoint()
        },
        UNSYNCED,
      )
      expect(readFileSync(file).subarray(0, kept.length).equals(kept)).toBe(true)
      if (torn.length > 0)
        expect([...readEntries(cut)].at(-1)).toMatchObject({
          type: 'log.recovered',
          actor: 'perde',
          droppedBytes: torn.length,
          sha256: createHash('sha256').update(torn).digest('hex'),
        })
      expect(verifyLog(cut)).toMatchObject({ ok: true, problems: [] })
      rmSync(cut, { recursive: true })
    }
  })

  it('says so when it is only looked at', () => {
    truncateSync(join(dir.whole, 'entries.jsonl'), bytes.length - 3)
    const before = readFileSync(join(dir.whole, 'entries.jsonl'))
    expect(verifyLog(dir.whole)).toMatchObject({ ok: true, size: 4, signed: 2 })
    expect(verifyLog(dir.whole).problems.map(({ code, line, severity }) => [code, line, severity])).toContainEqual([
      'TORN_TAIL',
      5,
      'warning',
    ])
    expect([...readEntries(dir.whole)].length).toBe(4)
    expect(readFileSync(join(dir.whole, 'entries.jsonl')).equals(before)).toBe(true)
  })

  it('may have a torn line longer than an entry can be', () => {
    appendFileSync(join(dir.whole, 'entries.jsonl'), Buffer.alloc(300_000, 0))
    useLog(dir.whole, (log) => expect(log.recoveredBytes).toBe(300_000))
    const dropped = [...readEntries(dir.whole)].at(-1)
    expect(dropped).toMatchObject({ sha256: createHash('sha256').update(Buffer.alloc(300_000)).digest('hex') })
    expect(nodeFs.statSync(join(dir.whole, 'entries.jsonl')).size).toBeLessThan(bytes.length + 1000)
  })
})

describe('a log that is not what was signed', () => {
  const changes: [string, (dir: string) => void][] = [
    [
      'has a bad line in the middle of those not signed yet',
      (dir) => appendFileSync(join(dir, 'entries.jsonl'), '{}\n'),
    ],
    ['has a line too long', (dir) => appendFileSync(join(dir, 'entries.jsonl'), `${'x'.repeat(70_000)}\n`)],
    [
      'has a line again behind the checkpoint',
      (dir) => {
        const file = join(dir, 'entries.jsonl')
        const lines = readFileSync(file, 'utf8').split('\n')
        appendFileSync(file, `${lines.at(-2)!}\n`)
      },
    ],
    ['has a digit changed below the checkpoint', (dir) => edit(dir, 'entries.jsonl', '"count":100', '"count":101')],
    ['has lost its entries', (dir) => unlinkSync(join(dir, 'entries.jsonl'))],
    ['has lost its checkpoints', (dir) => rmSync(join(dir, 'checkpoints'), { recursive: true })],
    [
      'has lost all checkpoints',
      (dir) => {
        rmSync(join(dir, 'checkpoints'), { recursive: true })
        unlinkSync(join(dir, 'checkpoint'))
      },
    ],
    [
      'has lost all checkpoints and the public key',
      (dir) => {
        rmSync(join(dir, 'checkpoints'), { recursive: true })
        unlinkSync(join(dir, 'checkpoint'))
        unlinkSync(join(dir, 'keys/1.vkey'))
      },
    ],
    [
      'has a checkpoint that is signed by a stranger',
      (dir) => {
        const other = temporaryFolder()
        sampleLog(other, { signingKey: Buffer.alloc(32, 8) })
        for (const name of ['checkpoint', 'checkpoints/00000009']) cpSync(join(other, name), join(dir, name))
      },
    ],
    ['has a checkpoint that cannot be read', (dir) => writeFileSync(join(dir, 'checkpoints/00000009'), 'x')],
    [
      'has a checkpoint under the name of another',
      (dir) => cpSync(join(dir, 'checkpoints/00000004'), join(dir, 'checkpoints/00000012')),
    ],
    ['has another public key', (dir) => edit(dir, 'keys/1.vkey', '+', '-')],
  ]

  it.each(changes)('because it %s is refused, and nothing is written', (_, change) => {
    const dir = temporaryFolder()
    sampleLog(dir)
    change(dir)
    const file = join(dir, 'entries.jsonl')
    const before = existsSync(file) ? readFileSync(file) : Buffer.alloc(0)
    expect(refusal(dir)).toMatchObject({ code: 'LOG_TAMPERED', exitStatus: 65 })
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(existsSync(join(dir, 'lock'))).toBe(false)
    expect(verifyLog(dir).ok).toBe(false)
  })

  function edit(dir: string, name: string, from: string, to: string): void {
    writeFileSync(join(dir, name), readFileSync(join(dir, name), 'utf8').replace(from, to))
  }
})

describe('a process that is killed', () => {
  const CALLS = [
    'closeSync',
    'fdatasyncSync',
    'fsyncSync',
    'ftruncateSync',
    'linkSync',
    'mkdirSync',
    'openSync',
    'readdirSync',
    'readFileSync',
    'readSync',
    'renameSync',
    'unlinkSync',
    'writeSync',
  ] as const

  /** From the n-th call on nothing happens any more; of a write half the bytes arrive. Returns how many calls there were. */
  function killedAt(n: number, dir: string): number {
    let calls = 0
    const dying = Object.fromEntries(
      CALLS.map((name) => [
        name,
        (...args: unknown[]) => {
          calls += 1
          if (calls === n && name === 'writeSync') {
            const [fd, bytes, offset, length, position] = args as [number, Buffer, number, number, number]
            nodeFs.writeSync(fd, bytes, offset, length >> 1, position)
          }
          if (calls >= n) throw failure('EIO')
          return (nodeFs[name] as (...args: unknown[]) => unknown)(...args)
        },
      ]),
    ) as Partial<LogFs>
    try {
      sampleLog(dir, { fs: fsWith(dying) })
    } catch (error) {
      if (!(error instanceof PerdeError)) throw error
    }
    // The lock names a process that is alive, this one; a killed one's would be stale.
    rmSync(join(dir, 'lock'), { force: true })
    return calls
  }

  it('at any system call leaves a log that verifies, opens again, and has lost nothing that was appended', () => {
    const whole = join(temporaryFolder(), 'log')
    const total = killedAt(Infinity, whole)
    expect(total).toBeGreaterThan(100)
    const lines = readFileSync(join(whole, 'entries.jsonl'), 'utf8').split('\n')
    for (let n = 1; n <= total; n++) {
      const dir = join(temporaryFolder(), 'log')
      killedAt(n, dir)
      const found = existsSync(join(dir, 'entries.jsonl')) ? readFileSync(join(dir, 'entries.jsonl'), 'utf8') : ''
      if (found.includes('\n')) expect(verifyLog(dir), `killed at call ${n}`).toMatchObject({ ok: true })
      useLog(dir, (log) => {
        log.append([part(9)])
        log.checkpoint()
      })
      expect(verifyLog(dir), `killed at call ${n}`).toMatchObject({ ok: true, problems: [] })
      const complete = found.split('\n').slice(0, -1)
      expect(readFileSync(join(dir, 'entries.jsonl'), 'utf8').split('\n').slice(0, complete.length)).toEqual(complete)
      expect(complete).toEqual(lines.slice(0, complete.length))
    }
  })
})
