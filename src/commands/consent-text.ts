import type { Appended } from '../engine/consents/append-events.ts'
import type { SubjectStatus } from '../engine/consents/subject-status.ts'
import type { LeftOut } from '../engine/subjects/asked-about.ts'
import type { Affected } from '../engine/release/affected.ts'
import { isUsed, Reason } from '../consent/reasons.ts'
import type { WithdrawnNow } from '../engine/release/withdrawn-now.ts'
import { counted } from './numbers.ts'
import { table } from './table.ts'

/** What a person reads of events that were added. */
export function appendedText(
  ledger: string,
  { added, repeated, cut, events, sha256 }: Appended,
  read?: { rows: number; unread: number },
): string {
  return [
    ...(cut > 0 ? [`perde: note: ${counted(cut, 'byte')} of an import that was not finished were taken away`] : []),
    ...(read && read.unread > 0
      ? [`perde: note: ${counted(read.unread, 'column')} of the table ${read.unread === 1 ? 'is' : 'are'} not read`]
      : []),
    `perde: ${read ? `${counted(read.rows, 'row')} read, ` : ''}${counted(added, 'event')} added${repeated > 0 ? `, ${repeated} there already` : ''}; ${ledger} has ${counted(events, 'event')} (sha256 ${sha256.slice(0, 16)}…)`,
    '',
  ].join('\n')
}

/** The events of a person, whether they asked to be left out, and the decision that was asked for. */
export function statusText(status: SubjectStatus & { leftOut?: LeftOut | undefined }, width: number): string {
  const { reason, leftOut } = status
  return [
    eventsText(status, width),
    ...(leftOut ? [LEFT_OUT[leftOut]] : []),
    ...(reason === undefined ? [] : [`${reason}\n`]),
  ].join('')
}

const LEFT_OUT = {
  BLOCKED: 'the person is blocked: no run with this log and key takes their records, whatever they consented to\n',
  DESTROYED: 'the data of the person are destroyed: no run with this log and key takes their records\n',
}

function eventsText({ events }: Pick<SubjectStatus, 'events'>, width: number): string {
  if (events.length === 0) return 'the ledger has no event of this subject\n'
  const day = (moment: string | undefined) => moment?.replace('T', ' ').replace('Z', '') ?? ''
  const rows = events.map((event) => [
    day(event.at),
    day(event.known),
    event.refusal ? `${event.state}, refused (${event.refusal.ground})` : event.state,
    event.actor,
    event.purposes?.join(' ') ?? 'all',
    event.processing?.join(' ') ?? 'all',
    day(event.until),
  ])
  return table(['acted (UTC)', 'learnt (UTC)', 'state', 'by', 'purposes', 'processing', 'until (UTC)'], rows, width)
}

/** Which releases hold a person, and what perde use says of each now. */
export function affectedText(affected: Affected, asked: 'question' | 'withdrawal' | 'event'): string {
  const published = affected.releases.filter(({ state }) => state === 'published')
  const stands = published.filter(({ now }) => now !== undefined && isUsed(Reason[now])).length
  const elsewhere = published.filter((release) => release.elsewhere !== undefined).length
  const denied = published.length - stands - elsewhere
  return [
    ...releaseLines(affected),
    ...(denied === 0
      ? []
      : asked === 'question' && published.every(({ now }) => now === undefined)
        ? [`perde: after a withdrawal perde use denies ${denied === published.length ? 'them' : 'the others'}; ${LAW}`]
        : [
            `perde: perde use denies ${denied === published.length ? 'them' : 'the others'} from now on, or takes the person out where the policy says so; ${LAW}`,
          ]),
    ...(stands === 0
      ? []
      : asked === 'question'
        ? [
            `perde: the consents still permit ${counted(stands, 'release')}; after a withdrawal of what ${stands === 1 ? 'it is' : 'they are'} for perde use denies ${stands === 1 ? 'it' : 'them'}; ${LAW}`,
          ]
        : [
            `perde: warning: the consents still permit ${counted(stands, 'release')} after this ${asked}, so perde use does too   [CONSENT_STANDS]`,
            'perde: hint: is it dated before a later consent, or of another purpose? perde consent status shows the events',
          ]),
    ...(elsewhere === 0
      ? []
      : asked === 'question'
        ? [
            `perde: the consents of ${counted(elsewhere, 'release')} stand elsewhere; after a withdrawal there perde use denies ${elsewhere === 1 ? 'it' : 'them'}; ${LAW}`,
          ]
        : [
            `perde: warning: the consents of ${counted(elsewhere, 'release')} stand elsewhere, so this ${asked} changes nothing for ${elsewhere === 1 ? 'it' : 'them'}: perde use goes by what is said there   [CONSENT_ELSEWHERE]`,
            'perde: hint: let the consent end there too: a row of the table, or perde consent withdraw with that ledger',
          ]),
    '',
  ].join('\n')
}

/** The same after an event that ends a consent; undefined: there is no log at hand. */
export function reachText(affected: Affected | undefined, by: 'withdrawal' | 'event'): string {
  return affected
    ? affectedText(affected, by)
    : 'perde: note: there is no log at hand, so which releases hold the person is not known; name it with --log DIR\n'
}

/** A ledger is held against what a log has seen of it, and a log that was not named has not seen this. */
export function unloggedText(logged: boolean): string {
  return logged
    ? ''
    : 'perde: note: no log has seen this event, so nobody would notice a ledger that is put back to before it; name the log with --log DIR, or run the policy, whose log then knows the ledger\n'
}

const LAW = 'the law gives 15 working days after a withdrawal (94-V art. 8(7))'

/** Releases with records of people who have no consent any more, after an import. */
export function withdrawnText(found: readonly WithdrawnNow[]): string {
  return found
    .map(
      ({ release, place, records }) =>
        `perde: release ${release} at ${place} has ${counted(records, 'record')} of people whose consents do not permit it any more\n`,
    )
    .join('')
}

/** Each release that holds a person, in which state it is, and those that cannot be asked. */
export function releaseLines({ releases, unknown, purged }: Affected, hint: 'rebuild' | 'none' = 'rebuild'): string[] {
  const lines = releases.flatMap(({ release, place, state, records, rebuild, now, elsewhere }) => [
    `perde: release ${release} at ${place} ${state === 'published' ? 'holds' : 'held'} ${counted(records, 'record')} of the person${AFTERWARDS[state]}${state === 'published' && now ? `, and the consents say ${now}` : ''}${state === 'published' && elsewhere !== undefined ? `; its consents stand in ${elsewhere}` : ''}`,
    ...(state === 'published' && hint === 'rebuild' && elsewhere === undefined && !(now && isUsed(Reason[now]))
      ? [`perde: hint: make it anew without them: ${rebuild}`]
      : []),
  ])
  return [
    ...(releases.length === 0 ? ['perde: no release of the log is known to hold the person'] : lines),
    ...(purged.length > 0
      ? [
          `perde: note: of ${counted(purged.length, 'release')} that ${purged.length === 1 ? 'was' : 'were'} purged nothing is left to be asked`,
        ]
      : []),
    ...unknown.map(
      ({ release, place, why }) => `perde: warning: release ${release} at ${place} cannot be asked: ${why}`,
    ),
  ]
}

const AFTERWARDS = {
  published: '',
  replaced: '; another release stands there now, and copies of this one may be elsewhere',
  missing: '; it does not stand there any more, and nobody purged it: find out where it went',
} as const
