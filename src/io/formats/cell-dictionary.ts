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
  // By spelling: where it stands first, its hash, the number of its text.
  const starts: number[] = []
  const ends: number[] = []
  const hashes: number[] = []
  const numbers: number[] = []
  let asked = 0

  const place = (spelling: number) => {
    let slot = hashes[spelling]! & (capacity - 1)
    while (slots[slot] !== 0) slot = (slot + 1) & (capacity - 1)
    slots[slot] = spelling + 1
  }

  const add = (start: number, end: number, hash: number): number => {
    if (asked > TRIED && starts.length * 4 > asked) return -1
    const text = decode(start, end)
    let number = known.get(text)
    if (number === undefined) known.set(text, (number = texts.push(text) - 1))
    starts.push(start)
    ends.push(end)
    hashes.push(hash)
    numbers.push(number)
    if (starts.length * 2 > capacity) {
      capacity *= 2
      slots = new Int32Array(capacity)
      for (let s = 0; s < starts.length; s++) place(s)
    } else place(starts.length - 1)
    return number
  }

  return {
    texts,
    number(start, end) {
      asked++
      let hash = end - start
      for (let i = start; i < end; i++) hash = Math.imul(hash ^ block[i]!, 0x01000193)
      hash ^= hash >>> 15
      for (let slot = hash & (capacity - 1); ; slot = (slot + 1) & (capacity - 1)) {
        const spelling = slots[slot]! - 1
        if (spelling < 0) return add(start, end, hash)
        if (hashes[spelling] === hash && same(block, starts[spelling]!, ends[spelling]!, start, end))
          return numbers[spelling]!
      }
    },
  }
}

function same(block: Uint8Array, a: number, aEnd: number, b: number, bEnd: number): boolean {
  if (aEnd - a !== bEnd - b) return false
  for (; a < aEnd; a++, b++) if (block[a] !== block[b]) return false
  return true
}
