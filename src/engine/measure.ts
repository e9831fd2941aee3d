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
  const packer = createPacker()

  /** 16 bytes a text; most texts of a column come often, so each is digested once a block. */
  function digests(texts: readonly string[]): Uint8Array {
    packer.clear()
    for (const text of texts) packer.text(text)
    return cmac.mac(packer.packed, packer.offsets, packer.count)
  }

  return {
    count(quasi, sensitive, kept) {
      const classes = tally(kept, (row) => classText(quasi, row))
      const keys = digests(classes.texts)
      const pairs: ClassCounts['sensitive'] = byPath()
      for (const field of sensitive) {
        const found = tallyPairs(field, kept, classes.numbers)
        const values = digests(found.texts.map((token) => fieldText(field.path, token)))
        pairs[field.path] = { pairs: pairKeys(found, keys, values), counts: found.counts }
      }
      return { keys, counts: classes.counts, sensitive: pairs }
    },
  }
}

/**
 * The quasi-identifiers of a record with their paths. A field that is nowhere in a block adds nothing, like one that is
 * null: how records are cut into blocks changes no class.
 */
function classText(fields: readonly WrittenField[], row: number): string {
  let text = ''
  for (const { path, tokens } of fields) if (tokens[row] !== '') text += fieldText(path, tokens[row]!)
  return text
}

function fieldText(path: string, token: string): string {
  return `${path.length}:${path}=${token.length}:${token}`
}

/** Distinct texts of some records in the order of first appearance, how often each comes, and which one each record has. */
function tally(rows: Int32Array, textOf: (row: number) => string) {
  const known = new Map<string, number>()
  const texts: string[] = []
  const counts = new Uint32Array(rows.length)
  const numbers = new Int32Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const text = textOf(rows[i]!)
    const number = numberOf(known, text, texts)
    numbers[i] = number
    counts[number]!++
  }
  return { texts, numbers, counts: counts.slice(0, texts.length) }
}

interface Pairs {
  /** distinct values of the field */
  texts: string[]
  /** by pair: number of the class, number of the value, how often they come together */
  classes: number[]
  values: number[]
  counts: Uint32Array
}

/** Null makes no pair: where a class has fewer pairs than records, null is one of its values. */
function tallyPairs({ tokens }: WrittenField, rows: Int32Array, classOf: Int32Array): Pairs {
  const known = new Map<string, number>()
  const knownPairs = new Map<number, number>()
  const [texts, classes, values]: [string[], number[], number[]] = [[], [], []]
  const counts = new Uint32Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const token = tokens[rows[i]!]!
    if (token === '') continue
    const value = numberOf(known, token, texts)
    const key = classOf[i]! * rows.length + value
    let pair = knownPairs.get(key)
    if (pair === undefined) {
      knownPairs.set(key, (pair = classes.length))
      classes.push(classOf[i]!)
      values.push(value)
    }
    counts[pair]!++
  }
  return { texts, classes, values, counts: counts.slice(0, classes.length) }
}

function numberOf(known: Map<string, number>, text: string, texts: string[]): number {
  let number = known.get(text)
  if (number === undefined) {
    known.set(text, (number = texts.length))
    texts.push(text)
  }
  return number
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
