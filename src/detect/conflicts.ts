/**
 * Which of two detections of overlapping spans stays: proven beats pattern, longer beats shorter, then the recognisers'
 * priority, the score, and the earlier name, so that the answer never depends on order. Adjacent spans stay separate.
 */
import { covered } from './covered.ts'

export interface Claim {
  start: number
  end: number
  score: number
  proven: boolean
  priority: number
  entity: string
}

/** The claims that stay, in the order of the text; `alternatives` are of one span and stay together, if one of them does. */
export function resolveConflicts<C extends Claim>(claims: readonly C[], alternatives: readonly C[] = []): C[] {
  if (claims.length < 2) return [...claims]
  const strongestFirst = [...claims].sort(byStrength)
  if (claims.length > FEW && alternatives.length === 0) return apart(strongestFirst).sort((a, b) => a.start - b.start)
  const kept: C[] = []
  for (const claim of strongestFirst)
    if (!kept.some((k) => k.start < claim.end && claim.start < k.end && !either(alternatives, k, claim)))
      kept.push(claim)
  return kept.sort((a, b) => a.start - b.start)
}

/** So many are compared each with each; a text of thousands of matches would take minutes. */
const FEW = 32

function apart<C extends Claim>(claims: readonly C[]): C[] {
  const taken = covered(claims.reduce((end, claim) => Math.max(end, claim.end), 0))
  return claims.filter(({ start, end }) => {
    const free = !taken.touches(start, end)
    if (free) taken.add(start, end)
    return free
  })
}

/**
 * What a name that lost has besides those that stay, where a word of three letters is left of it: an address that swallows
 * the initials of its neighbour must not leave the surname in clear.
 */
export function restsOfNames<C extends Claim>(text: string, claims: readonly C[], kept: readonly C[]): C[] {
  const rests: C[] = []
  const stays = new Set(kept)
  for (const claim of claims) {
    if (claim.entity !== 'person' || stays.has(claim)) continue
    let { start, end } = claim
    for (const k of kept) {
      if (k.start <= start && k.end > start) start = k.end
      if (k.start < end && k.end >= end) end = k.start
    }
    const word = start < end && !kept.some((k) => k.start < end && start < k.end) && NAME.exec(text.slice(start, end))
    if (word) rests.push({ ...claim, start: start + word.index, end: start + word.index + word[0].length })
  }
  return rests
}

const NAME = /\p{L}{3}(?:.{0,200}[\p{L}.])?/su

function either<C extends Claim>(alternatives: readonly C[], a: C, b: C): boolean {
  return a.entity !== b.entity && alternatives.includes(a) && alternatives.includes(b)
}

function byStrength(a: Claim, b: Claim): number {
  return (
    Number(b.proven) - Number(a.proven) ||
    b.end - b.start - (a.end - a.start) ||
    b.priority - a.priority ||
    b.score - a.score ||
    a.start - b.start ||
    (a.entity < b.entity ? -1 : 1)
  )
}
