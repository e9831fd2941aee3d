import { existsSync } from 'node:fs'
import { SeenLedgers } from '../engine/consents/seen-ledgers.ts'
import { isObjects } from '../engine/read/address.ts'
import { PerdeError } from '../errors.ts'
import type { NewEntry } from '../evidence/log/entry-schemas.ts'
import { logPaths, systemFs } from '../evidence/log/log-fs.ts'
import { readEntries } from '../evidence/log/log-reader.ts'
import { seedsIn } from '../evidence/log/signing-key.ts'
import { loadKey } from '../keys/sources.ts'
import { appendEntry } from './append-entry.ts'
import type { NamedLedger } from './consent-ledger.ts'
import { existingLog, logPlace, readingLog, writingLog } from './log-place.ts'
import type { Terminal } from './terminal.ts'

/** The log that changes of a consent ledger go into. */
export interface ConsentLog {
  /** what it has seen of ledgers, which the ledger has to go on from */
  seen: SeenLedgers
  /** Reads something else of it. */
  read<T>(use: (dir: string) => T | Promise<T>): Promise<T>
  /** Appends an entry, durably; gives its index. Throws LOG_LOCKED while a run writes the log. */
  append(entry: NewEntry): Promise<number>
}

/**
 * The log of --log, PERDE_LOG or the policy; undefined where none is named, or where no run has made it yet.
 * @throws PerdeError LOG_INVALID where --log names none, KEY_MISSING where it cannot be signed: before anything is changed
 */
export async function consentLog(
  option: string | undefined,
  { policy: opened }: Pick<NamedLedger, 'policy'>,
  { env, cwd }: Terminal,
): Promise<ConsentLog | undefined> {
  if (option === undefined && !env['PERDE_LOG'] && !opened) return undefined
  const { policy, baseDir } = opened ?? {}
  const place =
    option !== undefined && !isObjects(option)
      ? existingLog(option, env, cwd)
      : logPlace(option, env, cwd, opened && { log: policy!.audit.log, baseDir: baseDir! })
  if (!isObjects(place) && !existsSync(logPaths(place).entries)) return undefined
  const source = policy?.audit.key
  const signingKey = source && (await loadKey(source, { baseDir: baseDir!, env })).root
  if (!signingKey && !isObjects(place) && seedsIn(systemFs, place).length === 0)
    throw new PerdeError('KEY_MISSING', 'the signing key of the log is not at hand', {
      where: { part: place },
      hints: ['give --policy FILE of a policy that names it under audit.key; nothing was changed'],
    })
  return {
    seen: await readingLog(place, (dir) => Promise.resolve(new SeenLedgers(readEntries(dir), policy?.dataset.id))),
    read: (use) => readingLog(place, async (dir) => use(dir)),
    append: (entry) => writingLog(place, env, (log) => appendEntry(log, signingKey, entry)),
  }
}

/**
 * Logs what was added to a ledger. A run that is going on has the log for itself; it looks at the ledger again before it
 * ends, so a withdrawal does not wait for it. Gives a note for that case.
 */
export async function logChange(log: ConsentLog | undefined, entry: NewEntry): Promise<string> {
  try {
    await log?.append(entry)
    return ''
  } catch (e) {
    if (e instanceof PerdeError && e.code === 'LOG_LOCKED')
      return 'perde: note: the log is being written by another command, so this change has no entry of its own; the next run or use logs the ledger as it is\n'
    throw e instanceof PerdeError
      ? new PerdeError(e.code, `the ledger was changed, and the log was not: ${e.message}`, {
          where: e.where,
          cause: e.cause,
          hints: e.hints,
        })
      : e
  }
}
