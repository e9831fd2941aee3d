import { sha256Hex } from '../../evidence/release/manifest.ts'
import { planBytes } from '../../plan/plan.ts'
import type { LeftRun } from '../passes/journal.ts'
import type { JournalHeader } from '../passes/journal-frames.ts'
import type { ReadRegister } from '../consents/read-register.ts'
import { keyFacts, type Roots } from '../freeze/derive-keys.ts'
import * as entries from '../seal/entries.ts'
import { freezePlan } from '../freeze/freeze.ts'
import { consentSetup, readConsents } from '../freeze/consents-of-plan.ts'
import { rulesOnly } from '../freeze/rules-only.ts'
import type { RunJob } from '../freeze/job.ts'
import { keepPlans } from '../freeze/keep-plans.ts'
import { summarised } from '../freeze/lighter-plan.ts'
import type { ConsentSetup } from '../wire/setup.ts'
import { toMeasure } from '../../plan/anonymity/solution.ts'
import type { Solved } from '../risk/measure-risk.ts'
import { VERSION } from '../../version.ts'
import { shownAddress } from '../read/address.ts'
import type { Input } from '../read/input.ts'
import { listingDigest } from '../read/listing.ts'
import { ASKED, OUTPUT } from './resume.ts'
import { shownPlan } from '../read/shown-path.ts'
import type { RoundContext } from './round-context.ts'
import { consentsRead } from './consents-read.ts'

/** What is needed before anything is written. */
type WithoutOutput = Omit<RoundContext, 'left' | 'rebuilt' | 'journalKey' | 'staged'> &
  Partial<Pick<RoundContext, 'rebuilt'>>

/** Everything that is decided before the second pass: who may be used, the plan, and what of it has to stay the same. */
export async function beginRound(job: RunJob, context: WithoutOutput, left: LeftRun | undefined) {
  const { subject, surprises, enter, pass, roots } = context
  const at = new Date(left?.header.at ?? job.tasks?.at ?? Date.now())
  enter('profile')
  const first = rulesOnly(job, surprises)
  const register = job.tasks ? job.tasks.register : await readConsents(job, first, subject.keys, job.asOf, context.seen)
  // Where tasks do the work, the step that divided it has logged what it read.
  if (register && !job.tasks) consentsRead(job, context, register)
  const consent = consentSetup(job.policy, first, job.asOf, register, subject.keys, at)
  const known = left?.header.measureKey ?? job.tasks?.measureKey ?? context.rebuilt?.kept.header.measureKey
  const planned = await planRound(job, context, consent, known)
  const header: JournalHeader = {
    identity: identityOf(job, pass.inputs, { roots, planSha256: sha256Hex(planned.planText), register }),
    measureKey: planned.setup.measureKey,
    asOf: job.asOf.getTime(),
    at: at.getTime(),
  }
  return { at, register, header, ...planned }
}

/** The plan of a round, as text and for the workers. What else grows with the combinations is let go. */
async function planRound(
  job: RunJob,
  { release, log, roots, surprises, pass, ledger, enter }: WithoutOutput,
  consent: ConsentSetup | undefined,
  measureKey: Uint8Array | undefined,
) {
  const earlier = ledger && { ledger, release }
  const frozen = await freezePlan(job, roots, surprises, pass, consent, earlier, {
    measureKey,
    kept: job.tasks?.kept,
  })
  const { plan, setup, profiled, solutions, planned, population, released } = frozen
  enter('plan')
  const planText = planBytes(shownPlan(plan, pass.publishable))
  entries.planFrozen(log, plan, sha256Hex(planText))
  const keeping = keepPlans(plan, solutions, pass.pool)
  // A rejection is seen when its turn comes; until then it must not count as unhandled.
  keeping.catch(() => undefined)
  const solved: Solved = {
    solutions: solutions.map((solution) => solution && toMeasure(solution)),
    planned,
    population,
    measureKey: setup.measureKey,
  }
  return { plan: summarised(plan), planText, setup, profiled, keeping, solved, released }
}

/** What has to be the same for the same bytes, by what a person calls it. */
function identityOf(
  job: RunJob,
  inputs: readonly Input[],
  { roots, planSha256, register }: { roots: Roots; planSha256: string; register: ReadRegister | undefined },
): Record<string, string> {
  return {
    version: VERSION,
    policy: job.policySha256,
    plan: planSha256,
    'register of consents': register?.keyedSha256 ?? '',
    keys: JSON.stringify(keyFacts(roots)),
    'as-of time': job.asOf.toISOString(),
    mode: job.mode,
    ...(job.asked && { [ASKED]: job.asked.sha256 }),
    'set of inputs': listingDigest(inputs),
    ...(job.store !== undefined && { [OUTPUT]: shownAddress(job.store) }),
  }
}
