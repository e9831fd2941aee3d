/**
 * Which entities the cells of a form are. What is the same for all of them is worked out once: questions that can find only
 * what does not count are left out, a run of digits is put to the checks without being searched for, and equal answers are
 * one list, so that cells with the same answers are counted together.
 */
import { LONGEST_RUN } from './boundary.ts'
import { ask, scoreOf, searchOf } from './candidates.ts'
import type { Search } from './candidates.ts'
import type { Task } from './classes.ts'
import {
  bestByEntity,
  countOf,
  failedCount,
  isCount,
  isNear,
  isNegative,
  isSpared,
  NO_PROOF,
  paddedCount,
  paddedRecognisers,
  proofOf,
  REPORTED,
} from './entity-facts.ts'
import type { EntityCount } from './entity-facts.ts'
import type { FormTasks } from './form-tasks.ts'
import { priorityOf } from './text-tasks.ts'
import type { TasksByText } from './text-tasks.ts'
import type { Recogniser, Validation } from './recogniser.ts'

/** What some cells of a form have in common. `Facts`: what their column counts of them. */
export interface CellAnswer<Facts> {
  entities: readonly EntityCount[]
  /** by what else they show; filled by who asks */
  facts: (Facts | undefined)[]
}

/** `text`: a value of the form. Throws as `ask` does. */
export type EntitiesOfCell<Facts> = (text: string, form: FormTasks) => CellAnswer<Facts>

export function createEntitiesOfCell<Facts>(
  locales: readonly string[],
  tasksByText: TasksByText,
): EntitiesOfCell<Facts> {
  const known = new WeakMap<FormTasks, Plan<Facts>>()
  return (text, form) => {
    let plan = known.get(form)
    if (!plan) known.set(form, (plan = planOf<Facts>(text, form)))
    const run = plan.run === 0 ? text : text.slice(text.length - plan.run)
    let node = plan.first
    let search: Search | undefined
    let proof = NO_PROOF
    const possible = form.hangsOnLetters ? tasksByText(text).tasks : undefined
    for (const { check, tasks } of plan.steps) {
      if (check) {
        const count = countOfRun(check, run)
        if (count === check.proven && run === text) proof = Math.max(proof, check.priority)
        node = nodeBehind(plan, node, count)
        continue
      }
      if (isSpared(tasks[0]!, proof)) continue
      if (possible && !tasks.some((task) => possible.includes(task))) continue
      search ??= searchOf(text)
      if (search.found.length > 0) search.found = []
      for (const task of tasks) ask(search, task, locales)
      const { found } = search
      proof = proofOf(text, found, 0, proof)
      for (const f of found.length > 1 ? bestByEntity(text, found) : found) {
        const count = countOf(text, f)
        if (isCount(count)) node = nodeBehind(plan, node, sameCount(plan.counts, count))
      }
    }
    return node
  }
}

interface Plan<Facts> {
  /** digits of the run that all values of the form end in, with nothing but signs before it; 0: they are not so */
  run: number
  steps: readonly Step[]
  first: Node<Facts>
  /** lists of answers so far */
  nodes: number
  counts: Map<string, EntityCount[]>
}

/** The questions of one recogniser. */
interface Step {
  tasks: readonly Task[]
  /** there is one, about the run of digits that the values are */
  check: Check | undefined
}

interface Check {
  priority: number
  ask: (digits: string) => Validation
  proven: EntityCount | undefined
  failed: EntityCount | undefined
  open: EntityCount | undefined
  /** instead of `failed`, where another last digit would pass */
  near?: EntityCount
  isNear?: (digits: string) => boolean
}

/** The list of the counts on the way to it. */
interface Node<Facts> extends CellAnswer<Facts> {
  /** by the next count, and the last one that came */
  next: Map<EntityCount, Node<Facts>>
  lastCount: EntityCount | undefined
  last: Node<Facts> | undefined
}

/** Lists kept of a form, and different counts of an entity: names have many scores. Others are made anew. */
const MOST_NODES = 512
const MOST_COUNTS = 64

function newNode<Facts>(entities: readonly EntityCount[]): Node<Facts> {
  return { entities, facts: [], next: new Map(), lastCount: undefined, last: undefined }
}

