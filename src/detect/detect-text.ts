/** Finds personal data in a text: candidates, context, conflicts. Pure; one detector serves a worker for its life. */
import { PerdeError } from '../errors.ts'
import { createAround } from './around-biometrics.ts'
import { searchOf, withoutStacks } from './candidates.ts'
import { createCellMemory } from './cell-memory.ts'
import { createScorer } from './claims.ts'
import type { ScoredClaim } from './claims.ts'
import type { Task } from './classes.ts'
import { resolveConflicts, restsOfNames } from './conflicts.ts'
import { inLanguages } from './country-languages.ts'
import { namedBy } from './entity-name.ts'
import type { FormTasks } from './form-tasks.ts'
import { tasksFor } from './kept-tasks.ts'
import { createLookThrough } from './looks.ts'
import type { Look } from './looks.ts'
import { runsWithLostZeros, withLostZeros } from './lost-zeros.ts'
import { isLow, normalise, originalSpan } from './normalise.ts'
import type { Normalised } from './normalise.ts'
import { createSettledCells } from './settled-cells.ts'
import { isOneOf } from './surroundings.ts'
import type { Span } from './surroundings.ts'
import type { Detection, Recogniser } from './recogniser.ts'
import { recognisers } from './registry.ts'
import { byPriority } from './text-tasks.ts'
import { wholeSpans } from './whole-value.ts'

