/** The different cells of a column of one block, found by their bytes. */
export interface CellDictionary {
  /** decoded texts, each once */
  readonly texts: string[]
  /** number of the text of the bytes [start, end); -1: the cells of this column do not repeat, and none is looked up any more */
  number(start: number, end: number): number
}

/** So many cells are looked up before a column whose cells rarely repeat is given up. */
const TRIED = 256

/** `decode` is called once for each different spelling; spellings of one text (in quotes and without) share its number. */
export function createCellDictionary(
  block: Uint8Array,
  decode: (start: number, end: number) => string,
): CellDictionary {
  const texts: string[] = []
  const known = new Map<string, number>()
  let capacity = 256
  let slots = new Int32Array(capacity)
  // By spelling: where it stands first, where that ends, its hash, the number of its text.
  let spelt = new Int32Array(4 * 128)
  let spellings = 0
  let asked = 0
  const view = new DataView(block.buffer, block.byteOffset, block.length)

  const place = (spelling: number) => {
    let slot = spelt[4 * spelling + 2]! & (capacity - 1)
    while (slots[slot] !== 0) slot = (slot + 1) & (capacity - 1)
    slots[slot] = spelling + 1
  }

  const add = (start: number, end: number, hash: number): number => {
    if (asked > TRIED && spellings * 4 > asked) return -1
    const text = decode(start, end)
    let number = known.get(text)
    if (number === undefined) known.set(text, (number = texts.push(text) - 1))
    if (4 * spellings === spelt.length) {
      const longer = new Int32Array(2 * spelt.length)
      longer.set(spelt)
      spelt = longer
    }
    const at = 4 * spellings++
    spelt[at] = start
    spelt[at + 1] = end
    spelt[at + 2] = hash
    spelt[at + 3] = number
    if (spellings * 2 > capacity) {
      capacity *= 2
      slots = new Int32Array(capacity)
      for (let s = 0; s < spellings; s++) place(s)
    } else place(spellings - 1)
    return number
  }

  return {
    texts,
    number(start, end) {
      asked++
      const hash = hashOf(view, start, end)
      const mask = capacity - 1
      for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
        const at = 4 * (slots[slot]! - 1)
        if (at < 0) return add(start, end, hash)
        if (spelt[at + 2] === hash && same(view, spelt[at]!, spelt[at + 1]!, start, end)) return spelt[at + 3]!
      }
    },
  }
}

/** Four bytes at a time. */
function hashOf(view: DataView, start: number, end: number): number {
  let hash = end - start
  let i = start
  for (; i + 4 <= end; i += 4) {
    hash = Math.imul(hash ^ view.getInt32(i, true), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  for (; i < end; i++) hash = Math.imul(hash ^ view.getUint8(i), 0x9e3779b1)
  return hash ^ (hash >>> 15)
}

function same(view: DataView, a: number, aEnd: number, b: number, bEnd: number): boolean {
  if (aEnd - a !== bEnd - b) return false
  for (; a + 4 <= aEnd; a += 4, b += 4) if (view.getInt32(a) !== view.getInt32(b)) return false
  for (; a < aEnd; a++, b++) if (view.getUint8(a) !== view.getUint8(b)) return false
  return true
}
