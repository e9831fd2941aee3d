import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { isEventColumn, type EventCells, type EventColumn } from '../consent/ledger/columns.ts'
import { isUsed, Reason } from '../consent/reasons.ts'
import { appendEvents, type Appended } from '../engine/consents/append-events.ts'
import { importConsents } from '../engine/consents/import-consents.ts'
import { ConsentState, isGrant, stateOf } from '../consent/states.ts'
import { askedAbout, type LeftOut } from '../engine/subjects/asked-about.ts'
import {
  subjectDecisions,
  subjectRef,
  subjectStatus,
  type SubjectDecisions,
} from '../engine/consents/subject-status.ts'
import { isObjects } from '../engine/read/address.ts'
import { isTable, shownInput } from '../engine/read/table-input.ts'
import { withdrawnNow } from '../engine/release/withdrawn-now.ts'
import { ledgerPlace } from '../engine/consents/ledger-place.ts'
import { affectedReleases, type Affected } from '../engine/release/affected.ts'
import { PerdeError } from '../errors.ts'
import type { ConsentPlace } from '../policy/policy.ts'
import type { LedgerState } from '../engine/consents/seen-ledgers.ts'
import type { NewEntry } from '../evidence/log/entry-schemas.ts'
import { consentLog, logChange, type ConsentLog } from './consent-log.ts'
import { appendedText, reachText, statusText, affectedText, unloggedText, withdrawnText } from './consent-text.ts'
import { namedLedger, type LedgerOptions, type NamedLedger } from './consent-ledger.ts'
import { logAtHand, logPlace, readingExistingLog, readingLog } from './log-place.ts'
import { instant } from './run-job.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

export interface ImportOptions extends LedgerOptions {
  log?: string
  column: string[]
  set: string[]
  format?: string
}

/** `perde consent import TABLE`: appends the rows of a table, all or none. */
export async function consentImportCommand(
  table: string,
  options: ImportOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const now = new Date()
  const ledger = await namedLedger(options, terminal, now)
  const log = await consentLog(options.log, ledger, terminal)
  const { state, ...done } = await importConsents({
    ...placed(ledger, now, log),
    table: isTable(table) ? table : resolve(terminal.cwd, table),
    tableShown: isTable(table) ? shownInput(table) : table,
    ...(options.format !== undefined && { format: options.format }),
    named: pairs('column', options.column),
    defaults: pairs('set', options.set),
    env: terminal.env,
    signal: terminal.signal,
  })
  const note = await logChange(log, changeEntry('import', ledger, state, done))
  // Who withdrew by an event of the table may be in a release.
  const inReleases =
    log && done.added > 0
      ? await log.read((dir) => withdrawnNow(dir, ledger.path, { ...ledger, signal: terminal.signal }, now))
      : []
  if (options.json === true) await terminal.out(`${JSON.stringify({ ...done, inReleases })}\n`)
  else {
    const read = { rows: done.rows, unread: done.unread }
    terminal.err(`${appendedText(ledger.shown, done, read)}${note}${withdrawnText(inReleases)}`)
  }
  return 0
}

export interface RecordOptions extends LedgerOptions {
  log?: string
  subject: string
  status?: string
  purpose?: string
  processing?: string
  categories?: string
  controller?: string
  at?: string
  until?: string
  set: string[]
}

/** `perde consent record`: appends one event. */
export async function consentRecordCommand(options: RecordOptions, terminal: Terminal): Promise<ExitStatus> {
  const now = new Date()
  const ledger = await namedLedger(options, terminal, now)
  const { done, note, cells, logged } = await recordEvent('record', { ledger, options, terminal, now }, {})
  const state = cells.status === undefined ? undefined : stateOf(cells.status)
  // Whoever ends a consent by another word expects as much of it as of a withdrawal.
  const ended =
    state !== undefined && !isGrant(state) ? await endedBy(cells.subject!, ledger, options.log, terminal) : undefined
  if (options.json === true) await terminal.out(`${JSON.stringify({ ...done, ...ended?.affected })}\n`)
  else
    terminal.err(
      `${appendedText(ledger.shown, done)}${note}${ended ? unloggedText(logged) + reachText(ended.affected, 'event') : ''}`,
    )
  return 0
}

/** What the ledger says of a person after an event that ends a consent, and the releases of the log at hand that hold them. */
async function endedBy(
  of: string,
  ledger: NamedLedger,
  option: string | undefined,
  terminal: Terminal,
): Promise<{ subject: SubjectDecisions; affected: Affected | undefined }> {
  const subject = await subjectDecisions(ledger.path, { ...ledger, signal: terminal.signal }, of)
  const log = logOf(option, ledger, terminal)
  const affected =
    isObjects(log) || existsSync(log)
      ? await readingLog(log, (dir) => Promise.resolve(affectedIn(dir, of, ledger, log, subject)))
      : undefined
  return { subject, affected }
}

