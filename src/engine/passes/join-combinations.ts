import { createClassTable } from '../../anonymity/class-table.ts'
import { ANY } from '../../anonymity/tuple-table.ts'
import type { Combinations, CountedPeople } from '../wire/block-profile.ts'

/** The combinations of several blocks of one source as those of one: the same counts, and values in the order in which they came. */
export interface CombinationJoiner {
  add(found: Combinations): void
  /** about what it holds */
  readonly bytes: number
  result(): Combinations
}

/** `like`: how many quasi-identifiers and sensitive fields are counted. */
export function joinCombinations(like: Combinations): CombinationJoiner {
  const quasi = like.quasi.map(() => ({ known: new Map<string, number>(), kinds: 0, absent: false }))
  const sensitive = like.sensitive.map(() => new Map<string, number>())
  const table = createClassTable({ leaves: quasi.map(() => ANY), sensitive: sensitive.map(() => ANY) }, Infinity)
  const people: CountedPeople[] = []
  let held = 0
  const numbered = (known: Map<string, number>, texts: readonly string[]): Uint32Array => {
    const numbers = new Uint32Array(texts.length + 1)
    for (const [i, text] of texts.entries()) {
      let number = known.get(text)
      if (number === undefined) {
        known.set(text, (number = known.size + 1))
        held += VALUE + 2 * text.length
      }
      numbers[i + 1] = number
    }
    return numbers
  }
  return {
    add(found) {
      const maps = found.quasi.map(({ texts, kinds, absent }, q) => {
        const own = quasi[q]!
        own.kinds |= kinds
        own.absent ||= absent
        return numbered(own.known, texts)
      })
      const values = found.sensitive.map((tokens, s) => numbered(sensitive[s]!, tokens))
      table.merge(found.counts, maps, values)
      if (!found.people) return
      const { refs, numbers } = found.people
      const all = [...maps, ...values]
      people.push({ refs, numbers: numbers.map((column, c) => column.map((n) => all[c]![n]!)) })
      held += refs.length + numbers.reduce((sum, column) => sum + column.byteLength, 0)
    },
    get bytes() {
      return table.bytes + held
    },
    result() {
      const shape = {
        leaves: quasi.map(({ known }) => known.size + 1),
        sensitive: sensitive.map((known) => known.size + 1),
      }
      return {
        quasi: quasi.map(({ known, kinds, absent }) => ({ texts: [...known.keys()], kinds, absent })),
        sensitive: sensitive.map((known) => [...known.keys()]),
        counts: { ...table.unsorted(), shape },
        ...(people.length > 0 && { people: joined(people) }),
      }
    },
  }
}

/** What a value takes beside its text. */
const VALUE = 64

function joined(people: readonly CountedPeople[]): CountedPeople {
  const refs = Buffer.concat(people.map((own) => own.refs))
  const numbers = people[0]!.numbers.map((_, c) => {
    const columns = people.map((own) => own.numbers[c]!)
    const whole = new Uint32Array(columns.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const column of columns) {
      whole.set(column, at)
      at += column.length
    }
    return whole
  })
  return { refs: new Uint8Array(refs.buffer, refs.byteOffset, refs.length), numbers }
}
