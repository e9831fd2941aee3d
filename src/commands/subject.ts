import { createHash } from 'node:crypto'
import { existsSync, lstatSync, realpathSync, rmSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { parseCalendar } from '../consent/requests/calendar.ts'
import { kazakhCalendar, type RequestKind } from '../consent/requests/deadlines.ts'
import { LARGEST_REQUEST, parseRequest } from '../consent/requests/request-file.ts'
import { openPolicy } from '../engine/policy-files/open-policy.ts'
import { isObjects } from '../engine/read/address.ts'
import { listInputs } from '../engine/read/inputs.ts'
import { subjectRequest, type SubjectAnswer, type SubjectJob } from '../engine/requests/subject-request.ts'
import { PerdeError } from '../errors.ts'
import { KEPT, type DestructionAct } from '../evidence/release/destruction-act.ts'
import { VERSION } from '../version.ts'
import { exportLines } from '../engine/requests/export-lines.ts'
import { answerText } from './subject-text.ts'
import { readGiven, writeNew } from './given-file.ts'
import { logPlace, writingLog } from './log-place.ts'
import { instant, sourceOption } from './run-job.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

export interface SubjectOptions {
  policy: string
  /** a file, or `-`: standard input. A person is never named by an argument */
  request: string
  source: string[]
  log?: string
  received?: string
  calendar?: string
  /** of an export */
  out?: string
  /** of a destruction */
  act?: string
  json?: boolean
}

/** `perde subject find|export|correct|block|unblock|destroy`: what a person asks about their data. */
export async function subjectCommand(
  kind: RequestKind,
  options: SubjectOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const now = new Date()
  const { cwd, env } = terminal
  const { policy, digest, baseDir } = openPolicy(options.policy, cwd, now)
  const log = logPlace(options.log, env, cwd, { log: policy.audit.log, baseDir })
  const target = options.out ?? options.act
  const made = target === undefined ? undefined : newPlace(resolve(cwd, target), target, log)
  const received = options.received === undefined ? now : instant(options.received, '--received')
  if (received.getTime() > now.getTime() + 60_000)
    throw new PerdeError('USAGE', '--received lies in the future', { hints: ['it is when the person asked'] })
  const own = options.calendar === undefined ? undefined : readGiven(options.calendar, cwd, 'reading the calendar')
  const overrides = Object.fromEntries(options.source.map(sourceOption))
  if (Object.values(overrides).includes('-'))
    throw new PerdeError('USAGE', 'standard input is for the request, not for a source')
  const asked: Omit<SubjectJob, 'log'> = {
    kind,
    request: parseRequest(await requestText(options.request, terminal), kind),
    policy,
    policySha256: digest,
    options: { baseDir, overrides, cwd, env, target: undefined },
    received,
    calendar: own ? parseCalendar(own.toString('utf8'), options.calendar!) : kazakhCalendar(),
    ...(own && { calendarSha256: createHash('sha256').update(own).digest('hex') }),
    signal: terminal.signal,
  }
  const answer = await writingLog(log, env, ({ dir, pushLog }) =>
    subjectRequest({ ...asked, log: dir, ...(pushLog && { pushLog, keptAt: log }) }),
  )
  if (made !== undefined && kind === 'export') {
    writeNew(made, exportLines(policy.dataset.id, answer), 'writing the records of a person', options.out!, 0o600)
    await refuseInput(made, asked, options.out!)
  }
  if (made !== undefined && kind === 'destroy')
    writeNew(made, actText(asked, answer, now), 'writing the act of destruction', options.act!, 0o600)
  if (options.json === true) await terminal.out(`${JSON.stringify(jsonOf(answer))}\n`)
  else terminal.err(answerText(answer, { out: options.out, act: options.act }))
  return 0
}

/** Where a file about a person may be made: nothing is there yet, and it is not in the log. Before anything is logged. */
function newPlace(path: string, shown: string, log: string): string {
  if (lstatSync(path, { throwIfNoEntry: false }))
    throw new PerdeError('OUTPUT_EXISTS', 'the file is already there', { where: { part: shown } })
  if (!existsSync(dirname(path)))
    throw new PerdeError('USAGE', 'the folder of the file does not exist', { where: { part: shown } })
  const folder = realpathSync(dirname(path))
  const inside = existsSync(log) ? realpathSync(log) : log
  if (!isObjects(log) && `${folder}${sep}`.startsWith(`${inside}${sep}`))
    throw new PerdeError('USAGE', 'the log takes no file about a person', {
      where: { part: shown },
      hints: ['name a place outside of it'],
    })
  return join(folder, path.slice(dirname(path).length).replace(/^[\\/]/, ''))
}

/** A file that the next run would read as an input is none that a person is handed. */
async function refuseInput(
  made: string,
  { policy, options }: Pick<SubjectJob, 'policy' | 'options'>,
  shown: string,
): Promise<void> {
  const inputs = await listInputs(policy, options)
  if (!inputs.some(({ file }) => file.path !== undefined && resolve(file.path) === made)) return
  rmSync(made)
  throw new PerdeError('USAGE', 'the next run would read this file as an input of the policy; it was taken away', {
    where: { part: shown },
    hints: ['name a place that no source of the policy names'],
  })
}

async function requestText(option: string, { stdin, cwd }: Terminal): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  const take = (chunk: Uint8Array) => {
    chunks.push(chunk)
    size += chunk.length
    if (size > LARGEST_REQUEST)
      throw new PerdeError('INPUT_REQUEST', 'the request of a person is larger than 1 MiB', {
        hints: ['one request is about one person'],
      })
  }
  if (option === '-') for await (const chunk of stdin) take(chunk)
  else take(readGiven(option, cwd, 'reading the request'))
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new PerdeError('INPUT_REQUEST', 'the request of a person cannot be read: it is not UTF-8')
  }
}

function actText(
  { policy, received }: Pick<SubjectJob, 'policy' | 'received'>,
  answer: SubjectAnswer,
  now: Date,
): string {
  const seconds = (time: Date) => time.toISOString().replace(/\.\d{3}Z$/, 'Z')
  const { maker } = policy.dataset
  const act: DestructionAct = {
    title: 'act of destruction',
    perde: VERSION,
    dataset: policy.dataset.id,
    ...(maker && { operator: { name: maker.name, ...(maker.bin !== undefined && { bin: maker.bin }) } }),
    received: seconds(received),
    done: seconds(now),
    due: answer.due!.date,
    article: answer.due!.article,
    destroyed: {
      corrections: 'all',
      decisions: { rows: answer.erased!.rows, releases: answer.erased!.releases },
      inputs: 'left out for good',
    },
    notDestroyed: {
      inputs: answer.found.sources.flatMap(({ source, records }) => (records ? [{ source, records }] : [])),
      releases: answer.affected.releases.map(({ release, state, records }) => ({ release, state, records })),
      unknown: [...answer.affected.unknown, ...answer.affected.unasked].map(({ release }) => release),
      kept: [...KEPT],
    },
    log: { origin: answer.log.origin, index: answer.log.index },
  }
  return `${JSON.stringify(act, undefined, 2)}\n`
}

/** Without the records: these go where an export says. */
function jsonOf({ records: _, corrections: __, ...answer }: SubjectAnswer) {
  return answer
}
