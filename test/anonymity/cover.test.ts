import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCover, lossesOfClasses } from '../../src/anonymity/cover.ts'
import { createHierarchy } from '../../src/anonymity/hierarchy.ts'

/** Six leaves, pairs or halves above them, and the top. */
const HIERARCHIES = [2, 3, 2].map((size) =>
  createHierarchy(Array.from({ length: 6 }, (_, leaf) => [`${leaf}`, `${Math.floor(leaf / size)}-`, '*'])),
)

/** Classes that each cover some combination: its leaves at some levels. Some are equal. */
const classes = fc.array(
  fc
    .array(fc.tuple(fc.nat(2), fc.nat(5)), { minLength: 3, maxLength: 3 })
    .map((own) =>
      own.map(([level, leaf], c): [number, number] => [level, HIERARCHIES[c]!.levels[level]!.ofLeaf[leaf]!]),
    ),
  { maxLength: 25 },
)

describe('the cover of a combination', () => {
  it('is the class that loses least of all that say something true of it, the first of equals', () => {
    fc.assert(
      fc.property(classes, fc.array(fc.nat(5), { minLength: 3, maxLength: 3 }), (own, leaves) => {
        const cover = createCover(HIERARCHIES, own)
        const losses = lossesOfClasses(HIERARCHIES, own)
        const covering = [...own.keys()].filter((n) =>
          own[n]!.every(([level, node], c) => HIERARCHIES[c]!.levels[level]!.ofLeaf[leaves[c]!] === node),
        )
        const expected = covering.sort((a, b) => losses[a]! - losses[b]! || a - b)[0] ?? -1
        expect(cover.classOf(leaves)).toBe(expected)
        for (const known of covering) expect(cover.classOf(leaves, known)).toBe(expected)
      }),
      { numRuns: 500 },
    )
  })

  it('of no class is none', () => {
    expect(createCover(HIERARCHIES, []).classOf([0, 0, 0])).toBe(-1)
  })
})
