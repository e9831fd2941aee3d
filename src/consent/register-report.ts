import { PerdeError } from '../errors.ts'
import type { RegisterSpec, Finding } from '../policy/policy.ts'
import type { RegisterColumn } from './register-columns.ts'
import type { CompiledRegister } from './register.ts'
import type { RegisterFindingCode } from './register-findings.ts'

/** All findings of one code, for people: how many rows, in which columns, and where the first of them are. */
export interface RegisterReport {
  severity: Finding['severity']
  code: string
  message: string
  hint?: string
  /** rows (columns, for REGISTER_COLUMN_UNMAPPED) */
  count: number
  /** the first line numbers, or numbers of records, from 1 */
  lines: number[]
  unit: CompiledRegister['unit']
}

/** The findings of a register by code, errors first. Names the file and the columns as the policy does. */
export function registerReports(
  { findings, findingCounts, unit }: Pick<CompiledRegister, 'findings' | 'findingCounts' | 'unit'>,
  spec: RegisterSpec,
): RegisterReport[] {
  const byCode = new Map<string, Finding[]>()
  for (const finding of findings) byCode.set(finding.code, [...(byCode.get(finding.code) ?? []), finding])
  return [...byCode]
    .map(([code, found]) => reportOf(code as RegisterFindingCode, found, { findingCounts, unit }, spec))
    .sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'))
}

/**
 * Stops at what may hide a refusal or withdrawal: a person who said no must not be released because a row is unclear.
 * @throws PerdeError REGISTER_INVALID with the number of rows and the first lines
 */
export function refuseLostDenials(reports: readonly RegisterReport[], spec: RegisterSpec): void {
  const errors = reports.filter((report) => report.severity === 'error')
  const [first] = errors
  if (!first) return
  const line = first.lines[0]
  throw new PerdeError('REGISTER_INVALID', errors.map((report) => report.message).join('; '), {
    where: { part: spec.path, ...(line !== undefined && { [first.unit]: line }) },
    hints: errors.flatMap((report) => report.hint ?? []),
    facts: { register: errors.map(({ code, count, lines }) => ({ code, count, lines })) },
  })
}

/** Line numbers shown of one finding. */
const SHOWN = 5

function reportOf(
  code: RegisterFindingCode,
  findings: readonly Finding[],
  { findingCounts, unit }: Pick<CompiledRegister, 'findingCounts' | 'unit'>,
  spec: RegisterSpec,
): RegisterReport {
  const [{ severity, message, hint }] = findings as [Finding]
  const count = findingCounts[code] ?? findings.length
  const lines = [...new Set(findings.flatMap((f) => f.where.line ?? []))].slice(0, SHOWN)
  const columns = [...new Set(findings.flatMap((f) => f.where.path ?? []))]
  const named = columns.map((column) => `"${spec[column as RegisterColumn] ?? column}"`)
  const place = [
    ...(named.length > 0 ? [`${named.length > 1 ? 'columns' : 'column'} ${named.join(', ')}`] : []),
    ...(code === 'REGISTER_COLUMN_UNMAPPED' ? [] : [`${count} ${count === 1 ? 'row' : 'rows'}`]),
    ...(lines.length > 0 && code !== 'REGISTER_COLUMN_UNMAPPED'
      ? [`${unit}${lines.length > 1 ? 's' : ''} ${lines.join(', ')}${count > lines.length ? ', …' : ''}`]
      : []),
  ]
  return {
    severity,
    code,
    message: `${spec.path}, ${place.join(', ')}: ${message}`,
    ...(hint !== undefined && { hint }),
    count,
    lines,
    unit,
  }
}
