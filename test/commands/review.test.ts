import { appendFileSync, existsSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { reviewCommand } from '../../src/commands/review.ts'
import type { ReviewCommandOptions } from '../../src/commands/review-options.ts'
import { readEntries } from '../../src/evidence/log/log-reader.ts'
import { verifyLog } from '../../src/evidence/log/verify-log.ts'
import type { ReviewFile } from '../../src/evidence/review/judgements.ts'
import { temporaryFolder } from '../engine/plans.ts'
import { writeRelease } from '../engine/review-release.ts'
import { fakeScreen, terminalAt } from './terminal.ts'

let cwd: string
beforeEach(() => (cwd = temporaryFolder()))

/** Texts with an invented name, so that a test can tell whether one of them got out. */
const SECRET = 'Aisulu'
const notes = (count: number) =>
  Array.from({ length: count }, (_, i) => `{"note":"note ${i}: the neighbour of ${SECRET} came and was well"}\n`).join(
    '',
  )
const write = (name: string, text: string) => writeFileSync(join(cwd, name), text)

/** Runs the command with these keys. */
async function review(target: string, keys: string[] | undefined, more: Partial<ReviewCommandOptions> = {}) {
  const screen = keys && fakeScreen(['redraw', ...keys])
  // What is drawn and what is printed go to one place; the frames begin with an escape.
  const terminal = terminalAt(cwd, screen ? { screen } : {})
  const options = { sample: '100', seed: '1', field: [], header: true, ...more }
  const status = await reviewCommand(target, options, terminal, clock())
  const printed = terminal.printed.slice(terminal.printed.lastIndexOf('\u001b[J') + 1).replace('[J', '')
  return { status, printed, said: terminal.said, drawn: terminal.printed, left: screen?.left }
}

/** Every look at it is a second later: the keys of these tests are pressed by somebody who reads. */
function clock(): () => number {
  let time = 0
  return () => (time += 1000)
}

const file = (name = 'a.jsonl.review.json') => JSON.parse(readFileSync(join(cwd, name), 'utf8')) as ReviewFile

describe('a review of an input', () => {
  beforeEach(() => write('a.jsonl', notes(500)))

  it('keeps places and judgements, no text, and says how many leak', async () => {
    const { status, printed, said } = await review('a.jsonl', ['c', 'l', 'c', 'q'], { sample: '20' })
    expect(status).toBe(0)
    expect(printed).toMatch(/^1 of 3 documents leaks: about 333 per thousand, at most 865 with 95 % confidence\n/)
    expect(said).toContain('the judgements are in a.jsonl.review.json')
    expect(said).toContain('17 documents of the sample are open')
    const { judgements, ...rest } = file()
    expect(rest).toMatchObject({ kind: 'review', seed: 1, sample: 20, fields: ['note'] })
    expect(rest.strata).toEqual([{ source: 'input', length: 'short', marks: false, documents: 500, sampled: 20 }])
    expect(judgements.map((j) => j.judgement)).toEqual(['clean', 'leak', 'clean'])
    for (const text of [JSON.stringify(file()), printed, said]) expect(text).not.toContain(SECRET)
  })

  it('shows the text and marks what perde would take out', async () => {
    write('b.jsonl', '{"note":"write to somebody@example.org about the next visit"}\n')
    const { drawn } = await review('b.jsonl', ['q'])
    expect(drawn).toContain('write to \u001b[7msomebody@example.org\u001b[0m about')
    expect(drawn).toContain('perde marks 1 email')
  })

  it('never lets the data write to the terminal', async () => {
    write('b.jsonl', '{"note":"a\\u001b[2Jb \\u202ec d\\u009b31m e\\u0007"}\n')
    const { drawn } = await review('b.jsonl', ['q'], { field: ['note'] })
    expect(drawn).toContain('a␛[2Jb ‹202E›c d‹009B›31m e␇')
    // Nothing but perde's own sequences.
    expect(drawn.match(/[\u0000-\u0009\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f\u202e]/g)).toBeNull()
    for (const sequence of drawn.match(/\u001b.{0,3}/g) ?? []) expect(sequence).toMatch(/^\u001b\[([HJK]|[01247]m)/)
  })

  it('goes on where it was left, with the same documents', async () => {
    await review('a.jsonl', ['c', 'c', 'q'], { sample: '5' })
    const before = file().judgements
    await review('a.jsonl', ['l', 'l', 'l', 'return'], { sample: '5' })
    expect(file().judgements.slice(0, 2)).toEqual(before)
    expect(file().judgements.map((j) => j.judgement)).toEqual(['clean', 'clean', 'leak', 'leak', 'leak'])
  })

  it('goes on with a larger sample of the same seed, and with no other', async () => {
    await review('a.jsonl', ['c', 'l', 'q'], { sample: '20' })
    const before = file().judgements
    await review('a.jsonl', ['c', 'q'], { sample: '40' })
    expect(file().sample).toBe(40)
    expect(file().judgements).toEqual(expect.arrayContaining(before))
    expect(file().judgements).toHaveLength(3)
    for (const other of [{ sample: '20' }, { sample: '40', seed: '2' }, { sample: '41', seed: '2' }])
      await expect(review('a.jsonl', ['c'], other)).rejects.toMatchObject({
        code: 'OUTPUT_EXISTS',
        hints: [expect.stringContaining('--sample 40 --seed 1'), expect.stringContaining('--out')],
      })
  })

  it('is refused on the judgements of something else, and these stay', async () => {
    await review('a.jsonl', ['c', 'q'], { sample: '5' })
    const before = file()
    appendFileSync(join(cwd, 'a.jsonl'), notes(1))
    await expect(review('a.jsonl', ['l'], { sample: '5' })).rejects.toMatchObject({
      code: 'OUTPUT_EXISTS',
      where: { part: 'a.jsonl.review.json' },
    })
    write('a.jsonl', notes(500))
    await expect(review('a.jsonl', ['l'], { sample: '5', field: ['other'] })).rejects.toMatchObject({
      code: 'INPUT_EMPTY',
    })
    expect(file()).toEqual(before)
  })

  it('is refused on judgements of documents that were not drawn', async () => {
    await review('a.jsonl', ['c', 'q'], { sample: '5' })
    const forged = file()
    const drawn = new Set(forged.judgements.map((j) => j.record))
    const record = [1, 2, 3, 4, 5, 6, 7].find((r) => !drawn.has(r))!
    for (const judgements of [
      [{ source: 'input', record: 501, judgement: 'clean' }],
      [{ source: 'elsewhere', record: 1, judgement: 'clean' }],
      Array.from({ length: 400 }, (_, i) => ({ source: 'input', record: i + record, judgement: 'clean' })),
    ]) {
      write('a.jsonl.review.json', JSON.stringify({ ...forged, judgements }))
      await expect(review('a.jsonl', ['l'], { sample: '5' })).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' })
      await expect(review('a.jsonl', undefined, { report: 'a.jsonl.review.json' })).rejects.toMatchObject({
        code: 'INPUT_CHANGED',
      })
    }
    // Strata of another size would weigh the judgements otherwise.
    write('a.jsonl.review.json', JSON.stringify({ ...forged, strata: [{ ...forged.strata[0], documents: 5 }] }))
    await expect(review('a.jsonl', undefined, { report: 'a.jsonl.review.json' })).rejects.toMatchObject({
      code: 'INPUT_CHANGED',
    })
  })

  it('does not write through a link or over a file that is no review', async () => {
    write('mine.txt', 'mine')
    symlinkSync(join(cwd, 'mine.txt'), join(cwd, 'a.jsonl.review.json'))
    await expect(review('a.jsonl', ['c'])).rejects.toMatchObject({ code: 'INPUT_FORMAT' })
    await expect(review('a.jsonl', ['c'], { out: 'mine.txt' })).rejects.toMatchObject({ code: 'INPUT_FORMAT' })
    await expect(review('a.jsonl', ['c'], { out: 'a.jsonl' })).rejects.toMatchObject({ code: 'INPUT_FORMAT' })
    await expect(review('a.jsonl', ['c'], { out: 'gone/x.json' })).rejects.toMatchObject({ code: 'OUTPUT_INVALID' })
    expect(readFileSync(join(cwd, 'mine.txt'), 'utf8')).toBe('mine')
  })

  it('does not make a person’s name the name of its file', async () => {
    write('Aisulu Sarsenova 920304512348.jsonl', notes(3))
    const { said } = await review('Aisulu Sarsenova 920304512348.jsonl', ['c', 'q'])
    expect(said).toContain('the judgements are in review.json')
    await review('*.jsonl', ['q'], { out: 'all.json' })
    expect(readdirSync(cwd).filter((name) => name.endsWith('.json'))).toEqual(['review.json'])
  })

  it('that is interrupted keeps what was judged, and the screen is put back', async () => {
    const screen = fakeScreen(['redraw', 'c', 'ctrl-c'])
    const terminal = terminalAt(cwd, { screen })
    const options = { sample: '5', seed: '1', field: [], header: true }
    await expect(reviewCommand('a.jsonl', options, terminal, clock())).rejects.toMatchObject({
      code: 'INTERRUPTED',
      hints: [expect.stringContaining('is kept')],
    })
    expect(screen.left).toBe(1)
    expect(file().judgements).toHaveLength(1)
  })

  it('does not wipe out what somebody else judges at the same time', async () => {
    const others = () => {
      const theirs = { ...file(), judgements: [] }
      write('a.jsonl.review.json', JSON.stringify(theirs))
    }
    const screen = {
      size: () => ({ columns: 80, rows: 24 }),
      async *keys() {
        yield* ['redraw', 'c']
        others()
        yield 'l'
      },
    }
    const options = { sample: '5', seed: '1', field: [], header: true }
    const failed = reviewCommand('a.jsonl', options, terminalAt(cwd, { screen }), clock())
    await expect(failed).rejects.toMatchObject({ code: 'OUTPUT_EXISTS', hints: [expect.stringContaining('theirs')] })
    expect(file().judgements).toEqual([])
  })

  it('leaves no file where nothing was judged', async () => {
    const { status, printed } = await review('a.jsonl', ['q'])
    expect(status).toBe(0)
    expect(printed).toBe('no document is judged yet; 100 documents of 500 are drawn\n')
    expect(existsSync(join(cwd, 'a.jsonl.review.json'))).toBe(false)
  })
})

describe('a review of a release', () => {
  beforeEach(() => {
    // A word before a name that may be one, and a card number with a wrong check digit.
    const note = '[PERSON-1] и [PERSON-2]. Встретил Асана вчера у реки. Номер карты 4111 1111 1111 1112.'
    const text = `{"note":"${note}"}\n`.repeat(30)
    writeRelease(join(cwd, 'out'), [{ path: 'data/notes.jsonl', source: 'notes', text, records: 30, header: 0 }])
  })

  it('marks weak signs too, apart from sure ones', async () => {
    const { drawn } = await review('out', ['q'])
    expect(drawn).toContain('document 1 of 30 · notes, record')
    expect(drawn).toMatch(/perde still finds \d /)
    expect(drawn).toContain('\u001b[4m')
  })

  it('files its judgements under the manifest, outside of the release', async () => {
    await review('out', ['c', 'q'])
    expect(file('out.review.json').target).toEqual({
      manifestSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    })
    await expect(review('out', ['c'], { out: 'out/review.json' })).rejects.toMatchObject({ code: 'OUTPUT_INVALID' })
    expect(existsSync(join(cwd, 'out/review.json'))).toBe(false)
  })
})

describe('the report of a review', () => {
  beforeEach(async () => {
    write('a.jsonl', notes(500))
    await review('a.jsonl', ['c', 'l', 'u', 'q'], { sample: '10' })
  })

  it('needs no terminal and says the same', async () => {
    const { status, printed } = await review('a.jsonl', undefined, { report: 'a.jsonl.review.json' })
    expect(status).toBe(0)
    expect(printed).toMatch(/^1 of 3 documents leaks/)
  })

  it('as JSON has counts and bounds', async () => {
    const { printed } = await review('a.jsonl', undefined, { report: 'a.jsonl.review.json', json: true })
    expect(JSON.parse(printed)).toEqual({
      target: file().target,
      documents: 500,
      sampled: 10,
      judged: 3,
      clean: 1,
      leaked: 1,
      unsure: 1,
      leakedPerThousand: { estimate: 333.333, upper95: 983.048, between95: [8.404, 991.596] },
      effectiveSample: 3,
      notJudgedShare: 0,
      fields: ['note'],
      seed: 1,
    })
  })

  it('goes into a log as counts, which stays whole', async () => {
    const { said } = await review('a.jsonl', undefined, { report: 'a.jsonl.review.json', log: 'log' })
    expect(said).toContain('logged as entry 1')
    expect(said).toContain('a signing key for the log was made in log/keys')
    const [entry] = [...readEntries(join(cwd, 'log'), { type: 'review.result' })]
    // The digest of a small input could be found by trying.
    expect(Object.keys(entry!).sort()).toEqual([
      'actor',
      'documents',
      'judged',
      'leaked',
      'leakedPpm',
      'log',
      'run',
      'seed',
      'seq',
      'time',
      'type',
      'unsure',
      'upperPpm',
      'v',
    ])
    expect(entry).toMatchObject({
      documents: 500,
      judged: 3,
      leaked: 1,
      unsure: 1,
      leakedPpm: 333_333,
      upperPpm: 983_048,
      seed: 1,
    })
    expect(verifyLog(join(cwd, 'log'))).toMatchObject({ ok: true, size: 2, signed: 2 })
  })

  it('is of the data that was judged', async () => {
    appendFileSync(join(cwd, 'a.jsonl'), notes(1))
    await expect(review('a.jsonl', undefined, { report: 'a.jsonl.review.json' })).rejects.toMatchObject({
      code: 'INPUT_CHANGED',
    })
    await expect(review('a.jsonl', undefined, { report: 'gone.json' })).rejects.toMatchObject({
      code: 'INPUT_NOT_FOUND',
    })
  })
})

describe('the log of a review', () => {
  it('gets nothing where nothing was judged', async () => {
    write('a.jsonl', notes(5))
    const { said } = await review('a.jsonl', ['q'], { log: 'log' })
    expect(said).toContain('nothing is logged')
    expect(existsSync(join(cwd, 'log'))).toBe(false)
  })

  it('names the release', async () => {
    const text = '{"note":"call the office tomorrow before noon please"}\n'.repeat(3)
    const { release } = writeRelease(join(cwd, 'out'), [
      { path: 'data/n.jsonl', source: 'n', text, records: 3, header: 0 },
    ])
    await review('out', ['c', 'c', 'c', 'q'], { log: 'log' })
    const [entry] = [...readEntries(join(cwd, 'log'), { type: 'review.result' })]
    expect(entry).toMatchObject({ release, ...file('out.review.json').target, upperPpm: 0 })
  })
})

describe('a review is not begun', () => {
  it.each([
    ['without a terminal', 'a.jsonl', undefined, {}, 'USAGE'],
    ['of standard input', '-', ['c'], {}, 'USAGE'],
    ['of no document', 'a.jsonl', ['c'], { sample: '0' }, 'USAGE'],
    ['of more documents than anybody reads', 'a.jsonl', ['c'], { sample: '10001' }, 'USAGE'],
    ['of a number of documents that is none', 'a.jsonl', ['c'], { sample: 'ten' }, 'USAGE'],
    ['with a seed that is none', 'a.jsonl', ['c'], { seed: '-1' }, 'USAGE'],
    ['with a field that is no path', 'a.jsonl', ['c'], { field: ['a..b'] }, 'USAGE'],
    ['with a field that is not there', 'a.jsonl', ['c'], { field: ['gone'] }, 'INPUT_EMPTY'],
  ] as [string, string, string[] | undefined, Partial<ReviewCommandOptions>, string][])(
    '%s',
    async (_, target, keys, more, code) => {
      write('a.jsonl', notes(5))
      await expect(review(target, keys, more)).rejects.toMatchObject({ code })
      expect(readdirSync(cwd)).toEqual(['a.jsonl'])
    },
  )
})
