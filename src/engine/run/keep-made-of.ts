import { keyCheckValue } from '../../keys/derive.ts'
import type { Schema } from '../../plan/drift.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Roots } from '../freeze/derive-keys.ts'
import { unsolved } from '../freeze/lighter-plan.ts'
import type { RunJob } from '../freeze/job.ts'
import { keepInputs, type KeptInput } from '../ledger/kept-inputs.ts'
import type { PlanKeys } from '../ledger/kept-plan.ts'
import type { Applied } from '../passes/apply-pass.ts'
import { keptName } from './new-inputs.ts'

export interface MadeOf {
  release: string
  roots: Roots
  keys: PlanKeys
  plan: Plan
  applied: Applied
  schemas: Record<string, Schema>
  /** inputs of the releases before */
  known: readonly KeptInput[]
}

/**
 * Keeps beside the log what the release was made of, so that another can follow it. Undefined where a key dies with the run:
 * nothing could join with it.
 */
export function keepMadeOf(job: RunJob, made: MadeOf): { sha256: string } | undefined {
  const { release, roots, keys, plan, applied, schemas, known } = made
  if ([...roots.values()].some(({ ephemeral }) => ephemeral)) return undefined
  const own = applied.parts.map(({ input, read }): KeptInput => {
    const { version } = input.bytes
    return {
      source: input.sourceName,
      name: keptName(job, input),
      release,
      bytes: read.bytes,
      ...(version !== undefined && { version }),
      sha256: read.sha256,
    }
  })
  return keepInputs(
    job.log,
    {
      perde: 'inputs',
      version: 1,
      dataset: job.policy.dataset.id,
      release,
      plan: unsolved(plan),
      keys: Object.fromEntries([...roots].map(([name, { root }]) => [name, keyCheckValue(root)])),
      inputs: [...known, ...own],
      schemas,
    },
    keys,
  )
}