export interface WithdrawOptions extends Omit<RecordOptions, 'status'> {
  refuse?: string
  citation?: string
}

/** `perde consent withdraw`: appends a withdrawal, of everything unless a purpose is named, and says which releases hold the person. */
export async function consentWithdrawCommand(options: WithdrawOptions, terminal: Terminal): Promise<ExitStatus> {
  const now = new Date()
  const ledger = await namedLedger(options, terminal, now)
  const { done, note, cells, logged } = await recordEvent(
    'withdraw',
    { ledger, options, terminal, now },
    {
      status: 'withdrawn',
      ...(options.refuse !== undefined && { 'refusal-ground': options.refuse }),
      ...(options.citation !== undefined && { 'refusal-citation': options.citation }),
    },
  )
  const { subject, affected } = await endedBy(cells.subject!, ledger, options.log, terminal)
  const stranger = !subject.events.some(({ state }) => isGrant(ConsentState[state]))
  if (options.json === true) await terminal.out(`${JSON.stringify({ ...done, ...affected, hadConsent: !stranger })}\n`)
  else {
    terminal.err(`${appendedText(ledger.shown, done)}${note}`)
    if (stranger)
      terminal.err(
        'perde: warning: the ledger has no consent of this subject that could be withdrawn   [CONSENT_UNKNOWN]\nperde: hint: is the identifier written as in the data? Another spelling of it may be another person here\n',
      )
    terminal.err(`${unloggedText(logged)}${reachText(affected, 'withdrawal')}`)
  }
  return 0
}

export interface StatusOptions extends LedgerOptions {
  log?: string
  subject: string
  purpose?: string
  processing?: string
  categories?: string
  controller?: string
  asOf?: string
  knownAt?: string
}

/** `perde consent status`: what a ledger says of a person; with a purpose, whether their data may be used: 0, or 77. */
export async function consentStatusCommand(options: StatusOptions, terminal: Terminal): Promise<ExitStatus> {
  const now = new Date()
  const ledger = await namedLedger(options, terminal, now)
  const { path, shown, keys, entity } = ledger
  const { purpose, processing, categories = '', controller } = options
  if ((purpose === undefined) !== (processing === undefined))
    throw new PerdeError('USAGE', 'a decision needs --purpose and --processing')
  const secondsOf = (text: string, option: string) => Math.floor(instant(text, option).getTime() / 1000)
  const request = purpose !== undefined &&
    processing !== undefined && {
      ...{ purpose, processing, categories: categories.split(';').filter((term) => term.trim() !== '') },
      ...(controller !== undefined && { controller }),
      asOf: options.asOf === undefined ? Math.floor(now.getTime() / 1000) : secondsOf(options.asOf, '--as-of'),
      subsume: false,
    }
  const subject = await subjectOf(options.subject, terminal)
  const status = await subjectStatus(path, { keys, entity, shown, signal: terminal.signal }, subject, {
    request: request || undefined,
    knownAt: options.knownAt === undefined ? undefined : secondsOf(options.knownAt, '--known-at'),
  })
  // Who asked to be left out is, whatever they consented to before.
  const leftOut = await leftOutOf(ledger, options.log, subject, terminal)
  const answer = { ...status, ...(leftOut && { leftOut, ...(status.reason && { reason: leftOut }) }) }
  await terminal.out(options.json === true ? `${JSON.stringify(answer)}\n` : statusText(answer, terminal.columns))
  return answer.reason === undefined || isUsed(Reason[answer.reason]) ? 0 : 77
}

/** By the log at hand; without one nobody knows. */
async function leftOutOf(
  ledger: NamedLedger,
  option: string | undefined,
  subject: string,
  terminal: Terminal,
): Promise<LeftOut | undefined> {
  const { keys, entity, policy } = ledger
  const ref = subjectRef(subject, keys, entity)
  const read = logAtHand(option, terminal, policy && { log: policy.policy.audit.log, baseDir: policy.baseDir })
  return read((dir) => Promise.resolve(askedAbout(dir, keys, ref, policy?.policy.dataset.id)))
}

export interface AffectedOptions extends LedgerOptions {
  subject: string
  log?: string
}

