import { deserialize, serialize } from 'node:v8'
import { createClassTable, type ClassCounts } from '../../anonymity/class-table.ts'
import { ANY } from '../../anonymity/tuple-table.ts'
import { PerdeError } from '../../errors.ts'
import { openSpill, type Spill } from '../../io/stores/spill.ts'
import type { PeopleProfile } from '../../plan/anonymity/join-releases.ts'
import { createPeopleCollector, type PeopleCollector } from './people-profile.ts'
import type { Combinations } from '../wire/block-profile.ts'

/** The combinations of all blocks of a source. Numbers of values: 0 is null, n the n-th of the list. */
export interface CombinationProfile {
  /** `base`: level of its hierarchy below which nothing is told apart in the table */
  quasi: { texts: string[]; kinds: number; absent: boolean; hasNull: boolean; base: number }[]
  sensitive: string[][]
  counts: ClassCounts
  /** where a ledger of releases is kept */
  people?: PeopleProfile
}

/** The same where one table was too large: parts of it, to be read one after another. */
export interface SpilledProfile extends Omit<CombinationProfile, 'counts'> {
  parts: Iterable<ClassCounts>
}

/** Merges blocks as they come. Memory grows with the different values, which have a limit; a table beyond its budget is spilled. */
export interface CombinationMerger {
  /** throws PLAN_LIMIT */
  add(found: Combinations): void
  result(): CombinationProfile | SpilledProfile
  /** removes what was spilled */
  close(): void
}

/** Four million combinations of nine fields. */
export const TABLE_BYTES = 128 * 1024 * 1024

/** Different values of one field that are held. */
const MOST_VALUES = 4_000_000

/** `fields`: quasi-identifiers; `others`: how many sensitive fields are counted; `budget`: bytes of the table. */
export function createCombinationMerger(
  fields: readonly string[],
  others: number,
  budget = TABLE_BYTES,
): CombinationMerger {
  const quasi = fields.map(() => ({ known: new Map<string, number>(), kinds: 0, absent: false, hasNull: false }))
  const sensitive = Array.from({ length: others }, () => new Map<string, number>())
  const emptyTable = () =>
    createClassTable({ leaves: fields.map(() => ANY), sensitive: sensitive.map(() => ANY) }, Infinity)
  let table = emptyTable()
  let spill: Spill | undefined
  let people: PeopleCollector | undefined
  const spillTable = () => {
    spill ??= openSpill('combinations')
    spill.write(serialize(table.unsorted()))
    table = emptyTable()
  }
  return {
    add(found) {
      const maps = found.quasi.map(({ texts, kinds, absent }, q) => {
        const own = quasi[q]!
        own.kinds |= kinds
        own.absent ||= absent
        own.hasNull ||= found.counts.columns[q]!.includes(0)
        return numbersOf(own.known, texts, fields[q])
      })
      const values = found.sensitive.map((tokens, s) => numbersOf(sensitive[s]!, tokens, undefined))
      table.merge(found.counts, maps, values)
      if (found.people)
        (people ??= createPeopleCollector(fields.length, others)).add(found.people, [...maps, ...values])
      if (table.bytes > budget) spillTable()
    },
    result() {
      const values = {
        quasi: quasi.map(({ known, kinds, absent, hasNull }) => ({
          texts: [...known.keys()],
          kinds,
          absent,
          hasNull,
          base: 0,
        })),
        sensitive: sensitive.map((known) => [...known.keys()]),
        ...(people && { people: people.result() }),
      }
      if (spill) {
        spillTable()
        return { ...values, parts: partsOf(spill) }
      }
      const shape = {
        leaves: quasi.map(({ known }) => known.size + 1),
        sensitive: sensitive.map((known) => known.size + 1),
      }
      return { ...values, counts: { ...table.unsorted(), shape } }
    },
    close: () => spill?.close(),
  }
}

function* partsOf(spill: Spill): Iterable<ClassCounts> {
  for (const piece of spill.pieces()) yield deserialize(piece) as ClassCounts
}

function numbersOf(known: Map<string, number>, texts: readonly string[], field: string | undefined): Uint32Array {
  const numbers = new Uint32Array(texts.length + 1)
  for (const [i, text] of texts.entries()) {
    let number = known.get(text)
    if (number === undefined) {
      if (known.size >= MOST_VALUES)
        throw new PerdeError('PLAN_LIMIT', `a field has more than ${MOST_VALUES} different values`, {
          ...(field !== undefined && { where: { field } }),
          hints: [
            'a field that is nearly unique is an identifier, not a quasi-identifier: give it a transform or drop it',
          ],
        })
      known.set(text, (number = known.size + 1))
    }
    numbers[i + 1] = number
  }
  return numbers
}
