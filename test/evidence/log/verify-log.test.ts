import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { PerdeError } from '../../../src/errors.ts'
import { signCheckpoint } from '../../../src/evidence/log/checkpoint.ts'
import type { NewEntry } from '../../../src/evidence/log/entry-schemas.ts'
import type { LogReport } from '../../../src/evidence/log/log-report.ts'
import { EMPTY_ROOT } from '../../../src/evidence/log/merkle.ts'
import { readEntries } from '../../../src/evidence/log/log-reader.ts'
import { openLog } from '../../../src/evidence/log/log-writer.ts'
import { verifyLog } from '../../../src/evidence/log/verify-log.ts'
import { signerOf } from '../../../src/evidence/log/vkey.ts'
import {
  COMMIT,
  OPTIONS,
  ORIGIN,
  PERMIT,
  SEED,
  UNSYNCED,
  part,
  sampleLog,
  temporaryFolder,
  useLog,
} from './sample-log.ts'

/** Lines, from 1, that an error or a warning names. */
function named(report: LogReport): number[] {
  return report.problems.flatMap(({ line }) => (line === undefined ? [] : [line]))
}

function codes(report: LogReport): string[] {
  return report.problems.map(({ code }) => code)
}

function flip(bytes: Buffer, bit: number): Buffer {
  const flipped = Buffer.from(bytes)
  flipped[bit >> 3]! ^= 1 << (bit & 7)
  return flipped
}

describe('a log of a few entries', () => {
  const SHORT: NewEntry = { type: 'export', first: 0, last: 1 }
  let dir: string
  const path = (name: string) => join(dir, name)

  // Five entries, of which the first three and then all were signed.
  beforeEach(() => {
    dir = temporaryFolder()
    useLog(
      dir,
      (log) => {
        log.append([SHORT, SHORT])
        log.checkpoint()
        log.append([SHORT, SHORT])
        log.checkpoint()
      },
      UNSYNCED,
    )
  })

  it('verifies, and says what it is', () => {
    const root = readFileSync(path('checkpoint'), 'utf8').split('\n')[2]
    expect(verifyLog(dir)).toEqual({
      ok: true,
      size: 5,
      signed: 5,
      root,
      origin: ORIGIN,
      trusted: 'self',
      problems: [],
    })
  })

  it('does not verify with any bit of any entry flipped, and the line is named', () => {
    const bytes = readFileSync(path('entries.jsonl'))
    let line = 1
    for (let at = 0; at < bytes.length; at++) {
      for (let bit = at * 8; bit < at * 8 + 8; bit++) {
        writeFileSync(path('entries.jsonl'), flip(bytes, bit))
        const report = verifyLog(dir)
        expect(report.ok, `bit ${bit}`).toBe(false)
        expect(named(report), `bit ${bit}`).toContain(line)
        expect(report.signed).toBeLessThan(5)
      }
      if (bytes[at] === 0x0a) line += 1
    }
  })

  it.each(['checkpoint', 'checkpoints/00000001', 'checkpoints/00000003', 'checkpoints/00000005', 'keys/1.vkey'])(
    'does not verify with any bit of %s flipped',
    (name) => {
      const bytes = readFileSync(path(name))
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        writeFileSync(path(name), flip(bytes, bit))
        expect(verifyLog(dir).ok, `bit ${bit}`).toBe(false)
      }
    },
  )

  it('verifies with any bit of the recorded leaf hashes flipped, for they are a cache, and says so', () => {
    const bytes = readFileSync(path('leaf-hashes'))
    for (let bit = 0; bit < bytes.length * 8; bit += 5) {
      writeFileSync(path('leaf-hashes'), flip(bytes, bit))
      const report = verifyLog(dir)
      expect([report.ok, codes(report)], `bit ${bit}`).toEqual([true, ['LEAF_HASHES']])
    }
  })
})

