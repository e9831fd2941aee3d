import { appendFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { drawSample, readDocuments } from '../../../src/engine/review/review-sample.ts'
import { openReviewTarget } from '../../../src/engine/review/review-target.ts'
import { temporaryFolder } from '../plans.ts'
import { writeRelease } from '../review-release.ts'

let cwd: string
beforeEach(() => (cwd = temporaryFolder()))

const write = (name: string, text: string | Uint8Array) => writeFileSync(join(cwd, name), text)
const open = (target: string) => openReviewTarget({ target, cwd, options: {} })
const lines = (records: readonly unknown[]) => records.map((r) => `${JSON.stringify(r)}\n`).join('')
/** Texts of which each tells its record, some long, some with a mark. */
const texts = (count: number, from = 1) =>
  Array.from({ length: count }, (_, i) => ({
    id: i,
    note: `text ${from + i} ${i % 10 === 0 ? 'long '.repeat(500) : ''}${i % 4 === 0 ? '[PERSON-1]' : ''}`,
  }))

describe('a sample', () => {
  it('is drawn from every stratum, is as large as was asked for, and counts all documents', async () => {
    write('a.jsonl', lines(texts(1000)))
    const { strata, drawn } = await drawSample(await open('a.jsonl'), ['note'], 100, 1)
    expect(strata.map((s) => [s.length, s.marks, s.documents])).toEqual([
      ['short', false, 700],
      ['short', true, 200],
      ['long', false, 50],
      ['long', true, 50],
    ])
    expect(strata.map((s) => s.sampled)).toEqual([70, 20, 5, 5])
    expect(drawn).toHaveLength(100)
    expect(new Set(drawn.map((d) => d.record)).size).toBe(100)
    for (const { record, stratum } of drawn)
      expect(strata[stratum]).toMatchObject({
        length: (record - 1) % 10 === 0 ? 'long' : 'short',
        marks: (record - 1) % 4 === 0,
      })
  })

  it('is the same for the same seed and another for another', async () => {
    write('a.jsonl', lines(texts(500)))
    const target = await open('a.jsonl')
    const draw = async (seed: number) => (await drawSample(target, ['note'], 20, seed)).drawn
    expect(await draw(7)).toEqual(await draw(7))
    expect(await draw(7)).not.toEqual(await draw(8))
  })

  it('grows without losing what was drawn before', async () => {
    write('a.jsonl', lines(texts(500)))
    const target = await open('a.jsonl')
    const records = async (n: number) => (await drawSample(target, ['note'], n, 1)).drawn.map((d) => d.record)
    const larger = await records(200)
    for (const record of await records(100)) expect(larger).toContain(record)
  })

  it('of fewer documents than were asked for is all of them', async () => {
    write('a.csv', 'id,note\n1,one\n2,\n3,   \n4,four\n')
    const { strata, drawn } = await drawSample(await open('a.csv'), ['note'], 100, 1)
    // Records without a text are no documents.
    expect(strata).toEqual([{ source: 'input', length: 'short', marks: false, documents: 2, sampled: 2 }])
    expect(drawn.map((d) => d.record).sort()).toEqual([1, 4])
  })

  it('of one record is that record', async () => {
    write('a.jsonl', '{"note":"the only one"}')
    const target = await open('a.jsonl')
    const sample = await drawSample(target, ['note'], 100, 1)
    expect(await readDocuments(target, sample)).toEqual([
      { source: 'input', record: 1, stratum: 0, part: 'a.jsonl', texts: [{ field: 'note', text: 'the only one' }] },
    ])
  })

  it('counts the records of a source through its files', async () => {
    write('a.jsonl', lines(texts(300)))
    write('b.jsonl', lines(texts(300, 301)))
    const target = await open('*.jsonl')
    const sample = await drawSample(target, ['note'], 600, 1)
    for (const { record, part, texts } of await readDocuments(target, sample)) {
      expect(texts[0]!.text).toContain(`text ${record} `)
      expect(part).toBe(record <= 300 ? 'a.jsonl' : 'b.jsonl')
    }
  })

  it('of a release is drawn from every source', async () => {
    const [a, b] = [lines(texts(90)), lines(texts(10))]
    writeRelease(join(cwd, 'out'), [
      { path: 'data/large.jsonl', source: 'large', text: a, records: 90, header: 0 },
      { path: 'data/small.jsonl', source: 'small', text: b, records: 10, header: 0 },
    ])
    const { strata, drawn } = await drawSample(await open('out'), ['note'], 40, 1)
    expect(new Set(strata.map((s) => s.source))).toEqual(new Set(['large', 'small']))
    expect(drawn.filter((d) => d.source === 'small').length).toBeGreaterThanOrEqual(3)
  })

  it('is refused where no record has a text', async () => {
    write('a.csv', 'id,note\n1,\n')
    for (const field of ['note', 'gone'])
      await expect(drawSample(await open('a.csv'), [field], 10, 1)).rejects.toMatchObject({ code: 'INPUT_EMPTY' })
  })

  it('is refused for a path that is none', async () => {
    write('a.csv', 'id,note\n1,x\n')
    await expect(drawSample(await open('a.csv'), ['a..b'], 10, 1)).rejects.toMatchObject({ code: 'USAGE' })
  })
})

describe('the documents of a sample', () => {
  it('are what stands in the chosen fields of their records, whole, over many blocks', async () => {
    const records = texts(3000)
    write('a.csv', `id,note\n${records.map((r) => `${r.id},"${r.note}\n""second"" line"\n`).join('')}`)
    const target = await open('a.csv')
    const sample = await drawSample(target, ['note'], 50, 3)
    const documents = await readDocuments(target, sample)
    expect(documents.map((d) => d.record)).toEqual(sample.drawn.map((d) => d.record))
    for (const { record, texts } of documents)
      expect(texts).toEqual([{ field: 'note', text: `${records[record - 1]!.note}\n"second" line` }])
  })

  it('have all elements of an array and all fields of a pattern', async () => {
    write('a.jsonl', lines([{ m: [{ c: 'one' }, { c: 'two', d: 'no' }], by: { x: 'three', y: { z: 'no' } }, n: 7 }]))
    const target = await open('a.jsonl')
    const [document] = await readDocuments(target, await drawSample(target, ['m[].c', 'by.*', 'n'], 10, 1))
    expect(document!.texts).toEqual([
      { field: 'm[].c', text: 'one' },
      { field: 'm[].c', text: 'two' },
      { field: 'by.x', text: 'three' },
      { field: 'n', text: '7' },
    ])
  })

  it('keep controls as they are', async () => {
    write('a.jsonl', '{"note":"ab\\u001b[2Jc"}\n')
    const target = await open('a.jsonl')
    const [document] = await readDocuments(target, await drawSample(target, ['note'], 1, 1))
    expect(document!.texts[0]!.text).toBe('ab\u001b[2Jc')
  })

  it('are refused where half of a surrogate pair stands in one, as a run refuses it', async () => {
    write('a.jsonl', '{"note":"a\\ud800b"}\n')
    const read = async () => {
      const target = await open('a.jsonl')
      return readDocuments(target, await drawSample(target, ['note'], 1, 1))
    }
    await expect(read()).rejects.toMatchObject({ code: 'INPUT_VALUE' })
  })

  it('are not read from data that has changed since they were drawn', async () => {
    write('a.jsonl', lines(texts(10)))
    const target = await open('a.jsonl')
    const sample = await drawSample(target, ['note'], 10, 1)
    appendFileSync(join(cwd, 'a.jsonl'), lines(texts(1, 11)))
    await expect(readDocuments(target, sample)).rejects.toMatchObject({
      code: 'INPUT_CHANGED',
      where: { part: 'a.jsonl' },
    })
  })

  it('are not read from a release that is another one by now', async () => {
    writeRelease(join(cwd, 'out'), [
      { path: 'data/a.jsonl', source: 'a', text: lines(texts(3)), records: 3, header: 0 },
    ])
    const target = await open('out')
    appendFileSync(join(cwd, 'out/data/a.jsonl'), lines(texts(1)))
    await expect(drawSample(target, ['note'], 10, 1)).rejects.toMatchObject({ code: 'INPUT_CHANGED' })
  })

  it('that are too large to be held together are refused', async () => {
    write('a.jsonl', lines([{ note: 'x'.repeat(600) }, { note: 'y'.repeat(600) }]))
    const target = await open('a.jsonl')
    const sample = await drawSample(target, ['note'], 2, 1)
    expect(await readDocuments(target, sample, 1200)).toHaveLength(2)
    await expect(readDocuments(target, sample, 1199)).rejects.toMatchObject({ code: 'PLAN_LIMIT' })
  })
})

describe('data that is wrong', () => {
  it('is refused with the place and without a word of it', async () => {
    write('a.jsonl', `${lines(texts(2))}{"note":"Aisulu"\n`)
    const failed = drawSample(await open('a.jsonl'), ['note'], 10, 1)
    await expect(failed).rejects.toMatchObject({ code: 'INPUT_JSON', where: { part: 'a.jsonl', record: 3 } })
    await expect(failed).rejects.not.toThrow(/Aisulu/)
  })

  it('is a record above 16 MiB', async () => {
    write('a.jsonl', '{"note":"')
    truncateSync(join(cwd, 'a.jsonl'), 17 * 1024 * 1024)
    await expect(drawSample(await open('a.jsonl'), ['note'], 10, 1)).rejects.toMatchObject({
      code: 'INPUT_RECORD_TOO_LARGE',
    })
  })

  it('stops when the command is stopped', async () => {
    write('a.jsonl', lines(texts(10)))
    const abort = new AbortController()
    const target = await openReviewTarget({ target: 'a.jsonl', cwd, options: {}, signal: abort.signal })
    abort.abort(new Error('stopped'))
    await expect(drawSample(target, ['note'], 10, 1)).rejects.toThrow('stopped')
  })
})
