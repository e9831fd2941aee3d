import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readReview, writeReview, type ReviewFile } from '../../../src/evidence/review/judgements.ts'

const FILE: ReviewFile = {
  perde: '0.1.0',
  kind: 'review',
  target: { sha256: 'ab'.repeat(32) },
  seed: 1,
  sample: 100,
  fields: ['note', 'messages[].content'],
  strata: [{ source: 'input', length: 'short', marks: false, documents: 7, sampled: 2 }],
  judgements: [
    { source: 'input', record: 3, judgement: 'leak' },
    { source: 'input', record: 5, judgement: 'clean' },
  ],
}

let dir: string
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'perde-review-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))
const path = () => join(dir, 'x.review.json')

describe('a file of judgements', () => {
  it('is read as it was written, only by its owner, and nothing is left beside it', () => {
    expect(readReview(path(), 'x')).toBeUndefined()
    writeReview(path(), 'x', FILE)
    expect(readReview(path(), 'x')).toEqual(FILE)
    writeReview(path(), 'x', { ...FILE, judgements: [] })
    expect(readReview(path(), 'x')).toEqual({ ...FILE, judgements: [] })
    expect(statSync(path()).mode & 0o777).toBe(0o600)
    expect(readdirSync(dir)).toEqual(['x.review.json'])
  })

  it('that is of a release names its manifest', () => {
    const of = { ...FILE, target: { manifestSha256: 'cd'.repeat(32) } }
    writeReview(path(), 'x', of)
    expect(readReview(path(), 'x')).toEqual(of)
  })

  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['another kind of JSON', '[]'],
    ['a file of something else', JSON.stringify({ name: 'x' })],
    [
      'a judgement that is none',
      JSON.stringify({ ...FILE, judgements: [{ source: 'a', record: 1, judgement: 'fine' }] }),
    ],
    [
      'a record before the first',
      JSON.stringify({ ...FILE, judgements: [{ source: 'a', record: 0, judgement: 'leak' }] }),
    ],
    [
      'a record that is no number',
      JSON.stringify({ ...FILE, judgements: [{ source: 'a', record: '1', judgement: 'leak' }] }),
    ],
    ['a value beside a judgement', JSON.stringify({ ...FILE, judgements: [{ ...FILE.judgements[0], text: 'x' }] })],
    [
      'two judgements of one document',
      JSON.stringify({ ...FILE, judgements: [FILE.judgements[0], FILE.judgements[0]] }),
    ],
    ['a digest in capitals', JSON.stringify({ ...FILE, target: { sha256: 'AB'.repeat(32) } })],
    ['two targets', JSON.stringify({ ...FILE, target: { sha256: 'ab'.repeat(32), manifestSha256: 'ab'.repeat(32) } })],
    ['a sample without end', JSON.stringify({ ...FILE, sample: 1e9 })],
    ['a seed below nought', JSON.stringify({ ...FILE, seed: -1 })],
    ['a negative stratum', JSON.stringify({ ...FILE, strata: [{ ...FILE.strata[0], documents: -1 }] })],
    ['a field too many', JSON.stringify({ ...FILE, note: 'x' })],
  ])('with %s is refused', (_, text) => {
    writeFileSync(path(), text)
    expect(() => readReview(path(), 'x')).toThrow('is not one of judgements')
  })

  it('of a size that no review leaves is refused without being read', () => {
    writeFileSync(path(), '')
    truncateSync(path(), 2 ** 34)
    expect(() => readReview(path(), 'x')).toThrow('too large')
  })

  it('is not read through a link, and a link is not written through', () => {
    const elsewhere = join(dir, 'elsewhere')
    writeFileSync(elsewhere, JSON.stringify(FILE))
    symlinkSync(elsewhere, path())
    expect(() => readReview(path(), 'x')).toThrow('a link or no regular file')
    writeReview(path(), 'x', { ...FILE, judgements: [] })
    expect(readFileSync(elsewhere, 'utf8')).toBe(JSON.stringify(FILE))
  })

  it('whose place is a folder is refused, and what was there stays', () => {
    mkdirSync(path())
    expect(() => readReview(path(), 'x')).toThrow('no regular file')
    expect(() => writeReview(path(), 'x', FILE)).toThrow(expect.objectContaining({ code: 'IO_FAILED' }))
    expect(readdirSync(dir)).toEqual(['x.review.json'])
  })

  it('that cannot be written says so without a word of what stands in it', () => {
    expect(() => writeReview(join(dir, 'gone/x.json'), 'x', FILE)).toThrow(
      expect.objectContaining({ code: 'IO_FAILED', message: 'writing the judgements failed with ENOENT' }),
    )
  })
})
