import { Kind, type Piece, type WholeText } from '../../record/batch.ts'
import { textSource } from './slices.ts'
import type { FoundColumn } from './found-cells.ts'
import { Form, type XmlCells } from './xml-cells.ts'
import { behindMark } from './xml-cut.ts'
import { LT } from './xml-marks.ts'
import { startsCdata } from './xml-scalars.ts'
import { decodeSections } from './xml-text.ts'

/** Mixed content: text with elements, comments or instructions among it; bytes, and the cells that were found there. */
export interface Mixed {
  from: number
  to: number
  firstCell: number
  endCell: number
}

/** Tells the texts in mixed content what they are pieces of, by column and cell; columns without any are left out. */
export function piecesIn(walk: {
  block: Uint8Array
  cells: XmlCells
  columns: readonly (FoundColumn | undefined)[]
  mixed: readonly Mixed[]
}): (Piece | undefined)[][] {
  const { block, cells, columns, mixed } = walk
  const found: (Piece | undefined)[][] = []
  if (mixed.length === 0) return found
  const numbers = numbersOf(cells.column)
  for (const { from, to, firstCell, endCell } of mixed) {
    const runs = runsOf(block, from, to)
    if (runs.length < 2) continue
    const of: WholeText = { text: runs.map(({ text }) => text).join(''), starts: startsOf(runs) }
    let run = 0
    for (let cell = firstCell; cell < endCell; cell++) {
      if (!IS_TEXT[cells.form[cell]!]) continue
      const c = cells.column[cell]!
      const { text, kinds } = columns[c]!
      const n = numbers[cell]!
      if (kinds[n] !== Kind.string) continue
      while (run < runs.length && runs[run]!.to <= cells.start[cell]!) run++
      if (run === runs.length) break
      if (runs[run]!.from < cells.end[cell]! && runs[run]!.text === text[n])
        (found[c] ??= new Array<undefined>(text.length).fill(undefined))[n] = { of, start: of.starts[run]! }
    }
  }
  return found
}

const IS_TEXT: Record<Form, boolean> = {
  [Form.text]: true,
  [Form.cdata]: true,
  [Form.whole]: true,
  [Form.empty]: false,
  [Form.attribute]: false,
  [Form.comment]: false,
  [Form.pi]: false,
}

/** Of each cell: which one of its column it is. */
function numbersOf(columns: readonly number[]): number[] {
  const next: number[] = []
  return columns.map((c) => {
    const n = next[c] ?? 0
    next[c] = n + 1
    return n
  })
}

/** Text and CDATA between the marks of well-formed content. */
function runsOf(block: Uint8Array, from: number, to: number): { from: number; to: number; text: string }[] {
  const source = textSource(block)
  const runs: { from: number; to: number; text: string }[] = []
  for (let at = from; at < to;) {
    let end = at
    while (end < to && (block[end] !== LT || startsCdata(block, end)))
      if (block[end] === LT) end = behindMark(block, end)
      else {
        const mark = source.indexOf(LT, end)
        end = mark < 0 ? to : Math.min(mark, to)
      }
    if (end > at) runs.push({ from: at, to: end, text: decodeSections(source.utf8Slice(at, end)) })
    at = end < to ? behindMark(block, end) : to
  }
  return runs
}

function startsOf(runs: readonly { text: string }[]): number[] {
  let length = 0
  return runs.map(({ text }) => (length += text.length) - text.length)
}
