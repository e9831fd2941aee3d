/** Runs recognisers over a normalised text: pattern → validator → score before context. Work is counted, not timed. */
import { PerdeError } from '../errors.ts'
import type { Recogniser, Validation } from './recogniser.ts'

export interface Found {
  /** offsets into the normalised text */
  start: number
  end: number
  recogniser: Recogniser
  /** before context */
  score: number
  /** a check proved it */
  proven: boolean
  /** a check disproved it; kept, because columns count the failures and a context word may ask again */
  failed: boolean
  why: string[]
}

/** How much may still be done for one value, in candidates. */
export interface Work {
  left: number
}

/** Candidates grow with the text; a text that makes more of them than this is not an ordinary one. */
export function workFor(text: string): Work {
  return { left: 2000 + 16 * text.length }
}

/** All candidates of the recognisers, in no order. Throws INTERNAL when the budget is spent or a recogniser fails. */
export function findCandidates(
  recognisers: readonly Recogniser[],
  text: string,
  locales: readonly string[],
  work: Work,
): Found[] {
  const found: Found[] = []
  // Some validators of libraries say "no" by making an Error; its stack costs more than the rest of the check.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    for (const recogniser of recognisers) runOne(recogniser, text, locales, work, found)
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
  return found
}

function runOne(recogniser: Recogniser, text: string, locales: readonly string[], work: Work, found: Found[]): void {
  try {
    matchPatterns(recogniser, text, work, found)
    if (recogniser.find)
      for (const c of recogniser.find(text, locales)) {
        spend(work)
        const { start, end, validated, why } = c
        found.push({
          start,
          end,
          recogniser,
          score: validated === false ? 0 : scoreOf(recogniser, c.score, validated),
          proven: validated === true,
          failed: validated === false,
          why,
        })
      }
  } catch (cause) {
    if (cause instanceof PerdeError) throw cause
    throw new PerdeError('INTERNAL', 'a recogniser failed', { cause, facts: { recogniser: recogniser.entity } })
  }
}

/**
 * A proven candidate's score: the doubt that the pattern leaves, times the chance that the check passes by luck.
 * The factor 8 stands for the many numbers in data that only look like an identifier.
 */
export function scoreOf(recogniser: Recogniser, score: number, validated: Validation): number {
  return validated === true ? 1 - (1 - score) * Math.min(1, 8 * (recogniser.chance ?? 0.01)) : score
}

function matchPatterns(recogniser: Recogniser, text: string, work: Work, found: Found[]): void {
  for (const { expression, score, name } of recogniser.patterns) {
    expression.lastIndex = 0
    for (let m = expression.exec(text); m; m = expression.exec(text)) {
      spend(work)
      const match = m[0]
      const start = m.index
      const validated = recogniser.validate?.(match)
      const failed = validated === false
      const why =
        validated === true ? [`pattern ${name}`, recogniser.checksum ? 'checksum' : 'check'] : [`pattern ${name}`]
      found.push({
        start,
        end: start + match.length,
        recogniser,
        score: failed ? 0 : scoreOf(recogniser, score, validated),
        proven: validated === true,
        failed,
        why,
      })
      // A rejected match may hide another one that starts inside it.
      if (failed || match === '') expression.lastIndex = start + 1
    }
  }
}

function spend(work: Work): void {
  if (--work.left < 0) throw new PerdeError('INTERNAL', 'a value needs more work than the detector allows')
}