describe('a log of a run', () => {
  let dir: string
  let lines: string[]
  const write = (changed: string[]) =>
    writeFileSync(join(dir, 'entries.jsonl'), changed.map((line) => `${line}\n`).join(''))

  beforeEach(() => {
    dir = temporaryFolder()
    sampleLog(dir, UNSYNCED)
    lines = readFileSync(join(dir, 'entries.jsonl'), 'utf8').trim().split('\n')
  })

  it('without any one line does not verify, and the gap is named', () => {
    for (let i = 0; i < lines.length; i++) {
      write(lines.toSpliced(i, 1))
      const report = verifyLog(dir)
      expect([report.ok, named(report).includes(i + 1)], `line ${i + 1}`).toEqual([false, true])
    }
  })

  it('with any line twice, anywhere, does not verify, and the second is named', () => {
    for (let from = 0; from < lines.length; from++)
      for (let to = 0; to <= lines.length; to++) {
        write(lines.toSpliced(to, 0, lines[from]!))
        const report = verifyLog(dir)
        // Beside its twin, either of the two can be called the second.
        const places = from === to || from === to - 1 ? [from + 1, from + 2] : [to + 1]
        expect([report.ok, named(report).some((line) => places.includes(line))], `${from} to ${to}`).toEqual([
          false,
          true,
        ])
      }
  })

  it('with any two lines exchanged does not verify, and both are named', () => {
    for (let a = 0; a < lines.length; a++)
      for (let b = a + 1; b < lines.length; b++) {
        write(lines.with(a, lines[b]!).with(b, lines[a]!))
        const report = verifyLog(dir)
        expect([report.ok, named(report)], `${a} and ${b}`).toEqual([false, expect.arrayContaining([a + 1, b + 1])])
      }
  })

  it('in any other order does not verify', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (shuffled) => {
        write(shuffled)
        const moved = shuffled.findIndex((line, i) => line !== lines[i]) + 1
        expect(verifyLog(dir).ok).toBe(moved === 0)
        if (moved > 0) expect(named(verifyLog(dir))).toContain(moved)
      }),
      { numRuns: 50 },
    )
  })

  it('with a good entry put in anywhere does not verify, and it is named', () => {
    for (let at = 1; at < lines.length; at++) {
      const forged = lines[2]!.replace('"seq":2', `"seq":${at}`).replaceAll(':100', ':77')
      write(lines.toSpliced(at, 0, forged))
      const report = verifyLog(dir)
      expect([report.ok, named(report).includes(at + 1)], `at line ${at + 1}`).toEqual([false, true])
    }
  })

  it('with a good entry put behind the last checkpoint does not verify, and is neither read nor written', () => {
    write([...lines, lines[2]!.replace('"seq":2', '"seq":9')])
    expect(verifyLog(dir)).toMatchObject({
      ok: false,
      size: 10,
      signed: 9,
      problems: [{ code: 'TAIL', line: 10, lastLine: 10, severity: 'error' }],
    })
    expect(() => [...readEntries(dir)]).toThrow(/behind the last checkpoint/)
    expect([...readEntries(dir, { last: 8 })]).toHaveLength(9)
    expect(() => openLog(dir, OPTIONS)).toThrow(/behind the last checkpoint/)
  })

  it('of which a writer left entries unsigned verifies, is read and goes on', () => {
    useLog(dir, (log) => log.append([part(7)]), UNSYNCED)
    useLog(dir, (log) => log.append([part(8), part(9)]), UNSYNCED)
    expect(verifyLog(dir)).toMatchObject({ ok: true, size: 12, signed: 9 })
    expect([...readEntries(dir)]).toHaveLength(12)
    // A crash may have kept any of the last lines from being written, and have cut one of the signatures short.
    const longer = readFileSync(join(dir, 'entries.jsonl'), 'utf8').trim().split('\n')
    write(longer.slice(0, 11))
    writeFileSync(join(dir, 'tail'), `${readFileSync(join(dir, 'tail'), 'utf8')}12 ab`)
    useLog(dir, (log) => log.append([part(9)]), UNSYNCED)
    expect([verifyLog(dir).ok, verifyLog(dir).size]).toEqual([true, 12])
    writeFileSync(join(dir, 'tail'), readFileSync(join(dir, 'tail'), 'utf8').replace(/^12 .*$/gm, ''))
    expect(codes(verifyLog(dir))).toContain('TAIL')
  })

  it('with an entry that says something else, in the right form, does not verify, and the very line is named', () => {
    const changed = lines.with(5, lines[5]!.replaceAll(':100', ':101'))
    expect(changed[5]).not.toBe(lines[5])
    write(changed)
    expect(verifyLog(dir).problems).toEqual([
      { severity: 'error', code: 'CHANGED', line: 6, message: 'the entry was changed after it was signed' },
      { severity: 'error', code: 'ROOT', line: 5, lastLine: 9, message: expect.stringContaining('5 to 9') as string },
    ])
  })

  it('names the stretch between two checkpoints where the recorded hashes are gone or forged too', () => {
    write(lines.with(5, lines[5]!.replaceAll(':100', ':101')))
    writeFileSync(join(dir, 'leaf-hashes'), Buffer.alloc(32 * 9, 1))
    expect(verifyLog(dir).problems).toMatchObject([{ code: 'ROOT', line: 5, lastLine: 9 }])
    unlinkSync(join(dir, 'leaf-hashes'))
    expect(verifyLog(dir).problems).toMatchObject([{ code: 'ROOT', line: 5, lastLine: 9 }])
  })

  it('that ends early does not verify, and the first missing line is named', () => {
    for (let size = 0; size < lines.length; size++) {
      write(lines.slice(0, size))
      const report = verifyLog(dir)
      expect(report.ok).toBe(false)
      expect(report.problems).toContainEqual(
        expect.objectContaining({ code: 'TRUNCATED', line: size + 1, lastLine: 9 }),
      )
    }
  })

  it('with a line of another log in it does not verify', () => {
    const other = temporaryFolder()
    sampleLog(other, { ...UNSYNCED, origin: 'perde/visits/other' })
    const foreign = readFileSync(join(other, 'entries.jsonl'), 'utf8').split('\n')
    for (let i = 1; i < lines.length; i++) {
      write(lines.with(i, foreign[i]!))
      const report = verifyLog(dir)
      expect([report.ok, codes(report)[0], named(report)[0]]).toEqual([false, 'ORIGIN', i + 1])
    }
  })

  it('whose times go back does not verify', () => {
    write(lines.with(3, lines[3]!.replace('T18:00:00.000Z', 'T17:59:59.999Z')))
    expect(verifyLog(dir).problems).toContainEqual(expect.objectContaining({ code: 'TIME', line: 4 }))
  })

  it('whose checkpoint was put back, or taken away, does not verify', () => {
    const checkpoint = join(dir, 'checkpoint')
    cpSync(join(dir, 'checkpoints/00000001'), checkpoint)
    expect(codes(verifyLog(dir))).toEqual(['CHECKPOINT'])
    unlinkSync(checkpoint)
    expect([verifyLog(dir).ok, codes(verifyLog(dir))]).toEqual([false, ['CHECKPOINT']])
    // One behind is what a crash between the two leaves.
    cpSync(join(dir, 'checkpoints/00000004'), checkpoint)
    expect([verifyLog(dir).ok, codes(verifyLog(dir))]).toEqual([true, ['CHECKPOINT']])
  })

  it('changed behind the last checkpoint does not verify; cut short there it does, as by a crash', () => {
    useLog(dir, (log) => log.append([part(7), part(8)]), UNSYNCED)
    const longer = readFileSync(join(dir, 'entries.jsonl'), 'utf8').trim().split('\n')
    write(longer.with(10, longer[10]!.replaceAll(':100', ':101')))
    expect(verifyLog(dir)).toMatchObject({
      ok: false,
      size: 11,
      signed: 9,
      problems: [
        { code: 'CHANGED', line: 11, severity: 'warning' },
        { code: 'TAIL', line: 10, severity: 'error' },
      ],
    })
    write(longer.slice(0, 10))
    expect(verifyLog(dir)).toMatchObject({ ok: true, problems: [{ code: 'TRUNCATED', line: 11, severity: 'warning' }] })
  })

  it('is not written to by verification, whatever is wrong with it', () => {
    write(lines.toSpliced(4, 2))
    const contents = () =>
      readdirSync(dir, { recursive: true, encoding: 'utf8' })
        .filter((n) => n.includes('.') || n.startsWith('checkpoint'))
        .sort()
    const before = contents()
    const bytes = readFileSync(join(dir, 'entries.jsonl'))
    verifyLog(dir)
    expect(contents()).toEqual(before)
    expect(readFileSync(join(dir, 'entries.jsonl')).equals(bytes)).toBe(true)
  })
})

