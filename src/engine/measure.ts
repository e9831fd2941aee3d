import { createCmac } from '../crypto/cmac.ts'
import { createPacker } from '../crypto/pack.ts'
import { byPath } from '../record/by-path.ts'
import { Kind, type Column, type Values } from '../record/batch.ts'
import type { ClassCounts } from './task.ts'

/**
 * Counts equivalence classes of what a block wrote. A class is a 16-byte keyed digest of the quasi-identifiers' values
 * under a key that dies with the run: counts merge by addition, and nothing of a record leaves the worker.
 */
export interface Measure {
  /** written quasi-identifiers and sensitive fields; `kept`: the records that were written */
  count(quasi: WrittenField[], sensitive: WrittenField[], kept: Int32Array): ClassCounts
}

/** The subjects of records, counted like values of a sensitive field; no field has an empty path. */
export const SUBJECTS = ''

export interface WrittenField {
  path: string
  tokens: WrittenTokens
}

/** What the records of a block have in one column: the different values, and which one each record has. */
export interface WrittenTokens {
  /** values with their kinds and lengths, in the order of first appearance */
  distinct: string[]
  /** by record: number of its value, -1 where it has none */
  numbers: Int32Array
}

/**
 * What a record's cells of one column were written as. Kinds and lengths are part of it: a reader of the output tells
 * 1 from "1" and ["a","b"] from "a,b", so a class may not join them. A null that is no element of an array is nothing.
 */
export function writtenTokens(column: Column, values: Values, records: number): WrittenTokens {
  return isOneEach(column, records) ? tokensOfOne(values) : tokensOfMany(column, values, records)
}

/** One cell a record, in order: every column of a table. */
function isOneEach({ row, path }: Column, records: number): boolean {
  return row.length === records && !path.includes('[]') && row.every((r, i) => r === i)
}

function tokensOfOne({ text, kind }: Values): WrittenTokens {
  const numbers = new Int32Array(text.length).fill(-1)
  const distinct: string[] = []
  const known = new Map<number, Map<string, number>>()
  for (let i = 0; i < text.length; i++) {
    if (kind[i] === Kind.absent || kind[i] === Kind.null) continue
    let ofKind = known.get(kind[i]!)
    if (!ofKind) known.set(kind[i]!, (ofKind = new Map()))
    const number = ofKind.get(text[i]!)
    if (number !== undefined) numbers[i] = number
    else {
      ofKind.set(text[i]!, (numbers[i] = distinct.length))
      distinct.push(tokenOf(kind[i]!, text[i]!))
    }
  }
  return { distinct, numbers }
}

function tokensOfMany(column: Column, values: Values, records: number): WrittenTokens {
  const tokens = new Array<string>(records).fill('')
  const elements = column.path.includes('[]')
  for (let i = 0; i < values.text.length; i++) {
    const kind = values.kind[i]!
    if (kind === Kind.absent || (kind === Kind.null && !elements)) continue
    tokens[column.row[i]!] += kind === Kind.null ? 'n;' : tokenOf(kind, values.text[i]!)
  }
  const distinct = [...new Set(tokens)].filter((token) => token !== '')
  const number = new Map(distinct.map((token, n) => [token, n]))
  return { distinct, numbers: Int32Array.from(tokens, (token) => number.get(token) ?? -1) }
}

const tokenOf = (kind: number, text: string) => `${kind}:${text.length}:${text};`

export function createMeasure(key: Uint8Array): Measure {
  const cmac = createCmac(key)
  const packer = createPacker()

  /** 16 bytes a text; most values of a column come often, so each is digested once a block. */
  function digests(texts: readonly string[]): Uint8Array {
    packer.clear()
    for (const text of texts) packer.text(text)
    return cmac.mac(packer.packed, packer.offsets, packer.count)
  }

  return {
    count(quasi, sensitive, kept) {
      const classes = classesOf(quasi, kept)
      const keys = digests(classes.rows.map((row) => classText(quasi, row)))
      const pairs: ClassCounts['sensitive'] = byPath()
      for (const { path, tokens } of sensitive) {
        const found = pairsOf(tokens, kept, classes.numbers)
        const values = digests(tokens.distinct.map((token) => fieldText(path, token)))
        pairs[path] = { pairs: pairKeys(found, keys, values), counts: found.counts }
      }
      return { keys, counts: classes.counts, sensitive: pairs }
    },
  }
}

