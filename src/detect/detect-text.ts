/** Finds personal data in a text: candidates, context, conflicts. Pure; one detector serves a worker for its life. */
import { PerdeError } from '../errors.ts'
import { findCandidates, workFor } from './candidates.ts'
import type { Found } from './candidates.ts'
import { createPrefilter, valueClass } from './classes.ts'
import { resolveConflicts } from './conflicts.ts'
import type { Claim } from './conflicts.ts'
import { around, compileContext } from './context.ts'
import type { ContextWords } from './context.ts'
import { headerWords } from './header-words.ts'
import { withLostZeros } from './lost-zeros.ts'
import { isLow, normalise, originalSpan } from './normalise.ts'
import { isProse, overlaps, vetoSpans } from './surroundings.ts'
import type { Span } from './surroundings.ts'
import type { Detection, Recogniser } from './recogniser.ts'
import { recognisers } from './registry.ts'
import { isCalendar, isClock, wholeSpan } from './whole-value.ts'

export interface TextDetectorOptions {
  /** entity ids or aliases; empty: every entity that is on by default */
  find: readonly string[]
  /** languages of names and words, `kk`, `ru`, `en`; empty: all */
  locales: readonly string[]
  /** 0…1: what scores less is not reported */
  confidence: number
  /** recognisers besides those of perde: a policy's own */
  own?: readonly Recogniser[]
  /**
   * A text that is nothing but one candidate claims more than the same characters in prose: somebody asks what this value
   * is, and `9700000010` can only be a few things. Such a value is reported where its check passed, even one that a number
   * in ten passes, or where its form is one of few; with every entity that it may be, the likeliest first. For the question
   * about one value (`perde detect`) only: a run that redacts, or that watches fields said to be harmless, sees thousands of
   * order numbers, of which one in ten would pass. Default false.
   */
  wholeValue?: boolean
}

/** `context`: the field's name or path, whose words count as context. Offsets are UTF-16 units of the text as given. */
export type TextDetector = (text: string, context?: string) => Detection[]

const CONTEXT_GAIN = 0.35
const CONTEXT_LEAST = 0.6
const WHOLE = 0.5
const WHOLE_PROVEN = 0.55
/** UTF-16 units; no entity is longer than the margin, so every one stands whole in some window */
const WINDOW = 65536
const MARGIN = 4096

/** Makes a detector for the entities asked for. A failure or a spent budget flags the whole value as `unknown`. */
export function createTextDetector(options: TextDetectorOptions): TextDetector {
  const chosen = chooseRecognisers(options.find, options.own)
  const prefilter = createPrefilter(chosen)
  const words = new Map(chosen.map((r) => [r, { context: compileContext(r.context), veto: compileContext(r.veto) }]))
  const padded = chosen.filter((r) => r.padTo !== undefined && r.validateInContext)
  let header: Header = { name: '', text: '', known: new Map() }

  const windowDetections = (text: string): Detection[] => {
    const n = normalise(text)
    const value = valueClass(n.text)
    const list = prefilter(value)
    if (list.recognisers.length === 0 && value.digits < 9) return []
    const found = findCandidates(list, n.text, options.locales, workFor(n.text))
    if (value.digits >= 9 && padded.length > 0) found.push(...withLostZeros(padded, n.text))
    if (found.length === 0) return []
    const whole = options.wholeValue ? wholeSpan(n.text) : undefined
    const claims = scored(found, n.text, words, header, whole).filter((c) => c.score >= options.confidence)
    return resolveConflicts(claims, whole && alternativesOf(claims, whole)).map((c) => {
      const [start, end] = originalSpan(text, n, c.start, c.end)
      return { start, end, entity: c.entity, score: Math.round(c.score * 1000) / 1000, why: c.why }
    })
  }

  return (text, context = '') => {
    if (context !== header.name) header = { name: context, text: headerWords(context).join(' '), known: new Map() }
    try {
      return text.length <= WINDOW ? windowDetections(text) : inWindows(text, windowDetections)
    } catch (cause) {
      return [{ start: 0, end: text.length, entity: 'unknown', score: 1, why: [reasonOf(cause)] }]
    }
  }
}

