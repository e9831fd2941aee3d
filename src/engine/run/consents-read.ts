import { readEntries } from '../../evidence/log/log-reader.ts'
import { registerState, SeenRegisters } from '../consents/seen-registers.ts'
import type { ReadRegister } from '../consents/read-register.ts'
import * as entries from '../seal/entries.ts'
import type { RunJob } from '../freeze/job.ts'
import { noticeFewerDenials } from './notices.ts'
import type { RoundContext } from './round-context.ts'

/** What the run decides by stands in the log before it decides, and is what the last look has to go on from. */
export function consentsRead(
  job: RunJob,
  { log, seen }: Pick<RoundContext, 'log' | 'seen'>,
  register: ReadRegister,
): void {
  const { id } = job.policy.dataset
  if (register.ledger) {
    entries.ledgerSeen(log, id, register.ledger)
    seen.note(register.ledger)
  } else {
    const known = checkTable(job, register)
    noticeFewerDenials(job, known.last, registerState(register))
    entries.registerSeen(log, id, register)
  }
}

/** Holds a table of consents against what the log has seen by now. Throws DENIED_LEDGER where denials are gone. */
export function checkTable(job: RunJob, register: ReadRegister): SeenRegisters {
  const known = new SeenRegisters(readEntries(job.log, { type: 'consent.register' }), job.policy.dataset.id)
  known.check(registerState(register), job.policy.consent!.register!.path)
  return known
}
