import { createEntryCheck } from '../../anonymity/check-entries.ts'
import { createClassTable } from '../../anonymity/class-table.ts'
import { informationLoss } from '../../anonymity/measures/information-loss.ts'
import { joinRelease } from '../../anonymity/release-history.ts'
import type { Candidates, ReleaseHistory } from '../../anonymity/released-people.ts'
import { createTupleTable } from '../../anonymity/tuple-table.ts'
import type { PlannedAnonymity } from '../plan.ts'
import { recodingOf, type KeptSolution } from './apply-kept.ts'
import { planIdentity, type KeptPlan } from './plan-file.ts'
import type { Promised } from './promise.ts'

/** The records of a source, one by one: who, and which combination of values. */
export interface PeopleProfile {
  high: Uint32Array
  low: Uint32Array
  /** number of each record's combination */
  combination: Uint32Array
  /** by quasi-identifier: number of the value of each combination, as in the dictionaries of the profile */
  quasi: Uint32Array[]
  /** by sensitive field: number of each record's value */
  sensitive: Uint32Array[]
}

/** What a ledger knows of a source: the plans of its releases, and who was in which of them. */
export interface ReleasedSource {
  /** the last is in force */
  plans: KeptPlan[]
  history: ReleaseHistory
  /** of each release, the oldest first */
  promises: Promised[]
}

export interface JoinedSolution {
  /** measures are those of what is released */
  solution: KeptSolution
  /** records that wait, by both halves of the reference and the number of their combination in the solution's counts */
  held: [high: number, low: number, entry: number][]
  after: ReleasedSource
  counts: { people: number; came: number; went: number; held: number }
}

/**
 * Takes out of a solution who would make people of earlier releases stand out: they are suppressed in this release and
 * wait for one that they come to together with others. What is left of each class holds what the policy asks for.
 */
export function joinReleases(
  planned: PlannedAnonymity,
  people: PeopleProfile,
  solution: KeptSolution,
  before: ReleasedSource,
  promised: Promised,
): JoinedSolution {
  const { plans, number } = planNumber(before.plans, solution.frozen)
  const classOf = classesOf(people, solution)
  const { candidates, candidateOf } = candidatesOf(people, classOf)
  const joined = joinRelease(before.history, candidates, {
    release: promised.release,
    plan: number,
    k: planned.spec.k,
    unit: planned.unit,
    failing: (held) =>
      failingClasses(people, solution, classOf, (r) => candidateOf[r]! >= 0 && held[candidateOf[r]!] === 1),
  })
  const isHeld = (r: number) => candidateOf[r]! >= 0 && joined.held[candidateOf[r]!] === 1
  const entryOf = entriesOf(people, solution)
  const held = new Map<string, [number, number, number]>()
  let rows = 0
  for (let r = 0; r < people.high.length; r++) {
    if (!isHeld(r)) continue
    rows++
    const key: [number, number, number] = [people.high[r]!, people.low[r]!, entryOf[people.combination[r]!]!]
    held.set(key.join(), key)
  }
  return {
    solution: rows === 0 ? solution : without(people, solution, isHeld, rows),
    held: [...held.values()],
    after: { plans, history: joined.history, promises: [...before.promises, promised] },
    counts: { people: joined.history.members.of.length, came: joined.came, went: joined.went, held: rows },
  }
}

function planNumber(plans: readonly KeptPlan[], own: KeptPlan): { plans: KeptPlan[]; number: number } {
  const identity = planIdentity(own)
  const number = plans.findIndex((plan) => planIdentity(plan) === identity)
  // The last one is in force: a plan that comes back is there twice.
  return number >= 0 && number === plans.length - 1
    ? { plans: [...plans], number }
    : { plans: [...plans, own], number: plans.length }
}

/** Class of each combination, -1: suppressed. */
function classesOf({ quasi }: PeopleProfile, solution: KeptSolution): Int32Array {
  const leaves = new Uint32Array(quasi.length)
  return Int32Array.from(quasi[0]!, (_, combination) =>
    solution.classOf(leavesAt(quasi, solution, combination, leaves)),
  )
}

function leavesAt(
  quasi: readonly Uint32Array[],
  { leaves: leafOf }: KeptSolution,
  combination: number,
  into: Uint32Array,
): Uint32Array {
  for (let q = 0; q < into.length; q++) into[q] = leafOf[q]![quasi[q]![combination]!]!
  return into
}

