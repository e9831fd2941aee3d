import type { ConsentRequest } from '../../consent/request.ts'
import { isErased, type Plan } from '../../plan/plan.ts'
import type { Policy } from '../../policy/policy.ts'
import { categoriesToName } from '../../policy/special-categories.ts'
import { readConsentPlace, type ConsentReading } from '../consents/read-consents.ts'
import type { ReadRegister } from '../consents/read-register.ts'
import type { SeenLedgers } from '../consents/seen-ledgers.ts'
import type { SubjectKeys } from '../consents/subject-keys.ts'
import type { ConsentSetup } from '../wire/setup.ts'
import type { RunJob } from './job.ts'

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

/**
 * The compiled consents of a policy; undefined where the basis is not consent. `seen`: what a log has seen of ledgers.
 * Throws DENIED_LEDGER also where the consents of the data set stood in a ledger, and the basis is another now.
 */
export async function readConsents(
  job: Pick<RunJob, 'policy' | 'baseDir' | 'env'>,
  plan: Plan,
  keys: SubjectKeys,
  asOf: Date,
  seen?: SeenLedgers,
): Promise<ReadRegister | undefined> {
  const reading = consentReading(job, plan, keys, seen)
  if (!reading) seen?.checkLeft(undefined)
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
