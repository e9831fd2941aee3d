/**
 * Sets of words held as bits: an xor filter (Graf and Lemire, 2020) of 8 or 12 bits a word. A word that is in the set is
 * always found; of the others, one in 256 or 4096 is. The script that writes the tables (policies/names/derive-words.mjs) runs this code too.
 */

export interface WordFilter {
  has(word: string): boolean
}

/** A filter as a table holds it: three segments of fingerprints of `width` bits, one behind another, in base64. */
export interface FilterData {
  width: number
  segment: number
  bits: string
}

export function readFilter({ width, segment, bits }: FilterData): WordFilter {
  const table = unpacked(Buffer.from(bits, 'base64'), width, 3 * segment)
  return {
    has: (word) => {
      const hash = hashOf(word)
      return (
        fingerprint(hash, width) ===
        (table[place(hash, 0, segment)]! ^ table[place(hash, 1, segment)]! ^ table[place(hash, 2, segment)]!)
      )
    },
  }
}

/** Builds a filter; `words` may hold a word twice. */
export function makeFilter(words: Iterable<string>, width: 8 | 12): FilterData {
  const hashes = [...new Set([...words].map(hashOf))]
  for (let segment = Math.ceil((hashes.length * 1.23 + 32) / 3); ; segment++) {
    const order = peel(hashes, segment)
    if (!order) continue
    const table = new Uint16Array(3 * segment)
    for (const { hash, at } of order.reverse()) {
      let value = fingerprint(hash, width)
      for (let i = 0; i < 3; i++) value ^= table[place(hash, i, segment)]!
      table[at] = value ^ table[at]!
    }
    return { width, segment, bits: Buffer.from(packed(table, width)).toString('base64') }
  }
}

/** The order in which every word has a place of its own, or nothing if there is none for this size. */
function peel(hashes: readonly number[], segment: number): { hash: number; at: number }[] | undefined {
  const count = new Uint32Array(3 * segment)
  const sum = new Uint32Array(3 * segment)
  for (const hash of hashes)
    for (let i = 0; i < 3; i++) {
      const at = place(hash, i, segment)
      count[at]!++
      sum[at]! ^= hash
    }
  const alone: number[] = []
  for (let at = 0; at < count.length; at++) if (count[at] === 1) alone.push(at)
  const order: { hash: number; at: number }[] = []
  for (let at = alone.pop(); at !== undefined; at = alone.pop()) {
    if (count[at] !== 1) continue
    const hash = sum[at]!
    order.push({ hash, at })
    for (let i = 0; i < 3; i++) {
      const other = place(hash, i, segment)
      sum[other]! ^= hash
      if (--count[other]! === 1) alone.push(other)
    }
  }
  return order.length === hashes.length ? order : undefined
}

/** 32 bits of a word's UTF-16 units. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193)
  return mix(hash)
}

// The finaliser of MurmurHash3.
function mix(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

function place(hash: number, i: number, segment: number): number {
  return i * segment + (mix(hash ^ Math.imul(i + 1, 0x9e3779b1)) % segment)
}

function fingerprint(hash: number, width: number): number {
  return mix(hash ^ 0x5bd1e995) & ((1 << width) - 1)
}

/** Fingerprints of 12 bits: their low bytes, then their high halves, two in a byte. */
function packed(table: Uint16Array, width: number): Uint8Array {
  if (width === 8) return Uint8Array.from(table)
  const bytes = new Uint8Array(table.length + Math.ceil(table.length / 2))
  table.forEach((value, at) => {
    bytes[at] = value & 0xff
    bytes[table.length + (at >> 1)]! |= (value >> 8) << (4 * (at & 1))
  })
  return bytes
}

function unpacked(bytes: Uint8Array, width: number, length: number): Uint8Array | Uint16Array {
  if (width === 8) return Uint8Array.from(bytes)
  const table = new Uint16Array(length)
  for (let at = 0; at < length; at++)
    table[at] = bytes[at]! | (((bytes[length + (at >> 1)]! >> (4 * (at & 1))) & 15) << 8)
  return table
}

/** The key of an English word (lower case): without -s, -ed and -ing. */
export function englishKey(word: string): string {
  const key = word.length > 4 ? word.replace(/(?:ing|ed|es|s)$/, '') : word
  return key.length > 2 ? key.replace(/e$/, '') : word
}

/** What part of speech a Russian stem is held as. */
export type Part = 'noun' | 'adjective' | 'verb'

const ADJECTIVE_ENDINGS = 'о ый ий ой ая яя ое ее ые ие ого его ому ему ым им ых их ую юю ыми ими ою ею'
const NOUN_ENDINGS =
  'а я у ю е и ы ь й ой ей ом ем ам ям ами ями ах ях ов ев ью ия ии ию ие ий ием иям иями иях ией ою ею ья ье ьи ьев ьям ьями ьях ьем ьей'
const VERB_ENDINGS =
  'ть ться ти тись чь чься л ла ло ли лся лась лось лись ет ют ут ит ят ат ете ите ешь ишь ем им ется утся ются ится ятся атся емся имся етесь итесь ешься ишься у ю усь юсь й йте йся йтесь и ись итесь ь ьте ься ьтесь в вши вшись а я ась ясь но на ны н т то та ты'

const ENDINGS: Readonly<Record<Part, ReadonlySet<string>>> = {
  noun: new Set(NOUN_ENDINGS.split(' ')),
  adjective: new Set(`${ADJECTIVE_ENDINGS} ${NOUN_ENDINGS}`.split(' ')),
  verb: new Set(VERB_ENDINGS.split(' ')),
}
const LETTER: Readonly<Record<Part, string>> = { noun: 'N', adjective: 'A', verb: 'V' }
const LONGEST_ENDING = 5

/** The key of a Russian word (lower case, ё as е) as this part of speech: without the longest ending, two letters left at least. */
export function stemKey(word: string, part: Part): string {
  for (let n = Math.min(LONGEST_ENDING, word.length - 2); n > 0; n--)
    if (ENDINGS[part].has(word.slice(-n))) return LETTER[part] + word.slice(0, -n)
  return LETTER[part] + word
}

/** Letters; the table holds no longer words, and nearly no name of one word is longer. */
export const LONGEST_WORD = 12

/** Participles in -щий, -вший: they are too many to be held, and no name ends so. */
export const PARTICIPLE = /(?:вш|ющ|ящ|ущ|ащ)(?:ий|ая|ее|ие|его|ему|им|ем|их|ую|ими|ей|ею)(?:ся)?$/u
