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
    const known = new SeenRegisters(readEntries(job.log, { type: 'consent.register' }), id)
    const now = registerState(register)
    known.check(now, job.policy.consent!.register!.path)
    noticeFewerDenials(job, known.last, now)
    entries.registerSeen(log, id, register)
  }
}
