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
  // By spelling, FACTS numbers each: where it stands first, its length, its ends, its hash, the number of its text.
  let spelt = new Int32Array(FACTS * 128)
  let spellings = 0
  let asked = 0
  const view = new DataView(block.buffer, block.byteOffset, block.length)

  const place = (spelling: number) => {
    let slot = spelt[FACTS * spelling + 4]! & (capacity - 1)
    while (slots[slot] !== 0) slot = (slot + 1) & (capacity - 1)
    slots[slot] = spelling + 1
  }

  const add = (start: number, length: number, first: number, last: number, hash: number): number => {
    if (asked > TRIED && spellings * 4 > asked) return -1
    const text = decode(start, start + length)
    let number = known.get(text)
    if (number === undefined) known.set(text, (number = texts.push(text) - 1))
    const at = FACTS * spellings++
    if (at === spelt.length) {
      const longer = new Int32Array(2 * spelt.length)
      longer.set(spelt)
      spelt = longer
    }
    spelt[at] = start
    spelt[at + 1] = length
    spelt[at + 2] = first
    spelt[at + 3] = last
    spelt[at + 4] = hash
    spelt[at + 5] = number
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
      const length = end - start
      // Four bytes at either end, which are all that a cell of eight has.
      const first = length >= 4 ? view.getInt32(start) : shortCell(view, start, length)
      const last = length >= 4 ? view.getInt32(end - 4) : 0
      let hash = mixed(mixed(length, first), last)
      for (let i = start + 4; i < end - 4; i += 4) hash = mixed(hash, view.getInt32(i))
      const mask = capacity - 1
      for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
        const at = FACTS * (slots[slot]! - 1)
        if (at < 0) return add(start, length, first, last, hash)
        if (
          spelt[at + 2] === first &&
          spelt[at + 3] === last &&
          spelt[at + 1] === length &&
          (length <= 8 || sameBetween(view, spelt[at]!, start, length))
        )
          return spelt[at + 5]!
      }
    },
  }
}

const FACTS = 6

/** All that a cell of less than four bytes has. */
function shortCell(view: DataView, start: number, length: number): number {
  return length === 0
    ? 0
    : view.getUint8(start) | (view.getUint8(start + (length >> 1)) << 8) | (view.getUint8(start + length - 1) << 16)
}

function mixed(hash: number, more: number): number {
  const h = Math.imul(hash ^ more, 0x9e3779b1)
  return h ^ (h >>> 15)
}

/** Whether two cells of more than eight bytes are equal between their ends. */
function sameBetween(view: DataView, a: number, b: number, length: number): boolean {
  for (let i = 4; i < length - 4; i += 4) if (view.getInt32(a + i) !== view.getInt32(b + i)) return false
  return true
}
