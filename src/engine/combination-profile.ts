import { createClassTable, type ClassCounts } from '../anonymity/class-table.ts'
import { PerdeError } from '../errors.ts'
import type { PeopleProfile } from '../plan/anonymity/join-releases.ts'
import type { Combinations } from './count-combinations.ts'
import { createPeopleCollector, type PeopleCollector } from './people-profile.ts'

/** The combinations of all blocks of a source. Numbers of values: 0 is null, n the n-th of the list. */
export interface CombinationProfile {
  quasi: { texts: string[]; kinds: number; absent: boolean }[]
  sensitive: string[][]
  counts: ClassCounts
  /** where a ledger of releases is kept */
  people?: PeopleProfile
}

/** Merges blocks as they come. Memory grows with the different combinations and values, which have limits. */
export interface CombinationMerger {
  /** throws PLAN_LIMIT */
  add(found: Combinations): void
  result(): CombinationProfile
}

/** Different values of one field that are held. */
const MOST_VALUES = 4_000_000
/** Dictionaries grow while the table does, so its columns are of 32 bits from the start. */
const ANY = 0xffffffff

/** `fields`: quasi-identifiers; `others`: how many sensitive fields are counted. */
export function createCombinationMerger(fields: readonly string[], others: number): CombinationMerger {
  const quasi = fields.map(() => ({ known: new Map<string, number>(), kinds: 0, absent: false }))
  const sensitive = Array.from({ length: others }, () => new Map<string, number>())
  const table = createClassTable({ leaves: fields.map(() => ANY), sensitive: sensitive.map(() => ANY) })
  let people: PeopleCollector | undefined
  return {
    add(found) {
      const maps = found.quasi.map(({ texts, kinds, absent }, q) => {
        const own = quasi[q]!
        own.kinds |= kinds
        own.absent ||= absent
        return numbersOf(own.known, texts, fields[q])
      })
      const values = found.sensitive.map((tokens, s) => numbersOf(sensitive[s]!, tokens, undefined))
      table.merge(found.counts, maps, values)
      if (found.people)
        (people ??= createPeopleCollector(fields.length, others)).add(found.people, [...maps, ...values])
    },
    result: () => ({
      quasi: quasi.map(({ known, kinds, absent }) => ({ texts: [...known.keys()], kinds, absent })),
      sensitive: sensitive.map((known) => [...known.keys()]),
      counts: {
        ...table.counts(),
        shape: {
          leaves: quasi.map(({ known }) => known.size + 1),
          sensitive: sensitive.map((known) => known.size + 1),
        },
      },
      ...(people && { people: people.result() }),
    }),
  }
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
