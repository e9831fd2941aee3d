import type { Move } from '../record/batch.ts'

/**
 * Where an offset into a text stands after stretches of it were replaced: outside of them it shifts, inside of one it goes
 * to the start or the end of what stands there now. UTF-16 units; `moves` are in order and do not overlap.
 */
export function movedOffset(moves: readonly Move[], offset: number, edge: 'start' | 'end'): number {
  let shift = 0
  for (const { start, end, length } of moves) {
    if (offset <= start) break
    if (offset < end) return start + shift + (edge === 'start' ? 0 : length)
    shift += length - (end - start)
  }
  return offset + shift
}
