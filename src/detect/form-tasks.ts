/**
 * Which recognisers a value is shown to, by its form: those whose prefilter it passes and of whose expressions one can
 * match such a value. A form is worked out when it has been met a few times, since texts have forms of their own.
 */
import type { LateExpression } from './boundary.ts'
import { Flag, valueClass } from './classes.ts'
import type { Prefilter, Shortlist, Task, ValueClass } from './classes.ts'
import { digitRunsIn } from './digit-runs.ts'
import { expressionGraph } from './expression-graph.ts'
import type { ExpressionGraph } from './expression-graph.ts'
import { mayMatch, placesOf } from './may-match.ts'
import type { Places, Where } from './may-match.ts'
import type { Recogniser } from './recogniser.ts'
import type { TextTasks } from './text-tasks.ts'
import { classIn, CYRILLIC_LOWER, DIGIT, formBuffer, LATIN_LOWER, NEW_LINE, readForm } from './value-form.ts'
import type { FormBuffer } from './value-form.ts'

/** What is asked about the values of one form and one class of lengths. */
export interface FormTasks extends TextTasks {
  /** the tasks without those that report in running text only, where no value of the form is running text */
  inCells: readonly Task[]
  /**
   * there are letters and several questions: which letters they are may answer most of them (text-tasks.ts); not in
   * addresses of mail, whose words are nobody else's, so that every one would be a first
   */
  hangsOnLetters: boolean
  /** whether the expression can match in a value of the form, or from its beginning to its end */
  may(expression: RegExp | LateExpression, where: Where): boolean
}

/** The tasks for a text; undefined where it has no form, or one that is not worked out yet. */
export type TasksByForm = (text: string) => FormTasks | undefined

interface Form {
  runs: Int32Array
  /** `ValueClass.flags` of its values */
  flags: number
  /** by what the prefilter leaves, which depends on the length too */
  lists: Map<Shortlist, FormTasks>
  places: Places | undefined
  /** what was asked of the last value of the form, and its length and longest run of letters and digits, on which it hangs */
  last: FormTasks | undefined
  length: number
  run: number
  /** another form of the same hash */
  other: Form | undefined
}

/** So many questions are asked sooner than what they need is looked for. */
const FEW = 2

/** Texts have forms of their own; one that is met so often is of a column. */
const WORTH = 6
const MOST_FORMS = 4096

export function createTasksByForm(prefilter: Prefilter): TasksByForm {
  const buffer = formBuffer()
  const value: ValueClass = { flags: 0, digits: 0, digitRuns: 1, length: 0, run: 0 }
  const graphs = new Map<RegExp | LateExpression, ExpressionGraph | undefined>()
  const isWorth = createMeetings(WORTH)
  let forms = new Map<number, Form>()
  let count = 0

  /** Undefined for a form that was met too seldom so far. */
  const formOf = (text: string): Form | undefined => {
    const first = forms.get(buffer.hash)
    for (let form = first; form; form = form.other) if (isSame(form.runs, buffer)) return form
    if (!isWorth(buffer.hash)) return undefined
    if (count++ === MOST_FORMS) {
      forms = new Map()
      count = 1
    }
    const form: Form = {
      runs: buffer.runs.slice(0, buffer.count),
      flags: valueClass(text).flags,
      lists: new Map(),
      places: undefined,
      last: undefined,
      length: 0,
      run: 0,
      other: forms.get(buffer.hash),
    }
    forms.set(buffer.hash, form)
    return form
  }

  const may = (expression: RegExp | LateExpression, places: Places, where: Where = 'anywhere'): boolean => {
    let graph = graphs.get(expression)
    if (!graph && !graphs.has(expression)) graphs.set(expression, (graph = expressionGraph(expression)))
    return !graph || mayMatch(graph, places, where)
  }

  const workOut = (form: Form, list: Shortlist, text: string): FormTasks => {
    const places = (form.places ??= placesOf(form.runs))
    const digitRuns = digitRunsIn(text).lengths
    const tasks = list
      .withRuns(digitRuns)
      .filter(({ recogniser, pattern }) =>
        pattern ? may(pattern.expression, places) : needsOf(recogniser).every((any) => any.some((e) => may(e, places))),
      )
    const inCells = mayBeProse(form.runs) ? tasks : tasks.filter(({ recogniser: r }) => !r.proseOnly)
    return {
      digitRuns,
      tasks,
      inCells,
      hangsOnLetters: (form.flags & (Flag.letters | Flag.at)) === Flag.letters && inCells.length > FEW,
      may: (expression, where) => may(expression, places, where),
    }
  }

  return (text) => {
    if (!readForm(text, buffer)) return undefined
    const form = formOf(text)
    if (!form) return undefined
    if (form.last && form.length === text.length && form.run === buffer.run) return form.last
    value.flags = form.flags
    value.digits = buffer.digits
    value.length = text.length
    value.run = buffer.run
    const list = prefilter(value)
    let tasks = form.lists.get(list)
    if (!tasks) form.lists.set(list, (tasks = workOut(form, list, text)))
    form.last = tasks
    form.length = text.length
    form.run = buffer.run
    return tasks
  }
}

/**
 * Whether a hash is met for the so many-th time. Nothing is kept of the others but that: notes and addresses have as many
 * forms as values, and an object for each cost as much to throw away as the values to look through.
 */
function createMeetings(times: number): (hash: number) => boolean {
  const hashes = new Int32Array(MOST_MET)
  const met = new Uint8Array(MOST_MET)
  return (hash) => {
    const place = (hash ^ (hash >>> 16)) & (MOST_MET - 1)
    if (hashes[place] !== hash) {
      hashes[place] = hash
      met[place] = 0
    }
    return ++met[place]! >= times
  }
}

/** Hashes remembered, each at its place only: a newer one takes it over. */
const MOST_MET = 8192

function needsOf({ needs, needsInCells = [] }: Recogniser): readonly (readonly (RegExp | LateExpression)[])[] {
  return needs ? [needs, ...needsInCells] : needsInCells
}

function isSame(runs: Int32Array, { runs: read, count }: FormBuffer): boolean {
  if (runs.length !== count) return false
  for (let i = 0; i < count; i++) if (runs[i] !== read[i]) return false
  return true
}

/** See `isProse`: three lines, or three words of which one is in small letters. */
function mayBeProse(runs: Int32Array): boolean {
  let words = 0
  let small = false
  let inside = false
  for (const run of runs) {
    const at = classIn(run)
    if (at === NEW_LINE) return true
    const letters = at !== DIGIT && at <= CYRILLIC_LOWER
    if (letters && !inside) {
      words++
      if (at === LATIN_LOWER || at === CYRILLIC_LOWER) small = true
    }
    inside = letters
  }
  return words >= 3 && small
}
