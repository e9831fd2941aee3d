import { ledgerNow } from '../engine/consents/ledger-now.ts'
import { openPolicy } from '../engine/policy-files/open-policy.ts'
import { PerdeError } from '../errors.ts'
import { party } from '../evidence/log/entry-fields.ts'
import { namedLedger, type LedgerOptions } from './consent-ledger.ts'
import { consentLog } from './consent-log.ts'
import { acceptWithoutLedger } from './consent-leave.ts'
import { counted } from './numbers.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

export interface AcceptOptions extends LedgerOptions {
  reason: string
  by: string
  log?: string
}

const REASONS = ['restored', 'replaced', 'rekeyed'] as const

/**
 * `perde consent accept`: somebody answers for a ledger that does not go on from what the log has seen, such as one that was
 * restored from a copy. The entry says who and why, and what it stands in the place of.
 */
export async function consentAcceptCommand(options: AcceptOptions, terminal: Terminal): Promise<ExitStatus> {
  const reason = REASONS.find((word) => word === options.reason)
  if (!reason) throw new PerdeError('USAGE', `--reason is ${REASONS.slice(0, -1).join(', ')} or ${REASONS.at(-1)!}`)
  const { pattern, maxLength } = party.schema as { pattern: string; maxLength: number }
  if (options.by.length > maxLength || !new RegExp(pattern).test(options.by))
    throw new PerdeError('USAGE', '--by names a job or a team: letters and digits with . _ : / - between them', {
      hints: ['such as --by data-office; it goes into the log, so it is not a person’s name'],
    })
  const opened = options.policy === undefined ? undefined : openPolicy(options.policy, terminal.cwd, new Date())
  if (opened && options.ledger === undefined && opened.policy.consent?.ledger === undefined) {
    const log = (await consentLog(options.log, { policy: opened }, terminal)) ?? noLog()
    return acceptWithoutLedger(opened, log, { reason, by: options.by, json: options.json === true }, terminal)
  }
  const ledger = await namedLedger(options, terminal, new Date())
  const log = (await consentLog(options.log, ledger, terminal)) ?? noLog()
  const { state, broken } = await ledgerNow(ledger.path, { ...ledger, signal: terminal.signal }, log.seen)
  const instead = broken.map(({ ledger: its, events, bytes, sha256 }) => ({ ledger: its, events, bytes, sha256 }))
  const dataset = ledger.policy?.policy.dataset.id
  const index =
    instead.length === 0
      ? undefined
      : await log.append({
          ...{ type: 'consent.accept', ...(dataset !== undefined && { dataset }), ...state },
          ...{ reason, by: options.by, instead, actor: 'officer' },
        })
  if (options.json === true)
    await terminal.out(`${JSON.stringify({ index: index ?? null, events: state.events, instead })}\n`)
  else
    terminal.err(
      index === undefined
        ? 'perde: the ledger goes on from what the log has seen: there is nothing to accept\n'
        : `perde: from entry ${index} on the log takes the ledger as it is: ${counted(state.events, 'event')}, where it had seen ${instead.map(({ events }) => events).join(' and ')}\nperde: hint: withdrawals that were in the other are in this one only if they were recorded again; every release from now on says who answered for it\n`,
    )
  return 0
}

function noLog(): never {
  throw new PerdeError('LOG_INVALID', 'there is no log that has seen the consents', {
    hints: ['name the log with --log DIR, or in the environment variable PERDE_LOG'],
  })
}
