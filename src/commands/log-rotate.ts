import { logPaths } from '../evidence/log/log-fs.ts'
import { openLog } from '../evidence/log/log-writer.ts'
import { VERSION } from '../version.ts'
import { namedSeed } from './log-key.ts'
import { writingExistingLog } from './log-place.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

/** `perde log rotate`: an entry that the old and the new key sign, then a checkpoint with the new one. */
export async function logRotateCommand(
  options: { log?: string; key?: string; new?: string },
  terminal: Terminal,
): Promise<ExitStatus> {
  const signingKey = options.key === undefined ? undefined : await namedSeed(options.key, terminal)
  const next = options.new === undefined ? undefined : await namedSeed(options.new, terminal)
  const own = await writingExistingLog(options.log, terminal, async ({ dir, pushLog }) => {
    const log = openLog(dir, { tool: `perde/${VERSION}`, ...(signingKey && { signingKey }) })
    try {
      log.rotateKey(next)
      await pushLog?.()
      terminal.err(`perde: the log is signed with another key from entry ${log.size} on\n`)
      await terminal.out(`${log.vkey}\n`)
    } finally {
      log.close()
    }
    return pushLog ? `on this machine, in ${logPaths(dir).keys}` : 'in the log’s folder keys'
  })
  terminal.err(
    next
      ? 'perde: hint: name the new key in the policies that write this log, under audit.key; keep the old public key: it is what the entries before are signed with\n'
      : `perde: hint: the new key lies ${own}: move the old one away, and keep the new public key where the log is not\n`,
  )
  return 0
}
