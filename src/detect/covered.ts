/** Which places of a text are taken: asked about spans in any order, for texts in which there are thousands of them. */
export interface Covered {
  add(start: number, end: number): void
  /** whether a place of the span is taken */
  touches(start: number, end: number): boolean
}

/** `length`: of the text, in UTF-16 units; a bit stands for each. */
export function covered(length: number): Covered {
  const words = new Uint32Array((length >> 5) + 1)
  /** the bits of word `w` that stand for places of the span */
  const mask = (w: number, start: number, end: number): number => {
    const from = Math.max(0, start - (w << 5))
    const to = Math.min(32, end - (w << 5))
    return (to === 32 ? -1 : (1 << to) - 1) & (-1 << from)
  }
  return {
    add(start, end) {
      for (let w = start >> 5; w << 5 < end; w++) words[w]! |= mask(w, start, end)
    },
    touches(start, end) {
      for (let w = start >> 5; w << 5 < end; w++) if ((words[w]! & mask(w, start, end)) !== 0) return true
      return false
    },
  }
}