/** The 8 bytes by which the pairs of a class tell a field's values: `tokens` as `writtenTokens` spells them. */
export function valueDigests(key: Uint8Array, path: string, tokens: readonly string[]): Uint8Array[] {
  const packer = createPacker()
  for (const token of tokens) packer.text(fieldText(path, token))
  const digests = createCmac(key).mac(packer.packed, packer.offsets, packer.count)
  return tokens.map((_, n) => digests.subarray(16 * n, 16 * n + 8))
}

/** The class of each of some records; of each class how often it comes, and a record that is in it. */
function classesOf(quasi: readonly WrittenField[], kept: Int32Array) {
  let of = combine(kept, () => 0)
  for (const { tokens } of quasi) {
    const width = tokens.distinct.length + 1
    const { numbers } = of
    of = combine(kept, (i) => numbers[i]! * width + tokens.numbers[kept[i]!]! + 1)
  }
  return of
}

/** Numbers the different keys of some records in the order of first appearance. */
function combine(kept: Int32Array, keyOf: (i: number) => number) {
  const known = new Map<number, number>()
  const numbers = new Int32Array(kept.length)
  const counts = new Uint32Array(kept.length)
  const rows: number[] = []
  for (let i = 0; i < kept.length; i++) {
    const key = keyOf(i)
    let number = known.get(key)
    if (number === undefined) {
      known.set(key, (number = rows.length))
      rows.push(kept[i]!)
    }
    numbers[i] = number
    counts[number]!++
  }
  return { numbers, counts: counts.slice(0, rows.length), rows }
}

/**
 * The quasi-identifiers of a record with their paths. A field that is nowhere in a block adds nothing, like one that is
 * null: how records are cut into blocks changes no class.
 */
function classText(fields: readonly WrittenField[], row: number): string {
  let text = ''
  for (const { path, tokens } of fields) {
    const number = tokens.numbers[row]!
    if (number >= 0) text += fieldText(path, tokens.distinct[number]!)
  }
  return text
}

function fieldText(path: string, token: string): string {
  return `${path.length}:${path}=${token.length}:${token}`
}

interface Pairs {
  /** by pair: number of the class, number of the value, how often they come together */
  classes: number[]
  values: number[]
  counts: Uint32Array
}

/** Null makes no pair: where a class has fewer pairs than records, null is one of its values. */
function pairsOf({ distinct, numbers }: WrittenTokens, kept: Int32Array, classOf: Int32Array): Pairs {
  const there = kept.map((_, i) => i).filter((i) => numbers[kept[i]!]! >= 0)
  const found = combine(there, (i) => classOf[there[i]!]! * distinct.length + numbers[kept[there[i]!]!]!)
  return {
    classes: found.rows.map((i) => classOf[i]!),
    values: found.rows.map((i) => numbers[kept[i]!]!),
    counts: found.counts,
  }
}

/** 24 bytes a pair: 16 of its class, 8 of its value. */
function pairKeys({ classes, values }: Pairs, classKeys: Uint8Array, valueKeys: Uint8Array): Uint8Array {
  const keys = new Uint8Array(24 * classes.length)
  for (let i = 0, to = 0; i < classes.length; i++) {
    for (let j = 16 * classes[i]!, end = j + 16; j < end; j++) keys[to++] = classKeys[j]!
    for (let j = 16 * values[i]!, end = j + 8; j < end; j++) keys[to++] = valueKeys[j]!
  }
  return keys
}
