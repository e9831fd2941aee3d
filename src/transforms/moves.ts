/** How a text moved when parts of it were replaced, so that offsets into the original can be carried over. */
import type { Move } from '../record/batch.ts'

/** Where an offset into the original points now. An offset inside a replaced stretch goes to the border it stands for. */
export function movedOffset(moves: readonly Move[], offset: number, border: 'start' | 'end'): number {
  let shift = 0
  for (const { start, end, length } of moves) {
    if (offset <= start) break
    // The end of a span that ends with the stretch is behind the replacement, and so is a start right behind it.
    if (offset < end) return start + shift + (border === 'start' ? 0 : length)
    shift += length - (end - start)
  }
  return offset + shift
}
