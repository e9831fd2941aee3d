import { encodeRef } from '../../consent/ledger/reference.ts'
import type { Calendar } from '../../consent/requests/calendar.ts'
import { termOf, type RequestKind } from '../../consent/requests/deadlines.ts'
import type { SubjectRequest } from '../../consent/requests/request-file.ts'
import {
  blocked,
  corrected,
  destroyed,
  has,
  isHeld,
  knownToo,
  MOST_CORRECTIONS,
  unblocked,
  type Correction,
  type RequestState,
} from '../../consent/requests/request-state.ts'
import { dueAfter, type Due } from '../../consent/requests/working-days.ts'
import { PerdeError } from '../../errors.ts'
import { openLog, type LogWriter } from '../../evidence/log/log-writer.ts'
import { loadKey } from '../../keys/sources.ts'
import type { Policy } from '../../policy/policy.ts'
import { VERSION } from '../../version.ts'
import { subjectRef } from '../consents/subject-status.ts'
import { deriveSubjectKeys } from '../freeze/derive-keys.ts'
import { loadRoots } from '../freeze/load-roots.ts'
import { subjectEntity } from '../freeze/consents-of-plan.ts'
import { rulesOnly } from '../freeze/rules-only.ts'
import type { InputOptions } from '../read/inputs.ts'
import { affectedReleases, type Affected } from '../release/affected.ts'
import { finishPublishes } from '../seal/commit.ts'
import { moment } from '../seal/entries.ts'
import { knownBy } from '../subjects/known-people.ts'
import { prepareRequests, readRequests, tidyRequests, type PreparedRequests } from '../subjects/request-store.ts'
import { checkCorrections } from './check-corrections.ts'
import { eraseDecisions, type Erased } from './erase-decisions.ts'
import { readableBy } from './readable-corrections.ts'
import { personRecords, type PersonFound, type PersonRecord } from './person-records.ts'

export interface SubjectJob {
  kind: RequestKind
  request: SubjectRequest
  policy: Policy
  policySha256: string
  options: InputOptions
  /** absolute folder of the log */
  log: string
  /** where the log is kept, if not there, and what brings to it what was appended */
  keptAt?: string
  pushLog?(): Promise<void>
  received: Date
  calendar: Calendar
  /** digest of the calendar, where it is not the one that perde brings along */
  calendarSha256?: string
  signal: AbortSignal
}

export interface SubjectAnswer {
  kind: RequestKind
  found: PersonFound
  affected: Affected
  /** what holds about the person from here on */
  holds: { blocked: boolean; destroyed: boolean; corrections: number }
  /** something is another than before the request */
  changed: boolean
  /** corrections that took the place of earlier ones */
  replaced: number
  /** undefined: nobody was destroyed */
  erased?: Erased
  /** undefined: the law gives no term that was found */
  due?: Due & { article: string }
  log: { dir: string; origin: string; index: number }
  /** of an export: the records as they stand in the inputs, and what stands there instead from the next release on */
  records: PersonRecord[]
  corrections: Omit<Correction, 'ref'>[]
}

/**
 * One request of a person: their records are looked for in the inputs of the policy and in the releases of the log, what
 * they ask is made to hold, and the log says that somebody asked. Throws before anything is logged where it cannot be done.
 */
