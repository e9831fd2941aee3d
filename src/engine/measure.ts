import { createCmac, type Cmac } from '../crypto/cmac.ts'
import { createPacker } from '../crypto/pack.ts'
import { byPath } from '../record/by-path.ts'
import { Kind, type Column, type Values } from '../record/batch.ts'
import type { ClassCounts } from './task.ts'

/**
 * Counts equivalence classes of what a block wrote. A class is a 16-byte keyed digest of the quasi-identifiers' values
 * under a key that dies with the run: counts merge by addition, and nothing of a record leaves the worker.
 */
export interface Measure {
  /** written quasi-identifiers and sensitive fields, one text a record; `kept`: the records that were written */
  count(quasi: WrittenField[], sensitive: WrittenField[], kept: Int32Array): ClassCounts
}

export interface WrittenField {
  path: string
  /** by record: the written value with its kind and length, '' where the record has none */
  tokens: string[]
}

/**
 * What a record's cells of one column were written as. Kinds and lengths are part of it: a reader of the output tells
 * 1 from "1" and ["a","b"] from "a,b", so a class may not join them. A null that is no element of an array is nothing.
 */
export function writtenTokens(column: Column, values: Values, records: number): string[] {
  const tokens = new Array<string>(records).fill('')
  const elements = column.path.includes('[]')
  for (let i = 0; i < values.text.length; i++) {
    const kind = values.kind[i]!
    if (kind === Kind.absent || (kind === Kind.null && !elements)) continue
    const text = values.text[i]!
    tokens[column.row[i]!] += kind === Kind.null ? 'n;' : `${kind}:${text.length}:${text};`
  }
  return tokens
}

export function createMeasure(key: Uint8Array): Measure {
  const cmac = createCmac(key)
  return {
    count(quasi, sensitive, kept) {
      const classes = digests(cmac, quasi, kept)
      const counted = tally(classes, 16, kept.length)
      const pairs: ClassCounts['sensitive'] = byPath()
      for (const field of sensitive) {
        // Null makes no pair: where a class has fewer pairs than records, null is one of its values.
        const there = kept.filter((row) => field.tokens[row] !== '')
        const values = digests(cmac, [field], there)
        const joined = new Uint8Array(24 * there.length)
        for (let i = 0, k = 0; i < there.length; i++, k++) {
          while (kept[k] !== there[i]) k++
          joined.set(classes.subarray(16 * k, 16 * k + 16), 24 * i)
          joined.set(values.subarray(16 * i, 16 * i + 8), 24 * i + 16)
        }
        const t = tally(joined, 24, there.length)
        pairs[field.path] = { pairs: t.keys, counts: t.counts }
      }
      return { keys: counted.keys, counts: counted.counts, sensitive: pairs }
    },
  }
}

/**
 * 16 bytes for each of some records, over its values with their paths. A field that is nowhere in a block adds nothing,
 * like one that is null: how records are cut into blocks changes no class.
 */
function digests(cmac: Cmac, fields: WrittenField[], rows: Int32Array): Uint8Array {
  const packer = createPacker()
  for (const row of rows) {
    let text = ''
    for (const { path, tokens } of fields) {
      const token = tokens[row]!
      if (token !== '') text += `${path.length}:${path}=${token.length}:${token}`
    }
    packer.text(text)
  }
  return cmac.mac(packer.packed, packer.offsets, packer.count)
}

/** Distinct rows of `width` bytes and how often each occurs, in the order of first appearance. */
function tally(rows: Uint8Array, width: number, count: number): { keys: Uint8Array; counts: Uint32Array } {
  const seen = new Map<string, number>()
  const source = Buffer.from(rows.buffer, rows.byteOffset, rows.length)
  const keys = new Uint8Array(rows.length)
  const counts = new Uint32Array(count)
  for (let i = 0; i < count; i++) {
    const key = source.toString('latin1', width * i, width * i + width)
    let at = seen.get(key)
    if (at === undefined) {
      at = seen.size
      seen.set(key, at)
      keys.set(rows.subarray(width * i, width * i + width), width * at)
    }
    counts[at]!++
  }
  return { keys: keys.slice(0, width * seen.size), counts: counts.slice(0, seen.size) }
}
