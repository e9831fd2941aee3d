import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinRelease, NO_RELEASES, withoutRelease } from '../../src/anonymity/release-history.ts'
import type { Candidates } from '../../src/anonymity/released-people.ts'

/** Person → class of each of their rows. */
type Rows = [person: number, own: number][]

function candidatesOf(rows: Rows): Candidates {
  const counts = new Map<string, number>()
  for (const [person, own] of rows) counts.set(`${person} ${own}`, (counts.get(`${person} ${own}`) ?? 0) + 1)
  const all = [...counts]
    .map(([name, n]) => [...name.split(' ').map(Number), n] as [number, number, number])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])
  return {
    refs: {
      high: Uint32Array.from(all, ([person]) => person >> 2),
      low: Uint32Array.from(all, ([person]) => person & 3),
    },
    classes: Uint32Array.from(all, ([, own]) => own),
    rows: Uint32Array.from(all, ([, , n]) => n),
  }
}

const whoOf = ({ refs }: Candidates, c: number) => refs.high[c]! * 4 + refs.low[c]!

interface Step {
  rows: Rows
  plan: number
}

/** Releases one after the other; what is shown of each: by person and class the rows. */
function series(steps: readonly Step[], k: number, unit: 'record' | 'subject') {
  let history = NO_RELEASES
  const shown: Map<string, number>[] = []
  for (const [n, { rows, plan }] of steps.entries()) {
    const candidates = candidatesOf(rows)
    const joined = joinRelease(history, candidates, {
      release: String(n),
      plan,
      k,
      unit,
      failing: (held) => {
        const size = new Map<number, number>()
        candidates.classes.forEach((own, c) => {
          if (held[c] === 0) size.set(own, (size.get(own) ?? 0) + (unit === 'subject' ? 1 : candidates.rows[c]!))
        })
        return [...size].filter(([, n]) => n < k).map(([own]) => own)
      },
    })
    history = joined.history
    const now = new Map<string, number>()
    candidates.classes.forEach((own, c) => {
      if (joined.held[c] === 0) now.set(`${whoOf(candidates, c)} ${plan}:${own}`, candidates.rows[c]!)
    })
    shown.push(now)
  }
  return { shown, history }
}

const rowsOf = (people: number, most: number) =>
  fc
    .array(fc.tuple(fc.nat(people), fc.nat(2), fc.integer({ min: 1, max: most })), { maxLength: 40 })
    .map((list) => list.flatMap(([person, own, n]) => Array.from({ length: n }, (): [number, number] => [person, own])))

/** One row a person; most people stay where they are from one release to the next. */
const single = fc
  .tuple(
    fc.array(fc.nat(2), { minLength: 30, maxLength: 30 }),
    fc.array(fc.array(fc.tuple(fc.nat(29), fc.constantFrom(-1, 0, 1, 2)), { maxLength: 12 }), {
      minLength: 2,
      maxLength: 4,
    }),
    fc.boolean(),
  )
  .map(([first, changes, replan]) => {
    let now = first
    return changes.map((list, n): Step => {
      now = now.slice()
      for (const [person, own] of list) now[person] = own
      return {
        rows: [...now.keys()].filter((p) => now[p]! >= 0).map((p) => [p, now[p]!]),
        plan: replan && n > 0 ? 1 : 0,
      }
    })
  })

describe('a series of releases', () => {
  it('shows fewer than k people of one history to nobody, where each has one record', () => {
    fc.assert(
      fc.property(single, fc.integer({ min: 2, max: 4 }), (steps, k) => {
        const { shown } = series(steps, k, 'record')
        for (let last = 1; last <= shown.length; last++) {
          const people = new Map<string, string[]>()
          shown.slice(0, last).forEach((release, n) => {
            for (const name of release.keys()) {
              const [person, own] = name.split(' ') as [string, string]
              const own_ = people.get(person) ?? []
              own_[n] = own
              people.set(person, own_)
            }
          })
          const joint = new Map<string, number>()
          for (const history of people.values()) {
            const name = Array.from({ length: last }, (_, n) => history[n] ?? '').join(' ')
            joint.set(name, (joint.get(name) ?? 0) + 1)
          }
          for (const size of joint.values()) expect(size).toBeGreaterThanOrEqual(k)
        }
      }),
      { numRuns: 300 },
    )
  })

  it.each(['record', 'subject'] as const)(
    'of one plan adds to a class of the one before, and takes from it, none or at least k (%s)',
    (unit) => {
      fc.assert(
        fc.property(
          fc.array(rowsOf(12, 2), { minLength: 2, maxLength: 4 }),
          fc.integer({ min: 2, max: 4 }),
          (releases, k) => {
            const { shown } = series(
              releases.map((rows) => ({ rows, plan: 0 })),
              k,
              unit,
            )
            for (let n = 1; n < shown.length; n++) {
              const [before, now] = [shown[n - 1]!, shown[n]!]
              const added = new Map<string, number>()
              const taken = new Map<string, number>()
              for (const name of new Set([...before.keys(), ...now.keys()])) {
                const own = name.split(' ')[1]!
                const change = (now.get(name) ?? 0) - (before.get(name) ?? 0)
                const by = unit === 'subject' ? 1 : Math.abs(change)
                if (change > 0) added.set(own, (added.get(own) ?? 0) + by)
                if (change < 0) taken.set(own, (taken.get(own) ?? 0) + by)
              }
              for (const size of [...added.values(), ...taken.values()]) expect(size).toBeGreaterThanOrEqual(k)
            }
          },
        ),
        { numRuns: 300 },
      )
    },
  )

  it('holds back nobody where nothing changed', () => {
    fc.assert(
      fc.property(rowsOf(12, 2), (rows) => {
        const { shown } = series(
          [
            { rows, plan: 0 },
            { rows, plan: 0 },
          ],
          3,
          'record',
        )
        expect(shown[1]).toEqual(shown[0])
      }),
    )
  })

  it('is what it was when its last release is taken out of it', () => {
    fc.assert(
      fc.property(single, (steps) => {
        const { history } = series(steps, 3, 'record')
        const { history: shorter } = series(steps.slice(0, -1), 3, 'record')
        const back = withoutRelease(history, String(steps.length - 1))
        const joint = (h: typeof history) => Array.from(h.members.of, (own) => h.joint[own])
        expect(back.releases).toEqual(shorter.releases)
        expect(joint(back)).toEqual(joint(shorter))
        expect(back.members.refs).toEqual(shorter.members.refs)
      }),
    )
  })
})
