import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse as parseCsv } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { iinCheckDigit } from '../../bench/corpus/identifiers.ts'
import type { CorpusOptions } from '../../bench/corpus/table.ts'
import { corpus, CORPUS_COLUMNS } from '../../bench/corpus/table.ts'
import { writeCorpus } from '../../bench/corpus/write.ts'

const SIZE = 2_000_000
const seed = 'test'
const bytesOf = (options: CorpusOptions) => Buffer.concat([...corpus(options)])
const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex')

describe.each(['csv', 'jsonl'] as const)('a table as %s', (kind) => {
  const table = bytesOf({ kind, bytes: SIZE, seed })
  const rows =
    kind === 'csv'
      ? (parseCsv(table, { columns: true }) as Record<string, unknown>[])
      : table.toString().trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>) // prettier-ignore

  it('is the same bytes for the same size and seed, others for another seed', () => {
    expect(sha256(bytesOf({ kind, bytes: SIZE, seed }))).toBe(sha256(table))
    expect(sha256(bytesOf({ kind, bytes: SIZE, seed: 'other' }))).not.toBe(sha256(table))
  })

  it('begins with the smaller table of the same seed', () => {
    const smaller = bytesOf({ kind, bytes: SIZE / 4, seed })
    expect(table.subarray(0, smaller.length).equals(smaller)).toBe(true)
  })

  it('ends with the first whole record that reaches the size', () => {
    expect(table.length).toBeGreaterThanOrEqual(SIZE)
    expect(table.length).toBeLessThan(SIZE + 4096)
    expect(table.at(-1)).toBe(10)
    const exact = bytesOf({ kind, bytes: table.length, seed })
    expect(exact.length).toBe(table.length)
  })

  it('has fifteen columns in every row and counts its rows', () => {
    expect(rows.every((row) => Object.keys(row).join() === CORPUS_COLUMNS.join())).toBe(true)
    expect(rows.every((row, i) => Number(row['id']) === i + 1)).toBe(true)
    const { records, bytes } = drained({ kind, bytes: SIZE, seed })
    expect(records).toBe(rows.length)
    expect(bytes).toBe(table.length)
  })

  it('has valid IINs of the 2090s, each once, that agree with sex, month and day', () => {
    const iins = rows.map((row) => String(row['iin']))
    expect(new Set(iins).size).toBe(iins.length)
    for (const [i, iin] of iins.entries()) {
      const { sex, birth_date } = rows[i]!
      expect(/^9\d{5}[56]/.test(iin) && iinCheckDigit(iin.slice(0, 11)) === Number(iin[11])).toBe(true)
      expect(iin.slice(1, 6) === String(birth_date).replaceAll('-', '').slice(3)).toBe(true)
      expect(iin[6] === (sex === 'M' ? '5' : '6')).toBe(true)
    }
  })

  it('has Cyrillic, quotes, commas and line breaks inside cells', () => {
    const notes = rows.map((row) => String(row['note']))
    for (const sign of [/[ұқғә]/u, /"/, /,/, /\n/])
      expect(notes.filter((note) => sign.test(note)).length).toBeGreaterThan(20)
  })

  it('comes in blocks that do not grow with the table', () => {
    let largest = 0
    for (const block of corpus({ kind, bytes: SIZE, seed })) largest = Math.max(largest, block.length)
    expect(largest).toBeLessThan(256 * 1024 + 4096)
  })

  it('is written to a file as it is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'perde-corpus-'))
    try {
      const written = writeCorpus({ kind, bytes: SIZE, seed }, join(folder, 'table'))
      expect(written).toEqual({ records: rows.length, bytes: table.length })
      expect(sha256(readFileSync(join(folder, 'table')))).toBe(sha256(table))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

it('a CSV table has rows of about 360 bytes', () => {
  const { records, bytes } = drained({ kind: 'csv', bytes: SIZE, seed })
  expect(Math.abs(bytes / records - 360)).toBeLessThan(40)
})

function drained(options: CorpusOptions): { records: number; bytes: number } {
  const blocks = corpus(options)
  for (;;) {
    const { done, value } = blocks.next()
    if (done) return value
  }
}
