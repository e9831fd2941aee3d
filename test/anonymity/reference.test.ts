import { describe, expect, it } from 'vitest'
import { adultCounts, checkRun, readAdult, type ReferenceRun } from '../../bench/anonymity/adult.ts'
import { kAnonymity } from '../../src/anonymity/privacy-models/k-anonymity.ts'
import { informationLoss } from '../../src/anonymity/measures/information-loss.ts'
import { peel } from '../../src/anonymity/peeling.ts'
import { growTree } from '../../src/anonymity/top-down.ts'

const adult = readAdult(new URL('../vectors/anonymity/adult/', import.meta.url))

/** Entropy-l with l = 3, where a class of two, two and two is exactly at log 3: ARX's sum of logarithms falls below it. */
const AT_THE_BORDER: ReadonlySet<string> = new Set(['l-127', 'l-181'])

/** Every model and metric with every limit it was run at, and k-anonymity with every set of quasi-identifiers: the first run of each. */
function representative(): ReferenceRun[] {
  const seen = new Set<string>()
  return adult.runs.filter((run) => {
    // Nine fields take seconds where nearly all nodes are looked at: bench/anonymity.md has all runs.
    const slow = run.qis.length === 9 && (run.metric !== 'loss_am' || run.model !== 'k-anonymity' || run.k !== 5)
    const sets = run.model === 'k-anonymity' && run.metric === 'loss_am' ? run.qis.length : 0
    const name = [run.model, run.limit, run.metric, sets].join()
    if (slow || AT_THE_BORDER.has(run.id) || seen.has(name)) return false
    seen.add(name)
    return true
  })
}

describe('on the Adult data the full-domain solver', () => {
  it.each(representative().map((run) => [`${run.model} at ${run.limit * 100} % (${run.id})`, run] as const))(
    'finds the optimum of ARX, and writes its bytes: %s',
    (_, run) => {
      expect(checkRun(adult, run).faults).toEqual([])
    },
  )
})

describe('of several nodes of the same value', () => {
  // Equal average class sizes, of which one loses less, or has fewer levels; equal losses, of which one has more classes.
  it.each(['k-170', 'k-171', 'l-121', 'l-175'])('the solver takes the one of ARX (%s)', (id) => {
    const run = adult.runs.find((own) => own.id === id)!
    expect(checkRun(adult, run).faults).toEqual([])
  })
})

describe('at the border of entropy l-diversity', () => {
  it.each([...AT_THE_BORDER])(
    'the class of two, two and two is published, and nothing else differs from ARX (%s)',
    (id) => {
      const run = adult.runs.find((own) => own.id === id)!
      const { plan } = checkRun(adult, run)
      expect(plan.levels).toEqual(run.levels)
      expect([plan.suppressed, plan.classes]).toEqual([run.suppressed - 6, run.classes + 1])
    },
  )
})

describe('on the Adult data local recoding', () => {
  // The floors of bench/anonymity.md: what a change may not lose again.
  it.each([
    [2, 0.0365, 0.024],
    [5, 0.075, 0.0573],
    [10, 0.11, 0.0832],
    [100, 0.27, 0.2035],
  ])('k = %d loses no more than it did, top-down and peeled, and suppresses nothing', (k, tree, peeled) => {
    const hierarchies = adult.header.map((field) => adult.hierarchies.get(field)!)
    const counts = adultCounts(adult, adult.header)
    const models = [kAnonymity(k)]
    const recodings = [
      growTree(counts, hierarchies, { models }).recoding,
      peel(counts, hierarchies, { models, suppressAtMost: 0 }),
    ]
    const [ofTree, ofPeeling] = recodings.map((recoding) => informationLoss(counts, hierarchies, recoding).ncp)
    expect(ofTree).toBeLessThanOrEqual(tree)
    expect(ofPeeling).toBeLessThanOrEqual(peeled)
    for (const { nodeOf } of recodings) expect(nodeOf.includes(-1)).toBe(false)
  })
})
