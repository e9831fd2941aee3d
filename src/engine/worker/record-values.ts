import { Kind, type CodedTexts, type Column, type Values } from '../../record/batch.ts'
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
    const { text, kind, coded } = values ?? column
    const numberOf = createNumbering(found.texts, coded)
    for (let i = 0; i < text.length; i++) {
      const row = column.row[i]!
      if (keep[row] === 0 || kind[i] === Kind.absent) continue
      cells[row] = i
      if (kind[i] === Kind.container)
        throw faultAt(row, column.path, 'an object or an array is no value that a class can have in common')
      if (kind[i] === Kind.null) continue
      const number = numberOf(i, text[i]!)
      if (number === 0) continue
      found.kinds |= 1 << kind[i]!
      numbers[row] = number
    }
  }
  for (let row = 0; row < records && !found.absent; row++) found.absent = keep[row] === 1 && cells[row]! < 0
  return found
}

/** Numbers texts from 1 in the order of first appearance, 0 for a blank one; each text that is coded is looked at once. */
function createNumbering(texts: string[], coded: CodedTexts | undefined): (i: number, text: string) => number {
  const known = new Map<string, number>()
  const plain = (text: string) => {
    let number = known.get(text)
    if (number === undefined) known.set(text, (number = isBlank(text) ? 0 : texts.push(text)))
    return number
  }
  if (!coded) return (_, text) => plain(text)
  const { distinct, numbers } = coded
  const ofCode = new Int32Array(distinct.length).fill(-1)
  return (i, text) => {
    const code = numbers[i]!
    if (distinct[code] !== text) return plain(text)
    const number = ofCode[code]!
    return number >= 0 ? number : (ofCode[code] = plain(text))
  }
}

/** The values were of several kinds: `1` and `"1"` are one leaf, and are written alike. */
export function isMixed(kinds: number): boolean {
  return (kinds & (kinds - 1)) !== 0
}

function isBlank(text: string): boolean {
  return text === '' || (text.charCodeAt(0) <= 0x20 && text.trim() === '')
}
