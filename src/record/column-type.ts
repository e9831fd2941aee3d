/**
 * A type that a policy gives a column which came as text, in the words of the Parquet specification: `int64`, `date`,
 * `decimal(10,2)`, `timestamp(micros,utc)`.
 */
export type ColumnType =
  | { is: 'string' | 'boolean' | 'int32' | 'int64' | 'double' | 'date' }
  | { is: 'decimal'; precision: number; scale: number }
  | { is: 'time' | 'timestamp'; unit: 'millis' | 'micros' | 'nanos'; utc: boolean }

/** For people who wrote another. */
export const COLUMN_TYPES =
  'string, boolean, int32, int64, double, date, decimal(10,2), time(millis), timestamp(micros), timestamp(micros,utc)'

/** Decimals of more digits have no place in 16 bytes. */
const MOST_DIGITS = 38

/** undefined: no such type. */
export function columnTypeOf(words: string): ColumnType | undefined {
  const match = WORDS.exec(words.replaceAll(' ', ''))
  if (!match) return undefined
  const [, simple, precision, scale = '0', time, unit, utc] = match
  if (simple !== undefined) return { is: simple as 'string' }
  if (precision === undefined)
    return { is: time as 'time' | 'timestamp', unit: unit as 'millis' | 'micros' | 'nanos', utc: utc !== undefined }
  const [digits, decimals] = [Number(precision), Number(scale)]
  return digits >= 1 && digits <= MOST_DIGITS && decimals <= digits
    ? { is: 'decimal', precision: digits, scale: decimals }
    : undefined
}

const WORDS =
  /^(?:(string|boolean|int32|int64|double|date)|decimal\((\d{1,2})(?:,(\d{1,2}))?\)|(time|timestamp)\((millis|micros|nanos)(,utc)?\))$/
