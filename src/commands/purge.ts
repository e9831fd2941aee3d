import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { isAddress, isObjects } from '../engine/read/address.ts'
import { namedLog, purgeRelease, type PurgeReason } from '../engine/release/purge.ts'
import { PerdeError } from '../errors.ts'
import { logPlace, writingExistingLog } from './log-place.ts'
import { counted } from './numbers.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

export interface PurgeCommandOptions {
  reason?: string
  log?: string
  json?: boolean
}

const REASONS: Readonly<Record<string, PurgeReason>> = {
  retention: 'RETENTION',
  withdrawn: 'WITHDRAWN',
  replaced: 'REPLACED',
  ordered: 'ORDERED',
  faulty: 'FAULTY',
}

/** `perde purge RELEASE`: destroys the data of a release, and the log says so before and after. */
export async function purgeCommand(
  release: string,
  options: PurgeCommandOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const { reason } = options
  if (reason !== undefined && !Object.hasOwn(REASONS, reason))
    throw new PerdeError('USAGE', '--reason is none of the reasons for a purge', {
      hints: [`they are ${Object.keys(REASONS).join(', ')}`],
    })
  const given = options.log ?? ownLog(release, terminal)
  const log = logPlace(given, terminal.env, terminal.cwd)
  const purged = await writingExistingLog(given, terminal, ({ dir, pushLog }) =>
    purgeRelease({
      release,
      log: dir,
      ...(pushLog && { pushLog, keptAt: log }),
      cwd: terminal.cwd,
      reason: reason === undefined ? undefined : REASONS[reason],
      env: terminal.env,
      now: new Date(),
    }),
  )
  if (options.json === true) await terminal.out(`${JSON.stringify(purged, undefined, 2)}\n`)
  else
    terminal.err(
      purged.before
        ? `perde: ${shown(release, terminal)} was purged before (${purged.reason}); nothing of its data is left\n`
        : `perde: purged ${shown(release, terminal)} (${purged.reason}): ${counted(purged.removed, 'data file')} removed; logged in ${isObjects(log) ? log : shown(log, terminal)}\nperde: hint: copies, backups and old blocks of the disk are not perde's to find\n`,
    )
  if (purged.others > 0 && options.json !== true)
    terminal.err(
      `perde: note: ${counted(purged.others, 'file')} in the folder of the data that the release does not name ${purged.others === 1 ? 'was' : 'were'} left   [FILE_ADDED]\n`,
    )
  return 0
}

/** Where no log is named, the one that the release names goes before the usual one, which may be a copy of it. */
function ownLog(release: string, { env, cwd }: Terminal): string | undefined {
  const usual = logPlace(undefined, env, cwd)
  if (env['PERDE_LOG'] || isAddress(release) || !existsSync(usual)) return undefined
  return namedLog(release, cwd, usual)
}

function shown(path: string, { cwd }: Terminal): string {
  return relative(cwd, resolve(cwd, path)) || '.'
}
