import { consentRequestNow } from '../freeze/consents-of-plan.ts'
import { profileSetup } from '../freeze/worker-setup.ts'
import type { RunJob } from '../freeze/job.ts'
import { readSideFiles } from '../freeze/policy-tables.ts'
import { readSchemaMessage } from '../../io/formats/arrow/one-batch.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Roots } from '../freeze/derive-keys.ts'
import { refuseExchanged } from '../policy-files/named-files.ts'
import { sideFileDigests } from '../policy-files/side-file.ts'
import type { Input } from '../read/input.ts'
import type { HostedSource, HostedWork } from './hosted-work.ts'
import { unshared } from './shared-memory.ts'

/** What the workers of a host are told of a run; undefined: it hands nothing over. */
export function workOf(
  job: RunJob,
  inputs: readonly Input[],
  {
    roots,
    plan,
    measureKey,
    at,
    consents,
  }: { roots: Roots; plan: Plan; measureKey: Uint8Array; at: Date; consents: boolean },
): HostedWork | undefined {
  if (!job.handed || Object.keys(job.handed).length === 0) return undefined
  const files = readSideFiles(job.policy, job.baseDir)
  refuseExchanged(job.approvedFiles, sideFileDigests(files))
  const setup = profileSetup(job, new Map(), {
    roots,
    files,
    inputs,
    measureKey,
    peopleKey: undefined,
    consent: undefined,
    asked: undefined,
  })
  return {
    setup: unshared(setup),
    request: consents ? consentRequestNow(job.policy, plan, job.asOf, at) : undefined,
    asked: job.asked !== undefined,
    ledger: job.policy.anonymity?.releases !== undefined,
    fileSize: job.policy.output['file-size'],
    parts: inputs.length,
    sources: Object.entries(job.handed).map(([name, { partitions, schema }]): HostedSource => {
      const first = inputs.findIndex(({ sourceName }) => sourceName === name)
      const { bytes: _, format: __, name: ___, table: ____, ...facts } = inputs[first]!
      return { facts, first, partitions, schema: readSchemaMessage(schema).message }
    }),
  }
}
