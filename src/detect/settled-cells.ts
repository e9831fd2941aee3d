/**
 * Cells that are told by what is found in them, whatever they hold besides: in most columns of numbers and addresses of mail
 * the same questions find the same in every cell, from end to end. Equal finds share one decision record, and a proof spares
 * the questions of a lower priority.
 */
import { ask, searchOf } from './candidates.ts'
import type { Found, Search } from './candidates.ts'
import type { ScoredClaim, Scorer, TextScorer } from './claims.ts'
import type { Task } from './classes.ts'
import type { FormTasks } from './form-tasks.ts'
import { runsWithLostZeros } from './lost-zeros.ts'
import type { Detection, Recogniser } from './recogniser.ts'
import { priorityOf } from './text-tasks.ts'

/** What is found in a cell of a form; undefined: it has to be looked through. */
export type SettledCells = (text: string, form: FormTasks, name: string) => readonly Detection[] | undefined

/** A form of which less than half of the cells are settled is left alone. */
const TRIED = 16
/** Names and addresses have letters and are not: a form of them is left alone sooner. */
const TRIED_WITH_LETTERS = 4
/** Different finds kept of a form. */
const MOST = 4

/** What is known of the cells of a form in one column. */
interface Cells {
  name: string
  /** cells settled, less those that were not; as few as it takes to leave the form alone */
  luck: number
  known: Known[]
  plan: readonly Level[]
}

/** Questions of one priority: those that may find a whole cell of the form, and those that can only find a part of one. */
interface Level {
  whole: readonly Task[]
  parts: readonly Task[]
}

/** Finds, and what they say of cells by their length. */
interface Known {
  finds: readonly Found[]
  answers: (readonly Detection[] | undefined)[]
}

/**
 * `padded`: recognisers of numbers that may have lost zeros, which a word in the name of the field brings; `resolve`: what
 * claims on a text say.
 */
export function createSettledCells(
  scorerOf: Scorer,
  locales: readonly string[],
  padded: readonly Recogniser[],
  resolve: (claims: ScoredClaim[], text: string) => readonly Detection[],
): SettledCells {
  const forms = new WeakMap<FormTasks, Cells>()
  const paddedRuns = runsWithLostZeros(padded)

  const mayHaveLostZeros = (text: string, { digitRuns }: FormTasks, name: string): boolean => {
    if ((digitRuns & paddedRuns) === 0) return false
    const scorer = scorerOf(text, name, [])
    return /\p{L}/u.test(text) || padded.some((r) => scorer.word(r, 0, text.length) !== undefined)
  }

  /**
   * All that can claim something, if it is from end to end; undefined where it is not so. Where one is proven, nothing
   * shorter and nothing of a lower priority stands against it, so neither is asked for.
   */
  const findsIn = (text: string, plan: readonly Level[], scorer: TextScorer): readonly Found[] | undefined => {
    const search = searchOf(text, scorer)
    let finds = NO_FINDS
    for (const { whole, parts } of plan) {
      for (const task of whole) ask(search, task, locales)
      if (parts.length > 0 && !hasProof(search)) for (const task of parts) ask(search, task, locales)
      const { found } = search
      if (found.length === 0) continue
      if (hasProof(search))
        return found.length === 1 && finds.length === 0 ? found : wholeOf([...finds, ...found], text)
      if (found.some((f) => !f.failed && !isWhole(f, text))) return undefined
      finds = [...finds, ...found.filter(canClaim)]
      search.found = []
    }
    return finds
  }

  const answerOf = (text: string, name: string, { known, plan }: Cells) => {
    const scorer = scorerOf(text, name, [])
    const finds = findsIn(text, plan, scorer)
    if (!finds) return undefined
    let same = known.find((k) => isSame(k.finds, finds))
    const answer = same?.answers[text.length]
    if (answer) return answer
    const claims = scorer.claims(finds)
    // What is proven and no claim settles nothing.
    if (finds.some(({ proven }) => proven) && !claims.some(({ proven }) => proven)) return undefined
    if (!finds.every((f) => isOfForm(f, text, scorer)) || claims.some((c) => c.family === 'person')) return undefined
    if (!same) {
      if (known.length === MOST) known.shift()
      known.push((same = { finds, answers: [] }))
    }
    return (same.answers[text.length] = resolve(claims, text))
  }

  return (text, form, name) => {
    let cells = forms.get(form)
    if (cells?.name !== name) {
      const luck = mayHaveLostZeros(text, form, name) ? -Infinity : form.hangsOnLetters ? TRIED_WITH_LETTERS - TRIED : 0
      forms.set(form, (cells = { name, luck, known: [], plan: levelsOf(form) }))
    }
    if (cells.luck < -TRIED) return undefined
    const answer = answerOf(text, name, cells)
    cells.luck = Math.min(TRIED, cells.luck + (answer ? 1 : -1))
    return answer
  }
}

const NO_FINDS: readonly Found[] = []

function isWhole({ start, end }: Found, text: string): boolean {
  return start === 0 && end === text.length
}

/** Whether it is proven what the whole text is. */
function hasProof({ found, text }: Search): boolean {
  for (const f of found) if (f.proven && isWhole(f, text)) return true
  return false
}

function wholeOf(finds: readonly Found[], text: string): Found[] {
  return finds.filter((f) => isWhole(f, text) && canClaim(f))
}

/** A check that failed is final where no context word brings a wider one. */
function canClaim({ failed, recogniser }: Found): boolean {
  return !failed || recogniser.validateInContext !== undefined
}

// Pure answers; a form is one for all detectors that ask the same.
const planned = new WeakMap<FormTasks, readonly Level[]>()

function levelsOf(form: FormTasks): readonly Level[] {
  let levels = planned.get(form)
  if (!levels) planned.set(form, (levels = divide(form)))
  return levels
}

function divide({ inCells, may }: FormTasks): Level[] {
  const levels = new Map<number, { whole: Task[]; parts: Task[] }>()
  for (const task of inCells) {
    const priority = priorityOf(task.recogniser)
    let level = levels.get(priority)
    if (!level) levels.set(priority, (level = { whole: [], parts: [] }))
    const { pattern } = task
    ;(pattern && !may(pattern.expression, 'whole') ? level.parts : level.whole).push(task)
  }
  return [...levels.values()]
}

function isSame(a: readonly Found[], b: readonly Found[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!isSameFind(a[i]!, b[i]!)) return false
  return true
}

function isSameFind(a: Found, b: Found): boolean {
  return (
    a.recogniser === b.recogniser &&
    a.score === b.score &&
    a.proven === b.proven &&
    a.failed === b.failed &&
    a.needsContext === b.needsContext &&
    (a.why === b.why || (a.why.length === b.why.length && a.why.every((phrase, i) => phrase === b.why[i])))
  )
}

/**
 * Whether a find, which failed or is from end to end, claims the same in all cells of the form: no clock or calendar is asked for, no wider rule, and there is no
 * UUID or time stamp of which it could be a piece.
 */
function isOfForm({ recogniser: r, failed, start, end }: Found, text: string, scorer: TextScorer): boolean {
  const { family } = r
  if (r.proseOnly) return false
  const hasWord = scorer.word(r, start, end) !== undefined
  if (failed) return !hasWord && !/\p{L}/u.test(text)
  if (family === 'contact') return true
  // Clocks and calendars are asked of digits alone.
  if (family === 'date' || family === 'secret') return hasWord || /\D/.test(text)
  return hasWord && !text.includes('-')
}
