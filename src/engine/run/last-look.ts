import type { Plan } from '../../plan/plan.ts'
import { readAgain } from '../consents/read-consents.ts'
import type { ReadRegister } from '../consents/read-register.ts'
import * as entries from '../seal/entries.ts'
import { consentReading, consentRequestNow } from '../freeze/consents-of-plan.ts'
import type { RunJob } from '../freeze/job.ts'
import { deniedInRelease } from '../passes/read-decisions.ts'
import { checkTable, consentsRead } from './consents-read.ts'
import type { RoundContext } from './round-context.ts'

/**
 * Looks at the consents once more. True: somebody whose record was used may not be used any more, so everything has to be
 * done again. A register that only grew, as one in a database does all the time, changes nothing of what was done. Who is
 * used has a consent as of the time of the run too (`consentSetup`), so an as-of in the past needs no look of its own.
 * Throws DENIED_LEDGER, as the first read does, where the consents are not what the log has seen by now.
 */
export async function lastLook(
  job: RunJob,
  { log, subject, release, seen }: RoundContext,
  { plan, register, decisions, at }: { plan: Plan; register: ReadRegister | undefined; decisions: number; at: Date },
): Promise<boolean> {
  const reading = consentReading(job, plan, subject.keys, seen)
  if (!register || !reading) {
    seen.checkLeft(undefined)
    return false
  }
  const now = await readAgain(reading, register, Math.floor(job.asOf.getTime() / 1000))
  // Between the steps of a run in tasks the log hears of consents from others, so what did not change is asked about too.
  if (now) consentsRead(job, { log, seen }, now)
  else if (!register.ledger) checkTable(job, register)
  const look = now && { index: now.index, request: consentRequestNow(job.policy, plan, job.asOf, at) }
  const denied = look
    ? deniedInRelease(look, { log: job.log, release, parts: decisions, keys: subject.keys }).denied
    : 0
  const { keyedSha256 } = now ?? register
  entries.lastLook(log, { registerSha256: keyedSha256, asOf: job.asOf, changed: denied > 0, denied: now && denied })
  return denied > 0
}
