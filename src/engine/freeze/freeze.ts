import { createHash, randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import type { ConsentRequest } from '../../consent/request.ts'
import { ownRecognisers } from '../../detect/own-patterns.ts'
import { verdict } from '../../detect/column-verdict.ts'
import { isText } from '../../detect/is-text.ts'
import type { ColumnFacts } from '../../detect/column-facts.ts'
import { shareRecoding, type SharedRecoding } from '../../anonymity/recoder.ts'
import { PerdeError } from '../../errors.ts'
import { withPopulation, type CountedPopulation } from '../../plan/anonymity/join-population.ts'
import type { Solution } from '../../plan/anonymity/solution.ts'
import { compilePlan, type Detected, type Verdicts } from '../../plan/compile-plan.ts'
import { isErased, type Plan, type SourcePlan } from '../../plan/plan.ts'
import type { Policy, Step } from '../../policy/policy.ts'
import { categoriesToName } from '../../policy/special-categories.ts'
import { parsePath } from '../../record/path.ts'
import { verbNamed } from '../../transforms/verb-named.ts'
import { readConsentPlace, type ConsentReading } from '../consents/read-consents.ts'
import type { ReadRegister } from '../consents/read-register.ts'
import type { SeenLedgers } from '../consents/seen-ledgers.ts'
import type { SubjectKeys } from '../consents/subject-keys.ts'
import {
  decideClasses,
  releasedAfter,
  type AfterRelease,
  type ClassFacts,
  type DecidedClasses,
  type EarlierReleases,
} from './decide-classes.ts'
import { countPopulation } from './count-population.ts'
import type { Roots } from './derive-keys.ts'
import { derivePlanKeys } from './plan-keys.ts'
import type { Pass } from '../read/block.ts'
import type { KeyCounts } from '../passes/key-counts.ts'
import type { CombinationProfile } from '../passes/combination-profile.ts'
import { shareHeld } from '../wire/held-people.ts'
import type { RunJob } from './job.ts'
import { unsolved } from './lighter-plan.ts'
import { readPlanFile } from '../ledger/kept-plan.ts'
import { totalBytes, type PassOptions } from '../passes/block-tasks.ts'
import { linkBits } from '../worker/link-sample.ts'
import { plannedClasses, plannedPopulation } from '../risk/planned-classes.ts'
import { profilePass, type KeptProfiles, type Profiled } from '../passes/profile-pass.ts'
import { planName, refuseExchanged } from '../policy-files/named-files.ts'
import { sideFileDigests } from '../policy-files/side-file.ts'
import { namedTables, readHierarchies, readSideFiles } from './policy-tables.ts'
import type { AskedSetup } from '../wire/asked.ts'
import { keyId, tableId, type ConsentSetup, type WorkerSetup } from '../wire/setup.ts'

/** Fields that the run found personal although the policy calls them insensitive, by source. */
export type Surprises = Map<string, Set<string>>

/** The plan of a job and everything workers need to follow it. The register is read apart, as it is read twice. */
export interface Frozen {
  plan: Plan
  setup: WorkerSetup
  /** digests of the inputs as the profile saw them, by input; undefined: there was no profile */
  profiled?: readonly Pass[]
  /** by source: how its quasi-identifiers are generalised; undefined: they are not */
  solutions: (Solution | undefined)[]
  /** by source: the classes that have to be written; undefined: nothing is known before */
  planned: (KeyCounts | undefined)[]
  /** by source: the people of a population in each class; undefined: the policy names no table of it */
  population: (KeyCounts | undefined)[]
  /** where a ledger of releases is kept: what it is after this one, and what of that is logged */
  released?: AfterRelease
}

/** The plan as far as the policy says it, before anything is seen of the data. */
export function rulesOnly(
  { policy, policySha256, follows }: Pick<RunJob, 'policy' | 'policySha256' | 'follows'>,
  surprises: Surprises,
): Plan {
  return compilePlan(policy, policySha256, new Map(), surprises, follows?.detected)
}

/**
 * What workers need to ask the register; undefined where the basis is another. An as-of time that is not now does not
 * bring back consents that have ended, nor ones that have not begun: they are asked as of `runAt` too.
 */
export function consentSetup(
  policy: Policy,
  plan: Plan,
  asOf: Date,
  register: ReadRegister | undefined,
  keys: SubjectKeys,
  runAt: Date = new Date(),
): ConsentSetup | undefined {
  if (!register) return undefined
  const { bytes, table } = register.index
  return {
    bytes,
    table,
    request: consentRequestNow(policy, plan, asOf, runAt),
    subjectKeys: [keys.a, keys.b],
  }
}

/** What is asked as of an instant, and of the time of the run where that is another. */
export function consentRequestNow(policy: Policy, plan: Plan, asOf: Date, runAt: Date): ConsentRequest {
  const request = consentRequest(policy, plan, asOf)
  const now = Math.floor(runAt.getTime() / 1000)
  return { ...request, ...(Math.abs(now - request.asOf) > SAME_INSTANT && { runAt: now }) }
}

/** Seconds within which as-of and the time of the run are one: nobody is asked about twice. */
const SAME_INSTANT = 60

/** Profiles the data where the policy needs it, then freezes the plan. */
export async function freezePlan(
  job: RunJob,
  roots: Roots,
  surprises: Surprises,
  passOptions: PassOptions,
  consent: ConsentSetup | undefined,
  earlier?: EarlierReleases,
  { measureKey = randomBytes(32), kept }: { measureKey?: Uint8Array | undefined; kept?: KeptProfiles | undefined } = {},
): Promise<Frozen> {
  const { policy, policySha256, follows } = job
  const files = readSideFiles(policy, job.baseDir)
  const hierarchies = readHierarchies(policy, job.baseDir)
  refuseExchanged(job.approvedFiles, sideFileDigests({ ...files, ...hierarchies }))
  const named = namedTables(policy, { ...files, ...hierarchies }, roots)
  const given = {
    roots,
    files,
    inputs: passOptions.inputs,
    measureKey,
    peopleKey: earlier?.ledger.keys.people,
    consent,
    asked: job.asked?.setup,
  }
  const first = profileSetup(job, surprises, given)
  if (!needsProfile(policy, first.plan, follows)) {
    const plan = { ...rulesOnly(job, surprises), ...named }
    return { plan, setup: setupFor(plan, {}, given), solutions: [], planned: [], population: [] }
  }
  const populations = await countPopulations(job, first, passOptions, hierarchies)
  const profiled = await profilePass(first, passOptions, hierarchies, kept)
  refuseNobody(first.plan, profiled)
  populations.forEach((population, s) => {
    const counted = profiled.combinations[s]
    if (population && counted) profiled.combinations[s] = withPopulation(counted, population)
  })
  const verdicts: Verdicts = follows ? new Map() : verdictsOf(policy, first.plan, profiled)
  const plan = { ...compilePlan(policy, policySha256, verdicts, surprises, follows?.detected), ...named }
  nameTables(plan, derivePlanKeys(plan, roots), profiled.tables)
  const planFile = policy.anonymity?.plan
  const decisions = solveSources(plan, profiled, {
    files: hierarchies,
    // A ledger has the plan of the releases before.
    given:
      planFile === undefined
        ? earlier
          ? undefined
          : follows?.plan
        : readPlanFile(resolve(job.baseDir, planFile), planFile, (sha256) =>
            refuseExchanged(job.approvedFiles, { [planName(planFile)]: sha256 }),
          ),
    earlier,
    sources: Object.keys(policy.dataset.sources),
  })
  const solutions = decisions.map((decision) => decision?.solution)
  refuseGaps(plan, profiled)
  const recodings = plan.sources.map(
    (source, s) => decisions[s] && recodingOf(source, decisions[s], profiled.combinations[s]!),
  )
  return {
    plan,
    setup: { ...setupFor(plan, shared(profiled.tables), given), recodings },
    profiled: profiled.passes,
    solutions,
    planned: plan.sources.map((source, s) => {
      const recoding = recodings[s]
      // Who waits for a later release is known by person, not by class.
      const whole = recoding && decisions[s]!.held.length === 0
      return whole ? plannedClasses(source, recoding, solutions[s]!.counts, measureKey) : undefined
    }),
    population: plan.sources.map((source, s) => {
      const own = solutions[s]?.population
      return own && plannedPopulation(source, recodings[s]!, own, measureKey)
    }),
    ...(earlier && { released: releasedAfter(plan, decisions, earlier) }),
  }
}

/** What the setups of a run have in common. */
export interface SetupFacts {
  roots: Roots
  /** contents of side files by their path in the policy */
  files: Record<string, string>
  inputs: PassOptions['inputs']
  measureKey: Uint8Array
  /** undefined: no ledger of releases is kept */
  peopleKey: Uint8Array | undefined
  consent: ConsentSetup | undefined
  /** undefined: nobody asked anything about these data */
  asked: AskedSetup | undefined
}

/** For the pass that profiles: every field is let through. */
export function profileSetup(
  job: Pick<RunJob, 'policy' | 'policySha256' | 'follows'>,
  surprises: Surprises,
  facts: SetupFacts,
): WorkerSetup {
  const plan = openPlan(rulesOnly(job, surprises))
  return { ...setupFor(plan, {}, facts), ...(job.policy.unlisted !== 'detect' && { unwatched: true }) }
}

function setupFor(
  plan: Plan,
  tables: Record<string, Uint8Array>,
  { roots, files, inputs, measureKey, peopleKey, consent, asked }: SetupFacts,
): WorkerSetup {
  return {
    plan: unsolved(plan),
    keys: derivePlanKeys(plan, roots),
    files,
    tables,
    measureKey,
    linkBits: linkBits(totalBytes(inputs)),
    ...(peopleKey && { peopleKey }),
    ...(consent && { consent }),
    ...(asked && { asked }),
  }
}

/** By source: the people of the table that the policy names; undefined: it names none. What is wrong there is said before the data are read. */
async function countPopulations(
  { policy, baseDir, approvedFiles }: Pick<RunJob, 'policy' | 'baseDir' | 'approvedFiles'>,
  setup: WorkerSetup,
  passOptions: PassOptions,
  hierarchies: Record<string, string>,
): Promise<(CountedPopulation | undefined)[]> {
  const spec = policy.anonymity?.population
  const populations: (CountedPopulation | undefined)[] = []
  for (const source of setup.plan.sources)
    populations.push(
      typeof spec === 'object' && source.anonymity
        ? await countPopulation(spec, { baseDir, approvedFiles }, source, setup, passOptions, hierarchies)
        : undefined,
    )
  return populations
}

/** Classes of people, and releases before this one, ask whom a record is about: a misspelt subject makes all of them nobody. */
function refuseNobody(plan: Plan, { met, records }: Profiled): void {
  plan.sources.forEach(({ name, subject, anonymity }, s) => {
    if (!anonymity || !subject || records === 0 || met[s]!.size === 0 || met[s]!.has(subject.path)) return
    throw new PerdeError('PLAN_MISMATCH', 'no record of the source names its subject', {
      where: { source: name, field: subject.path },
      hints: [`correct dataset.subject.${name}: it names "${subject.path}", which no record has`],
    })
  })
}

/**
 * At the top of a record a missing field and a null one are written alike, without the field. Inside an object the object
 * around it may be missing too, and a reader would see which.
 */
function refuseGaps(plan: Plan, { combinations }: Profiled): void {
  plan.sources.forEach(({ name, anonymity }, s) => {
    const gap = anonymity?.fields.findIndex(
      (path, q) => parsePath(path).length > 1 && combinations[s]?.quasi[q]?.absent,
    )
    if (gap === undefined || gap < 0) return
    const field = anonymity!.fields[gap]!
    throw new PerdeError('INPUT_VALUE', `"${field}" is missing in some records, which would tell them apart`, {
      where: { source: name, field },
      hints: ['give every record the object and the field, as null where there is no value, or drop the object'],
    })
  })
}

/** Solves every source that asks for classes, and writes the decision into the plan, so that its digest covers it. */
function solveSources(plan: Plan, profiled: Profiled, facts: ClassFacts): (DecidedClasses | undefined)[] {
  return plan.sources.map((source, s) => {
    const counted = profiled.combinations[s]
    if (!source.anonymity || !counted) return undefined
    try {
      const decision = decideClasses(source, counted, facts)
      source.anonymity.solved = decision.solution.solved
      return decision
    } catch (e) {
      throw e instanceof PerdeError ? e.at({ source: source.name }) : e
    }
  })
}

function recodingOf(
  { anonymity }: SourcePlan,
  { solution: { counts, hierarchies, recoding }, held }: DecidedClasses,
  { quasi }: CombinationProfile,
): SharedRecoding {
  const fields = anonymity!.fields.map((path, q) => {
    const { kinds, absent, base } = quasi[q]!
    return { path, kinds, absent, base }
  })
  return { ...shareRecoding(counts, hierarchies, recoding, fields), ...(held.length > 0 && { held: shareHeld(held) }) }
}

/** Tables in memory that all threads share: each may be as large as the number of distinct values. */
function shared(tables: Record<string, Uint8Array>): Record<string, Uint8Array> {
  return Object.fromEntries(
    Object.entries(tables).map(([id, table]) => {
      const bytes = new Uint8Array(new SharedArrayBuffer(table.length))
      bytes.set(table)
      return [id, bytes]
    }),
  )
}

/** A plan that lets every field through, for looking at the data. */
function openPlan(plan: Plan): Plan {
  return { ...plan, sources: plan.sources.map((s) => ({ ...s, unlisted: 'keep' as const })) }
}

export function needsProfile(policy: Policy, plan: Plan, follows?: RunJob['follows']): boolean {
  const collects = (steps: Step[] | undefined) => (steps ?? []).some((s) => verbNamed(s.verb).profile !== undefined)
  return (
    (policy.unlisted === 'detect' && !follows) ||
    plan.sources.some((s) => s.anonymity) ||
    plan.sources.some((s) => s.fields.some((f) => collects(f.do) || collects(f.else)))
  )
}

/** For `unlisted: detect`: what each field is that no rule names. One without a sampled value is dropped. */
function verdictsOf(policy: Policy, plan: Plan, profiled: Profiled): Verdicts {
  const verdicts: Verdicts = new Map()
  if (policy.unlisted !== 'detect') return verdicts
  const own = ownRecognisers(policy.detect.patterns)
  plan.sources.forEach((source, s) => {
    const found = new Map<string, Detected | undefined>()
    for (const [path, field] of profiled.met[s]!) {
      const facts: ColumnFacts | undefined = profiled.facts[s]![path]
      if (field < 0) found.set(path, facts && { verdict: verdict(path, facts, own), text: isText(facts) })
    }
    verdicts.set(source.name, found)
  })
  return verdicts
}

/** Writes the digests of the profile's tables into the plan, so that its own digest covers them. */
function nameTables(plan: Plan, keys: Record<string, Uint8Array>, tables: Record<string, Uint8Array>): void {
  for (const source of plan.sources)
    source.fields.forEach((field, f) => {
      for (const branch of ['do', 'else'] as const)
        (field[branch] ?? []).forEach((step, s) => {
          const verb = verbNamed(step.verb)
          if (!verb.profile) return
          const stepKeys = (verb.keys?.(step.options) ?? []).map((_, n) => keys[keyId(source.name, f, branch, s, n)]!)
          const table = tables[tableId(stepKeys)]
          if (table) source.tables[`${f}/${branch}/${s}`] = createHash('sha256').update(table).digest('hex')
        })
    })
}

/** What the register is asked: biometrics only where a biometric field is used other than erased (decision 16). */
export function consentRequest(policy: Policy, plan: Plan, asOf: Date): ConsentRequest {
  const biometric = plan.sources.some((s) => s.fields.some((f) => f.role === 'biometric' && !isErased(f)))
  const controller = policy.dataset.provenance?.controller
  const { recipients } = policy.purpose
  const transfers = transfersOf(policy)
  return {
    purpose: policy.purpose.id,
    processing: policy.purpose.processing,
    categories: [...(biometric ? ['biometric'] : []), ...categoriesToName(policy)],
    ...(controller !== undefined && { controller }),
    ...(recipients && { recipients }),
    ...(transfers.length > 0 && { transfers }),
    asOf: Math.floor(asOf.getTime() / 1000),
    subsume: policy.consent?.subsume ?? false,
  }
}

/** Where a run sends data besides to its recipients, as far as the policy says it. */
function transfersOf({ dataset, output }: Policy): ('cross-border' | 'public-sources')[] {
  const country = output['storage-country']
  const home = dataset.provenance?.jurisdiction ?? []
  return [
    ...(country !== undefined && home.length > 0 && !home.includes(country) ? ['cross-border' as const] : []),
    ...(output.access === 'public' ? ['public-sources' as const] : []),
  ]
}

/** The compiled consents of a policy; undefined where the basis is not consent. `seen`: what a log has seen of ledgers. */
export async function readConsents(
  job: Pick<RunJob, 'policy' | 'baseDir' | 'env'>,
  plan: Plan,
  keys: SubjectKeys,
  asOf: Date,
  seen?: SeenLedgers,
): Promise<ReadRegister | undefined> {
  const reading = consentReading(job, plan, keys, seen)
  return reading && readConsentPlace(reading, Math.floor(asOf.getTime() / 1000))
}

/** Where the consents of a policy are read; undefined where the basis is not consent. */
export function consentReading(
  { policy, baseDir, env }: Pick<RunJob, 'policy' | 'baseDir' | 'env'>,
  plan: Plan,
  keys: SubjectKeys,
  seen?: SeenLedgers,
): ConsentReading | undefined {
  return policy.consent && { place: policy.consent, baseDir, env, keys, entity: subjectEntity(plan), seen }
}

/** One register serves all sources: its subjects are of the entity that the data's are. */
export function subjectEntity(plan: Plan): string | undefined {
  return plan.sources.map((s) => s.subject?.entity).find((e) => e !== undefined)
}