export interface TextDetectorOptions {
  /** entity ids or aliases; empty: every entity that is on by default */
  find: readonly string[]
  /**
   * languages of the data, ISO 639-1: numbers of countries that speak none of them count only beside a word, unless `find`
   * names them; empty: no country is foreign
   */
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
export interface TextDetector {
  (text: string, context?: string): readonly Detection[]
  /** What it says of each of many texts of one field: the same, sooner. */
  ofEach(texts: readonly string[], context?: string): (readonly Detection[])[]
}

/** UTF-16 units; no entity is longer than the margin, but for keys of many bits, so every other stands whole in some window */
const WINDOW = 65536
const MARGIN = 4096

/** Makes a detector for the entities asked for. A failure or a spent budget flags the whole value as `unknown`. */
export function createTextDetector(options: TextDetectorOptions): TextDetector {
  const named = chooseRecognisers(options.find, options.own)
  const chosen = byPriority(options.find.length === 0 ? inLanguages(named, options.locales) : named)
  const { byForm: tasksByForm, byText: tasksByText } = tasksFor(chosen)
  const lookThrough = createLookThrough(chosen, options.locales)
  const scorerOf = createScorer(chosen, options.confidence)
  const padded = chosen.filter((r) => r.padTo !== undefined && r.validateInContext)
  const paddedRuns = runsWithLostZeros(padded)
  const settled = options.wholeValue
    ? undefined
    : createSettledCells(scorerOf, options.locales, padded, (claims, text) =>
        frozen(detectionsOf(claims, [], text, { text })),
      )

  /** Of what is asked of cells of a form, what the letters of this one leave. */
  const ofCell = ({ inCells, hangsOnLetters }: FormTasks, text: string): readonly Task[] => {
    if (!hangsOnLetters) return inCells
    const { tasks } = tasksByText(text)
    return inCells.filter((task) => tasks.includes(task))
  }

  /** Undefined: nothing can be found. */
  const lookAt = (normal: Normalised, known: FormTasks | undefined, name: string): Look | undefined => {
    const { text } = normal
    const asked = known ?? tasksByText(text)
    const tasks = known ? ofCell(known, text) : asked.tasks
    const isPadded = (asked.digitRuns & paddedRuns) !== 0
    if (tasks.length === 0 && !isPadded) return undefined
    const whole = options.wholeValue ? wholeSpans(text) : []
    const scorer = scorerOf(text, name, whole)
    const inRounds = known !== undefined || tasks.some((task) => task.digits !== undefined)
    const claims = isPadded ? scorer.claims(withLostZeros(padded, text)) : []
    return {
      search: searchOf(text, scorer),
      scorer,
      whole,
      tasks,
      inRounds,
      claims,
      isOver: false,
      failure: undefined,
    }
  }

  /** Throws what the text could not be looked through for. */
  const detectionsIn = (original: string, normal: Normalised, { failure, claims, whole }: Look): Detection[] => {
    if (failure !== undefined) throw failure
    return detectionsOf(claims, alternativesOf(claims, whole), original, normal)
  }

  /** Throws where the text is too much for the detector. */
  const detectIn = (text: string, name: string, known: FormTasks | undefined): Detection[] => {
    const normal = known ? { text } : normalise(text)
    const look = lookAt(normal, known, name)
    if (!look) return []
    lookThrough.one(look)
    return detectionsIn(text, normal, look)
  }

  const memory = createCellMemory<readonly Detection[]>()
  const kept = (text: string, name: string, detections: readonly Detection[]): readonly Detection[] => {
    if (memory.isWorth(text, name)) memory.keep(text, name, frozen(detections))
    return detections
  }

  const detectNew = (text: string, name: string, known?: FormTasks): readonly Detection[] => {
    try {
      const answer = known && settled?.(text, known, name)
      if (answer) {
        if (memory.isWorth(text, name)) memory.keep(text, name, answer)
        return answer
      }
      if (text.length > WINDOW) return inWindows(text, (part) => detectIn(part, name, tasksByForm(part)))
      return kept(text, name, detectIn(text, name, known))
    } catch (cause) {
      return allOf(text, cause)
    }
  }

  /** Nothing is asked of values of the form. */
  const isNothing = ({ inCells, digitRuns }: FormTasks): boolean =>
    inCells.length === 0 && (digitRuns & paddedRuns) === 0

  /** To read the form of a word costs more than to remember that there is nothing in it; of a short number it does not. */
  const nothingIn = (text: string, name: string): readonly Detection[] => {
    return text.length < WORD ? NOTHING : (memory.find(text, name) ?? kept(text, name, NOTHING))
  }

  /** Running texts go together; values that have a form are asked so little that it does not pay. */
  const detectInGroup = (texts: readonly string[], from: number, name: string, answers: Answers): void => {
    const begun: Begun[] = []
    const to = Math.min(texts.length, from + GROUP)
    for (let place = from; place < to; place++) {
      const text = texts[place]!
      const recalled = memory.recall(text, name)
      if (recalled) {
        answers.push(recalled)
        continue
      }
      const isLong = text.length > LONGEST_TOGETHER
      const known = isLong ? undefined : tasksByForm(text)
      const answer = known && isNothing(known) ? nothingIn(text, name) : memory.find(text, name)
      if (answer) answers.push(answer)
      else if (known || isLong) answers.push(detectNew(text, name, known))
      else answers.push(begin(text, name, place, begun))
    }
    lookThrough.many(begun.map(({ look }) => look))
    for (const { text, normal, look, place } of begun)
      try {
        answers[place] = kept(text, name, detectionsIn(text, normal, look))
      } catch (cause) {
        answers[place] = allOf(text, cause)
      }
  }

  /** Adds the text to those that go together, if anything can be found in it; what is to be said of it until then. */
  const begin = (text: string, name: string, place: number, begun: Begun[]): readonly Detection[] => {
    try {
      const normal = normalise(text)
      const look = lookAt(normal, undefined, name)
      if (look) begun.push({ text, normal, look, place })
      else kept(text, name, [])
      return []
    } catch (cause) {
      return allOf(text, cause)
    }
  }

  const detectPlain = (text: string, name: string): readonly Detection[] => {
    const recalled = memory.recall(text, name)
    if (recalled) return recalled
    const known = tasksByForm(text)
    if (known && isNothing(known)) return nothingIn(text, name)
    return memory.find(text, name) ?? withoutStacks(() => detectNew(text, name, known))
  }

  const aroundOf = createAround(options.find, options.confidence)
  const detect = (text: string, name = ''): readonly Detection[] => {
    const around = aroundOf(text)
    return around ? around.whole(detectPlain(around.text, name)) : detectPlain(text, name)
  }

  return Object.assign(detect, {
    ofEach(texts: readonly string[], name = ''): Answers {
      const arounds = texts.map(aroundOf)
      const isPlain = arounds.every((around) => around === undefined)
      const read = isPlain ? texts : texts.map((text, i) => arounds[i]?.text ?? text)
      return withoutStacks(() => {
        const answers: Answers = []
        for (let from = 0; from < read.length; from += GROUP) detectInGroup(read, from, name, answers)
        return isPlain ? answers : answers.map((answer, i) => arounds[i]?.whole(answer) ?? answer)
      })
    },
  })
}

type Answers = (readonly Detection[])[]

const NOTHING: readonly Detection[] = Object.freeze([])

function frozen(detections: readonly Detection[]): readonly Detection[] {
  for (const d of detections) {
    Object.freeze(d.why)
    Object.freeze(d)
  }
  return Object.freeze(detections)
}

/** UTF-16 units */
const WORD = 5
/** Texts that go together: what is read of them fits into a processor's second cache. */
const GROUP = 128
/** UTF-16 units; what is read of a longer one needs no company, and a group of them would fill the memory */
const LONGEST_TOGETHER = 4096

/** A text that goes through with others, and its place among them. */
interface Begun {
  text: string
  normal: Normalised
  look: Look
  place: number
}

/** What stays of the claims on a text. */
function detectionsOf(
  claims: readonly ScoredClaim[],
  alternatives: readonly ScoredClaim[],
  original: string,
  normal: Normalised,
): Detection[] {
  if (claims.length === 0) return []
  if (claims.length === 1) return [detectionOf(claims[0]!, original, normal)]
  const kept = resolveConflicts(claims, alternatives)
  const rests = kept.length === claims.length ? [] : resolveConflicts(restsOfNames(normal.text, claims, kept))
  return [...kept, ...rests].sort((a, b) => a.start - b.start).map((c) => detectionOf(c, original, normal))
}

function detectionOf({ start, end, entity, score, why }: ScoredClaim, original: string, normal: Normalised): Detection {
  const [from, to] = originalSpan(original, normal, start, end)
  return { start: from, end: to, entity, score: Math.round(score * 1000) / 1000, why }
}

/** Fails closed: a text that the detector cannot get through is personal from end to end. */
function allOf(text: string, cause: unknown): Detection[] {
  return [{ start: 0, end: text.length, entity: 'unknown', score: 1, why: [reasonOf(cause)] }]
}

/** The recognisers that a policy's `find` names; empty: those on by default. Names match entity ids and aliases, in any case. */
export function chooseRecognisers(find: readonly string[], own: readonly Recogniser[] = []): readonly Recogniser[] {
  const all = own.length === 0 ? recognisers : [...recognisers, ...own]
  if (find.length === 0) return all.filter((r) => !r.offByDefault)
  return all.filter(namedBy(find))
}

/** What else a whole value may be: a number is often one of several things, words are not. */
function alternativesOf(claims: readonly ScoredClaim[], whole: readonly Span[]): ScoredClaim[] {
  return claims.filter((c) => !WORDS.has(c.family) && isOneOf(whole, c.start, c.end))
}

const WORDS: ReadonlySet<Recogniser['family']> = new Set(['person', 'address', 'date'])

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
      if (at < Math.max(low, all.at(-1)?.end ?? 0) || at >= high) continue
      all.push({ ...d, start: at, end: d.end + start })
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
