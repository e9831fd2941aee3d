import { numberTuples, type NumberedTuples, type TuplePlace } from '../../anonymity/number-tuples.ts'
import { createCmac } from '../../crypto/cmac.ts'
import { createPacker } from '../../crypto/pack.ts'
import { byPath } from '../../record/by-path.ts'
import { Kind, type Column, type Values } from '../../record/batch.ts'
import type { WrittenClasses } from '../wire/task.ts'

/**
 * Counts equivalence classes of what a block wrote. A class is 16 bytes: the XOR of the keyed digests of its values, each
 * with its field, under a key that dies with the run. Two classes differ in at least one value, so for whoever does not
 * know the key they are alike with probability 2⁻¹²⁸ (J. Carter and M. Wegman, "Universal classes of hash functions",
 * JCSS 18, 1979). Counts merge by addition, and nothing of a record leaves the worker.
 */
export interface Measure {
  /** written quasi-identifiers and sensitive fields; `kept`: the records that were written */
  count(quasi: WrittenField[], sensitive: WrittenField[], kept: ArrayLike<number>): WrittenClasses
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
  if (row.length !== records || path.includes('[]')) return false
  for (let i = 0; i < records; i++) if (row[i] !== i) return false
  return true
}

function tokensOfOne({ text, kind, coded }: Values): WrittenTokens {
  const numbers = new Int32Array(text.length).fill(-1)
  const distinct: string[] = []
  const known = new Map<number, Map<string, number>>()
  const numberOf = (k: number, value: string): number => {
    let ofKind = known.get(k)
    if (!ofKind) known.set(k, (ofKind = new Map()))
    let number = ofKind.get(value)
    if (number === undefined) ofKind.set(value, (number = distinct.push(tokenOf(k, value)) - 1))
    return number
  }
  const ofCode = new Int32Array(KINDS * (coded?.distinct.length ?? 0)).fill(-1)
  for (let i = 0; i < text.length; i++) {
    const k = kind[i]!
    if (k === Kind.absent || k === Kind.null) continue
    const code = coded ? coded.numbers[i]! : -1
    // What is counted is the text that is written, whatever was meant to be: the number is taken only where they agree.
    if (code < 0 || coded!.distinct[code] !== text[i]) numbers[i] = numberOf(k, text[i]!)
    else {
      const at = KINDS * code + k
      if (ofCode[at]! < 0) ofCode[at] = numberOf(k, text[i]!)
      numbers[i] = ofCode[at]!
    }
  }
  return { distinct, numbers }
}

const KINDS = Math.max(...Object.values(Kind)) + 1

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

/** A value with its kind and length. */
export function tokenOf(kind: number, text: string): string {
  return `${kind}:${text.length}:${text};`
}

export function createMeasure(key: Uint8Array): Measure {
  const cmac = createCmac(key)
  const packer = createPacker()

  /** 16 bytes a value of a field, as words; most values of a column come often, so each is digested once a block. */
  function digests(path: string, tokens: readonly string[]): Uint32Array {
    packer.clear()
    for (const token of tokens) packer.text(fieldText(path, token))
    const bytes = cmac.mac(packer.packed, packer.offsets, packer.count)
    return new Uint32Array(bytes.buffer, bytes.byteOffset, WORDS * tokens.length)
  }

  /** XOR of the digests of a class's values. A field that is null or nowhere in a block adds nothing. */
  function classKeys(quasi: readonly WrittenField[], rows: Uint32Array): Uint32Array {
    const keys = new Uint32Array(WORDS * rows.length)
    for (const { path, tokens } of quasi) {
      const words = digests(path, tokens.distinct)
      for (let c = 0; c < rows.length; c++) {
        const number = tokens.numbers[rows[c]!]!
        if (number < 0) continue
        for (let w = 0; w < WORDS; w++) keys[WORDS * c + w]! ^= words[WORDS * number + w]!
      }
    }
    return keys
  }

  return {
    count(quasi, sensitive, kept) {
      const classes = numberTuples(
        quasi.map(({ tokens }) => placeOf(tokens, kept)),
        kept.length,
      )
      const keys = classKeys(
        quasi,
        classes.first.map((i) => kept[i]!),
      )
      const pairs: WrittenClasses['sensitive'] = byPath()
      for (const { path, tokens } of sensitive)
        pairs[path] = pairsOf(tokens, kept, classes, keys, digests(path, tokens.distinct))
      return { keys: bytesOf(keys), counts: classes.counts, sensitive: pairs }
    },
  }
}

/** 32-bit words of a digest. */
export const WORDS = 4
/** Of these a pair keeps so many of its value's. */
const VALUE_WORDS = 2

/** The words of a field's values, four each: `tokens` as `tokenOf` spells them. */
export function valueWords(key: Uint8Array, path: string, tokens: readonly string[]): Uint32Array {
  const packer = createPacker()
  for (const token of tokens) packer.text(fieldText(path, token))
  const bytes = createCmac(key).mac(packer.packed, packer.offsets, packer.count)
  return new Uint32Array(bytes.buffer, bytes.byteOffset, WORDS * tokens.length)
}

/** The 8 bytes by which the pairs of a class tell a field's values. */
export function valueDigests(key: Uint8Array, path: string, tokens: readonly string[]): Uint8Array[] {
  const bytes = bytesOf(valueWords(key, path, tokens))
  return tokens.map((_, n) => bytes.subarray(16 * n, 16 * n + 8))
}

function placeOf({ distinct, numbers }: WrittenTokens, kept: ArrayLike<number>): TuplePlace {
  const own = new Uint32Array(kept.length)
  for (let i = 0; i < own.length; i++) own[i] = numbers[kept[i]!]! + 1
  return { numbers: own, size: distinct.length + 1 }
}

function fieldText(path: string, token: string): string {
  return `${path.length}:${path}=${token.length}:${token}`
}

/**
 * 24 bytes a pair: 16 of its class, 8 of its value. Null makes no pair: where a class has fewer pairs than records, null
 * is one of its values.
 */
function pairsOf(
  tokens: WrittenTokens,
  kept: ArrayLike<number>,
  classes: NumberedTuples,
  classKeys: Uint32Array,
  values: Uint32Array,
): { pairs: Uint8Array; counts: Uint32Array } {
  const value = placeOf(tokens, kept)
  const found = numberTuples([{ numbers: classes.numbers, size: classes.first.length }, value], kept.length)
  const pairs = [...found.first.keys()].filter((p) => value.numbers[found.first[p]!]! > 0)
  const width = WORDS + VALUE_WORDS
  const keys = new Uint32Array(width * pairs.length)
  for (const [to, pair] of pairs.entries()) {
    const row = found.first[pair]!
    for (let w = 0; w < WORDS; w++) keys[width * to + w] = classKeys[WORDS * classes.numbers[row]! + w]!
    for (let w = 0; w < VALUE_WORDS; w++) keys[width * to + WORDS + w] = values[WORDS * (value.numbers[row]! - 1) + w]!
  }
  return { pairs: bytesOf(keys), counts: Uint32Array.from(pairs, (pair) => found.counts[pair]!) }
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
