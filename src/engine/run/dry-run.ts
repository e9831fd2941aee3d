import { createPublishable } from '../../detect/publishable.ts'
import { compilePlan } from '../../plan/compile-plan.ts'
import { checkPurpose } from '../../policy/gate.ts'
import { checkCoverage } from './check-coverage.ts'
import { readSignals } from './gate-step.ts'
import { findAllInputs, checkDistinct } from '../read/inputs.ts'
import type { DryRun, RunJob } from '../freeze/job.ts'

/** Gate, inputs and plan without a run: looks at the beginning of each input, publishes and logs nothing. */
export async function dryRun(job: Omit<RunJob, 'pool'>): Promise<DryRun> {
  const gate = checkPurpose({ policy: job.policy, asOf: job.asOf, signalTexts: readSignals(job.policy, job.baseDir) })
  const plan = compilePlan(job.policy, job.policySha256, new Map(), new Map())
  if (gate.decision === 'deny') return { decision: 'deny', plan, inputs: [] }
  const publishable = createPublishable()
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
    return { decision: 'permit', plan, inputs: seen }
  } finally {
    for (const { bytes } of inputs) await bytes.close()
  }
}
