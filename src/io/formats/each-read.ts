import type { FieldNode } from '../../record/field-node.ts'
import { BlockFault, type Format, type Layout, type ReadBlock } from './format.ts'

/**
 * Reads a block for somebody who writes nothing: all of it, or some thousand records after another where it may be too
 * large to be decoded at once. `first`: number of the first of them in the block. Whoever has seen enough says so.
 * Throws BlockFault, as of the whole block.
 */
export function eachRead(
  format: Format,
  block: Uint8Array,
  layout: Layout,
  root: FieldNode,
  look: (read: ReadBlock, first: number) => 'enough' | undefined,
): void {
  if (!format.slice) {
    look(format.read(block, layout, root), 0)
    return
  }
  for (const slice of format.slice(block, layout, root).slices())
    if (inBlock(slice.first, () => look(slice, slice.first)) === 'enough') return
}

/** A fault of a slice is told as one of its block. */
export function inBlock<T>(first: number, action: () => T): T {
  try {
    return action()
  } catch (e) {
    if (!(e instanceof BlockFault)) throw e
    throw new BlockFault(e.code, e.message, first + e.row, e.offset, e.hints, e.field)
  }
}
