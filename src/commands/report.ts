import { relative, resolve } from 'node:path'
import { reportSource } from '../engine/release/report-source.ts'
import { PerdeError } from '../errors.ts'
import { comparison } from '../evidence/report/comparison.ts'
import { LANGUAGES, type Language } from '../evidence/report/locale.ts'
import { report } from '../evidence/report/report.ts'
import { writeNew } from './given-file.ts'
import { logAtHand } from './log-place.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

export interface ReportCommandOptions {
  lang?: string
  against?: string
  out?: string
  log?: string
}

/**
 * `perde report RELEASE`: the report as HTML, or with `--against` what differs from another release, on standard output
 * or into a file, never into a release.
 */
export async function reportCommand(
  release: string,
  options: ReportCommandOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const languages = options.lang === undefined ? LANGUAGES : [languageOf(options.lang)]
  const { cwd, env } = terminal
  const log = logAtHand(options.log, terminal)
  const read = (name: string) => reportSource(name, { cwd, env, log })
  const own = await read(release)
  const other = options.against === undefined ? undefined : await read(options.against)
  const text = other ? comparison([other.input, own.input], languages) : report(own.input, languages)
  if (options.out === undefined) await terminal.out(text)
  else
    write(
      resolve(terminal.cwd, options.out),
      text,
      [own.dir, other?.dir].filter((dir) => dir !== undefined),
    )
  return 0
}

/** Throws USAGE for what is none. */
export function languageOf(text: string): Language {
  const language = LANGUAGES.find((known) => known === text)
  if (language) return language
  throw new PerdeError('USAGE', `a report is in one of the languages ${LANGUAGES.join(', ')}`)
}

function write(path: string, text: string, releases: readonly string[]): void {
  if (releases.some((release) => !relative(release, path).startsWith('..')))
    throw new PerdeError('OUTPUT_INVALID', 'a report is not written into a release', {
      hints: ['nothing may be added to a release: write it elsewhere'],
    })
  writeNew(path, text, 'writing the report', path)
}