export async function subjectRequest(job: SubjectJob): Promise<SubjectAnswer> {
  const { kind, policy, policySha256, options, log: dir, request } = job
  const roots = await loadRoots(policy, options.baseDir, options.env)
  const { keys, ephemeral } = deriveSubjectKeys(roots)
  if (ephemeral)
    throw new PerdeError('KEY_MISSING', 'people are known again by a key that stays, and the policy names none', {
      hints: ['add one: keys: { main: { env: PERDE_KEY } }; make it with: perde key new FILE'],
    })
  const plan = rulesOnly({ policy, policySha256 }, new Map())
  if (plan.sources.every(({ subject }) => !subject))
    throw new PerdeError('POLICY_INVALID', 'the policy does not say whom its records are about', {
      hints: ['add dataset.subject: { SOURCE: FIELD }'],
    })
  const ref = subjectRef(request.subject, keys, subjectEntity(plan))
  const person = encodeRef(ref, 0)
  const corrections =
    kind === 'correct'
      ? checkCorrections(request.corrections, plan, readableBy(policy, options.baseDir, plan, roots))
      : undefined
  const records: PersonRecord[] = []
  const found = await personRecords(
    { policy, sources: plan.sources, ref: person, keys, options, signal: job.signal },
    kind === 'export' || kind === 'correct' ? 'all' : 'none',
    (record) => {
      corrections?.meet(record)
      if (kind === 'export') take(records, record)
    },
  )
  corrections?.finish()
  const term = termOf(kind)
  const due = term && { ...dueAfter(job.calendar, job.received, term.workingDays), article: term.article }
  const signingKey = policy.audit.key && (await loadKey(policy.audit.key, options)).root
  const log = openLog(dir, {
    tool: `perde/${VERSION}`,
    dataset: policy.dataset.id,
    ...(policy.audit.origin !== undefined && { origin: policy.audit.origin }),
    ...(signingKey && { signingKey }),
  })
  try {
    finishPublishes(log)
    const place = { log: dir, dataset: policy.dataset.id, keys, ephemeral }
    const before = readRequests(place)
    const affected = affectedReleases(dir, ref, keys, job.keptAt)
    const change = changeOf(kind, before.state, person, log.size, corrections?.of(person) ?? [])
    // Whoever asks anew with another policy says that people are known by its fields too.
    const known = change || KEEPS.has(kind) ? knownToo(change?.state ?? before.state, knownBy(plan)) : before.state
    const now = isHeld(known) ? known : (change?.state ?? before.state)
    const prepared: PreparedRequests | undefined = now === before.state ? undefined : prepareRequests(place, now)
    const [index] = log.append([
      {
        type: 'subject.request',
        actor: 'operator',
        request: kind,
        dataset: policy.dataset.id,
        received: moment(job.received),
        ...(due && { due: due.date }),
        ...(due && job.calendarSha256 !== undefined && { calendarSha256: job.calendarSha256 }),
        records: found.sources.reduce((n, source) => n + (source.records ?? 0), 0),
        releases: affected.releases.length,
        ...(prepared && { stateSha256: prepared.sha256 }),
      },
    ])
    log.checkpoint()
    // What held before goes when what holds now is in the log, wherever that is kept.
    await job.pushLog?.()
    prepared?.settle()
    tidyRequests(dir, policy.dataset.id)
    const own = now.corrections.filter((one) => one.ref === person)
    const erased = kind === 'destroy' ? erase(log, ref, keys) : undefined
    return {
      kind,
      found,
      affected,
      holds: {
        blocked: has(now.blocked, person),
        destroyed: has(now.destroyed, person),
        corrections: own.length,
      },
      changed: change !== undefined,
      replaced: change?.replaced ?? 0,
      ...(erased && { erased }),
      ...(due && { due }),
      log: { dir: job.keptAt ?? dir, origin: log.origin, index: index! },
      records,
      corrections: kind === 'export' ? own.map(({ ref: _, ...correction }) => correction) : [],
    }
  } finally {
    log.close()
  }
}

const erase = (log: LogWriter, ref: Uint8Array, keys: Parameters<typeof eraseDecisions>[2]) =>
  eraseDecisions(log, ref, keys)

/** Requests that make something hold. */
const KEEPS: ReadonlySet<RequestKind> = new Set(['block', 'destroy', 'correct'])

/** What the request makes of what holds; undefined: it changes nothing. */
function changeOf(
  kind: RequestKind,
  state: RequestState,
  ref: string,
  entry: number,
  asked: Parameters<typeof corrected>[1],
): { state: RequestState; replaced: number } | undefined {
  const plain = (changed: RequestState | undefined) => changed && { state: changed, replaced: 0 }
  switch (kind) {
    case 'block':
      return plain(blocked(state, ref, entry))
    case 'unblock':
      return plain(unblocked(state, ref))
    case 'destroy':
      return plain(destroyed(state, ref, entry))
    case 'correct': {
      if (has(state.destroyed, ref))
        throw new PerdeError('USAGE', 'the data of this person are destroyed, and nothing of theirs can be corrected')
      const change = corrected(state, asked)
      if (change.state.corrections.length > MOST_CORRECTIONS)
        throw new PerdeError('PLAN_LIMIT', `more than ${MOST_CORRECTIONS} corrections are kept for these data`, {
          hints: ['correct the source of the data itself, and destroy what is kept for people who left'],
        })
      return change
    }
    default:
      return undefined
  }
}

/** Most records of one person that an export holds in memory. */
const MOST_RECORDS = 100_000

function take(records: PersonRecord[], record: PersonRecord): void {
  if (records.push(record) > MOST_RECORDS)
    throw new PerdeError(
      'PLAN_LIMIT',
      `more than ${MOST_RECORDS} records are this person's: is the subject a placeholder?`,
    )
}
