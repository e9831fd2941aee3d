/**
 * From candidates to claims: what stands around a candidate and in the name of its field raises its score or takes it out.
 * Pure; a detector keeps one scorer, which keeps the compiled words.
 */
import { scoreOf } from './candidates.ts'
import type { Found, Sieve } from './candidates.ts'
import type { Claim } from './conflicts.ts'
import { createContexts } from './context.ts'
import type { BesideSpans, Contexts, ContextWords } from './context.ts'
import { headerWords } from './header-words.ts'
import type { Pattern, Recogniser } from './recogniser.ts'
import { isOneOf, isProse, overlaps, vetoSpans } from './surroundings.ts'
import type { Span } from './surroundings.ts'
import { isCalendar, isClock } from './whole-value.ts'

export interface ScoredClaim extends Claim {
  family: Recogniser['family']
  why: readonly string[]
}

/** One text: what is worth a look in it (most numbers cannot reach the threshold without a word beside them), and what the candidates claim. */
export interface TextScorer extends Sieve {
  /** the context word beside a span or in the name of the field */
  word(recogniser: Recogniser, start: number, end: number): string | undefined
  claims(found: readonly Found[]): ScoredClaim[]
}

/** `name`: the field's name or path; `whole`: spans that are the whole text, or one of its list, where such are believed more. */
export type Scorer = (text: string, name: string, whole: readonly Span[]) => TextScorer

const CONTEXT_GAIN = 0.35
const CONTEXT_LEAST = 0.6
const WHOLE = 0.5
const WHOLE_PROVEN = 0.55

/** Makes a scorer for the recognisers of a detector. `confidence`: what scores less is no claim. */
export function createScorer(chosen: readonly Recogniser[], confidence: number): Scorer {
  const contexts = createContexts()
  const words: Words = new Map(
    chosen.map((r) => [r, { context: contexts.compile(r.context), veto: contexts.compile(r.veto) }]),
  )
  let header: Header = { name: '', text: '', known: new Map() }
  return (text, name, whole) => {
    if (name !== header.name) header = { name, text: headerWords(name).join(' '), known: new Map() }
    return new Surroundings(text, whole, { contexts, words, header, confidence })
  }
}

type Words = ReadonlyMap<Recogniser, { context: ContextWords; veto: ContextWords }>

interface Header {
  name: string
  text: string
  /** the context word that a recogniser found in the header */
  known: Map<Recogniser, string | undefined>
}

/** What texts have in common. */
interface Scoring {
  contexts: Contexts
  words: Words
  header: Header
  confidence: number
}

/** One text and its header, read as far as candidates ask. */
class Surroundings implements TextScorer {
  readonly #text: string
  readonly #whole: readonly Span[]
  readonly #of: Scoring
  #beside: BesideSpans | undefined

  constructor(text: string, whole: readonly Span[], of: Scoring) {
    this.#text = text
    this.#whole = whole
    this.#of = of
  }

  isWorth(r: Recogniser, pattern: Pattern, start: number, end: number): boolean {
    if (isOneOf(this.#whole, start, end)) return true
    const alone = !(pattern.needsContext ?? r.needsContext)
    const best = r.validate ? Math.max(pattern.score, scoreOf(r, pattern.score, true)) : pattern.score
    return (alone && best >= this.#of.confidence) || this.word(r, start, end) !== undefined
  }

  claims(found: readonly Found[]): ScoredClaim[] {
    const { confidence } = this.#of
    return scored(found, this.#text, this, this.#whole).filter((c) => c.score >= confidence)
  }

  /** The context word beside a span or in the header. */
  word(r: Recogniser, start: number, end: number): string | undefined {
    const { words, header } = this.#of
    const beside = this.#isAll(start, end) ? undefined : words.get(r)!.context.among(this.#besideSpan(start, end))
    return beside ?? headerWord(header, r, words)
  }

  isVetoed(r: Recogniser, start: number, end: number): boolean {
    if (this.#isAll(start, end)) return false
    return this.#of.words.get(r)!.veto.among(this.#besideSpan(start, end)) !== undefined
  }

  #isAll(start: number, end: number): boolean {
    return start === 0 && end === this.#text.length
  }

  /** Dozens of recognisers ask about the same spans. */
  #besideSpan(start: number, end: number): readonly number[] {
    return (this.#beside ??= this.#of.contexts.besideSpansOf(this.#text))(start, end)
  }
}

function headerWord(header: Header, r: Recogniser, words: Words): string | undefined {
  if (header.text === '') return undefined
  if (!header.known.has(r)) header.known.set(r, words.get(r)!.context.in(header.text))
  return header.known.get(r)
}

function scored(
  found: readonly Found[],
  text: string,
  surroundings: Surroundings,
  whole: readonly Span[],
): ScoredClaim[] {
  const claims: ScoredClaim[] = []
  let vetoed: Span[] | undefined
  let prose: boolean | undefined
  for (const f of found) {
    const { recogniser: r, start, end } = f
    const asWhole = isOneOf(whole, start, end) && isReportedWhole(f, text)
    if (f.failed && !r.validateInContext && !asWhole) continue
    if (r.proseOnly && !(prose ??= isProse(text))) continue
    if (
      r.family !== 'date' &&
      r.family !== 'secret' &&
      r.family !== 'contact' &&
      overlaps((vetoed ??= vetoSpans(text)), start, end)
    )
      continue
    if (surroundings.isVetoed(r, start, end)) continue
    const word = surroundings.word(r, start, end)
    if (word === undefined && !asWhole && isOfAClock(f, text)) continue
    const claim = withContext(f, text, word) ?? (asWhole ? plainClaim(f) : undefined)
    if (!claim) continue
    if (asWhole && claim.score < WHOLE) {
      claim.score = f.proven ? WHOLE_PROVEN : WHOLE
      claim.why = [...claim.why, 'the whole value']
    }
    claims.push(claim)
  }
  return claims
}

/**
 * A run of digits that a clock or a calendar writes, which a check of small surprise passes by luck. The ИИН and БИН of no
 * day look like one.
 */
function isOfAClock({ recogniser: r, start, end }: Found, text: string): boolean {
  const chance = r.chance ?? 1
  if (chance < 0.0012 || r.family === 'contact' || end - start < 9) return false
  const value = text.slice(start, end)
  return (chance >= 0.005 && isClock(value)) || isCalendar(value)
}

function isReportedWhole({ recogniser: r, start, end, proven, failed }: Found, text: string): boolean {
  if (!r.whole) return false
  const value = text.slice(start, end)
  return r.whole(value, proven ? true : failed ? false : undefined)
}

function plainClaim({ recogniser: r, start, end, proven, score, why }: Found): ScoredClaim {
  return { start, end, entity: r.entity, family: r.family, priority: r.priority ?? 0, proven, score, why }
}

function withContext(f: Found, text: string, word: string | undefined): ScoredClaim | undefined {
  const { recogniser: r, start, end } = f
  const claim = plainClaim(f)
  if (word === undefined) return f.failed || (f.needsContext ?? r.needsContext) ? undefined : claim
  claim.why = [...f.why, `context: ${word}`]
  if (f.failed) {
    const wider = r.validateInContext?.(text.slice(start, end)) ?? (r.validateInContext ? undefined : false)
    if (wider === false) return undefined
    claim.proven = wider === true
    claim.score = wider ? 0.9 : CONTEXT_LEAST
    if (wider) claim.why = [...claim.why, 'checksum']
  } else claim.score = Math.min(1, Math.max(f.score + CONTEXT_GAIN, CONTEXT_LEAST))
  return claim
}
