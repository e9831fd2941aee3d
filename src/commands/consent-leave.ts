import { readConsentPlace } from '../engine/consents/read-consents.ts'
import { keyCheckHex } from '../engine/consents/read-ledger.ts'
import { registerState, SeenRegisters, toldAs } from '../engine/consents/seen-registers.ts'
import { deriveSubjectKeys } from '../engine/freeze/derive-keys.ts'
import { subjectEntity } from '../engine/freeze/consents-of-plan.ts'
import { rulesOnly } from '../engine/freeze/rules-only.ts'
import { loadRoots } from '../engine/freeze/load-roots.ts'
import type { OpenPolicy } from '../engine/policy-files/open-policy.ts'
import { registerEntry } from '../engine/seal/entries.ts'
import { readEntries } from '../evidence/log/log-reader.ts'
import type { Entry } from '../evidence/log/entry-schemas.ts'
import type { ConsentLog } from './consent-log.ts'
import { counted } from './numbers.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

export type AcceptReason = NonNullable<Extract<Entry, { type: 'consent.register' }>['reason']>

/** By whose word, and why. */
interface Answer {
  reason: AcceptReason
  by: string
  json: boolean
}

/**
 * `perde consent accept` for a policy that names no ledger: somebody answers for a table, or for no consents, in the place of
 * the ledger that the log has seen; or for a table that lacks denials which it had.
 */
export async function acceptWithoutLedger(
  { policy, digest, baseDir }: OpenPolicy,
  log: ConsentLog,
  { reason, by, json }: Answer,
  terminal: Terminal,
): Promise<ExitStatus> {
  const dataset = policy.dataset.id
  const place = policy.consent
  const keys = place?.register && deriveSubjectKeys(await loadRoots(policy, baseDir, terminal.env)).keys
  const known = log.seen.leftBehind(keys && keyCheckHex(keys))
  const told: string[] = []
  let index: number | undefined
  if (known) {
    const { ledger, events, bytes, sha256 } = known
    index = await log.append({
      ...{ type: 'consent.leave', dataset, now: policy.consent ? 'register' : 'none', reason, by, actor: 'officer' },
      instead: { ledger, events, bytes, sha256 },
    })
    told.push(
      `from entry ${index} on the log takes ${policy.consent ? 'the table of the policy' : 'no consents'} in the place of a ledger of ${counted(events, 'event')}`,
    )
  }
  if (place?.register && keys) {
    const entity = subjectEntity(rulesOnly({ policy, policySha256: digest }, new Map()))
    const now = Math.floor(Date.now() / 1000)
    const register = await readConsentPlace({ place, baseDir, env: terminal.env, keys, entity }, now)
    const seen = await log.read((dir) => new SeenRegisters(readEntries(dir, { type: 'consent.register' }), dataset))
    const state = registerState(register)
    const lost = seen.gone(state)
    if (lost) {
      index = await log.append({ ...registerEntry(dataset, register), reason, by, actor: 'officer' })
      told.push(
        `from entry ${index} on the log takes the table as it is: ${counted(toldAs(lost, state).denials, 'denial')}, where it had seen ${lost.denials}`,
      )
    }
  }
  if (json) await terminal.out(`${JSON.stringify({ index: index ?? null })}\n`)
  else
    terminal.err(
      told.length === 0
        ? 'perde: the consents go on from what the log has seen: there is nothing to accept\n'
        : `${told.map((line) => `perde: ${line}\n`).join('')}perde: hint: withdrawals that were in the other are in this one only if they were recorded again; every release from now on says who answered for it\n`,
    )
  return 0
}
