import { createHash, randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { ownRecognisers } from '../../detect/own-patterns.ts'
import { recordVerdicts } from '../../detect/record-verdicts.ts'
import { isText } from '../../detect/is-text.ts'
import type { ColumnFacts } from '../../detect/column-facts.ts'
import { withPopulation, type CountedPopulation } from '../../plan/anonymity/join-population.ts'
import type { Solution } from '../../plan/anonymity/solution.ts'
import { compilePlan, type Detected, type Verdicts } from '../../plan/compile-plan.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Policy } from '../../policy/policy.ts'
import { verbNamed } from '../../transforms/verb-named.ts'
import { releasedAfter, type AfterRelease, type EarlierReleases } from './decide-classes.ts'
import { countPopulation } from './count-population.ts'
import type { Roots } from './derive-keys.ts'
import { refuseGaps, refuseNobody } from './check-profile.ts'
import { needsProfile, rulesOnly, type Surprises } from './rules-only.ts'
import { recodingOf, solveSources } from './solve-sources.ts'
import { profileSetup, setupFor } from './worker-setup.ts'
import { derivePlanKeys } from './plan-keys.ts'
import type { Pass } from '../read/block.ts'
import type { KeyCounts } from '../passes/key-counts.ts'
import type { RunJob } from './job.ts'
import { readPlanFile } from '../ledger/kept-plan.ts'
import type { PassOptions } from '../passes/block-tasks.ts'
import { plannedClasses, plannedPopulation } from '../risk/planned-classes.ts'
import { profilePass, type KeptProfiles, type Profiled } from '../passes/profile-pass.ts'
import { planName, refuseExchanged } from '../policy-files/named-files.ts'
import { sideFileDigests } from '../policy-files/side-file.ts'
import { namedTables, readHierarchies, readSideFiles } from './policy-tables.ts'
import { keyId, tableId, type ConsentSetup, type WorkerSetup } from '../wire/setup.ts'

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
  const hierarchies = readHierarchies(policy, job.baseDir, files)
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

/** For `unlisted: detect`: what each field is that no rule names. One without a sampled value is dropped. */
function verdictsOf(policy: Policy, plan: Plan, profiled: Profiled): Verdicts {
  const verdicts: Verdicts = new Map()
  if (policy.unlisted !== 'detect') return verdicts
  const own = ownRecognisers(policy.detect.patterns)
  plan.sources.forEach((source, s) => {
    const found = new Map<string, Detected | undefined>()
    const unlisted = [...profiled.met[s]!].filter(([, field]) => field < 0).map(([path]) => path)
    const seen = unlisted.flatMap((path): [string, ColumnFacts][] => {
      const facts: ColumnFacts | undefined = profiled.facts[s]![path]
      return facts ? [[path, facts]] : []
    })
    const besidePerson = source.fields.some(({ role }) => role === 'identifier')
    const all = recordVerdicts(seen, own, besidePerson)
    const facts = new Map(seen)
    for (const path of unlisted) {
      const verdict = all.get(path)
      found.set(path, verdict && { verdict, text: isText(facts.get(path)!) })
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
