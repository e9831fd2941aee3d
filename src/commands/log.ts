import { resolve } from 'node:path'
import { entryFacts } from '../evidence/log/entry-facts.ts'
import { readEntries, openSignedLog } from '../evidence/log/log-reader.ts'
import { isEntryType, type Entry } from '../evidence/log/entry-schemas.ts'
import { formatTlogProof } from '../evidence/log/tlog-proof.ts'
import { verifyLog } from '../evidence/log/verify-log.ts'
import { PerdeError } from '../errors.ts'
import { readingExistingLog } from './log-place.ts'
import { table } from './table.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

export interface LogShowOptions {
  log?: string
  type?: string
  run?: string
  json?: boolean
}

/** `perde log show`: verifies first, then lists the entries; never writes. 65 where the log does not verify. */
export async function logShowCommand(options: LogShowOptions, terminal: Terminal): Promise<ExitStatus> {
  return readingExistingLog(options.log, terminal, (dir) => showLog(dir, options, terminal))
}

async function showLog(dir: string, options: LogShowOptions, terminal: Terminal): Promise<ExitStatus> {
  if (options.type !== undefined && !isEntryType(options.type))
    throw new PerdeError('USAGE', 'no entry of the log has that type', {
      hints: ['such as run.commit, purpose.check, use.check'],
    })
  const report = verifyLog(dir)
  for (const p of report.problems)
    terminal.err(
      `perde: ${p.severity}: ${p.line === undefined ? '' : `line ${p.line}: `}${p.message}   [LOG_${p.code}]\n`,
    )
  if (!report.ok) {
    terminal.err(`perde: error: the log does not verify; its entries are not shown   [LOG_TAMPERED]\n`)
    return 65
  }
  const filter = {
    ...(options.type !== undefined && { type: options.type as Entry['type'] }),
    ...(options.run !== undefined && { run: options.run }),
  }
  if (options.json === true)
    for (const entry of readEntries(dir, filter)) await terminal.out(`${JSON.stringify(entry)}\n`)
  else {
    await terminal.out(
      table(
        ['entry', 'time', 'run', 'type', 'what'],
        [...readEntries(dir, filter)].map((e) => [
          String(e.seq),
          e.time.replace('T', ' ').slice(0, 19),
          e.run.slice(-6),
          e.type,
          entryFacts(e),
        ]),
        terminal.columns,
      ),
    )
    terminal.err(`perde: ${report.origin}, ${report.size} entries, ${report.signed} signed, root ${report.root}\n`)
  }
  return 0
}

/** `perde log prove N`: an entry with its inclusion proof, for somebody who has only the log's key. */
export async function logProveCommand(
  index: string,
  options: { log?: string; out?: string },
  terminal: Terminal,
): Promise<ExitStatus> {
  return readingExistingLog(options.log, terminal, (dir) => proveEntry(dir, index, terminal))
}

async function proveEntry(dir: string, index: string, terminal: Terminal): Promise<ExitStatus> {
  const log = openSignedLog(dir)
  const n = Number(index)
  if (!Number.isInteger(n) || n < 0 || n >= log.size)
    throw new PerdeError('USAGE', `the log has signed entries 0 to ${log.size - 1}`, { where: { part: resolve(dir) } })
  await terminal.out(formatTlogProof({ index: n, hashes: log.inclusionProof(n), checkpoint: log.checkpoint() }))
  terminal.err(`perde: entry ${n} is: ${log.line(n).toString()}\n`)
  return 0
}
