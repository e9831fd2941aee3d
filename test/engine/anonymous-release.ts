import { freezePlan } from '../../src/engine/freeze/freeze.ts'
import type { Input } from '../../src/engine/read/input.ts'
import type { RunJob } from '../../src/engine/freeze/job.ts'
import { measureRisk } from '../../src/engine/risk/measure-risk.ts'
import type { WorkerSetup } from '../../src/engine/wire/setup.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { parsePolicy } from '../../src/policy/parse-policy.ts'
import { applyHere, poolHere, recordsOf, ROOTS } from './plans.ts'

/** A policy about the source `people` with the fields q and r as quasi-identifiers, s as sensitive field. */
export function policyOf(anonymity: Record<string, unknown>, fields: Record<string, unknown> = {}): Policy {
  const { policy, findings } = parsePolicy(
    JSON.stringify({
      perde: 1,
      dataset: { id: 'clinic', sources: { people: 'people.jsonl' }, subject: { people: 'who' } },
      purpose: { id: 'dpv:ScientificResearch', processing: 'dpv:Analyse', basis: 'public-interest' },
      keys: { main: { env: 'KEY' } },
      fields: {
        people: {
          who: { role: 'identifier', do: 'pseudonym' },
          q: 'quasi-identifier',
          r: 'quasi-identifier',
          s: 'sensitive',
          ...fields,
        },
      },
      anonymity,
    }),
  )
  if (!policy) throw new Error(JSON.stringify(findings))
  return policy
}

export interface ReleaseOptions {
  blockSize?: number
  /** bytes of the table of combinations */
  tableBytes?: number
  /** folder of the tables that the policy names */
  baseDir?: string
  /** what happens between the plan and the pass that writes */
  between?: (setup: WorkerSetup) => void
}

/** Profile, solve, apply, measure: all of a run but its log and its files. */
export async function release(policy: Policy, inputs: Input[], options: ReleaseOptions = {}) {
  const { blockSize = 1 << 20, tableBytes, between, baseDir = '.' } = options
  const job = { policy, policySha256: '00'.repeat(32), baseDir } as RunJob
  const pass = {
    inputs,
    pool: poolHere(),
    blockSize,
    publishable: () => true,
    ...(tableBytes !== undefined && { tableBytes }),
  }
  const { plan, setup, solutions, planned, population } = await freezePlan(job, ROOTS, new Map(), pass, undefined)
  between?.(setup)
  const { applied, text } = await applyHere(plan, inputs, { setup, blockSize })
  const risk = measureRisk(plan, applied, { solutions, planned, population, measureKey: setup.measureKey })
  const records = recordsOf(Object.values(text).join(''))
  return { plan, setup, solutions, planned, population, applied, risk, text, records }
}
