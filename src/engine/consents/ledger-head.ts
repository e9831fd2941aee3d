import { constants } from 'node:fs'
import { ioError, PerdeError, systemCode } from '../../errors.ts'
import { openIfThere, replaceFile, systemFs, type LogFs } from '../../evidence/log/log-fs.ts'
import { fits } from '../../schema/shape.ts'
import type { Schema } from '../../schema/json-schema.ts'
import type { LedgerPlace } from './ledger-place.ts'

/**
 * The head of a consent ledger: whose references it holds, and how many bytes of its events count. What stands behind
 * them was not finished and is no part of it, so replacing the head is the one step that makes an import there, whole.
 * `head -c BYTES events.jsonl | sha256sum` gives `sha256`.
 */
export interface LedgerHead {
  format: 'perde consent ledger 1'
  /** entity of the subjects' identifiers (`iin`, `phone`, …), which chooses how they are normalised; null: as written */
  subjectType: string | null
  /** shows with which keys the references were made: 8 bytes in hex */
  keyCheck: string
  events: number
  bytes: number
  sha256: string
}

/** Digest of no bytes. */
export const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/**
 * The head; undefined where there is no ledger.
 * @throws PerdeError CONSENT_LEDGER_TAMPERED for events without a head, or a head that is none
 */
export function readHead(place: LedgerPlace, shown: string, fs: LogFs = systemFs): LedgerHead | undefined {
  let text: Buffer | undefined
  let orphaned = false
  try {
    text = regularIfThere(fs, place.head, shown)
    orphaned = text === undefined && isThere(fs, place.events)
  } catch (e) {
    throw ioError(e, 'reading the head of the consent ledger', { part: shown })
  }
  if (orphaned) throw tampered('its head is gone, which says how much of it counts', shown)
  if (text === undefined) return undefined
  let head: unknown
  try {
    head = JSON.parse(text.toString('utf8'))
  } catch {
    head = undefined
  }
  if (!isHead(head)) throw tampered('its head cannot be read', shown)
  return head
}

export function writeHead(place: LedgerPlace, head: LedgerHead, fs: LogFs = systemFs): void {
  replaceFile(fs, place.head, `${JSON.stringify(head)}\n`, 0o600)
}

export function tampered(why: string, shown: string, line?: number): PerdeError {
  return new PerdeError('CONSENT_LEDGER_TAMPERED', `the consent ledger is not what perde wrote: ${why}`, {
    where: { part: shown, ...(line !== undefined && { line }) },
    hints: ['take it from where it is kept safe; nobody is released by it as it is'],
  })
}

/** Waits for no writer, where a pipe stands under that name. */
function regularIfThere(fs: LogFs, file: string, shown: string): Buffer | undefined {
  let fd: number
  try {
    fd = fs.openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (e) {
    if (systemCode(e) === 'ENOENT') return undefined
    throw e
  }
  try {
    if (!fs.fstatSync(fd).isFile()) throw tampered('its head is no file', shown)
    return fs.readFileSync(fd)
  } finally {
    fs.closeSync(fd)
  }
}

function isThere(fs: LogFs, file: string): boolean {
  const fd = openIfThere(fs, file)
  if (fd !== undefined) fs.closeSync(fd)
  return fd !== undefined
}

const isHead = (value: unknown): value is LedgerHead => fits(value, SCHEMA)
const SCHEMA: Schema = {
  type: 'object',
  properties: {
    format: { const: 'perde consent ledger 1' },
    subjectType: { anyOf: [{ type: 'string', pattern: '^[a-z0-9-]{1,40}$' }, { type: 'null' }] },
    keyCheck: { type: 'string', pattern: '^[0-9a-f]{16}$' },
    events: { type: 'integer', minimum: 0 },
    bytes: { type: 'integer', minimum: 0 },
    sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  },
  required: ['format', 'subjectType', 'keyCheck', 'events', 'bytes', 'sha256'],
  additionalProperties: false,
}
