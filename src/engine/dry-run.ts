import { createPublishable } from '../detect/publishable.ts'
import { compilePlan } from '../plan/compile-plan.ts'
import { fieldTree } from '../plan/field-tree.ts'
import { Kind } from '../record/batch.ts'
import { checkPurpose } from '../policy/gate.ts'
import { cutBlocks } from './blocks.ts'
import { checkNames } from './check-names.ts'
import { readSignals } from './gate-step.ts'
import { findAllInputs, checkDistinct } from './inputs.ts'
import type { DryRun, RunJob } from './job.ts'

/** Gate, inputs and plan without a run: reads the beginning of each input, writes and logs nothing. */
export async function dryRun(job: RunJob): Promise<DryRun> {
  const gate = checkPurpose({ policy: job.policy, asOf: job.asOf, signalTexts: readSignals(job.policy, job.baseDir) })
  const plan = compilePlan(job.policy, job.policySha256, new Map(), new Map())
  if (gate.decision === 'deny') return { decision: 'deny', plan, inputs: [] }
  const publishable = createPublishable()
  const inputs = await findAllInputs(job.policy, {
    baseDir: job.baseDir,
    cwd: job.cwd,
    overrides: job.overrides,
    stdin: job.stdin,
    publishable,
  })
  if (job.target !== undefined) await checkDistinct(job.target, inputs)
  const seen: DryRun['inputs'] = []
  for (const input of inputs) {
    const blocks = cutBlocks(input.bytes, input.format, input.options, 64 * 1024)
    const first = await blocks.next()
    await blocks.return(undefined as never)
    const fields = first.done === true ? undefined : first.value.layout.fields
    if (fields) {
      checkNames(fields, input, publishable, new Set(plan.sources[input.source]!.fields.map((f) => f.path)))
      const { root } = fieldTree(plan.sources[input.source]!, { at: () => false, below: () => false })
      if (job.policy.unlisted !== 'detect') for (const name of fields) root.child(name).meet(Kind.string)
    }
    seen.push({ source: input.sourceName, name: input.name, bytes: input.bytes.size, fields })
  }
  return { decision: 'permit', plan, inputs: seen }
}