describe('an anchor from outside', () => {
  let dir: string
  beforeEach(() => {
    dir = temporaryFolder()
    sampleLog(dir, UNSYNCED)
  })

  const file = (name: string, folder = dir) => readFileSync(join(folder, name), 'utf8')
  const anchorFault = (report: LogReport) => report.problems.find(({ code }) => code === 'ANCHOR')?.message

  it('that is the key of the log makes it trusted', () => {
    expect(verifyLog(dir, { trust: file('keys/1.vkey') })).toMatchObject({
      ok: true,
      trusted: 'external',
      problems: [],
    })
  })

  it('that is an older checkpoint of the log makes it trusted, as `trust` and as `from`', () => {
    for (const size of ['00000001', '00000004', '00000009'])
      for (const option of ['trust', 'from'])
        expect(verifyLog(dir, { [option]: file(`checkpoints/${size}`) })).toMatchObject({
          ok: true,
          trusted: 'external',
        })
  })

  it('that is another key, with the same name, makes it fail', () => {
    const stranger = signerOf(ORIGIN, Buffer.alloc(32, 9)).vkey
    const report = verifyLog(dir, { trust: stranger })
    expect([report.ok, report.trusted, anchorFault(report)]).toEqual([
      false,
      'self',
      'the log is not signed with the trusted key',
    ])
  })

  it('shows that a log was put back to an older state that is valid in itself', () => {
    const late = file('checkpoints/00000009')
    const lines = file('entries.jsonl').split('\n')
    writeFileSync(join(dir, 'entries.jsonl'), `${lines.slice(0, 4).join('\n')}\n`)
    writeFileSync(join(dir, 'leaf-hashes'), readFileSync(join(dir, 'leaf-hashes')).subarray(0, 4 * 32))
    unlinkSync(join(dir, 'checkpoints/00000009'))
    cpSync(join(dir, 'checkpoints/00000004'), join(dir, 'checkpoint'))
    expect(verifyLog(dir)).toMatchObject({ ok: true, trusted: 'self', problems: [] })
    const report = verifyLog(dir, { from: late })
    expect([report.ok, anchorFault(report)]).toEqual([
      false,
      'the log has 4 entries, the given checkpoint covers 9: it was put back',
    ])
  })

  it('shows that a log was written anew by someone who has its key', () => {
    const late = file('checkpoints/00000009')
    const forged = temporaryFolder()
    useLog(
      forged,
      (log) => {
        log.append([PERMIT, part(0, 7), COMMIT, COMMIT, COMMIT, COMMIT, COMMIT, COMMIT])
        log.checkpoint()
      },
      UNSYNCED,
    )
    expect(verifyLog(forged, { trust: file('keys/1.vkey') })).toMatchObject({ ok: true, trusted: 'external' })
    const report = verifyLog(forged, { from: late })
    expect([report.ok, anchorFault(report)]).toEqual([
      false,
      'the first 9 entries are not those of the given checkpoint',
    ])
  })

  it('of another log, of an empty one, or signed by a stranger does not hold', () => {
    const own = signerOf(ORIGIN, SEED)
    const stranger = signerOf(ORIGIN, Buffer.alloc(32, 9))
    const other = signerOf('perde/visits/other', SEED)
    const head = { origin: ORIGIN, size: 4, root: Buffer.alloc(32) }
    const faults = [
      signCheckpoint({ ...head, origin: other.name }, [other]),
      signCheckpoint({ ...head, size: 0, root: EMPTY_ROOT }, [own]),
      signCheckpoint(head, [stranger]),
      signCheckpoint(head, [own]),
    ].map((from) => anchorFault(verifyLog(dir, { from })))
    expect(faults).toEqual([
      'the given checkpoint is of another log',
      'the given checkpoint is of an empty log, and says nothing',
      'the given checkpoint is not signed with the key of the log',
      'the first 4 entries are not those of the given checkpoint',
    ])
  })

  it.each(['', 'no key', 'a\nb\n', ORIGIN])(
    'case %# that is neither key nor checkpoint is an error of its own',
    (trust) => {
      let code = ''
      try {
        verifyLog(dir, { trust })
      } catch (error) {
        code = (error as PerdeError).code
      }
      expect(code).toMatch(/^(KEY|LOG)_INVALID$/)
    },
  )
})

describe('a folder', () => {
  it('without a log in it is told from a log that is empty or lost', () => {
    const dir = temporaryFolder()
    expect(() => verifyLog(dir)).toThrow('there is no log')
    expect(() => verifyLog(join(dir, 'nowhere'))).toThrow('there is no log')
    mkdirSync(join(dir, 'checkpoints'))
    expect(() => verifyLog(dir)).toThrow('there is no log')
    rmSync(dir, { recursive: true })
    sampleLog(dir, UNSYNCED)
    unlinkSync(join(dir, 'entries.jsonl'))
    expect(verifyLog(dir)).toMatchObject({ ok: false, size: 0 })
  })
})
