import type { Batch } from '../../../record/batch.ts'
import type { FieldNode } from '../../../record/field-node.ts'
import { BlockFault, type Layout, type Slice, type SlicedBlock } from '../format.ts'
import { cellsOf, valueTexts } from './cells.ts'
import { concatColumns, runsOfRecords, type Column } from './column.ts'
import { placesOf } from './places.ts'
import { checkExpanded } from './store.ts'
import { guarded as guardedBy, kept, readRecords, type TypedForm } from './typed-block.ts'
import type { Records } from './records.ts'
import { outputOf, writtenPart, type Output } from './written.ts'

/** Records whose cells are texts at a time: these die young, where those of a whole block fill the heap of a worker. */
const SLICE = 2048

/**
 * A block in slices. Its columns stay as bytes, those that rules see for as long as it lives; what rules make of a slice
 * is bytes too before the next one. So the block that is written is the same as if all were decoded at once.
 */
export function sliceTyped(form: TypedForm, bytes: Uint8Array, layout: Layout, root: FieldNode): SlicedBlock {
  const guarded = <T>(action: () => T): T => guardedBy(form.code, action)
  return guarded(() => {
    const block = form.open(bytes, layout)
    const { leaves, fields, count } = block
    const places = placesOf(fields, root)
    const texts = leaves.map((): string[] | undefined => undefined)
    places.leaves.forEach((node, c) => {
      if (!node || node.column < 0) return
      const column = block.held(c)
      block.spread(c)
      if (!column.indexes) return
      checkExpanded(column.store, column.indexes)
      texts[c] = valueTexts(leaves[c]!.node.type, column)
    })
    const keep = new Uint8Array(count)
    let output: Output | undefined
    let edited: string | undefined
    const parts: (Column[] | undefined)[] = []

    /** What rules made of a slice becomes bytes; the rest waits for the whole block. */
    function put(slice: SliceOfBlock, batch: Batch, ...[edits, own, removed]: Parameters<Slice['put']>): void {
      const columns = edits.map(({ column }) => column).join(' ')
      if ((edited ??= columns) !== columns) throw new Error('the slices of a block were edited differently')
      output ??= outputOf(block, places, root, edits, removed)
      output.sources.forEach((source, c) => {
        if (source.edited !== undefined) (parts[c] ??= []).push(writtenPart(output!, c, slice, batch, edits, own))
      })
      keep.set(own, slice.first)
    }

    return {
      *slices() {
        for (const slice of slicesOf(block)) {
          const read = guarded(() =>
            readRecords(form, slice, { places, root, layout }, (node, c) => {
              const column = slice.held(c)
              const own = texts[c] ?? valueTexts(leaves[c]!.node.type, column)
              return cellsOf(leaves[c]!, column, node.path, own)
            }),
          )
          yield {
            ...read,
            first: slice.first,
            put: (edits, keep, removed) => guarded(() => put(slice, read.batch, edits, keep, removed)),
          }
        }
      },
      written: () =>
        guarded(() => {
          const { fields, leaves: written } = output!
          const whole: Batch = { records: count, columns: [] }
          let last: { c: number; column: Column } | undefined
          const made = (c: number): Column => {
            const own = parts[c]
            if (own) parts[c] = undefined
            // Never what was read in the place of what a rule made of it.
            else if (output!.sources[c]!.edited !== undefined) throw new Error('a column was asked for twice')
            return own ? concatColumns(written[c]!, own) : writtenPart(output!, c, block, whole, [], keep)
          }
          // The first column of a struct or list is asked for once more, before any other.
          const column = (c: number): Column => {
            if (last?.c !== c) last = { c, column: made(c) }
            return last.column
          }
          return form.write(fields, written, column, kept(keep), layout.options)
        }),
    }
  })
}

interface SliceOfBlock extends Records {
  first: number
}

function* slicesOf({ count, fields, leaves, held, spread, place }: Records): Generator<SliceOfBlock> {
  const runs: Column[][] = []
  for (let n = 0, first = 0; first === 0 || first < count; n++, first += SLICE) {
    const column = (c: number) => {
      try {
        return (runs[c] ??= runsOfRecords(held(c), leaves[c]!, count, SLICE))[n]!
      } catch (e) {
        if (!(e instanceof BlockFault)) throw e
        // Found in the whole column, and told to somebody who counts from the slice.
        throw new BlockFault(e.code, e.message, e.row - first, e.offset, e.hints, e.field)
      }
    }
    const own = Math.min(SLICE, count - first)
    yield { first, count: own, fields, leaves, column, held: column, spread, place: (row) => place(first + row) }
  }
}
