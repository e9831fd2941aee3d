import { Kind, type Edit, type Values } from '../../record/batch.ts'
import { ByteSink } from './byte-sink.ts'
import { Form } from './xml-cells.ts'
import type { XmlWalk } from './xml-walk-state.ts'
import { isSpace } from './xml-scalars.ts'
import { escapeAttribute, escapeCdata, escapeComment, escapeInstruction, escapeText } from './xml-text.ts'
import { AMP, GT, LF, LT } from './xml-marks.ts'

/**
 * Writes records of XML with edited cells in place: record r is what stands from `starts[r]` to `ends[r]`, with what stands
 * between it and the one before. An element that leaves takes its line with it, unless text stands among it and its
 * siblings, where white space is a part of that; everything else is copied byte for byte.
 */
export function spliceXml(
  walk: XmlWalk,
  starts: readonly number[],
  ends: readonly number[],
  edits: readonly Edit[],
  keep: Uint8Array,
  removed: ReadonlySet<number>,
): Uint8Array {
  const { block, cells, firstCell } = walk
  const sink = new ByteSink(block.length + (block.length >> 3) + 256)
  const edited: (Values | undefined)[] = []
  const alike = new Set<number>()
  for (const e of edits) {
    edited[e.column] = e.values
    if (e.alike) alike.add(e.column)
  }
  const inText = new Uint8Array(cells.column.length)
  for (const { firstCell: first, endCell } of walk.mixed) inText.fill(1, first, endCell)
  const next: number[] = []
  for (let r = 0; r < starts.length; r++) {
    // Everything before `at` is written; a value that stands behind the attributes of its tag waits for them.
    let at = starts[r]!
    let waiting = -1
    let waitingIndex = 0
    const leave = (cell: number) => {
      const from = cells.from[cell]!
      sink.copy(block, at, inText[cell] === 1 ? from : lineStart(block, from, at))
      at = cells.to[cell]!
    }
    const write = (cell: number, index: number) => {
      const values = edited[cells.column[cell]!]
      if (!values || values.kind[index] === Kind.absent) return leave(cell)
      if (alike.has(cells.column[cell]!) && cells.form[cell] === Form.cdata) {
        sink.copy(block, at, cells.start[cell]! - CDATA_START)
        writeText(sink, textAt(values, index))
        at = cells.end[cell]! + CDATA_END
        return
      }
      sink.copy(block, at, cells.start[cell]!)
      if (alike.has(cells.column[cell]!) && cells.form[cell] === Form.empty)
        element(sink, block, cells.tag[cell]!, cells.nameEnd[cell]!, textAt(values, index))
      else writeCell(sink, walk, cell, values, index)
      at = cells.end[cell]!
    }
    const last = firstCell[r + 1]!
    for (let i = firstCell[r]!; i < last; i++) {
      const column = cells.column[i]!
      // Cells of a record that stays out still count: they are the next ones of their columns.
      const index = next[column] ?? 0
      next[column] = index + 1
      const values = edited[column]
      const leaves = removed.has(column) || values?.kind[index] === Kind.absent
      if (keep[r] === 0 || (!leaves && !values)) continue
      if (waiting >= 0 && cells.start[i]! >= cells.start[waiting]!) {
        write(waiting, waitingIndex)
        waiting = -1
      }
      // Inside an element that was written whole, or left.
      if (cells.start[i]! < at) continue
      if (leaves && cells.from[i] === cells.tag[i]) leave(i)
      else if (BEHIND_ATTRIBUTES[cells.form[i]!]) {
        waiting = i
        waitingIndex = index
      } else write(i, index)
    }
    if (waiting >= 0) write(waiting, waitingIndex)
    if (keep[r] !== 0) sink.copy(block, at, ends[r]!)
  }
  return sink.finish()
}

const BEHIND_ATTRIBUTES: Record<Form, boolean> = {
  [Form.text]: true,
  [Form.cdata]: true,
  [Form.empty]: true,
  [Form.whole]: false,
  [Form.attribute]: false,
  [Form.comment]: false,
  [Form.pi]: false,
}

/** Length of `<![CDATA[` and of `]]>`. */
const CDATA_START = 9
const CDATA_END = 3

function textAt({ kind, text }: Values, index: number): string {
  return kind[index] === Kind.null ? '' : text[index]!
}

function writeCell(sink: ByteSink, { block, cells }: XmlWalk, cell: number, values: Values, index: number): void {
  const kind = values.kind[index]!
  const text = textAt(values, index)
  const start = cells.start[cell]!
  switch (cells.form[cell]!) {
    case Form.text:
      // A container is its own written form.
      return kind === Kind.container ? sink.text(text) : writeText(sink, text)
    case Form.cdata:
      return sink.text(escapeCdata(text))
    case Form.empty:
      return text === '' ? sink.text('/>') : element(sink, block, cells.tag[cell]!, cells.nameEnd[cell]!, text)
    case Form.whole:
      if (kind === Kind.container) return sink.copy(block, start, cells.end[cell]!)
      sink.copy(block, start, cells.nameEnd[cell]!)
      return text === '' ? sink.text('/>') : element(sink, block, start, cells.nameEnd[cell]!, text)
    case Form.attribute:
      return sink.text(escapeAttribute(text, String.fromCharCode(block[start - 1]!)))
    case Form.comment:
      return sink.text(escapeComment(text))
    case Form.pi:
      return sink.text(escapeInstruction(text))
  }
}

/** The rest of an element behind its name and attributes. */
function element(sink: ByteSink, block: Uint8Array, tag: number, nameEnd: number, text: string): void {
  sink.text('>')
  writeText(sink, text)
  sink.text('</')
  sink.copy(block, tag + 1, nameEnd)
  sink.text('>')
}

/** What XML must escape is rare in cells: those are written as they stand, and only the others scanned again. */
function writeText(sink: ByteSink, text: string): void {
  const start = sink.at
  if (sink.plain(text, AMP, LT) && !text.includes(']]>')) return
  sink.at = start
  sink.text(escapeText(text))
}

/** White space with a line end in it between a mark and what leaves leaves too, and no further than `least`. */
function lineStart(block: Uint8Array, from: number, least: number): number {
  let at = from
  let lines = false
  for (; at > least && isSpace(block[at - 1]); at--) if (block[at - 1] === LF) lines = true
  return lines && block[at - 1] === GT ? at : from
}
