import { relative, resolve } from 'node:path'
import { openRelease } from '../engine/release/open-release.ts'
import { PerdeError } from '../errors.ts'
import { LANGUAGES, type Language } from '../evidence/report/locale.ts'
import { report } from '../evidence/report/report.ts'
import { releaseReport } from '../evidence/report/report-input.ts'
import { writeNew } from './given-file.ts'
import { soundRelease } from './sound-release.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

export interface ReportCommandOptions {
  lang?: string
  out?: string
}

/** `perde report RELEASE`: the report as HTML on standard output or into a file, never into a release. */
export async function reportCommand(
  release: string,
  options: ReportCommandOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const languages = options.lang === undefined ? LANGUAGES : [languageOf(options.lang)]
  const open = await openRelease(release, terminal.cwd, terminal.env)
  try {
    // The report that stands in the release is not what is shown here.
    soundRelease(open, 'report', /^REPORT/)
    const text = report(releaseReport(open.dir), languages)
    if (options.out === undefined) await terminal.out(text)
    else write(resolve(terminal.cwd, options.out), text, open.dir)
  } finally {
    open.close()
  }
  return 0
}

function languageOf(text: string): Language {
  const language = LANGUAGES.find((known) => known === text)
  if (language) return language
  throw new PerdeError('USAGE', `a report is in one of the languages ${LANGUAGES.join(', ')}`)
}

function write(path: string, text: string, release: string): void {
  if (!relative(release, path).startsWith('..'))
    throw new PerdeError('OUTPUT_INVALID', 'a report is not written into a release', {
      hints: ['nothing may be added to a release: write it elsewhere'],
    })
  writeNew(path, text, 'writing the report', path)
}
