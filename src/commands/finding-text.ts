import type { Finding } from '../policy/policy.ts'

/** A finding as a line: `patients.iin: unknown transform "pseudonim"; did you mean "pseudonym"? (policy.yaml:37:47)`. */
export function findingText(f: Finding): string {
  const place =
    f.where.line === undefined
      ? ''
      : ` (${f.where.file ?? 'policy'}:${f.where.line}${f.where.column === undefined ? '' : `:${f.where.column}`})`
  return `perde: ${f.severity}: ${f.message}${place}   [${f.code}]\n${f.hint === undefined ? '' : `perde: hint: ${f.hint}\n`}`
}
