import type { Finding } from '../policy/policy.ts'

/**
 * A finding for people, in the form of errors: `perde: error: patients.iin: unknown transform "pseudonim"
 * (policy.yaml:37:47)   [POLICY_UNKNOWN_TRANSFORM]`, and what to do on a line of its own.
 */
export function findingText({
  severity,
  code,
  message,
  hint,
  where,
}: Omit<Finding, 'severity'> & { severity: Finding['severity'] | 'note' }): string {
  const subject = where.path === undefined ? '' : `${where.path}: `
  const place =
    where.line === undefined
      ? ''
      : ` (${[where.file ?? 'policy', where.line, where.column].filter((part) => part !== undefined).join(':')})`
  return `perde: ${severity}: ${subject}${message}${place}   [${code}]\n${hint === undefined ? '' : `perde: hint: ${hint}\n`}`
}