/** `perde consent affected`: which releases of a log hold a person. */
export async function consentAffectedCommand(options: AffectedOptions, terminal: Terminal): Promise<ExitStatus> {
  const subject = await subjectOf(options.subject, terminal)
  const ledger = await namedLedger(options, terminal, new Date())
  const log = logOf(options.log, ledger, terminal)
  const said = existsSync(ledgerPlace(ledger.path).head)
    ? await subjectDecisions(ledger.path, { ...ledger, signal: terminal.signal }, subject)
    : undefined
  const affected = await readingExistingLog(log, terminal, (dir) =>
    Promise.resolve(affectedIn(dir, subject, ledger, log, said)),
  )
  if (options.json === true) await terminal.out(`${JSON.stringify(affected)}\n`)
  else terminal.err(affectedText(affected, 'question'))
  return 0
}

/** `said`: by the ledger, of the releases that take their consents from it; of the others it says nothing. */
function affectedIn(
  dir: string,
  subject: string,
  { keys, entity, path }: NamedLedger,
  named: string,
  said: SubjectDecisions | undefined,
): Affected {
  return affectedReleases(dir, subjectRef(subject, keys, entity), keys, named, ({ place, baseDir, request }) =>
    place.ledger !== undefined && resolve(baseDir, place.ledger) === path
      ? said?.decide(request)
      : { elsewhere: placeOf(place, baseDir) },
  )
}

function placeOf({ ledger, register }: ConsentPlace, baseDir: string): string {
  if (ledger !== undefined) return resolve(baseDir, ledger)
  return isTable(register.path) ? shownInput(register.path) : resolve(baseDir, register.path)
}

function placed({ path, shown, keys, entity }: NamedLedger, now: Date, log: ConsentLog | undefined) {
  return { ledger: path, shown, keys, entity, now, seen: log?.seen }
}

/** Appends one event, of the options' words and these, and logs it. */
async function recordEvent(
  by: 'record' | 'withdraw',
  { ledger, options, terminal, now }: { ledger: NamedLedger; options: RecordWords; terminal: Terminal; now: Date },
  more: EventCells,
): Promise<{ done: Appended; note: string; cells: EventCells; logged: boolean }> {
  const log = await consentLog(options.log, ledger, terminal)
  const cells = { ...(await cellsOf(options, terminal, now)), ...more }
  const columns = Object.keys(cells) as EventColumn[]
  const rows = [[columns.map((column) => cells[column]!)]]
  const { state, ...done } = await appendEvents({ ...placed(ledger, now, log), rows, columns })
  return { done, cells, note: await logChange(log, changeEntry(by, ledger, state, done)), logged: log !== undefined }
}

function changeEntry(
  by: 'import' | 'record' | 'withdraw',
  { policy }: NamedLedger,
  state: LedgerState,
  { rows, added, repeated }: Appended,
): NewEntry {
  const dataset = policy?.policy.dataset.id
  return { type: 'consent.change', by, ...(dataset !== undefined && { dataset }), ...state, rows, added, repeated }
}

function logOf(option: string | undefined, { policy }: NamedLedger, { env, cwd }: Terminal): string {
  return logPlace(option, env, cwd, policy && { log: policy.policy.audit.log, baseDir: policy.baseDir })
}

type RecordWords = Omit<RecordOptions, keyof LedgerOptions>

async function cellsOf(options: RecordWords, terminal: Terminal, now: Date): Promise<EventCells> {
  const { subject, set, ...words } = options
  const cells: EventCells = { at: now.toISOString(), ...pairs('set', set) }
  for (const [word, value] of Object.entries(words)) if (isEventColumn(word)) cells[word] = value
  return { ...cells, subject: await subjectOf(subject, terminal) }
}

/** `NAME=VALUE` pairs by the words of an event. */
function pairs(option: string, given: readonly string[]): EventCells {
  const cells: EventCells = {}
  for (const text of given) {
    const [word = '', ...value] = text.split('=')
    if (!isEventColumn(word) || value.length === 0)
      throw new PerdeError(
        'USAGE',
        `--${option} is WORD=${option === 'column' ? 'NAME' : 'VALUE'}, with a word of an event`,
        {
          hints: ['such as subject, status, at, purpose, until: perde consent record --help lists them'],
        },
      )
    cells[word] = value.join('=')
  }
  return cells
}

/** The first line of standard input: an argument would stand in the list of processes and in the shell's history. */
async function subjectOf(option: string, { stdin }: Terminal): Promise<string> {
  if (option !== '-')
    throw new PerdeError('USAGE', 'a person is not named by an argument, which others can see', {
      hints: ['give the identifier on standard input: --subject - < FILE', 'remove it from the history of the shell'],
    })
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of stdin) {
    text += decoder.decode(chunk, { stream: true })
    if (text.includes('\n') || text.length > 4096) break
  }
  return text.split('\n')[0]!.replace(/\r$/, '')
}
