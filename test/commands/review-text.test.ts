import { describe, expect, it } from 'vitest'
import { estimateText, nextStep } from '../../src/commands/review-text.ts'
import { estimateLeaks } from '../../src/evidence/review/estimate.ts'

const of = (documents: number, judged: number, leaked: number, unsure = 0) =>
  estimateLeaks([{ documents, judged, leaked, unsure }])
const first = (...args: Parameters<typeof of>) => estimateText(of(...args), args[1]).split('\n')[0]

describe('the sentence of a review', () => {
  it.each([
    [of(1e6, 100, 2), '2 of 100 documents leak: about 20 per thousand, at most 62 with 95 % confidence'],
    [of(1e6, 100, 0), '0 of 100 documents leak: at most 30 per thousand with 95 % confidence'],
    [of(1e6, 100, 1), '1 of 100 documents leaks: about 10 per thousand, at most 47 with 95 % confidence'],
    // a bound is never rounded down
    [of(1e6, 1000, 0), '0 of 1,000 documents leak: at most 3 per thousand with 95 % confidence'],
    [of(1e6, 2000, 1), '1 of 2,000 documents leaks: about 0.5 per thousand, at most 2.4 with 95 % confidence'],
    [of(1e6, 3, 3), '3 of 3 documents leak: about 1,000 per thousand, and possibly all'],
    // everything was judged: nothing is estimated
    [of(40, 40, 2), '2 of 40 documents leak: 50 per thousand; every document was judged'],
    [of(1, 1, 0), '0 of 1 document leak: 0 per thousand; every document was judged'],
    [
      of(40, 40, 2, 1),
      '2 of 40 documents leak: 50 per thousand, at most 75 with the unsure ones; every document was judged',
    ],
  ])('case %# says how many leak, and how sure that is', (estimate, expected) => {
    expect(estimateText(estimate, estimate.judged).split('\n')[0]).toBe(expected)
  })

  it('tells what the numbers rest on', () => {
    expect(estimateText(of(1e6, 100, 2, 3), 100)).toContain(
      'of 1,000,000 documents, weighted by source, length and marks; between 2.4 and',
    )
    expect(estimateText(of(1e6, 100, 2, 3), 100)).toContain(
      'undecided: 3 documents, which the upper bounds count as leaking',
    )
    const partly = estimateLeaks([
      { documents: 90, judged: 20, leaked: 0, unsure: 0 },
      { documents: 10, judged: 0, leaked: 0, unsure: 0 },
    ])
    expect(estimateText(partly, 25)).toContain('no document was judged of kinds that are 10 % of all')
    expect(first(1e6, 100, 0)).not.toContain('undecided')
  })

  it('is none before the first judgement', () => {
    expect(estimateText(of(500, 0, 0), 100)).toBe('no document is judged yet; 100 documents of 500 are drawn\n')
  })
})

describe('what to do next', () => {
  it.each([
    [of(1e6, 60, 1), 100, 'are open'],
    [of(1e6, 100, 1), 100, 'a case for the policy'],
    [of(1e6, 100, 0, 1), 100, 'ask somebody else'],
    [of(1e6, 100, 0), 100, 'to bound 10 per thousand without a leak, judge about 299: --sample 300'],
    [of(1e6, 300, 0), 300, 'to bound 3 per thousand without a leak, judge about 998: --sample 1000'],
    [of(250, 100, 0), 100, 'judge all 250'],
  ])('case %# depends on what was found', (estimate, sampled, expected) => {
    expect(nextStep(estimate, sampled, 'x.review.json')).toContain(expected)
  })

  it('is nothing where everything is known, or more cannot be known', () => {
    expect(nextStep(of(100, 100, 0), 100, 'x')).toBeUndefined()
    expect(nextStep(of(1e9, 10_000, 0), 10_000, 'x')).toBeUndefined()
  })
})
