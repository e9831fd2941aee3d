/**
 * A growing set of ids of 16 bytes that come out of a hash, as words side by side: 32 to 64 bytes an id, where strings
 * would take a hundred and more.
 */
export class IdSet {
  size = 0
  #slots = new Uint32Array(4 * 1024)

  /** Adds the first 16 bytes of `hash`; false where they are there. */
  add(hash: Buffer): boolean {
    if (2 * this.size >= this.#slots.length / 4) this.#grow()
    // The lowest bit is given up so that no id is all zeros, which is a free slot.
    const words = [hash.readUInt32LE(0) | 1, hash.readUInt32LE(4), hash.readUInt32LE(8), hash.readUInt32LE(12)]
    return this.#put(words[0]! >>> 0, words[1]!, words[2]!, words[3]!)
  }

  #put(a: number, b: number, c: number, d: number): boolean {
    const slots = this.#slots
    const mask = slots.length / 4 - 1
    for (let slot = (a >>> 1) & mask; ; slot = (slot + 1) & mask) {
      const at = 4 * slot
      if (slots[at] === 0) {
        slots[at] = a
        slots[at + 1] = b
        slots[at + 2] = c
        slots[at + 3] = d
        this.size++
        return true
      }
      if (slots[at] === a && slots[at + 1] === b && slots[at + 2] === c && slots[at + 3] === d) return false
    }
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Uint32Array(2 * old.length)
    this.size = 0
    for (let at = 0; at < old.length; at += 4)
      if (old[at] !== 0) this.#put(old[at]!, old[at + 1]!, old[at + 2]!, old[at + 3]!)
  }
}
