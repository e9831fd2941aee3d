import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import * as nodeFs from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PerdeError } from '../../../src/errors.ts'
import { openCheckpoint } from '../../../src/evidence/log/checkpoint.ts'
import type { NewEntry } from '../../../src/evidence/log/entry-schemas.ts'
import type { LogFs } from '../../../src/evidence/log/log-fs.ts'
import { openSignedLog, readEntries } from '../../../src/evidence/log/log-reader.ts'
import { openLog } from '../../../src/evidence/log/log-writer.ts'
import { leafHash } from '../../../src/evidence/log/merkle.ts'
import { verifyConsistency, verifyInclusion } from '../../../src/evidence/log/merkle-proof.ts'
import { verifyLog } from '../../../src/evidence/log/verify-log.ts'
import { parseVkey } from '../../../src/evidence/log/vkey.ts'
import { isUlid } from '../../../src/evidence/ulid.ts'
import {
  COMMIT,
  OPTIONS,
  ORIGIN,
  PERMIT,
  RUN,
  SEED,
  START,
  failure,
  fsWith,
  part,
  sampleLog,
  temporaryFolder,
  useLog,
} from './sample-log.ts'

function codeOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    return (error as PerdeError).code
  }
  return 'nothing was thrown'
}

const mode = (file: string) => (statSync(file).mode & 0o777).toString(8)

