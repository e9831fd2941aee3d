import { knowsAny } from '../../anonymity/known-people.ts'
import { NO_RELEASES } from '../../anonymity/release-history.ts'
import { PerdeError } from '../../errors.ts'
import type { NewEntry } from '../../evidence/log/entry-schemas.ts'
import { applyKeptPlan } from '../../plan/anonymity/apply-kept.ts'
import { joinReleases, type JoinedSolution, type ReleasedSource } from '../../plan/anonymity/join-releases.ts'
import { keepPromises } from '../../plan/anonymity/keep-promises.ts'
import { promiseOf } from '../../plan/anonymity/promise.ts'
import { keptFacts, keptPlan } from '../../plan/anonymity/kept-plan.ts'
import { planIdentity, type KeptPlan, type PlanFile } from '../../plan/anonymity/plan-file.ts'
import type { Solution } from '../../plan/anonymity/solution.ts'
import { solveAnonymity } from '../../plan/anonymity/solve.ts'
import type { Plan, PlannedAnonymity, SourcePlan } from '../../plan/plan.ts'
import type { CombinationProfile } from '../passes/combination-profile.ts'
import type { ReleasedSources } from '../ledger/ledger-file.ts'
import type { ReleaseLedger } from '../ledger/release-ledger.ts'

/** The ledger of a run that has one, and the name of the release that is being made. */
export interface EarlierReleases {
  ledger: ReleaseLedger
  release: string
}

export interface ClassFacts {
  /** tables of hierarchies by their path in the policy */
  files: Record<string, string>
  /** the plan that the policy names */
  given: PlanFile | undefined
  earlier: EarlierReleases | undefined
  /** names of the policy's sources */
  sources: readonly string[]
}

export interface DecidedClasses {
  solution: Solution
  /** records that wait for a later release */
  held: JoinedSolution['held']
  joined?: JoinedSolution
  /** nobody in it was in a release before */
  strangers?: boolean
}

/** What the ledger is after a release, and what the log says of it. */
export interface AfterRelease {
  sources: ReleasedSources
  entries: Extract<NewEntry, { type: 'release.join' }>[]
  held: number
  /** sources in which nobody was known */
  strangers: string[]
}

/**
 * The classes of a source: by the plan that the policy names, else by that of the releases before, else by one that is
 * solved for these data. Throws PLAN_MISMATCH, LEDGER_MISMATCH, LEDGER_PROMISE,
 * ANONYMITY_NOT_MET, POLICY_INVALID.
 */
export function decideClasses(
  source: SourcePlan,
  counted: CombinationProfile,
  { files, given, earlier, sources }: ClassFacts,
): DecidedClasses {
  const planned = source.anonymity!
  const named = given && givenPlan(given, source.name)
  const before = earlier && ownSource(earlier.ledger.before, source.name)
  if (earlier && counted.people) keepPromises(source, counted.people, { before: earlier.ledger.before, sources })
  const kept = named ?? inForce(before, planned)
  if (!earlier) {
    const solution = kept ? applyKeptPlan(planned, counted, kept, files) : solveAnonymity(planned, counted, files)
    return { solution, held: [] }
  }
  const solved = kept ? undefined : solveAnonymity(planned, counted, files)
  const facts = solved && keptFacts(planned, solved)
  const plan = kept ?? (facts && keptPlan(facts))
  // No record and no release before it: there is nothing that a later one could be held against.
  if (!plan || !counted.people) return { solution: solved ?? applyKeptPlan(planned, counted, plan!, files), held: [] }
  const joined = joinReleases(
    planned,
    counted.people,
    applyKeptPlan(planned, counted, plan, files),
    before ?? { plans: [], history: NO_RELEASES, promises: [] },
    promiseOf(earlier.release, planned, source.subject),
  )
  // Of a plan that was solved now all is known that its search says.
  const solution = solved
    ? { ...joined.solution, solved: { ...solved.solved, ...measures(joined.solution) } }
    : joined.solution
  const strangers =
    before !== undefined &&
    before.history.members.of.length > 0 &&
    !knowsAny(before.history.members.refs, counted.people)
  return { solution, held: joined.held, joined, strangers }
}

function measures({ solved: { suppressed, classes, loss, ncp } }: Solution) {
  return { suppressed, classes, loss, ncp }
}

/** Sources that this run says nothing about stay as they were. */
export function releasedAfter(
  plan: Plan,
  decisions: readonly (DecidedClasses | undefined)[],
  { ledger }: EarlierReleases,
): AfterRelease {
  const sources = { ...ledger.before }
  const entries: AfterRelease['entries'] = []
  plan.sources.forEach(({ name }, source) => {
    const joined = decisions[source]?.joined
    if (!joined) return
    const { after, counts } = joined
    sources[name] = after
    entries.push({
      type: 'release.join',
      source,
      releases: after.history.releases.length - 1,
      ...counts,
      planSha256: planIdentity(after.plans.at(-1)!),
    })
  })
  const strangers = plan.sources.flatMap(({ name }, s) => (decisions[s]?.strangers ? [name] : []))
  return { sources, entries, held: entries.reduce((n, { held }) => n + held, 0), strangers }
}

function givenPlan(given: PlanFile, source: string): KeptPlan {
  if (Object.hasOwn(given.sources, source)) return given.sources[source]!
  throw new PerdeError('PLAN_MISMATCH', 'the plan of anonymity says nothing of this source', {
    hints: [`it is for ${Object.keys(given.sources).join(', ')}`],
  })
}

function ownSource(sources: ReleasedSources, name: string): ReleasedSource | undefined {
  return Object.hasOwn(sources, name) ? sources[name] : undefined
}

/** The plan of the releases before; they have it in common, so the policy has to fit it. Throws LEDGER_MISMATCH. */
export function inForce(before: ReleasedSource | undefined, { fields, spec }: PlannedAnonymity): KeptPlan | undefined {
  const plan = before?.plans.at(-1)
  if (plan && (plan.fields.join('\n') !== fields.join('\n') || plan.model !== spec.model))
    throw new PerdeError(
      'LEDGER_MISMATCH',
      'the earlier releases of these data have a plan that is not for this policy',
      {
        hints: [
          `the plan is ${plan.model} for ${plan.fields.join(', ')}, the policy says ${spec.model} for ${fields.join(', ')}`,
          'to go over to another plan name it with anonymity.plan: both are then held against each other',
        ],
      },
    )
  return plan
}