/** The recognisers that a policy's `find` names; empty: those on by default. Names match entity ids and aliases, in any case. */
export function chooseRecognisers(find: readonly string[], own: readonly Recogniser[] = []): readonly Recogniser[] {
  const all = own.length === 0 ? recognisers : [...recognisers, ...own]
  if (find.length === 0) return all.filter((r) => !r.offByDefault)
  const wanted = new Set(find.map(plainName))
  return all.filter((r) => wanted.has(plainName(r.entity)) || r.aliases.some((a) => wanted.has(plainName(a))))
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

interface Header {
  name: string
  text: string
  /** the context word that a recogniser found in the header */
  known: Map<Recogniser, string | undefined>
}

interface ScoredClaim extends Claim {
  family: Recogniser['family']
  why: string[]
}

function scored(
  found: readonly Found[],
  text: string,
  words: ReadonlyMap<Recogniser, { context: ContextWords; veto: ContextWords }>,
  header: Header,
  whole: Span | undefined,
): ScoredClaim[] {
  const claims: ScoredClaim[] = []
  const vetoed = vetoSpans(text)
  let prose: boolean | undefined
  // Several recognisers often find the same span.
  let known = { start: -1, end: -1, near: '' }
  for (const f of found) {
    const { recogniser: r, start, end } = f
    const asWhole = whole !== undefined && start === whole[0] && end === whole[1] && isReportedWhole(f, text)
    if (f.failed && !r.validateInContext && !asWhole) continue
    if (r.proseOnly && !(prose ??= isProse(text))) continue
    if (r.family !== 'date' && r.family !== 'secret' && r.family !== 'contact' && overlaps(vetoed, start, end)) continue
    if (known.start !== start || known.end !== end) known = { start, end, near: around(text, start, end) }
    const { near } = known
    const { context, veto } = words.get(r)!
    if (veto.in(near) !== undefined) continue
    const word = context.in(near) ?? headerWord(header, r, context)
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

function headerWord(header: Header, r: Recogniser, context: ContextWords): string | undefined {
  if (header.text === '') return undefined
  if (!header.known.has(r)) header.known.set(r, context.in(header.text))
  return header.known.get(r)
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

/** What else a whole value may be: a number is often one of several things, words are not. */
function alternativesOf(claims: readonly ScoredClaim[], [start, end]: Span): ScoredClaim[] {
  return claims.filter((c) => c.start === start && c.end === end && !WORDS.has(c.family))
}

const WORDS: ReadonlySet<Recogniser['family']> = new Set(['person', 'address', 'date'])

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
    if (wider) claim.why.push('checksum')
  } else claim.score = Math.min(1, Math.max(f.score + CONTEXT_GAIN, CONTEXT_LEAST))
  return claim
}

/** Detections of a long text: a window reports what starts in its middle, the first and last also what is at their edge. */
function inWindows(text: string, detect: (part: string) => Detection[]): Detection[] {
  const all: Detection[] = []
  for (let from = 0; from < text.length; from += WINDOW - 2 * MARGIN) {
    const start = isLow(text.charCodeAt(from)) ? from - 1 : from
    const last = from + WINDOW >= text.length
    let end = Math.min(text.length, from + WINDOW)
    if (end < text.length && isLow(text.charCodeAt(end))) end--
    const low = from === 0 ? 0 : from + MARGIN
    const high = last ? text.length : from + WINDOW - MARGIN
    for (const d of detect(text.slice(start, end))) {
      const at = d.start + start
      if (at >= Math.max(low, all.at(-1)?.end ?? 0) && at < high) all.push({ ...d, start: at, end: d.end + start })
    }
    if (last) break
  }
  return all
}

function reasonOf(cause: unknown): string {
  if (cause instanceof PerdeError) {
    const name = cause.facts['recogniser']
    return typeof name === 'string' ? `recogniser ${name} failed` : cause.message
  }
  return 'detection failed'
}
