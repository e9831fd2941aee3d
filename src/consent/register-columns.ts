import { PerdeError } from '../errors.ts'
import type { RegisterSpec } from '../policy/policy.ts'
import { FULL_MAPPING } from '../policy/register-mapping.ts'

/** Columns of a register that perde reads; `path` names the file, not a column. */
export type RegisterColumn = Exclude<keyof RegisterSpec, 'path'>

/** Position of each column in a row; -1 for a column the policy does not name. */
export type RegisterColumns = Readonly<Record<RegisterColumn, number>>

/** Axes of a decision; a register without the column leaves the axis unchecked (biometrics excepted). */
const AXES = ['purpose', 'processing', 'categories', 'controller', 'status', 'from', 'until'] as const

/** Columns without which people are used who said no, said it for something else, or said yes for a time. */
const DECIDING = ['status', 'purpose', 'processing', 'until'] as const

/**
 * Finds the columns that the policy names in a register's header.
 * @throws PerdeError REGISTER_INVALID when the header is missing, lacks a named column, or has it twice; and when it
 * has a column of states that the policy does not name, or columns that decide and none of them is named
 */
export function registerColumns(header: readonly string[], spec: RegisterSpec): RegisterColumns {
  const names = namesOf(header)
  if (names.every((name) => name === ''))
    throw new PerdeError('REGISTER_INVALID', 'the register of consents has no header')
  if (names.some((name) => /[\r\n]/.test(name)))
    throw new PerdeError('REGISTER_INVALID', 'the header of the register holds a line break', {
      where: { line: 1 },
      hints: ['end lines with LF or CRLF'],
    })
  const position = (column: RegisterColumn): number => {
    const wanted = spec[column]
    if (wanted === undefined) return -1
    const found = names.indexOf(wanted.trim())
    if (found < 0) throw columnError('the register has no column', column, wanted, names)
    if (names.includes(wanted.trim(), found + 1))
      throw columnError('the register has a column twice:', column, wanted, names)
    return found
  }
  const columns: RegisterColumn[] = ['subject', ...AXES, 'at']
  const found = Object.fromEntries(columns.map((column) => [column, position(column)])) as Record<
    RegisterColumn,
    number
  >
  const unnamed = unmappedColumns(header, spec)
  if (unnamed.includes('status') || (unnamed.length > 0 && DECIDING.every((column) => found[column] < 0)))
    throw new PerdeError(
      'REGISTER_INVALID',
      `the register has columns that look like ${unnamed.join(', ')}, but the policy does not name them: everybody in it would count as having consented`,
      { where: { line: 1 }, hints: [`name them: ${FULL_MAPPING}`] },
    )
  return found
}

/** Deciding columns that the policy does not name although the header has one by a usual name for it. */
export function unmappedColumns(header: readonly string[], spec: RegisterSpec): (typeof DECIDING)[number][] {
  const mapped = new Set(Object.entries(spec).flatMap(([key, name]) => (key === 'path' ? [] : [name.trim()])))
  const free = namesOf(header)
    .filter((name) => !mapped.has(name))
    .map((name) =>
      name
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[\s_-]+/gu, ' '),
    )
  return DECIDING.filter((column) => spec[column] === undefined && free.some((name) => WORDS[column].includes(name)))
}

/** Usual names of columns in English, Kazakh, Russian; spaces stand for _ and - too. */
const WORDS: Record<(typeof DECIDING)[number], readonly string[]> = {
  status:
    'status,state,consent status,consent state,consent,decision,күйі,күй,мәртебе,мәртебесі,келісім,келісім күйі,статус,состояние,согласие,статус согласия'.split(
      ',',
    ),
  purpose: 'purpose,purposes,consent purpose,purpose of use,мақсат,мақсаты,цель,цели,цель обработки'.split(','),
  processing:
    'processing,processing type,operation,operations,өңдеу,өңдеу түрі,обработка,вид обработки,операция,действие,действия'.split(
      ',',
    ),
  until:
    'until,valid until,valid to,valid till,expires,expires at,expires on,expiry,expiry date,expiration,expiration date,end date,мерзімі,дейін,жарамды мерзімі,срок,срок действия,действует до,действительно до,до,истекает'.split(
      ',',
    ),
}

/** Axes that this register cannot answer for. */
export function uncheckedAxes(columns: RegisterColumns): string[] {
  return AXES.filter((axis) => columns[axis] < 0)
}

function namesOf(header: readonly string[]): string[] {
  return header.map((name, i) => (i === 0 ? name.replace(/^\uFEFF/u, '') : name).trim())
}

/** The name is the policy's, so it may be shown; what the header holds may not: a headerless file begins with a person. */
function columnError(message: string, column: string, wanted: string, names: readonly string[]): PerdeError {
  const other = names.length === 1 && /[;\t|]/.test(names[0]!)
  return new PerdeError('REGISTER_INVALID', `${message} "${wanted}", which the policy names for "${column}"`, {
    where: { line: 1 },
    hints: [
      other
        ? 'the cells of a register have commas between them, or tabs in a file that ends in .tsv; this one has something else'
        : `correct consent.register.${column} in the policy, or the register's first line`,
    ],
  })
}
