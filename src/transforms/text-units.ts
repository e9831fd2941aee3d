/** Offsets into one text, counted in another unit than JavaScript's own. */
export interface Units {
  /** undefined: behind the end of the text */
  toUtf16(offset: number): number | undefined
  /** for an offset that does not cut a character */
  fromUtf16(offset: number): number
}

/** Code points (Python counts so), UTF-16 units (JavaScript, Java), or bytes of UTF-8. */
export function createUnits(text: string, unit: 'code-point' | 'utf-16' | 'byte'): Units {
  const plain = unit === 'utf-16' || (unit === 'code-point' ? !/[\ud800-\udfff]/.test(text) : !/[^\0-\x7f]/.test(text))
  if (plain) return { toUtf16: (n) => (n <= text.length ? n : undefined), fromUtf16: (n) => n }
  const before = counted(text, unit)
  return {
    // An offset inside a character goes to its beginning.
    toUtf16: (n) => (n <= before[text.length]! ? lastAtMost(before, n) : undefined),
    fromUtf16: (n) => before[n]!,
  }
}

/** Units before each UTF-16 offset; both halves of a pair have those before the pair. */
function counted(text: string, unit: 'code-point' | 'byte'): Uint32Array {
  const before = new Uint32Array(text.length + 1)
  let n = 0
  for (let i = 0; i < text.length; i++) {
    before[i] = n
    const code = text.codePointAt(i)!
    n += unit === 'code-point' || code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    if (code > 0xffff) before[++i] = before[i - 1]!
  }
  before[text.length] = n
  return before
}

/** The first index with the largest entry that is at most n; entries ascend. */
function lastAtMost(entries: Uint32Array, n: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (entries[middle]! <= n) low = middle + 1
    else high = middle
  }
  const value = entries[low - 1]!
  return low > 1 && entries[low - 2] === value ? low - 2 : low - 1
}
