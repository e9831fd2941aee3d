import { PerdeError } from '../errors.ts'
import type { ConsentSpec } from '../policy/policy.ts'

/** Columns of a register that perde reads; `path` names the file, not a column. */
export type RegisterColumn = Exclude<keyof ConsentSpec['register'], 'path'>

/** Position of each column in a row; -1 for a column the policy does not name. */
export type RegisterColumns = Readonly<Record<RegisterColumn, number>>

/** Axes of a decision; a register without the column leaves the axis unchecked (biometrics excepted). */
const AXES = ['purpose', 'processing', 'categories', 'controller', 'status', 'from', 'until'] as const

/**
 * Finds the columns that the policy names in a register's header.
 * @throws PerdeError REGISTER_INVALID when the header is missing, lacks a named column, or has it twice
 */
export function registerColumns(header: readonly string[], spec: ConsentSpec['register']): RegisterColumns {
  const names = header.map((name, i) => (i === 0 ? name.replace(/^\uFEFF/u, '') : name).trim())
  if (names.every((name) => name === ''))
    throw new PerdeError('REGISTER_INVALID', 'the register of consents has no header')
  const position = (column: RegisterColumn): number => {
    const wanted = spec[column]
    if (wanted === undefined) return -1
    const found = names.indexOf(wanted.trim())
    if (found < 0) throw columnError(`the register has no column for "${column}"`, column)
    if (names.includes(wanted.trim(), found + 1))
      throw columnError(`the register has the column for "${column}" twice`, column)
    return found
  }
  const columns: RegisterColumn[] = ['subject', ...AXES, 'at']
  return Object.fromEntries(columns.map((column) => [column, position(column)])) as Record<RegisterColumn, number>
}

/** Axes that this register cannot answer for. */
export function uncheckedAxes(columns: RegisterColumns): string[] {
  return AXES.filter((axis) => columns[axis] < 0)
}

function columnError(message: string, column: string): PerdeError {
  return new PerdeError('REGISTER_INVALID', message, {
    where: { line: 1 },
    hints: [`correct consent.register.${column} in the policy, or the register's first line`],
  })
}
