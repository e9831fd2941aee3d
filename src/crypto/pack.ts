/**
 * Many short texts as UTF-8 in one array, the shape that the batched functions of this folder read: value `i` is
 * `bytes[offsets[i]] … bytes[offsets[i + 1]]`. A packer is used again for every batch, so it allocates only to grow.
 * A lone surrogate becomes U+FFFD, as everywhere else in UTF-8.
 */
export interface Packer {
  /** forgets all values */
  clear(): void
  text(value: string): void
  bytes(value: Uint8Array): void
  readonly count: number
  /** valid until the next `text` or `bytes` */
  readonly packed: Uint8Array
  readonly offsets: Uint32Array
}

export function createPacker(): Packer {
  let packed = new Uint8Array(1 << 16)
  let offsets = new Uint32Array(1 << 12)
  let count = 0

  /** Room for `size` more bytes and one more offset. */
  function reserve(size: number): number {
    const start = offsets[count]!
    if (start + size > packed.length) packed = grown(packed, new Uint8Array(Math.max(2 * packed.length, start + size)))
    if (count + 2 > offsets.length) offsets = grown(offsets, new Uint32Array(2 * offsets.length))
    return start
  }

  return {
    clear: () => void (count = 0),
    text(value) {
      const start = reserve(3 * value.length)
      offsets[++count] = writeUtf8(packed, start, value)
    },
    bytes(value) {
      const start = reserve(value.length)
      packed.set(value, start)
      offsets[++count] = start + value.length
    },
    get count() {
      return count
    },
    get packed() {
      return packed
    },
    get offsets() {
      return offsets
    },
  }
}

/** One batch packed at once, for callers that keep no packer. */
export function packTexts(values: readonly string[]): Packer {
  const packer = createPacker()
  for (const value of values) packer.text(value)
  return packer
}

function grown<A extends Uint8Array | Uint32Array>(old: A, room: A): A {
  room.set(old)
  return room
}

/** Writes the text at `at` and returns the end. By hand: for short texts a call into the runtime costs more than the text. */
function writeUtf8(out: Uint8Array, at: number, text: string): number {
  const length = text.length
  for (let i = 0; i < length; i++) {
    let code = text.charCodeAt(i)
    if (code < 0x80) {
      out[at++] = code
      continue
    }
    if (code < 0x800) {
      out[at++] = 0xc0 | (code >> 6)
      out[at++] = 0x80 | (code & 0x3f)
      continue
    }
    if (code >= 0xd800 && code < 0xe000) {
      const next = code < 0xdc00 ? text.charCodeAt(i + 1) : NaN
      if (next >= 0xdc00 && next < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00)
        i++
        out[at++] = 0xf0 | (code >> 18)
        out[at++] = 0x80 | ((code >> 12) & 0x3f)
        out[at++] = 0x80 | ((code >> 6) & 0x3f)
        out[at++] = 0x80 | (code & 0x3f)
        continue
      }
      code = 0xfffd
    }
    out[at++] = 0xe0 | (code >> 12)
    out[at++] = 0x80 | ((code >> 6) & 0x3f)
    out[at++] = 0x80 | (code & 0x3f)
  }
  return at
}