describe('a new log', () => {
  it('has its folders and files, readable only where that is meant', () => {
    const dir = join(temporaryFolder(), 'a', 'log')
    const log = openLog(dir, { tool: 'perde/0.1.0', dataset: 'visits' })
    expect([log.created, log.keyCreated, log.size]).toEqual([true, true, 1])
    expect(log.origin).toMatch(/^perde\/visits\/[a-z2-7]{8}$/)
    expect(isUlid(log.run)).toBe(true)
    expect(existsSync(join(dir, 'lock'))).toBe(true)
    log.close()
    expect(readdirSync(dir, { recursive: true }).sort()).toEqual([
      'checkpoint',
      'checkpoints',
      'checkpoints/00000001',
      'entries.jsonl',
      'keys',
      'keys/1.vkey',
      'keys/log.key',
      'leaf-hashes',
      'tail',
    ])
    expect(['', 'keys', 'checkpoints', 'entries.jsonl', 'keys/log.key'].map((name) => mode(join(dir, name)))).toEqual([
      '700',
      '700',
      '700',
      '600',
      '600',
    ])
    expect([mode(join(dir, 'keys/1.vkey')), mode(join(dir, 'checkpoint'))]).toEqual(['644', '644'])
    expect(readFileSync(join(dir, 'keys/log.key'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
    expect(verifyLog(dir)).toMatchObject({ ok: true, problems: [] })
  })

  it('with a given key keeps no key of its own', () => {
    const dir = temporaryFolder()
    useLog(dir, (log) => expect(log.keyCreated).toBe(false))
    expect(readdirSync(join(dir, 'keys'))).toEqual(['1.vkey'])
  })

  it('is the same, byte for byte, for the same key, origin, run and clock', () => {
    const [a, b] = [temporaryFolder(), temporaryFolder()]
    sampleLog(a)
    sampleLog(b)
    for (const name of ['entries.jsonl', 'checkpoint', 'leaf-hashes', 'keys/1.vkey'])
      expect(readFileSync(join(a, name)).equals(readFileSync(join(b, name)))).toBe(true)
  })
})

describe('a log that is opened again', () => {
  it('goes on where it was, with the same key and origin', () => {
    const dir = temporaryFolder()
    const first = openLog(dir, { tool: 'perde/0.1.0' })
    first.append([PERMIT])
    const [origin, root, vkey] = [first.origin, first.root(), first.vkey]
    first.close()
    const again = openLog(dir, { tool: 'perde/0.1.0' })
    expect([again.created, again.keyCreated, again.size, again.origin, again.vkey]).toEqual([
      false,
      false,
      2,
      origin,
      vkey,
    ])
    expect(again.root().equals(root)).toBe(true)
    expect(again.append([part(0), part(1)])).toEqual([2, 3])
    again.checkpoint()
    again.close()
    expect(verifyLog(dir)).toMatchObject({ ok: true, size: 4, signed: 4 })
  })

  it('is refused under another origin, another key, or without its key', () => {
    const dir = temporaryFolder()
    sampleLog(dir)
    expect(codeOf(() => openLog(dir, { ...OPTIONS, origin: 'perde/visits/other' }))).toBe('POLICY_INVALID')
    expect(codeOf(() => openLog(dir, { ...OPTIONS, signingKey: Buffer.alloc(32, 6) }))).toBe('KEY_INVALID')
    expect(codeOf(() => openLog(dir, { tool: OPTIONS.tool }))).toBe('KEY_MISSING')
    expect(codeOf(() => openLog(dir, OPTIONS))).toBe('nothing was thrown')
  })

  it.each(['640', '604', '644', '660'])('is refused while its key has mode %s', (bits) => {
    const dir = temporaryFolder()
    openLog(dir, { tool: 'perde/0.1.0' }).close()
    chmodSync(join(dir, 'keys/log.key'), Number.parseInt(bits, 8))
    expect(codeOf(() => openLog(dir, { tool: 'perde/0.1.0' }))).toBe('KEY_EXPOSED')
    chmodSync(join(dir, 'keys/log.key'), 0o600)
    expect(codeOf(() => openLog(dir, { tool: 'perde/0.1.0' }))).toBe('nothing was thrown')
  })

  it('is refused with a key file that is no key', () => {
    const dir = temporaryFolder()
    openLog(dir, { tool: 'perde/0.1.0' }).close()
    writeFileSync(join(dir, 'keys/log.key'), 'f00d\n')
    expect(codeOf(() => openLog(dir, { tool: 'perde/0.1.0' }))).toBe('KEY_INVALID')
  })
})

describe('an entry that is appended', () => {
  it('gets its index, its time, the run and who it is from', () => {
    const dir = temporaryFolder()
    useLog(dir, (log) => {
      expect(log.append([PERMIT, { ...COMMIT, actor: 'officer', run: '01JD9ZQ0V7Q3Y6B2W8K4M5N6P8' }])).toEqual([1, 2])
      expect(log.append([])).toEqual([])
    })
    const entries = [...readEntries(dir)]
    expect(entries.map(({ seq, log, v }) => [seq, log, v])).toEqual([0, 1, 2].map((seq) => [seq, ORIGIN, 1]))
    expect(entries.map(({ actor }) => actor)).toEqual(['perde', 'operator', 'officer'])
    expect(entries.map(({ run }) => run.at(-1))).toEqual(['7', '7', '8'])
    expect(entries[0]!.time).toBe('2026-11-23T18:00:00.000Z')
  })

  it('is on the disk, synced, before append returns: what vouches for a batch, then the batch', () => {
    const calls: string[] = []
    const fs = fsWith({
      writeSync: ((...args: Parameters<LogFs['writeSync']>) => {
        calls.push('write')
        return (nodeFs.writeSync as LogFs['writeSync'])(...args)
      }) as LogFs['writeSync'],
      fdatasyncSync: (fd) => {
        calls.push('fdatasync')
        nodeFs.fdatasyncSync(fd)
      },
    })
    useLog(
      temporaryFolder(),
      (log) => {
        calls.length = 0
        log.append([part(0), part(1), part(2)])
        // the last write is the cache of leaf hashes
        expect(calls).toEqual(['write', 'fdatasync', 'write', 'fdatasync', 'write'])
      },
      { fs },
    )
  })

  it('is never older than the one before, though the clock goes back', () => {
    const dir = temporaryFolder()
    let time = START
    const options = { now: () => time }
    useLog(dir, (log) => log.append([part(0)]), options)
    time = START - 3_600_000
    useLog(dir, (log) => log.append([part(1)]), options)
    time = START + 1
    useLog(
      dir,
      (log) => {
        log.append([part(2)])
        log.checkpoint()
      },
      options,
    )
    const times = [...readEntries(dir)].map((entry) => Date.parse(entry.time) - START)
    expect(times).toEqual([0, 0, 0, 1])
    expect(verifyLog(dir).ok).toBe(true)
  })

  it('that does not fit its schema is refused with all of its batch, and the log goes on', () => {
    const dir = temporaryFolder()
    useLog(dir, (log) => {
      const bad = { ...part(1), note: 'free text' } as unknown as NewEntry
      expect(codeOf(() => log.append([part(0), bad]))).toBe('LOG_INVALID')
      expect(log.size).toBe(1)
      log.append([part(0)])
      log.checkpoint()
    })
    expect(verifyLog(dir)).toMatchObject({ ok: true, size: 2 })
  })

  it('can be found by type, by run and by place', () => {
    const dir = temporaryFolder()
    sampleLog(dir)
    expect([...readEntries(dir, { type: 'transform.part' })].length).toBe(6)
    expect([...readEntries(dir, { run: '01JD9ZQ0V7Q3Y6B2W8K4M5N6P8' })]).toEqual([])
    expect([...readEntries(dir, { run: RUN, first: 1, last: 2 })].map(({ seq }) => seq)).toEqual([1, 2])
  })
})

describe('a checkpoint', () => {
  it('covers all entries, is kept, and is made once a size', () => {
    const dir = temporaryFolder()
    useLog(dir, (log) => {
      log.append([part(0), part(1)])
      const note = log.checkpoint()
      expect(log.checkpoint()).toBe(note)
      const opened = openCheckpoint(note, [parseVkey(log.vkey)], ORIGIN)
      expect(opened.size).toBe(3)
      expect(opened.root.equals(log.root())).toBe(true)
      expect(readFileSync(join(dir, 'checkpoint'), 'utf8')).toBe(note)
      expect(readdirSync(join(dir, 'checkpoints'))).toEqual(['00000001', '00000003'])
    })
  })

  it('of a size that was signed before with another root is not made', () => {
    const dir = temporaryFolder()
    useLog(dir, (log) => {
      log.append([part(0)])
      writeFileSync(join(dir, 'checkpoints/00000002'), 'another\n')
      expect(codeOf(() => log.checkpoint())).toBe('LOG_TAMPERED')
      expect(codeOf(() => log.append([part(1)]))).toBe('LOG_TAMPERED')
    })
  })
})

describe('the proofs of a log', () => {
  it('hold, from the writer and from the reader', () => {
    const dir = temporaryFolder()
    sampleLog(dir)
    const reader = openSignedLog(dir)
    useLog(dir, (log) => {
      expect([reader.size, reader.vkey, reader.origin]).toEqual([log.size, log.vkey, log.origin])
      for (let index = 0; index < log.size; index++) {
        const [leaf, proof] = [leafHash(log.line(index)), log.inclusionProof(index)]
        expect(leaf.equals(log.leafHash(index))).toBe(true)
        expect(verifyInclusion({ index, size: log.size, leaf, proof }, log.root())).toBe(true)
        expect(reader.inclusionProof(index)).toEqual(proof)
        expect(reader.line(index).equals(log.line(index))).toBe(true)
      }
      const from = {
        size: 4,
        root: openCheckpoint(readFileSync(join(dir, 'checkpoints/00000004')), [parseVkey(log.vkey)]).root,
      }
      const to = { size: log.size, root: log.root() }
      expect(verifyConsistency({ from, to, proof: log.consistencyProof(4) })).toBe(true)
      expect(reader.consistencyProof(4)).toEqual(log.consistencyProof(4))
      expect(() => log.line(99)).toThrow(RangeError)
      expect(() => log.inclusionProof(99)).toThrow(RangeError)
    })
  })

  it('are not made from entries that were changed', () => {
    const dir = temporaryFolder()
    sampleLog(dir)
    const file = join(dir, 'entries.jsonl')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"count":100', '"count":101'))
    expect(codeOf(() => openSignedLog(dir))).toBe('LOG_TAMPERED')
    expect(codeOf(() => openSignedLog(temporaryFolder()))).toBe('LOG_INVALID')
  })
})

describe('a change of key', () => {
  const next = Buffer.alloc(32, 6)

  it('is signed by both keys, and the log goes on with the new one only', () => {
    const dir = temporaryFolder()
    sampleLog(dir)
    useLog(dir, (log) => {
      const old = log.vkey
      log.rotateKey(next)
      expect(log.vkey).not.toBe(old)
      log.append([part(9)])
      log.checkpoint()
    })
    expect(codeOf(() => openLog(dir, OPTIONS))).toBe('KEY_INVALID')
    useLog(
      dir,
      (log) => {
        log.append([part(10)])
        log.checkpoint()
      },
      { signingKey: next },
    )
    const vkeys = [1, 2].map((n) => readFileSync(join(dir, `keys/${n}.vkey`), 'utf8'))
    for (const trust of vkeys)
      expect(verifyLog(dir, { trust })).toMatchObject({ ok: true, trusted: 'external', problems: [] })
  })

  it("to a key of the log's own keeps that key in the log", () => {
    const dir = temporaryFolder()
    const log = openLog(dir, { tool: 'perde/0.1.0' })
    log.rotateKey()
    const { vkey } = log
    log.close()
    expect(mode(join(dir, 'keys/log-2.key'))).toBe('600')
    const again = openLog(dir, { tool: 'perde/0.1.0' })
    expect(again.vkey).toBe(vkey)
    again.close()
    expect(verifyLog(dir)).toMatchObject({ ok: true, problems: [] })
  })

  it('to the same key is refused', () => {
    useLog(temporaryFolder(), (log) => expect(codeOf(() => log.rotateKey(SEED))).toBe('KEY_INVALID'))
  })

  it('that the old key did not sign is found', () => {
    // Whoever has only the new key cannot bring it into the log.
    const [dir, other] = [temporaryFolder(), temporaryFolder()]
    sampleLog(dir)
    useLog(
      other,
      (log) => {
        log.append([PERMIT])
        log.rotateKey(next)
      },
      { signingKey: Buffer.alloc(32, 7) },
    )
    const forged = readFileSync(join(other, 'entries.jsonl'), 'utf8').split('\n')[2]!
    const file = join(dir, 'entries.jsonl')
    writeFileSync(file, `${readFileSync(file, 'utf8')}${forged.replace('"seq":2', '"seq":9')}\n`)
    expect(verifyLog(dir).problems).toMatchObject([
      { code: 'KEY', line: 10, severity: 'error' },
      { code: 'TAIL', line: 10, severity: 'error' },
    ])
    expect(codeOf(() => openLog(dir, OPTIONS))).toBe('LOG_TAMPERED')
  })
})

describe('a writer after a failure', () => {
  const FAULTS: [string, Partial<LogFs>, string][] = [
    [
      'write',
      {
        writeSync: () => {
          throw failure('EIO')
        },
      },
      'IO_FAILED',
    ],
    [
      'write without space',
      {
        writeSync: () => {
          throw failure('ENOSPC')
        },
      },
      'NO_SPACE',
    ],
    [
      'write over the quota',
      {
        writeSync: () => {
          throw failure('EDQUOT')
        },
      },
      'NO_SPACE',
    ],
    ['write that takes nothing', { writeSync: () => 0 }, 'IO_FAILED'],
    [
      'sync',
      {
        fdatasyncSync: () => {
          throw failure('EIO')
        },
      },
      'IO_FAILED',
    ],
  ]

  it.each(FAULTS)('of a %s refuses everything, and never tries again', (_, broken, code) => {
    const dir = temporaryFolder()
    const fs = fsWith({})
    const log = openLog(dir, { ...OPTIONS, fs })
    log.append([part(0)])
    Object.assign(fs, broken)
    expect(codeOf(() => log.append([part(1)]))).toBe(code)
    // The disk works again: the second fsync after a failed one would say so too, and be wrong.
    let calls = 0
    Object.assign(fs, nodeFs, {
      writeSync: () => {
        calls += 1
        return 0
      },
      fdatasyncSync: () => {
        calls += 1
      },
    })
    expect(codeOf(() => log.append([part(1)]))).toBe(code)
    expect(codeOf(() => log.checkpoint())).toBe(code)
    expect(codeOf(() => log.line(0))).toBe(code)
    expect(codeOf(() => log.rotateKey(Buffer.alloc(32)))).toBe(code)
    expect(calls).toBe(0)
    log.close()
    expect(existsSync(join(dir, 'lock'))).toBe(false)
    expect(
      codeOf(() =>
        useLog(dir, (again) => {
          again.append([part(1)])
          again.checkpoint()
        }),
      ),
    ).toBe('nothing was thrown')
    expect(verifyLog(dir)).toMatchObject({ ok: true, problems: [] })
  })

  it.each(['openSync', 'fsyncSync', 'renameSync'] as const)('of %s in a checkpoint refuses everything', (call) => {
    const dir = temporaryFolder()
    const fs = fsWith({})
    const log = openLog(dir, { ...OPTIONS, fs })
    log.append([part(0)])
    Object.assign(fs, {
      [call]: () => {
        throw failure('EIO')
      },
    })
    expect(codeOf(() => log.checkpoint())).toBe('IO_FAILED')
    Object.assign(fs, nodeFs)
    expect(codeOf(() => log.checkpoint())).toBe('IO_FAILED')
    log.close()
    useLog(dir, (again) => again.checkpoint())
    expect(verifyLog(dir)).toMatchObject({ ok: true, signed: 2, problems: [] })
  })

  it('is no better off for a short write: the rest is written', () => {
    const dir = temporaryFolder()
    const short = ((fd: number, bytes: Buffer, offset: number, length: number, position: number) =>
      nodeFs.writeSync(fd, bytes, offset, Math.min(length, 7), position)) as LogFs['writeSync']
    sampleLog(dir, { fs: fsWith({ writeSync: short }) })
    const whole = temporaryFolder()
    sampleLog(whole)
    expect(readFileSync(join(dir, 'entries.jsonl')).equals(readFileSync(join(whole, 'entries.jsonl')))).toBe(true)
    expect(verifyLog(dir)).toMatchObject({ ok: true, problems: [] })
  })

  it('is closed once and for all', () => {
    const dir = temporaryFolder()
    const log = openLog(dir, OPTIONS)
    log.close()
    log.close()
    expect(codeOf(() => log.append([part(0)]))).toBe('INTERNAL')
    rmSync(dir, { recursive: true })
  })
})

describe('opening a log', () => {
  /** Every call in turn fails; what is left must open again, whole. */
  const NAMES = [
    'openSync',
    'writeSync',
    'fsyncSync',
    'fdatasyncSync',
    'mkdirSync',
    'linkSync',
    'renameSync',
    'unlinkSync',
    'closeSync',
    'readSync',
    'readdirSync',
  ] as const

  it.each(NAMES)('with any one %s failing leaves a log that opens again and verifies', (name) => {
    for (let failing = 0; ; failing++) {
      const dir = join(temporaryFolder(), 'log')
      let calls = 0
      const call = nodeFs[name] as (...args: unknown[]) => unknown
      const faulty = (...args: unknown[]) => {
        if (calls++ === failing) throw failure('EIO')
        return call(...args)
      }
      const code = codeOf(() => sampleLog(dir, { fs: fsWith({ [name]: faulty }) }))
      if (calls <= failing) break
      expect(['IO_FAILED', 'nothing was thrown'], `call ${failing}`).toContain(code)
      // The process that failed here is this one, so its lock, where giving it up failed, looks alive.
      rmSync(join(dir, 'lock'), { force: true })
      const size = useLog(dir, (log) => {
        log.append([part(9)])
        log.checkpoint()
        return log.size
      })
      expect(verifyLog(dir), `call ${failing}`).toMatchObject({ ok: true, size, signed: size, problems: [] })
    }
  })
})
