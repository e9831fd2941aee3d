/** A growing buffer for the output of one block. Class: it owns memory that grows. */
export class ByteSink {
  bytes: Buffer
  at = 0

  /** `expected` bytes are reserved at once; the buffer is unpooled so that it can be transferred. */
  constructor(expected: number) {
    this.bytes = Buffer.allocUnsafeSlow(Math.max(64, expected))
  }

  reserve(more: number): void {
    const need = this.at + more
    if (need <= this.bytes.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(need, Math.ceil(this.bytes.length * 1.5)))
    this.bytes.copy(grown, 0, 0, this.at)
    this.bytes = grown
  }

  byte(value: number): void {
    this.reserve(1)
    this.bytes[this.at++] = value
  }

  /** Copies `from[start, end)`. Short pieces by hand: the call into native code costs more than 24 bytes do. */
  copy(from: Uint8Array, start: number, end: number): void {
    const length = end - start
    this.reserve(length)
    const { bytes, at } = this
    if (length > 24) bytes.set(from.subarray(start, end), at)
    else for (let i = 0; i < length; i++) bytes[at + i] = from[start + i]!
    this.at = at + length
  }

  /** UTF-8 of a text. */
  text(text: string): void {
    if (text.length <= BY_HAND && this.plain(text, -1, -1)) return
    this.reserve(text.length * 3)
    this.at += this.bytes.write(text, this.at, 'utf8')
  }

  /**
   * Writes a text without control characters and without two given characters, in one pass. False, and nothing
   * written, where it has one of them or one beyond U+07FF: most cells have none, so the check costs no pass of its
   * own, and Latin, Cyrillic and the like need no call into native code.
   */
  plain(text: string, a: number, b: number): boolean {
    const length = text.length
    this.reserve(length * 2)
    const { bytes } = this
    let { at } = this
    for (let i = 0; i < length; i++) {
      const c = text.charCodeAt(i)
      if (c < 0x80) {
        if (c < 0x20 || c === a || c === b) return false
        bytes[at++] = c
      } else if (c < 0x800) {
        bytes[at++] = 0xc0 | (c >> 6)
        bytes[at++] = 0x80 | (c & 0x3f)
      } else return false
    }
    this.at = at
    return true
  }

  /** What was written, as bytes that own their memory alone. */
  finish(): Uint8Array {
    return this.bytes.subarray(0, this.at)
  }
}

/** Texts up to here are written by hand: the call into native code costs more than they do. */
const BY_HAND = 64
