import { affectedReleases, type Affected } from '../engine/release/affected.ts'
import { subjectRef } from '../engine/consents/subject-status.ts'
import { PerdeError } from '../errors.ts'
import { serve } from '../view/serve.ts'
import { surveyor } from '../view/survey.ts'
import { namedSubjects, type LedgerOptions } from './consent-ledger.ts'
import { readingExistingLog } from './log-place.ts'
import { languageOf } from './report.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

export interface ViewCommandOptions extends Omit<LedgerOptions, 'json'> {
  port: string
  lang?: string
}

/** `perde view LOG`: shows a log and its releases in a browser of this machine until it is interrupted. Never writes. */
export async function viewCommand(
  log: string | undefined,
  options: ViewCommandOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const port = Number(options.port)
  if (!/^\d{1,5}$/.test(options.port) || port > 65_535)
    throw new PerdeError('USAGE', '--port is a number up to 65535; 0 takes any that is free')
  const language = languageOf(options.lang ?? 'en')
  return readingExistingLog(log, terminal, async (dir) => {
    const survey = surveyor(dir)
    // What is no log at all is said here and not in a browser.
    survey()
    const { url, ended } = await serve(
      { log: dir, survey, holding: await asking(dir, options, terminal), cwd: terminal.cwd, env: terminal.env },
      { port, language, signal: terminal.signal, onFault: (error) => terminal.err(faultText(error)) },
    )
    await terminal.out(`${url}\n`)
    terminal.err('perde: open this address in a browser of this machine; whoever has it can look\n')
    terminal.err('perde: hint: Ctrl-C ends it\n')
    await ended
    return 0
  })
}

/** How to ask who is in which release, where the key to it was named. */
async function asking(
  log: string,
  options: ViewCommandOptions,
  terminal: Terminal,
): Promise<((subject: string) => Affected) | undefined> {
  if (options.policy === undefined && options.ledger === undefined) return undefined
  const { keys, entity } = await namedSubjects(options, terminal, new Date())
  return (subject) => affectedReleases(log, subjectRef(subject, keys, entity), keys)
}

/** What was asked is nobody's business but the asker's, so it is not told. */
function faultText(error: unknown): string {
  const what =
    error instanceof PerdeError ? `${error.message}   [${error.code}]` : 'a page could not be made   [INTERNAL]'
  return `perde: error: ${what}\n`
}
