import { createPublishable } from '../../detect/publishable.ts'
import { compilePlan } from '../../plan/compile-plan.ts'
import { checkPurpose } from '../../policy/gate.ts'
import { explain } from '../policy-files/explain.ts'
import { checkCoverage } from './check-coverage.ts'
import { signalTexts } from './gate-step.ts'
import { tryLedger } from './try-ledger.ts'
import { findAllInputs, checkDistinct, findTable, type Input } from '../read/inputs.ts'
import type { DryRun, RunJob } from '../freeze/job.ts'

/** Gate, inputs and plan without a run: looks at the beginning of each input, publishes and logs nothing. */
export async function dryRun(job: Omit<RunJob, 'pool'>): Promise<DryRun> {
  const gate = checkPurpose({ policy: job.policy, asOf: job.asOf, signalTexts: signalTexts(job.policy, job.baseDir) })
  const plan = compilePlan(job.policy, job.policySha256, new Map(), new Map())
  const levels = explain(job).filter(({ generalised }) => generalised)
  if (gate.decision === 'deny') return { decision: 'deny', plan, levels, inputs: [] }
  const publishable = createPublishable()
  await closeAll(await populationTable(job, publishable))
  const ledger = await tryLedger(job, plan)
  const inputs = await findAllInputs(job.policy, job, publishable)
  try {
    if (job.target !== undefined) await checkDistinct(job.target, inputs)
    const coverage = await checkCoverage(plan, inputs, publishable, job.policy.unlisted)
    const seen = inputs.map(({ sourceName, name, bytes }, i) => ({
      source: sourceName,
      name,
      bytes: bytes.size,
      ...coverage[i]!,
    }))
    return { decision: 'permit', plan, levels, ...(ledger && { ledger }), inputs: seen }
  } finally {
    await closeAll(inputs)
  }
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
