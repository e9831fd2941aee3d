/** Values for tests of what is worked out by the form of a value. */
import fc from 'fast-check'
import { modalities } from '../../src/detect/modalities.ts'
import { recognisers } from '../../src/detect/registry.ts'
import { CLASS_MEMBERS, classIn, countIn, formBuffer, isOpen, readForm } from '../../src/detect/value-form.ts'

/** All examples and counterexamples there are. */
export const EXAMPLES: readonly string[] = [...recognisers, ...modalities].flatMap((r) => [
  ...r.examples.match,
  ...r.examples.reject,
])

const CHARACTERS = [...'0123456789abzTXZжяҚІ .,-+()@/:\n"[{№«é’_#']

/** An example with up to three characters changed, put in or taken out. */
export const mutated: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...EXAMPLES),
    fc.array(
      fc.record({
        at: fc.nat(200),
        how: fc.constantFrom('put', 'change', 'take', 'number'),
        c: fc.constantFrom(...CHARACTERS),
        n: fc.nat(999_999),
      }),
      { maxLength: 3 },
    ),
  )
  .map(([example, changes]) => {
    const units = [...example]
    for (const { at, how, c, n } of changes) {
      const place = at % (units.length + 1)
      if (how === 'take') units.splice(place, 1)
      else units.splice(place, how === 'change' ? 1 : 0, how === 'number' ? String(n) : c)
    }
    return units.join('')
  })

export interface Formed {
  runs: Int32Array
  text: string
}

/** The form of a text, or undefined. */
export function formOf(text: string): Int32Array | undefined {
  const buffer = formBuffer()
  return readForm(text, buffer) ? buffer.runs.slice(0, buffer.count) : undefined
}

/** Another value of the form, drawn by `pick`: a number below its argument. */
export function sibling(runs: Int32Array, pick: (below: number) => number): string {
  return [...runs]
    .map((run) => {
      const members = CLASS_MEMBERS[classIn(run)]!
      const length = countIn(run) + (isOpen(run) ? pick(3) : 0)
      return Array.from({ length }, () => members[pick(members.length)]!).join('')
    })
    .join('')
}
