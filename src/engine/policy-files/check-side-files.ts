import { PerdeError } from '../../errors.ts'
import type { Finding, Policy } from '../../policy/policy.ts'
import { findingsOf, lintHierarchyText } from './lint-hierarchy-file.ts'
import { readSideFile } from './side-file.ts'
import { stepTables } from './step-tables.ts'

/**
 * Findings about the tables that a policy names, which are a part of it: they are there and are read, and hierarchies of
 * the section `anonymity` are linted. No data is read.
 */
export function checkSideFiles(policy: Policy, { file, baseDir }: { file: string; baseDir: string }): Finding[] {
  const findings: Finding[] = []
  const read = (table: string, path: string): string | undefined => {
    try {
      return readSideFile(table, baseDir)
    } catch (e) {
      if (!(e instanceof PerdeError)) throw e
      const { message, hints } = e
      findings.push({
        severity: 'error',
        code: 'POLICY_SIDE_FILE',
        message,
        ...(hints[0] !== undefined && { hint: hints[0] }),
        where: { file, path },
      })
      return undefined
    }
  }
  for (const [table, path] of stepTables(policy)) read(table, path)
  for (const [i, signal] of (policy.dataset.provenance?.signals ?? []).entries())
    if (typeof signal !== 'string') read(signal.file, `dataset.provenance.signals[${i}]`)
  const linted = new Set<string>()
  for (const [field, spec] of Object.entries(policy.anonymity?.hierarchies ?? {})) {
    if (!('file' in spec) || linted.has(spec.file)) continue
    linted.add(spec.file)
    const text = read(spec.file, `anonymity.hierarchies.${field}`)
    if (text === undefined) continue
    for (const { severity, ...finding } of findingsOf(lintHierarchyText(text), spec.file))
      if (severity !== 'note') findings.push({ severity, ...finding })
  }
  return findings
}
