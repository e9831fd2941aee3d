import { createPublishable } from '../../detect/publishable.ts'
import { PerdeError } from '../../errors.ts'
import { systemFs } from '../../evidence/log/log-fs.ts'
import { seedsIn } from '../../evidence/log/signing-key.ts'
import { secretOf } from '../../evidence/log/vkey.ts'
import { checkPurpose } from '../../policy/gate.ts'
import { explain } from '../policy-files/explain.ts'
import { checkCoverage, lookAtInputs } from './check-coverage.ts'
import { checkSameDecisions, openEarlier, type EarlierRelease } from './earlier-release.ts'
import { signalTexts } from '../policy-files/signal-files.ts'
import { newInputs } from './new-inputs.ts'
import { withPatch } from './rule-patch.ts'
import { checkBeginnings } from './settle-schemas.ts'
import { tryLedger } from './try-ledger.ts'
import { keptPlanKeys, KEPT_PLAN } from '../freeze/derive-keys.ts'
import { loadRoots } from '../freeze/load-roots.ts'
import { rulesOnly } from '../freeze/rules-only.ts'
import { checkDistinct, checkLogOutside } from '../read/check-distinct.ts'
import { findAllInputs, findTable, placesRead } from '../read/inputs.ts'
import type { Input } from '../read/input.ts'
import type { DryRun, RunJob } from '../freeze/job.ts'

/** Gate, inputs and plan without a run: looks at the beginning of each input, publishes and logs nothing. */
export async function dryRun(given: Omit<RunJob, 'pool'>): Promise<DryRun> {
  const gate = checkPurpose({
    policy: given.policy,
    asOf: given.asOf,
    signalTexts: signalTexts(given.policy, given.baseDir),
  })
  const earlier = given.since === undefined ? undefined : await followed(given)
  const job = earlier ? { ...given, follows: earlier.follows } : given
  const plan = rulesOnly(job, new Map(earlier?.surprises))
  const levels = explain(job).filter(({ generalised }) => generalised)
  if (gate.decision === 'deny') return { decision: 'deny', plan, levels, inputs: [] }
  const publishable = createPublishable()
  await closeAll(await populationTable(job, publishable))
  const ledger = await tryLedger(job, plan)
  const found = await findAllInputs(job.policy, job, publishable)
  let inputs: readonly Input[] = found
  try {
    const places = placesRead(job.policy, job)
    checkLogOutside(job.log, places)
    const out = job.store ?? job.target
    if (out !== undefined) checkDistinct(out, found, places, job.policy.output['file-size'] !== undefined)
    if (earlier) inputs = (await newInputs(job, earlier, found)).came
    const seen = await lookAtInputs(plan, inputs, publishable)
    if (earlier) checkSameDecisions(earlier, plan, job.policy)
    checkBeginnings(job, plan, { inputs, seen, earlier, publishable })
    checkCoverage(plan, inputs, seen, job.policy.unlisted)
    const shown = inputs.map(({ sourceName, name, bytes }, i) => {
      const { fields, unlisted } = seen[i]!
      return { source: sourceName, name, bytes: bytes.size, fields, unlisted }
    })
    return { decision: 'permit', plan, levels, ...(ledger && { ledger }), inputs: shown }
  } catch (e) {
    throw e instanceof PerdeError ? await withPatch(e, job.policy, inputs) : e
  } finally {
    await closeAll(found)
  }
}

async function followed(job: Omit<RunJob, 'pool'>): Promise<EarlierRelease> {
  const roots = await loadRoots(job.policy, job.baseDir, job.env)
  return openEarlier(job, roots, () => {
    const [seed] = seedsIn(systemFs, job.log)
    if (!seed)
      throw new PerdeError('KEY_MISSING', 'what is kept of the release is under the signing key of the log', {
        hints: ['run without --dry-run: the run asks for the key that the policy names under audit.key'],
      })
    return keptPlanKeys(secretOf(seed, KEPT_PLAN))
  })
}

/** The files of the population that the policy names: a run would miss them after its first pass. */
async function populationTable(
  { policy, baseDir }: Pick<RunJob, 'policy' | 'baseDir'>,
  publishable: (text: string) => boolean,
): Promise<Input[]> {
  const { population } = policy.anonymity ?? {}
  return typeof population === 'object' ? findTable('population', population, baseDir, publishable) : []
}

async function closeAll(inputs: readonly Input[]): Promise<void> {
  for (const { bytes } of inputs) await bytes.close()
}
