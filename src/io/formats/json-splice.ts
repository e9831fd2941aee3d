import { Kind, type Edit, type Values } from '../../record/batch.ts'
import { ByteSink } from './byte-sink.ts'
import type { Walk } from './json-walk.ts'

/**
 * Writes records of JSON with edited cells in place: record r is what stands from `starts[r]` to `ends[r]`, with what
 * joins it to others. A cell that leaves takes its key and one comma with it; everything else is copied byte for byte.
 * `marks` gets the end of each record that is written.
 */
export function spliceJson(
  block: Uint8Array,
  walk: Walk,
  starts: readonly number[],
  ends: readonly number[],
  edits: readonly Edit[],
  keep: Uint8Array,
  removed: ReadonlySet<number>,
  marks?: number[],
): Uint8Array {
  const { cells, firstCell } = walk
  const sink = new ByteSink(block.length + (block.length >> 3) + 256)
  const edited: (Values | undefined)[] = []
  for (const e of edits) edited[e.column] = e.values
  const next: number[] = []
  const goneIn = new Map<number, number>()
  for (let r = 0; r < starts.length; r++) {
    const last = firstCell[r + 1]!
    // Cells of a record that stays out still count: they are the next ones of their columns.
    if (keep[r] === 0) {
      for (let i = firstCell[r]!; i < last; i++) next[cells.column[i]!] = (next[cells.column[i]!] ?? 0) + 1
      continue
    }
    let from = starts[r]!
    for (let i = firstCell[r]!; i < last; i++) {
      const column = cells.column[i]!
      const index = next[column] ?? 0
      next[column] = index + 1
      const values = edited[column]
      if (removed.has(column) || values?.kind[index] === Kind.absent) {
        const gone = goneIn.get(cells.group[i]!) ?? 0
        goneIn.set(cells.group[i]!, gone + 1)
        const firstLeft = cells.ordinal[i] === gone
        const start = firstLeft ? cells.memberStart[i]! : cells.commaBefore[i]!
        if (start > from) sink.copy(block, from, start)
        from = firstLeft && cells.commaAfter[i]! >= 0 ? afterComma(block, cells.commaAfter[i]!) : cells.end[i]!
      } else if (values) {
        sink.copy(block, from, cells.start[i]!)
        writeJson(sink, values.text[index]!, values.kind[index]! as Kind)
        from = cells.end[i]!
      }
    }
    sink.copy(block, from, ends[r]!)
    marks?.push(sink.at)
  }
  return sink.finish()
}

/** What stood before the member that left stands before the next one: the white space between them goes with the comma. */
function afterComma(block: Uint8Array, comma: number): number {
  let at = comma + 1
  while (block[at] === 0x20 || block[at] === 9 || block[at] === 10 || block[at] === 13) at++
  return at
}

/** A value as JSON writes it, of what a cell is. */
export function writeJson(sink: ByteSink, text: string, kind: Kind): void {
  if (kind === Kind.null) sink.text('null')
  else if (kind === Kind.string) writeString(sink, text)
  // A number, a boolean and a container are their own written form.
  else sink.text(text)
}

/** What JSON must escape is rare in cells: those are written as they stand, and only the others scanned again. */
function writeString(sink: ByteSink, text: string): void {
  const start = sink.at
  sink.byte(QUOTE)
  if (sink.plain(text, QUOTE, BACKSLASH)) sink.byte(QUOTE)
  else {
    sink.at = start
    sink.text(JSON.stringify(text))
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
