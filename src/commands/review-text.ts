import { documentsFor, type Estimate } from '../evidence/review/estimate.ts'
import { MOST_SAMPLED } from '../evidence/review/judgements.ts'
import { counted, thousands } from './numbers.ts'

/** What a review found, for people: the sentence to quote, what it rests on, and what would make it say more. */
export function estimateText(estimate: Estimate, sampled: number): string {
  const { documents, judged, leaked, unsure, share, upper, between, notJudged } = estimate
  if (share === undefined)
    return `no document is judged yet; ${counted(sampled, 'document')} of ${thousands(documents)} are drawn\n`
  const all = judged >= documents
  const head = `${thousands(leaked)} of ${counted(judged, 'document')} ${leaked === 1 ? 'leaks' : 'leak'}: `
  const lines = [
    head +
      (all
        ? `${perThousand(share)} per thousand${unsure > 0 ? `, at most ${above(upper)} with the unsure ones` : ''}; every document was judged`
        : sampleText(share, upper)),
  ]
  if (!all)
    lines.push(
      `  of ${counted(documents, 'document')}, weighted by source, length and marks; between ${perThousand(between[0])} and ${above(between[1])} per thousand with 95 % confidence on both sides`,
    )
  if (unsure > 0) lines.push(`  undecided: ${counted(unsure, 'document')}, which the upper bounds count as leaking`)
  if (!all && notJudged > 0)
    lines.push(
      `  no document was judged of kinds that are ${percent(notJudged)} of all; the bounds count these as leaked`,
    )
  return `${lines.join('\n')}\n`
}

/** What to do with it; undefined where nothing is left to be done. */
export function nextStep(estimate: Estimate, sampled: number, outName: string): string | undefined {
  const { documents, judged, leaked, unsure } = estimate
  if (judged < sampled)
    return sampled - judged === 1
      ? '1 document of the sample is open: the same command goes on with it'
      : `${counted(sampled - judged, 'document')} of the sample are open: the same command goes on with them`
  if (leaked > 0)
    return 'a leak is a case for the policy: add the rule or the pattern it needs, run again, and review again'
  if (unsure > 0) return `ask somebody else about the unsure ones: their places are in ${outName}`
  if (judged >= documents) return undefined
  const goal = [0.03, 0.01, 0.003, 0.001].find((share) => share < estimate.upper * 0.8)
  const needed = goal === undefined ? Infinity : documentsFor(goal)
  if (needed >= documents && documents <= MOST_SAMPLED)
    return `to know it of every document, judge all ${thousands(documents)}`
  if (needed > MOST_SAMPLED) return undefined
  return `to bound ${goal! * 1000} per thousand without a leak, judge about ${thousands(needed)}: --sample ${Math.ceil(needed / 10) * 10}`
}

function sampleText(share: number, upper: number): string {
  const sure = 'with 95 % confidence'
  if (upper >= 1) return `about ${perThousand(share)} per thousand, and possibly all`
  if (share === 0) return `at most ${above(upper)} per thousand ${sure}`
  return `about ${perThousand(share)} per thousand, at most ${above(upper)} ${sure}`
}

/** A share for people: `0.4`, `20`. */
function perThousand(share: number): string {
  const value = share * 1000
  return value === 0 || value >= 10 ? thousands(Math.round(value)) : String(Number(value.toFixed(value < 1 ? 2 : 1)))
}

/** An upper bound is never rounded down. */
function above(share: number): string {
  const value = share * 1000
  const step = value >= 10 ? 1 : value >= 1 ? 10 : 100
  return thousands(Math.min(1000, Math.ceil(value * step - 1e-9) / step))
}

function percent(share: number): string {
  const value = 100 * share
  return `${Number(value.toFixed(value < 9.95 ? 1 : 0))} %`
}