function nodeBehind<Facts>(plan: Plan<Facts>, node: Node<Facts>, count: EntityCount | undefined): Node<Facts> {
  if (!count) return node
  if (node.lastCount === count) return node.last!
  let next = node.next.get(count)
  if (!next) {
    next = newNode<Facts>([...node.entities, count])
    if (plan.nodes < MOST_NODES) {
      plan.nodes++
      node.next.set(count, next)
    }
  }
  node.lastCount = count
  node.last = next
  return next
}

/** One object for equal counts, as far as they are kept. */
function sameCount(counts: Map<string, EntityCount[]>, count: EntityCount): EntityCount {
  let known = counts.get(count.entity)
  if (!known) counts.set(count.entity, (known = []))
  for (const one of known) if (one.is === count.is && one.score === count.score) return one
  if (known.length < MOST_COUNTS) known.push(count)
  return count
}

const ONLY_A_RUN = /^[\t\n\r -/:-@[-`{-~]*\d+$/

function planOf<Facts>(text: string, form: FormTasks): Plan<Facts> {
  if (isNegative(text)) return { run: 0, steps: [], first: newNode([]), nodes: 0, counts: new Map() }
  const digits = ONLY_A_RUN.test(text) ? /\d+$/.exec(text)![0].length : 0
  // Forms count digits up to as many.
  const run = digits < LONGEST_RUN ? digits : 0
  const steps = groups(form.tasks)
    .filter((tasks) => mayCount(tasks, form))
    .map((tasks): Step => ({ tasks, check: run > 0 && tasks.length === 1 ? checkOf(tasks[0]!, run) : undefined }))
  if (run === text.length)
    for (const r of paddedRecognisers)
      if (run < r.padTo! && run >= r.padTo! - 3) steps.push({ tasks: [], check: paddedCheck(r) })
  return { run, steps, first: newNode([]), nodes: 0, counts: new Map() }
}

/** Tasks of one recogniser stand together. */
function groups(tasks: readonly Task[]): Task[][] {
  const all: Task[][] = []
  for (const task of tasks) {
    const last = all.at(-1)
    if (last?.[0]!.recogniser === task.recogniser) last.push(task)
    else all.push([task])
  }
  return all
}

/** Whether one of a recogniser's finds in a value of the form may count: as the whole value, or sure enough inside it. */
function mayCount(tasks: readonly Task[], { may }: FormTasks): boolean {
  return tasks.some(({ recogniser: r, pattern }) => {
    if (!pattern) return true
    const best = r.validate ? Math.max(pattern.score, scoreOf(r, pattern.score, true)) : pattern.score
    return (
      (best >= REPORTED && !(pattern.needsContext ?? r.needsContext)) || may(pattern.expression, 'whole but for signs')
    )
  })
}

function checkOf({ recogniser, pattern, digits }: Task, run: number): Check | undefined {
  if (!pattern || digits !== run) return undefined
  const count = (validated: Validation): EntityCount | undefined => {
    const failed = validated === false
    const score = failed ? 0 : scoreOf(recogniser, pattern.score, validated)
    const needsContext = pattern.needsContext || undefined
    const found = { recogniser, score, proven: validated === true, failed, needsContext, start: 0, end: run, why: [] }
    return countOf('0'.repeat(run), found)
  }
  return {
    priority: priorityOf(recogniser),
    ask: (text) => recogniser.validate?.(text),
    proven: count(true),
    failed: count(false),
    open: count(undefined),
    near: failedCount(recogniser, true),
    isNear: (text) => isNear(recogniser, text),
  }
}

function paddedCheck(recogniser: Recogniser): Check {
  const [proven, failed] = [paddedCount(recogniser, true), paddedCount(recogniser, false)]
  return {
    priority: NO_PROOF,
    ask: (text) => recogniser.validate?.(text.padStart(recogniser.padTo!, '0')),
    proven,
    failed,
    open: failed,
  }
}

function countOfRun({ ask, proven, failed, open, near, isNear }: Check, run: string): EntityCount | undefined {
  const validated = ask(run)
  if (validated === false) return isNear?.(run) ? near : failed
  return validated === true ? proven : open
}