/** Number of each combination in the counts of the solution. */
function entriesOf({ quasi }: PeopleProfile, solution: KeptSolution): Int32Array {
  const { columns, counts, shape } = solution.counts
  const table = createTupleTable(shape.leaves, Infinity)
  const leaves = new Uint32Array(quasi.length)
  for (let e = 0; e < counts.length; e++) {
    for (let q = 0; q < leaves.length; q++) leaves[q] = columns[q]![e]!
    table.add(leaves, 1)
  }
  return Int32Array.from(quasi[0]!, (_, c) => table.find(leavesAt(quasi, solution, c, leaves)))
}

/** Rows of one person in one class are one candidate. */
function candidatesOf(
  { high, low, combination }: PeopleProfile,
  classOf: Int32Array,
): { candidates: Candidates; candidateOf: Int32Array } {
  const own = (r: number) => classOf[combination[r]!]!
  const order = Uint32Array.from(high.keys())
    .filter((r) => own(r) >= 0)
    .sort((a, b) => high[a]! - high[b]! || low[a]! - low[b]! || own(a) - own(b))
  const firsts: number[] = []
  const rows: number[] = []
  const candidateOf = new Int32Array(high.length).fill(-1)
  for (const r of order) {
    const last = firsts.at(-1)
    if (last === undefined || high[last] !== high[r] || low[last] !== low[r] || own(last) !== own(r)) {
      firsts.push(r)
      rows.push(0)
    }
    rows[rows.length - 1]!++
    candidateOf[r] = rows.length - 1
  }
  return {
    candidates: {
      refs: { high: Uint32Array.from(firsts, (r) => high[r]!), low: Uint32Array.from(firsts, (r) => low[r]!) },
      classes: Uint32Array.from(firsts, own),
      rows: Uint32Array.from(rows),
    },
    candidateOf,
  }
}

/** Classes whose records that are left do not hold what the policy asks for. */
function failingClasses(
  { combination, sensitive }: PeopleProfile,
  { frozen, counts, requirements, values }: KeptSolution,
  classOf: Int32Array,
  isHeld: (record: number) => boolean,
): number[] {
  const table = createClassTable({ leaves: [frozen.recoding.classes.length], sensitive: counts.shape.sensitive })
  const own = [0]
  const numbers = new Uint32Array(sensitive.length)
  for (let r = 0; r < combination.length; r++) {
    own[0] = classOf[combination[r]!]!
    if (own[0] < 0 || isHeld(r)) continue
    for (let s = 0; s < numbers.length; s++) numbers[s] = values[s]![sensitive[s]![r]!]!
    table.addRow(own, numbers)
  }
  const left = table.counts()
  const holds = createEntryCheck(left, requirements)
  return [...left.counts.keys()].filter((e) => !holds([e], left.counts[e]!)).map((e) => left.columns[0]![e]!)
}

/** The same solution with the measures of what is left: who waits is suppressed, and loses all. */
function without(
  people: PeopleProfile,
  solution: KeptSolution,
  isHeld: (record: number) => boolean,
  rows: number,
): KeptSolution {
  const { hierarchies, counts, frozen, solved } = solution
  const table = createClassTable({ leaves: counts.shape.leaves, sensitive: [] })
  const leaves = new Uint32Array(hierarchies.length)
  for (let r = 0; r < people.high.length; r++)
    if (!isHeld(r)) table.addRow(leavesAt(people.quasi, solution, people.combination[r]!, leaves), [])
  const left = table.counts()
  const classes = Int32Array.from(left.counts, (_, e) => {
    for (let q = 0; q < leaves.length; q++) leaves[q] = left.columns[q]![e]!
    return solution.classOf(leaves)
  })
  const measured = informationLoss(left, hierarchies, recodingOf(frozen.recoding, classes))
  const share = (loss: number) => (left.rows === 0 ? 1 : (loss * left.rows + rows) / counts.rows)
  return {
    ...solution,
    solved: {
      ...solved,
      suppressed: solved.suppressed + rows,
      classes: new Set(classes.filter((own) => own >= 0)).size,
      loss: share(measured.loss),
      ncp: share(measured.ncp),
    },
  }
}
