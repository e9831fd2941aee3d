/** The form of one value, for vetoes and quasi-identifiers: one label each, chosen in a fixed order. */
import { isDigits } from './boundary.ts'
import { isDate } from './date-forms.ts'
import { LABELLED_TEXT } from './labels.ts'

export const SHAPES = [
  'boolean',
  'year',
  'integer',
  'decimal',
  'date',
  'date-time',
  'time',
  'timestamp',
  'range',
  'uuid',
  'digest',
  'code',
  'name',
  'word',
  'words',
  'text',
  'structure',
  'other',
] as const
export type Shape = (typeof SHAPES)[number]

const BOOLEANS = new Set([
  '0',
  '1',
  'true',
  'false',
  'yes',
  'no',
  'y',
  'n',
  't',
  'f',
  'да',
  'нет',
  'иә',
  'ия',
  'жоқ',
  'on',
  'off',
])

/** The shape of a trimmed value that is not empty. Long values are judged by their first 512 characters. */
export function shapeOf(value: string): Shape {
  if (value.length <= 5 && isDigits(value)) return shortNumber(value)
  const v = value.length > 512 ? value.slice(0, 512) : value
  if (v.length <= 5 && BOOLEANS.has(v.toLowerCase())) return 'boolean'
  if (/^[-+]?\d/.test(v) || /^[-+]?[.,]\d/.test(v)) {
    const numeric = numericShape(v)
    if (numeric) return numeric
  }
  if (UUID.test(v)) return 'uuid'
  if (DIGEST.test(value)) return 'digest'
  if (/^[[{]/.test(v) && !LABELLED_TEXT.test(v)) return 'structure'
  return letterShape(v)
}

/** Most columns of numbers are of such. */
function shortNumber(digits: string): Shape {
  if (digits === '0' || digits === '1') return 'boolean'
  return digits.length === 4 && /^(?:18|19|20)/.test(digits) ? 'year' : 'integer'
}

const UUID = /^[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}$/
const DIGEST =
  /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}|[A-Fa-f0-9]{2}(?::[A-Fa-f0-9]{2}){15,31}|(?:SHA256|MD5):\S{20,})$/i

/** Lengths between which nothing but the form of a value tells its shape, where it tells it. */
export const SHAPED_FROM = 6
export const SHAPED_TO = 39

/**
 * The shape of all values of the form of this one, of the lengths above; undefined where it depends on which digits and
 * letters they are. `may` asks whether an expression can match a value of the form from end to end.
 */
export function shapeOfForm(value: string, may: (expression: RegExp) => boolean): Shape | undefined {
  if (value.length < SHAPED_FROM || value.length > SHAPED_TO || /^[[{]/.test(value)) return undefined
  const depends = /\p{L}/u.test(value)
    ? /^[-+]?[.,]?\d/.test(value) || may(UUID) || may(DIGEST)
    : /^\d{12,14}$/.test(value) || SHORT_DATE.test(value)
  return depends ? undefined : shapeOf(value)
}

const SHORT_DATE = /^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}$/

function numericShape(v: string): Shape | undefined {
  if (/^[-+]?\d+$/.test(v)) {
    if (/^(?:18|19|20)\d\d$/.test(v)) return 'year'
    // Unix milliseconds and seconds since 2001, and YYMMDDhhmmss / YYYYMMDDhhmmss
    if (
      /^1[0-9]{12}$/.test(v) ||
      /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?$/.test(v) ||
      /^\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$/.test(v)
    )
      return 'timestamp'
    return 'integer'
  }
  if (/^[-+]?(?:\d{1,3}(?:[ ,']\d{3})+|\d*)[.,]?\d+(?:[eE][-+]?\d+)?$/.test(v) && /[.,eE]/.test(v)) return 'decimal'
  if (SHORT_DATE.test(v) && isDate(v)) return 'date'
  if (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(v) || /^\d{1,2}[./]\d{1,2}[./]\d{4}[ ,]+\d{1,2}:\d{2}/.test(v))
    return 'date-time'
  if (/^\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?$/.test(v)) return 'time'
  if (/^\d{1,3}(?:\.\d)?\s?(?:-|–|to|до)\s?\d{1,3}$/.test(v) || /^\d{1,3}\+$/.test(v)) return 'range'
  return undefined
}

function letterShape(v: string): Shape {
  const words = v.split(/\s+/)
  if (words.length >= 6 || v.length >= 512) return 'text'
  if (/^\p{Lu}[\p{L}\p{M}'’.-]*(?:[ ,]+\p{Lu}[\p{L}\p{M}'’.-]*){0,3}$/u.test(v)) return 'name'
  if (/^[\p{L}\p{M}'’-]+$/u.test(v)) return 'word'
  if (/^[\p{L}\p{M}'’.,()&/ -]+$/u.test(v)) return 'words'
  if (words.length === 1 && /\d/.test(v) && /\p{L}/u.test(v) && v.length <= 40) return 'code'
  return words.length > 1 ? 'words' : 'other'
}
