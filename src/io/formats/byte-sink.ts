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
    const length = text.length
    this.reserve(length * 3)
    const { bytes, at } = this
    if (length <= 40) {
      let i = 0
      for (; i < length; i++) {
        const c = text.charCodeAt(i)
        if (c > 0x7f) break
        bytes[at + i] = c
      }
      if (i === length) {
        this.at = at + length
        return
      }
    }
    this.at = at + bytes.write(text, at, 'utf8')
  }

  /**
   * Writes a text of ASCII without two given bytes and without line ends, in one pass. False, and nothing written,
   * where the text has one of them: most cells have none, so the check costs no pass of its own.
   */
  plain(text: string, a: number, b: number): boolean {
    const length = text.length
    this.reserve(length)
    const { bytes, at } = this
    for (let i = 0; i < length; i++) {
      const c = text.charCodeAt(i)
      if (c > 0x7f || c === a || c === b || c === 10 || c === 13) return false
      bytes[at + i] = c
    }
    this.at = at + length
    return true
  }

  /** What was written, as bytes that own their memory alone. */
  finish(): Uint8Array {
    return this.bytes.subarray(0, this.at)
  }
}
