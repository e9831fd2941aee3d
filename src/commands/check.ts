import { readPolicy } from '../engine/open-policy.ts'
import { findingText } from './finding-text.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

/** `perde check POLICY`: all findings about a policy; no data is read. */
export async function checkCommand(file: string, options: { json?: boolean }, terminal: Terminal): Promise<ExitStatus> {
  const { findings, digest } = readPolicy(file, terminal.cwd, new Date())
  const errors = findings.filter((f) => f.severity === 'error').length
  const warnings = findings.length - errors
  if (options.json === true)
    await terminal.out(
      `${JSON.stringify({ ok: errors === 0, policySha256: digest ?? null, findings }, undefined, 2)}\n`,
    )
  else {
    for (const f of findings) terminal.err(findingText(f))
    terminal.err(
      errors > 0
        ? `perde: ${errors} error${errors === 1 ? '' : 's'}${warnings > 0 ? `, ${warnings} warning${warnings === 1 ? '' : 's'}` : ''}\n`
        : `perde: the policy is in order${warnings > 0 ? `, with ${warnings} warning${warnings === 1 ? '' : 's'}` : ''} (${digest})\n`,
    )
  }
  return errors > 0 ? 78 : 0
}
