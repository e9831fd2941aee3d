import { Kind, type Column, type Values } from '../record/batch.ts'
import { faultAt } from './bound-field.ts'

/** What the kept records of a block have in one field that holds one value a record. */
export interface RecordValues {
  /** different texts in the order of first appearance */
  texts: string[]
  /** by record: 1 + number of its text; 0: null, empty or absent, which are one category, or not kept */
  numbers: Uint32Array
  /** by record: number of its cell; -1: it has none */
  cells: Int32Array
  /** bit of each kind of a value (1 << Kind), of kept records */
  kinds: number
  /** a kept record has no cell, so nothing can be written there */
  absent: boolean
}

/** `column`: undefined where no record of the block has the field. Throws BlockFault INPUT_VALUE for an object or array. */
export function recordValues(
  column: Column | undefined,
  values: Values | undefined,
  records: number,
  keep: Uint8Array,
): RecordValues {
  const numbers = new Uint32Array(records)
  const cells = new Int32Array(records).fill(-1)
  const found: RecordValues = { texts: [], numbers, cells, kinds: 0, absent: false }
  if (column) {
    const { text, kind } = values ?? column
    const known = new Map<string, number>()
    for (let i = 0; i < text.length; i++) {
      const row = column.row[i]!
      if (keep[row] === 0 || kind[i] === Kind.absent) continue
      cells[row] = i
      if (kind[i] === Kind.container)
        throw faultAt(row, column.path, 'an object or an array is no value that a class can have in common')
      if (kind[i] === Kind.null || isBlank(text[i]!)) continue
      found.kinds |= 1 << kind[i]!
      let number = known.get(text[i]!)
      if (number === undefined) {
        number = found.texts.push(text[i]!)
        known.set(text[i]!, number)
      }
      numbers[row] = number
    }
  }
  for (let row = 0; row < records && !found.absent; row++) found.absent = keep[row] === 1 && cells[row]! < 0
  return found
}

/** The values were of several kinds: `1` and `"1"` are one leaf, and are written alike. */
export function isMixed(kinds: number): boolean {
  return (kinds & (kinds - 1)) !== 0
}

function isBlank(text: string): boolean {
  return text === '' || (text.charCodeAt(0) <= 0x20 && text.trim() === '')
}
