import { spawn } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { isAddress, shownAddress } from '../engine/read/address.ts'
import type { HandedOut } from '../engine/release/hand-out.ts'
import { useRelease, type UseDecision } from '../engine/release/use.ts'
import { PerdeError } from '../errors.ts'
import { logPlace, writingLog } from './log-place.ts'
import { counted, thousands } from './numbers.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

export interface UseCommandOptions {
  purpose: string
  processing: string
  by: string
  log?: string
  /** environment variables that the command gets although they are secrets of a database */
  pass: string[]
  json?: boolean
}

/** `perde use RELEASE … -- COMMAND`: the gate before training. The command's own exit status, 77 on denial. */
export async function useCommand(
  release: string,
  command: string[],
  options: UseCommandOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  if (!/^(?!.*\d{9})[A-Za-z][A-Za-z0-9]*([._:/-][A-Za-z0-9]+)*$/.test(options.by) || options.by.length > 64)
    throw new PerdeError('USAGE', '--by names a job or a team: letters and digits with . _ : / - between them', {
      hints: ['such as --by ml-team/triage; it goes into the log, so it is not a person’s name'],
    })
  const unknown = options.pass.find((name) => !DATABASE_SECRETS.includes(name))
  if (unknown !== undefined)
    throw new PerdeError('USAGE', `--pass is for ${DATABASE_SECRETS.join(' and ')}`, {
      hints: ['a command gets all other variables anyway, but for those with keys of the run, which it never gets'],
    })
  if (resolve(terminal.cwd, release).includes('\n'))
    throw new PerdeError('USAGE', 'the path of the release has a line break in it', {
      hints: [
        'the paths of its data are handed over one a line: give the folder another name, or a link to it, and use that',
      ],
    })
  if (command.length > 0) checkCommand(command[0]!, terminal)
  const place = logPlace(options.log, terminal.env, terminal.cwd)
  const decision = await writingLog(place, terminal.env, ({ dir, pushLog }) =>
    useRelease({
      release,
      cwd: terminal.cwd,
      log: dir,
      ...(pushLog && { pushLog, keptAt: place }),
      purpose: options.purpose,
      processing: options.processing,
      by: options.by,
      env: terminal.env,
      now: new Date(),
      starts: command.length > 0 ? 'command' : 'nothing',
      signal: terminal.signal,
    }),
  )
  if (options.json === true && command.length === 0)
    await terminal.out(`${JSON.stringify(jsonOf(decision), undefined, 2)}\n`)
  if (decision.decision === 'deny') {
    for (const d of decision.denials)
      terminal.err(
        `perde: denied: ${d.message}   [${d.code}]\n${d.hint === undefined ? '' : `perde: hint: ${d.hint}\n`}`,
      )
    return 77
  }
  terminal.err(
    `perde: permitted for ${options.by}: ${decision.manifest.purpose} / ${decision.manifest.processing}, ${counted(decision.manifest.records.out - decision.withheld, 'record')}${withheldText(decision)}; logged as entry ${decision.index}\n`,
  )
  if (command.length === 0) {
    if (options.json !== true) await terminal.out(decision.paths.map((p) => `${p}\n`).join(''))
    return 0
  }
  const copy = await decision.copy?.()
  const forget = copy && terminal.atExit(copy.destroy)
  try {
    return await startWith(command, { release, options, terminal, decision, copy })
  } finally {
    copy?.destroy()
    forget?.()
  }
}

function withheldText({ withheld }: UseDecision): string {
  return withheld === 0 ? '' : ` (${thousands(withheld)} without consent by now left out)`
}

interface Starting {
  release: string
  options: UseCommandOptions
  terminal: Terminal
  decision: UseDecision
  /** what it gets instead of the release */
  copy: HandedOut | undefined
}

function startWith(command: string[], { release, options, terminal, decision, copy }: Starting): Promise<ExitStatus> {
  const own = isAddress(release) ? shownAddress(release) : resolve(terminal.cwd, release)
  return start(
    command,
    {
      ...withoutKeys(terminal.env, [
        ...decision.keyVariables,
        ...DATABASE_SECRETS.filter((name) => !options.pass.includes(name)),
      ]),
      PERDE_RELEASE: decision.manifest.release,
      PERDE_RELEASE_DIR: copy?.dir ?? own,
      PERDE_DATA: (copy?.paths ?? decision.paths).join('\n'),
    },
    terminal,
  )
}

function jsonOf({ decision, manifest, paths, denials, index }: UseDecision) {
  return { decision, release: manifest.release, paths: decision === 'permit' ? paths : [], denials, index }
}

/** What opened the database of a release opens what the release was made of, too. */
const DATABASE_SECRETS = ['PGPASSWORD', 'PGPASSFILE']

/**
 * The surroundings of a command without the keys of the run: with them it could make the pseudonyms of people it has
 * the numbers of, which is what the gate keeps it from. A variable that repeats the value of a key goes with it.
 */
function withoutKeys(env: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  const secret = (name: string) => names.includes(name) || /^PERDE_.*KEY/i.test(name)
  const values = new Set(Object.entries(env).flatMap(([name, value]) => (secret(name) && value ? [value] : [])))
  return Object.fromEntries(
    Object.entries(env).filter(([name, value]) => !secret(name) && (value === undefined || !values.has(value))),
  )
}

/** A command that cannot start is found before its use is logged as permitted. */
function checkCommand(name: string, { cwd, env }: Terminal): void {
  if (process.platform === 'win32') return
  const places = name.includes('/')
    ? [resolve(cwd, name)]
    : (env['PATH'] ?? '').split(delimiter).map((p) => join(resolve(cwd, p), name))
  const starts = places.some((path) => {
    try {
      accessSync(path, constants.X_OK)
      return statSync(path).isFile()
    } catch {
      return false
    }
  })
  if (!starts)
    throw new PerdeError('USAGE', 'there is no such command to start; nothing was asked and nothing logged', {
      where: { part: name },
      hints: ['write the command behind --, with its path or where PATH finds it'],
    })
}

/** Runs the command with the terminal's own streams; a signal ends it and is reported the way a shell does. */
function start([name, ...args]: string[], env: NodeJS.ProcessEnv, terminal: Terminal): Promise<ExitStatus> {
  // A signal during the checks: nobody waits for the command any more.
  terminal.signal.throwIfAborted()
  return new Promise((done, fail) => {
    const child = spawn(name!, args, { cwd: terminal.cwd, env, stdio: 'inherit' })
    terminal.signal.addEventListener('abort', () => child.kill('SIGTERM'))
    child.on('error', (cause) =>
      fail(new PerdeError('USAGE', 'the command could not be started', { cause, where: { part: name! } })),
    )
    child.on('exit', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 137)))
  })
}
