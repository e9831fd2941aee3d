import type { Appended } from '../engine/consents/append-events.ts'
import type { SubjectStatus } from '../engine/consents/subject-status.ts'
import type { LeftOut } from '../engine/subjects/asked-about.ts'
import type { Affected } from '../engine/release/affected.ts'
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

/** Which releases hold a person, and what to do about each. */
export function affectedText(affected: Affected, asked: 'question' | 'withdrawal'): string {
  const standing = affected.releases.some(({ state }) => state === 'published')
  return [
    ...releaseLines(affected),
    ...(standing
      ? [
          asked === 'withdrawal'
            ? 'perde: perde use denies them from now on, or takes the person out where the policy says so; the law gives 15 working days after a withdrawal (94-V art. 8(7))'
            : 'perde: after a withdrawal perde use denies them; the law gives 15 working days (94-V art. 8(7))',
        ]
      : []),
    '',
  ].join('\n')
}

/** Each release that holds a person, in which state it is, and those that cannot be asked. */
export function releaseLines({ releases, unknown, purged }: Affected, hint: 'rebuild' | 'none' = 'rebuild'): string[] {
  const lines = releases.flatMap(({ release, place, state, records, rebuild }) => [
    `perde: release ${release} at ${place} ${state === 'published' ? 'holds' : 'held'} ${counted(records, 'record')} of the person${AFTERWARDS[state]}`,
    ...(state === 'published' && hint === 'rebuild' ? [`perde: hint: make it anew without them: ${rebuild}`] : []),
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
