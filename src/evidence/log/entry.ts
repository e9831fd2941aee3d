import canonicalize from 'canonicalize'
import { PerdeError } from '../../errors.ts'
import type { Schema } from '../../schema/json-schema.ts'
import { checkShape, type ShapeProblem } from '../../schema/shape.ts'
import { entrySchema, isEntryType } from './entry-schemas.ts'
import type { Entry, EntryType } from './entry-schemas.ts'

// Entries are RFC 8785 canonical JSON under the closed schemas of entry-schemas.ts.

/** C2SP tlog-tiles counts the bytes of an entry in 16 bits. */
export const MAX_ENTRY_BYTES = 65_535

export interface EntryFault {
  code: 'NOT_UTF8' | 'NOT_JSON' | 'NOT_CANONICAL' | 'SCHEMA' | 'ARITHMETIC' | 'TOO_LONG'
  /** a phrase that names a place, never what stands there */
  message: string
}

/** The canonical bytes of an entry, without newline. Throws LOG_INVALID where it does not fit its schema. */
export function writeEntry(entry: Entry): Buffer {
  // Before canonicalising, which would drop what is undefined and call toJSON.
  const fault = faultOf(entry)
  if (fault) throw new PerdeError('LOG_INVALID', `log entry refused: ${fault.message}`)
  const bytes = Buffer.from(canonicalize(entry)!)
  if (bytes.length > MAX_ENTRY_BYTES)
    throw new PerdeError('LOG_INVALID', `log entry refused: ${entry.type} is over ${MAX_ENTRY_BYTES} bytes`)
  return bytes
}

/** Reads one line, given without its newline. */
export function readEntry(line: Uint8Array): { entry: Entry } | { fault: EntryFault } {
  if (line.length > MAX_ENTRY_BYTES) return { fault: { code: 'TOO_LONG', message: 'the line is too long' } }
  const text = decodeUtf8(line)
  if (text === undefined) return { fault: { code: 'NOT_UTF8', message: 'the line is not UTF-8' } }
  const value = parseJson(text)
  if (value === undefined) return { fault: { code: 'NOT_JSON', message: 'the line is not JSON' } }
  const fault = faultOf(value)
  if (fault) return { fault }
  if (canonicalize(value) !== text) return { fault: { code: 'NOT_CANONICAL', message: 'the line is not canonical' } }
  return { entry: value as Entry }
}

// Each is made when it is first met, for a command meets few of them.
const schemas = new Map<EntryType, Schema>()

function faultOf(value: unknown): EntryFault | undefined {
  const type = (value as { type?: unknown } | null)?.type
  if (!isEntryType(type)) return { code: 'SCHEMA', message: 'the type of the entry is unknown' }
  const schema = schemas.get(type) ?? entrySchema(type)
  schemas.set(type, schema)
  const [problem] = checkShape(value, schema, schema)
  if (problem) return { code: 'SCHEMA', message: schemaMessage(type, problem) }
  return balances(value as Entry) ? undefined : { code: 'ARITHMETIC', message: `the counts of ${type} do not add up` }
}

/** In always equals out + excluded + suppressed + quarantined, and records those used and those left out; nobody judges more than there is. */
function balances(entry: Entry): boolean {
  if (entry.type === 'transform.part') {
    const { in: read, out, excluded, suppressed, quarantined } = entry.records
    return read === out + excluded + suppressed + quarantined
  }
  if (entry.type === 'consent.check')
    return entry.records === Object.values(entry.excluded).reduce((sum, count) => sum + (count ?? 0), entry.used)
  if (entry.type === 'review.result')
    return entry.judged <= entry.documents && entry.leaked + entry.unsure <= entry.judged && entry.upperPpm <= 1e6
  return true
}

/** The schema's own path: every name in it is perde's, none the caller's. */
function schemaMessage(type: EntryType, problem: ShapeProblem): string {
  const strange = problem.kind === 'unknown-key' || problem.kind === 'key-name'
  const place = strange ? problem.path.slice(0, -1) : problem.path
  const missing = problem.kind === 'missing-key' ? ` ${problem.key}` : ''
  return `${type} does not fit its schema at /${place.join('/')} (${problem.kind === 'range' ? problem.phrase : problem.kind}${missing})`
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
