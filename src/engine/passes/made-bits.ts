import type { MadeCells } from '../wire/made-cells.ts'

/** What the blocks of an input say of made-up cells, one behind another. */
export interface MadeBits {
  /** records so far */
  readonly records: number
  add(cells: readonly MadeCells[], records: number): void
  /** of the records from `from` up to `to`: every field that was met, by path, also where none of these has a bit */
  part(from: number, to: number): MadeCells[]
}

export function createMadeBits(): MadeBits {
  const fields = new Map<string, Uint8Array>()
  let records = 0
  return {
    get records() {
      return records
    },
    add(cells, count) {
      for (const { path, bits } of cells) {
        const into = room(fields.get(path), records + count)
        fields.set(path, into)
        for (let n = 0; n < count; n++) if (isSet(bits, n)) set(into, records + n)
      }
      records += count
    },
    part(from, to) {
      return [...fields]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, all]) => {
          const bits = new Uint8Array(Math.ceil((to - from) / 8))
          for (let n = from; n < to; n++) if (isSet(all, n)) set(bits, n - from)
          return { path, bits }
        })
    },
  }
}

/** Bits of records in another order. `order`: the number that each has in `bits`. */
export function inOrder(cells: readonly MadeCells[], order: Uint32Array): MadeCells[] {
  return cells.map(({ path, bits }) => {
    const own = new Uint8Array(Math.ceil(order.length / 8))
    for (let n = 0; n < order.length; n++) if (isSet(bits, order[n]!)) set(own, n)
    return { path, bits: own }
  })
}

function room(bits: Uint8Array | undefined, records: number): Uint8Array {
  const bytes = Math.ceil(records / 8)
  if (bits && bits.length >= bytes) return bits
  const more = new Uint8Array(Math.max(2 * (bits?.length ?? 0), bytes))
  if (bits) more.set(bits)
  return more
}

function isSet(bits: Uint8Array, n: number): boolean {
  return (((bits[n >> 3] ?? 0) >> (n & 7)) & 1) === 1
}

function set(bits: Uint8Array, n: number): void {
  bits[n >> 3]! |= 1 << (n & 7)
}
