import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKeyCounts } from '../../../src/engine/passes/key-counts.ts'
import { createMeasure, writtenTokens, type WrittenField } from '../../../src/engine/worker/measure.ts'
import type { WrittenClasses } from '../../../src/engine/wire/task.ts'
import { Kind, valuesOf } from '../../../src/record/batch.ts'

const KEY = new Uint8Array(32).fill(3)
const measure = createMeasure(KEY)

/** A column with one cell a record, as it was written. */
function written(path: string, values: readonly (string | null)[]): WrittenField {
  const column = { path, row: Int32Array.from(values.keys()), ...valuesOf(values) }
  return { path, tokens: writtenTokens(column, column, values.length) }
}
const all = (n: number) => Int32Array.from({ length: n }, (_, i) => i)

/** Sizes of the classes, ascending. */
const sizes = (counts: WrittenClasses) => [...counts.counts].sort((a, b) => a - b)

/** Different values of a sensitive field in each class, ascending: distinct l is the first. Null makes no pair. */
function diversity(counts: WrittenClasses, path: string): number[] {
  const { pairs, counts: numbers } = counts.sensitive[path]!
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
  return [...counts.counts.keys()]
    .map((c) => {
      const id = hex(counts.keys.subarray(16 * c, 16 * c + 16))
      const own = [...numbers.keys()].filter((p) => hex(pairs.subarray(24 * p, 24 * p + 16)) === id)
      const records = own.reduce((n, p) => n + numbers[p]!, 0)
      return own.length + (records < counts.counts[c]! ? 1 : 0)
    })
    .sort((a, b) => a - b)
}

/** Class sizes of rows of values, counted the plain way. */
function naiveSizes(rows: readonly (readonly (string | null)[])[]): number[] {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(JSON.stringify(row), (counts.get(JSON.stringify(row)) ?? 0) + 1)
  return [...counts.values()].sort((a, b) => a - b)
}

const value = fc.option(fc.constantFrom('', '1', '11', 'a', 'ә', 'a\0', '1:a', '\u001f'), { nil: null })
const rows = fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 30 })

describe('counting classes', () => {
  it('finds the sizes that a plain count of the rows finds, null being a value of its own', () => {
    fc.assert(
      fc.property(rows, (table) => {
        const fields = ['q', 'q2', 'r'].map((path, c) =>
          written(
            path,
            table.map((row) => row[c]!),
          ),
        )
        const counts = measure.count(fields, [], all(table.length))
        expect(sizes(counts)).toEqual(naiveSizes(table))
      }),
    )
  })

  it('counts a field that no record of a block has like one that is null in all of them', () => {
    const q = written('q', ['1', '1'])
    const column = {
      path: 'r',
      row: Int32Array.of(0, 1),
      text: ['', ''],
      kind: Uint8Array.of(Kind.absent, Kind.absent),
    }
    const absent: WrittenField = { path: 'r', tokens: writtenTokens(column, column, 2) }
    const counts = [[q], [q, written('r', [null, null])], [q, absent]].map((fields) =>
      measure.count(fields, [], all(2)),
    )
    expect(counts[1]!.keys).toEqual(counts[0]!.keys)
    expect(counts[2]!.keys).toEqual(counts[0]!.keys)
  })

  it('finds the pairs that a plain count finds', () => {
    fc.assert(
      fc.property(rows, (table) => {
        const column = (c: number) => table.map((row) => row[c]!)
        const counts = measure.count([written('q', column(0))], [written('s', column(1))], all(table.length))
        const byClass = new Map<string | null, Set<string | null>>()
        for (const [q, s] of table) byClass.set(q, (byClass.get(q) ?? new Set()).add(s))
        expect(diversity(counts, 's')).toEqual([...byClass.values()].map((set) => set.size).sort((a, b) => a - b))
        expect(counts.sensitive['s']!.counts.reduce((n, c) => n + c, 0)).toBe(
          table.filter(([, value]) => value !== null).length,
        )
      }),
    )
  })

  it('looks at the records that are kept, and at no others', () => {
    const fields = [written('q', ['1', '2', '1', '3'])]
    expect(sizes(measure.count(fields, [], Int32Array.of(0, 2)))).toEqual([2])
    expect(sizes(measure.count(fields, [], Int32Array.of()))).toEqual([])
  })

  it('is the same for the whole and for its parts, in any order', () => {
    fc.assert(
      fc.property(rows, fc.nat(30), fc.boolean(), (table, at, reversed) => {
        const fields = ['q', 'r'].map((path, c) =>
          written(
            path,
            table.map((row) => row[c]!),
          ),
        )
        const s = written(
          's',
          table.map((row) => row[2]!),
        )
        const cut = Math.min(at, table.length)
        const parts = [all(table.length).slice(0, cut), all(table.length).slice(cut)]
        if (reversed) parts.reverse()
        const merged = (kept: Int32Array[]) => {
          const [classes, pairs] = [createKeyCounts(16, 1000), createKeyCounts(24, 1000)]
          for (const part of kept) {
            const counts = measure.count(fields, [s], part)
            classes.add(counts.keys, counts.counts)
            pairs.add(counts.sensitive['s']!.pairs, counts.sensitive['s']!.counts)
          }
          const content = (t: typeof classes) =>
            new Map([...t.entries()].map(({ key, count }) => [Buffer.from(key).toString('hex'), count]))
          return [content(classes), content(pairs)]
        }
        expect(merged(parts)).toEqual(merged([all(table.length)]))
      }),
    )
  })

  it('names classes under its key alone', () => {
    const fields = [written('q', ['1', '2'])]
    const other = createMeasure(new Uint8Array(32).fill(4))
    expect(measure.count(fields, [], all(2)).keys).toEqual(createMeasure(KEY).count(fields, [], all(2)).keys)
    expect(measure.count(fields, [], all(2)).keys).not.toEqual(other.count(fields, [], all(2)).keys)
  })
})

interface Case {
  id: string
  columns: string[]
  rows: string[][]
  qi: string[]
  sensitive: string[]
  expected: { rows: number; classes: number; k: number; maxClass: number; distinctL: Record<string, number> }
}
const { cases } = JSON.parse(
  readFileSync(new URL('../../vectors/anonymity/measure-cases.json', import.meta.url), 'utf8'),
) as { cases: Case[] }

describe('the measured table', () => {
  it.each(cases.map((c) => [c.id, c] as const))(
    '%s has the k, the classes and the distinct l that others found',
    (_, c) => {
      const column = (name: string) =>
        written(
          name,
          c.rows.map((row) => row[c.columns.indexOf(name)]!),
        )
      const counts = measure.count(c.qi.map(column), c.sensitive.map(column), all(c.rows.length))
      const found = sizes(counts)
      expect({
        rows: found.reduce((n, size) => n + size, 0),
        classes: found.length,
        k: found[0],
        maxClass: found.at(-1),
        distinctL: Object.fromEntries(c.sensitive.map((name) => [name, diversity(counts, name)[0]])),
      }).toEqual(c.expected)
    },
  )
})
