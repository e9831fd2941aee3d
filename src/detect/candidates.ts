/** Runs recognisers over a normalised text: pattern → validator → score before context. Work is counted, not timed. */
import { PerdeError } from '../errors.ts'
import { DIGIT_RUN, isDigits, LONGEST_RUN, regexpOf } from './boundary.ts'
import type { Task } from './classes.ts'
import { digitRegions, UNDIVIDED } from './digit-regions.ts'
import type { DigitRegions } from './digit-regions.ts'
import { nameTokens } from './names/tokens.ts'
import type { NameToken } from './names/tokens.ts'
import type { Pattern, Recogniser, Validation } from './recogniser.ts'
import { isOneOf } from './surroundings.ts'
import type { Span } from './surroundings.ts'

export interface Found {
  /** offsets into the normalised text */
  start: number
  end: number
  recogniser: Recogniser
  /** before context */
  score: number
  /** a check proved it */
  proven: boolean
  /** a form too common to be reported without a context word; undefined: as its recogniser says */
  needsContext: boolean | undefined
  /** a check disproved it; kept, because columns count the failures and a context word may ask again */
  failed: boolean
  why: readonly string[]
}

/** Tells which matches are worth a check. */
export interface Sieve {
  isWorth(recogniser: Recogniser, pattern: Pattern, start: number, end: number): boolean
}

/** The look through one text. */
export interface Search {
  /** normalised */
  text: string
  /** cut when the first finder asks */
  words: () => readonly NameToken[]
  /** what is spent on it, and what was read of its digits */
  work: Work
  /** what it turns down is not added */
  sieve: Sieve
  /** spans for which something is proven that wins over all that is still asked; runs of digits there are not asked about */
  settled: Span[]
  /** candidates, in no order */
  found: Found[]
}

export function searchOf(text: string, sieve: Sieve = EVERYTHING): Search {
  let tokens: readonly NameToken[] | undefined
  const words = (): readonly NameToken[] => (tokens ??= nameTokens(text))
  return { text, words, work: new Work(text), sieve, settled: [], found: [] }
}

const EVERYTHING: Sieve = { isWorth: () => true }

/** Some validators of libraries say "no" by making an Error; its stack costs more than the rest of the check. */
export function withoutStacks<T>(run: () => T): T {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return run()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/** Adds what a task finds. Throws INTERNAL when the budget is spent or the recogniser fails. */
export function ask(search: Search, { recogniser, pattern, digits }: Task, locales: readonly string[]): void {
  try {
    if (pattern && digits !== undefined) judgeRuns(search, recogniser, pattern, digits)
    else if (pattern) matchPattern(search, recogniser, pattern)
    else if (recogniser.find)
      for (const c of recogniser.find(search.text, locales, search.words)) {
        spend(search.work)
        const { start, end, validated, why } = c
        search.found.push({
          start,
          end,
          recogniser,
          score: validated === false ? 0 : scoreOf(recogniser, c.score, validated),
          proven: validated === true,
          failed: validated === false,
          needsContext: c.needsContext,
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

const NO_NEED = -1

function judgeRuns(search: Search, recogniser: Recogniser, pattern: Pattern, length: number): void {
  const { work, settled } = search
  for (const { start, digits } of work.runsAlone(length))
    if (settled.length === 0 || !isOneOf(settled, start, start + length))
      judge(search, recogniser, pattern, start, digits)
}

function matchPattern(search: Search, recogniser: Recogniser, pattern: Pattern): void {
  const { text, work } = search
  const late = pattern.expression instanceof RegExp ? undefined : pattern.expression
  const expression = regexpOf(pattern.expression)
  if (text.length <= UNDIVIDED) return matchPart(search, recogniser, pattern, expression, text, 0)
  for (const { start, end } of work.regions.of(late?.runs?.() ?? NO_NEED)) {
    const part = end - start === text.length ? text : text.slice(start, end)
    matchPart(search, recogniser, pattern, expression, part, start)
  }
}

function matchPart(
  search: Search,
  recogniser: Recogniser,
  pattern: Pattern,
  expression: RegExp,
  part: string,
  start: number,
): void {
  expression.lastIndex = 0
  for (let m = expression.exec(part); m; m = expression.exec(part)) {
    // A rejected match may hide another one that starts inside it. From the middle of a surrogate pair the engine would
    // step back to the same match, for ever.
    if (judge(search, recogniser, pattern, start + m.index, m[0]) || m[0] === '')
      expression.lastIndex = m.index + (part.codePointAt(m.index)! > 0xffff ? 2 : 1)
  }
}

/** Adds a match that is worth it; whether its check failed. */
function judge(search: Search, recogniser: Recogniser, pattern: Pattern, start: number, match: string): boolean {
  spend(search.work)
  const end = start + match.length
  if (!search.sieve.isWorth(recogniser, pattern, start, end)) return false
  const { score, needsContext } = pattern
  const validated = recogniser.validate?.(match)
  const failed = validated === false
  search.found.push({
    start,
    end,
    recogniser,
    score: failed ? 0 : scoreOf(recogniser, score, validated),
    proven: validated === true,
    failed,
    needsContext: needsContext || undefined,
    why: whyOf(recogniser, pattern, validated === true),
  })
  return failed
}

// Phrases of the few hundred patterns; a candidate of a cell costs no list of its own.
const plain = new WeakMap<Pattern, readonly string[]>()
const checked = new WeakMap<Pattern, readonly string[]>()

function whyOf({ checksum }: Recogniser, pattern: Pattern, proven: boolean): readonly string[] {
  const known = (proven ? checked : plain).get(pattern)
  if (known) return known
  const why = Object.freeze([`pattern ${pattern.name}`, ...(proven ? [checksum ? 'checksum' : 'check'] : [])])
  ;(proven ? checked : plain).set(pattern, why)
  return why
}

/** What one text may cost, and what expressions ask about its digits. */
class Work {
  /** how much may still be done, in candidates: they grow with the text, and one that makes more of them is not an ordinary one */
  left: number
  readonly #text: string
  #regions: DigitRegions | undefined
  #byLength: Map<number, DigitRun[]> | undefined

  constructor(text: string) {
    this.left = 2000 + 16 * text.length
    this.#text = text
  }

  get regions(): DigitRegions {
    return (this.#regions ??= digitRegions(this.#text))
  }

  /** Runs of a length that stand by themselves; the text is searched for all of them when the first recogniser asks. */
  runsAlone(length: number): readonly DigitRun[] {
    const text = this.#text
    if (this.#byLength === undefined && text.length <= LONGEST_RUN && isDigits(text))
      return length === text.length ? [{ start: 0, digits: text }] : NO_RUNS
    return (this.#byLength ??= runsAlone(text)).get(length) ?? NO_RUNS
  }
}

const NO_RUNS: readonly DigitRun[] = []

interface DigitRun {
  start: number
  digits: string
}

function runsAlone(text: string): Map<number, DigitRun[]> {
  const byLength = new Map<number, DigitRun[]>()
  const expression = DIGIT_RUN.regexp()
  expression.lastIndex = 0
  for (let m = expression.exec(text); m; m = expression.exec(text)) {
    const run = { start: m.index, digits: m[0] }
    const known = byLength.get(m[0].length)
    if (known) known.push(run)
    else byLength.set(m[0].length, [run])
  }
  return byLength
}

function spend(work: Work): void {
  if (--work.left < 0) throw new PerdeError('INTERNAL', 'a value needs more work than the detector allows')
}
