import { ANY, createTupleTable } from '../../anonymity/tuple-table.ts'
import { PerdeError } from '../../errors.ts'
import type { PeopleProfile } from '../../plan/anonymity/join-releases.ts'
import type { CountedPeople } from '../wire/block-profile.ts'

export interface PeopleCollector {
  /** `maps`: by quasi-identifier, then by sensitive field, the number in the profile of each number of the block */
  add(people: CountedPeople, maps: readonly Uint32Array[]): void
  result(): PeopleProfile
}

/** Records that are held at once: 12 bytes each, and 4 for each sensitive field. Throws PLAN_LIMIT beyond. */
const MOST_PEOPLE = 100_000_000

export function createPeopleCollector(quasi: number, sensitive: number): PeopleCollector {
  const table = createTupleTable(Array<number>(quasi).fill(ANY), Infinity)
  const columns = Array.from({ length: 3 + sensitive }, () => new Uint32Array(1 << 12))
  let size = 0
  return {
    add({ refs, numbers }, maps) {
      const records = refs.length / 8
      if (size + records > MOST_PEOPLE)
        throw new PerdeError('PLAN_LIMIT', `a ledger of releases takes at most ${MOST_PEOPLE} records`, {
          hints: ['release the data in sources of their own'],
        })
      for (const [c, column] of columns.entries())
        if (size + records > column.length) {
          columns[c] = new Uint32Array(Math.max(2 * column.length, size + records))
          columns[c].set(column)
        }
      const halves = new DataView(refs.buffer, refs.byteOffset, refs.length)
      const tuple = new Uint32Array(quasi)
      for (let i = 0; i < records; i++, size++) {
        for (let q = 0; q < quasi; q++) tuple[q] = maps[q]![numbers[q]![i]!]!
        columns[0]![size] = halves.getUint32(8 * i)
        columns[1]![size] = halves.getUint32(8 * i + 4)
        columns[2]![size] = table.add(tuple, 1)
        for (let s = 0; s < sensitive; s++) columns[3 + s]![size] = maps[quasi + s]![numbers[quasi + s]![i]!]!
      }
    },
    result() {
      const [high, low, combination, ...values] = columns.map((column) => column.subarray(0, size))
      return {
        high: high!,
        low: low!,
        combination: combination!,
        quasi: table.columns().map((column) => Uint32Array.from(column)),
        sensitive: values,
      }
    },
  }
}
