import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Policy } from '../../policy/policy.ts'
import { readSideFile } from './side-file.ts'

/**
 * The files that `provenance.signals` names (robots.txt, tdmrep.json, …), by the name that they have there. Throws
 * POLICY_INVALID, IO_FAILED for one that is not there or cannot be read; a bare text that is no file is a statement.
 */
export function signalTexts(policy: Policy, baseDir: string): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const signal of policy.dataset.provenance?.signals ?? []) {
    const file = typeof signal === 'string' ? signal : signal.file
    if (typeof signal === 'string' && !isFile(resolve(baseDir, file))) continue
    texts[file] = readSideFile(file, baseDir, 'a file of signals')
  }
  return texts
}

function isFile(path: string): boolean {
  // A statement may hold what no name of a file can.
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true
  } catch {
    return false
  }
}
