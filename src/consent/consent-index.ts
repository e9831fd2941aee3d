import { createHash } from 'node:crypto'
import { PerdeError } from '../errors.ts'
import { RECORD_WORDS, type RecordTable } from './record-sort.ts'
import { parseScope, type Scope } from './scope.ts'
import { ConsentState } from './states.ts'
import { buildStarts, sameKey } from './subject-table.ts'

/**
 * The compiled consent index: what a register says, as sorted records of 32 bytes that any number of threads read
 * from one SharedArrayBuffer, with a table of where subjects begin beside it. Little-endian.
 *
 * Header: magic 8 | version u32 | header length u32 | count u32 | subjects u32 | as-of u32 | flags u32 (1: order is a
 * time) | key check value 8 | dictionary length u32 | 0 u32 | SHA-256 of the body 32 | SHA-256 of the header with this
 * field zero 32 | dictionary (JSON: unchecked axes, scopes) | zeros up to a multiple of 32.
 * Record: key 16 | state u8 (bit 7: whatever the time, 5: a minor's own, 4: ends by coming of age) | scope u24 | order u32 | from u32 | until u32.
 * `order` is the time of the event in seconds, or the row's number where the register names no time column.
 *
 * The same rows give the same bytes. The table is derived, never trusted from outside.
 */
export interface ConsentIndex {
  /** header and records */
  readonly bytes: SharedArrayBuffer
  /** where the records of subjects begin: see `buildStarts` */
  readonly table: SharedArrayBuffer
  /** records as words, eight a record */
  readonly words: Uint32Array
  readonly starts: Uint32Array
  readonly scopes: readonly Scope[]
  /** axes that the register has no column for */
  readonly unchecked: readonly string[]
  readonly count: number
  readonly subjects: number
  readonly asOf: number
  readonly timed: boolean
  readonly keyCheck: Uint8Array
  /** SHA-256 of the header, which holds the body's: names the whole index, in hex */
  readonly digest: string
}

export interface IndexFacts {
  asOf: number
  timed: boolean
  keyCheck: Uint8Array
  unchecked: readonly string[]
  /** canonical texts of the scopes, by their number in the records */
  scopes: readonly string[]
}

/** Bit of a record's word 4: the row counts whatever its time. */
export const ALWAYS = 0x80
/** Bit of a grant: given by a minor alone. */
export const MINOR = 0x20
/** Bit of a grant: given by a guardian, it ends when the subject comes of age. */
export const LAPSES = 0x10
export const STATE_BITS = 0x0f

/** Builds the index of a table of records, which it empties; the scopes are renumbered into canonical order. */
export function buildIndex(records: RecordTable, facts: IndexFacts): ConsentIndex {
  const scopes = [...facts.scopes].sort()
  const position = new Map(scopes.map((scope, i) => [scope, i]))
  const renumbered = Uint32Array.from(facts.scopes, (scope) => position.get(scope)!)
  const count = records.length

  const dictionary = new TextEncoder().encode(
    `{"unchecked":${JSON.stringify(facts.unchecked)},"scopes":[${scopes.join()}]}`,
  )
  const headerLength = Math.ceil((DICTIONARY + dictionary.length) / 32) * 32
  const bytes = new SharedArrayBuffer(headerLength + count * RECORD_WORDS * 4)
  const words = new Uint32Array(bytes, headerLength)
  records.writeSorted(words, renumbered)

  const header = new Uint8Array(bytes, 0, headerLength)
  const view = new DataView(bytes)
  header.set(MAGIC)
  const numbers = [VERSION, headerLength, count, countSubjects(words), facts.asOf, facts.timed ? 1 : 0]
  numbers.forEach((number, i) => view.setUint32(8 + 4 * i, number, true))
  header.set(facts.keyCheck, KEY_CHECK)
  view.setUint32(DICTIONARY_LENGTH, dictionary.length, true)
  header.set(dictionary, DICTIONARY)
  header.set(sha256(new Uint8Array(bytes, headerLength)), BODY_HASH)
  header.set(sha256(header), HEADER_HASH)
  return attachIndex(bytes, buildStarts(words, view.getUint32(20, true)))
}

/**
 * Opens an index of unknown origin: every check, and a table of its own.
 * @throws PerdeError REGISTER_INVALID when anything about it is wrong; KEY_INVALID when it was keyed otherwise
 */
export function openIndex(
  bytes: SharedArrayBuffer,
  expected: { keyCheck?: Uint8Array; notBefore?: number } = {},
): ConsentIndex {
  checkHeader(bytes)
  const headerLength = new DataView(bytes).getUint32(12, true)
  const body = new Uint8Array(bytes, headerLength)
  if (!equal(sha256(body), new Uint8Array(bytes, BODY_HASH, 32))) throw invalid('its records do not match their digest')
  const words = new Uint32Array(bytes, headerLength)
  const subjects = countSubjects(words)
  const index = attachIndex(bytes, buildStarts(words, subjects))
  if (subjects !== index.subjects) throw invalid('the number of subjects is wrong')
  checkRecords(index)
  if (expected.keyCheck && !equal(expected.keyCheck, index.keyCheck))
    throw new PerdeError('KEY_INVALID', 'the consent index was made with another subject key')
  if (expected.notBefore !== undefined && index.asOf < expected.notBefore) throw invalid('it is older than allowed')
  return index
}

/** The index over buffers that this process built or opened before: for worker threads, without the checks. */
export function attachIndex(bytes: SharedArrayBuffer, table: SharedArrayBuffer): ConsentIndex {
  const view = new DataView(bytes)
  const headerLength = view.getUint32(12, true)
  const { unchecked, scopes } = readDictionary(bytes, view.getUint32(DICTIONARY_LENGTH, true))
  return {
    bytes,
    table,
    words: new Uint32Array(bytes, headerLength),
    starts: new Uint32Array(table),
    scopes,
    unchecked,
    count: view.getUint32(16, true),
    subjects: view.getUint32(20, true),
    asOf: view.getUint32(24, true),
    timed: view.getUint32(28, true) === 1,
    keyCheck: new Uint8Array(bytes, KEY_CHECK, 8).slice(),
    digest: Buffer.from(new Uint8Array(bytes, HEADER_HASH, 32)).toString('hex'),
  }
}

const MAGIC = new TextEncoder().encode('PRDCNSIX')
const VERSION = 1
const KEY_CHECK = 32
const DICTIONARY_LENGTH = 40
const BODY_HASH = 48
const HEADER_HASH = 80
const DICTIONARY = 112

function checkHeader(bytes: SharedArrayBuffer): void {
  if (bytes.byteLength < DICTIONARY || !equal(new Uint8Array(bytes, 0, 8), MAGIC))
    throw invalid('it is not a consent index')
  const view = new DataView(bytes)
  if (view.getUint32(8, true) !== VERSION) throw invalid('its version is unknown')
  const headerLength = view.getUint32(12, true)
  const dictionaryEnd = DICTIONARY + view.getUint32(DICTIONARY_LENGTH, true)
  if (headerLength !== Math.ceil(dictionaryEnd / 32) * 32) throw invalid('its header has the wrong length')
  if (bytes.byteLength !== headerLength + view.getUint32(16, true) * RECORD_WORDS * 4)
    throw invalid('it has the wrong length')
  const header = new Uint8Array(bytes, 0, headerLength).slice()
  header.fill(0, HEADER_HASH, HEADER_HASH + 32)
  if (!equal(sha256(header), new Uint8Array(bytes, HEADER_HASH, 32)))
    throw invalid('its header does not match its digest')
}

function readDictionary(bytes: SharedArrayBuffer, length: number): { unchecked: string[]; scopes: Scope[] } {
  // TextDecoder does not read shared memory: the copy is needed.
  const text = new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes, DICTIONARY, length).slice())
  const dictionary = JSON.parse(text) as { unchecked: string[]; scopes: unknown[] }
  const scopes = dictionary.scopes.map((value) => {
    const scope = parseScope(value)
    if (!scope) throw invalid('its dictionary cannot be read')
    return scope
  })
  return { unchecked: dictionary.unchecked, scopes }
}

/** Records sorted by key and order, states and scopes known: a builder's fault would otherwise decide about people. */
function checkRecords({ words, count, scopes }: ConsentIndex): void {
  for (let i = 0; i < count; i++) {
    const at = i * RECORD_WORDS
    const state = words[at + 4]! & STATE_BITS
    if (state < ConsentState.given || state > ConsentState.unknown || words[at + 4]! >>> 8 >= scopes.length)
      throw invalid('a record has a state or scope that does not exist')
    if (i > 0 && compareRecords(words, at - RECORD_WORDS, at) > 0) throw invalid('its records are not in order')
  }
}

function compareRecords(words: Uint32Array, a: number, b: number): number {
  for (let w = 0; w < 4; w++) if (words[a + w] !== words[b + w]) return words[a + w]! - words[b + w]!
  return words[a + 5]! - words[b + 5]!
}

function countSubjects(words: Uint32Array): number {
  let subjects = 0
  for (let at = 0; at < words.length; at += RECORD_WORDS)
    if (at === 0 || !sameKey(words, at, words, at - RECORD_WORDS)) subjects++
  return subjects
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

function invalid(why: string): PerdeError {
  return new PerdeError('REGISTER_INVALID', `the consent index cannot be used: ${why}`, {
    hints: ['compile it again from the register'],
  })
}
