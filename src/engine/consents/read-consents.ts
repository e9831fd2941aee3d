import canonicalize from 'canonicalize'
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { denialSums, saidNo, saysNo, type SaysNo } from '../../consent/denials.ts'
import type { ConsentPlace, RegisterSpec } from '../../policy/policy.ts'
import { isTable } from '../read/table-input.ts'
import { existingHead, keyCheckHex, ledgerDigest, readLedger } from './read-ledger.ts'
import { readRegister, registerDigest } from './register-file.ts'
import { keyed, type Denied, type ReadRegister } from './read-register.ts'
import type { SeenLedgers } from './seen-ledgers.ts'
import type { SubjectKeys } from './subject-keys.ts'

/** Where consents are, and what is needed to read them. */
export interface ConsentReading {
  place: ConsentPlace
  /** folder that paths are relative to */
  baseDir: string
  /** where credentials of databases are found */
  env: NodeJS.ProcessEnv
  keys: SubjectKeys
  /** entity of the subjects: the same for register and data */
  entity: string | undefined
  /** what a log has seen of ledgers; a ledger that does not go on from it is refused */
  seen?: SeenLedgers | undefined
}

/** Reads a register or a ledger, wherever it is, and compiles it. `asOf`: seconds since 1970. */
export async function readConsentPlace(reading: ConsentReading, asOf: number): Promise<ReadRegister> {
  const { place, baseDir, keys, entity, seen } = reading
  if (place.ledger !== undefined)
    return readLedger(resolve(baseDir, place.ledger), { keys, entity, shown: place.ledger, seen }, asOf)
  seen?.checkLeft({ shown: place.register.path, keyCheck: keyCheckHex(keys) })
  const read = await readTable(reading, place.register, asOf)
  return { ...read, ...deniedIn(read, reading, place.register) }
}

async function readTable(
  { baseDir, env, keys, entity }: ConsentReading,
  register: RegisterSpec,
  asOf: number,
): Promise<ReadRegister> {
  // Whatever is not told by its ending is read as CSV.
  if (isFile(register.path)) return readRegister(register, baseDir, keys, entity, asOf)
  // Only who reads such a table loads every format of records.
  const { readRegisterTable } = await import('./register-table.ts')
  return readRegisterTable(placeOf(register, baseDir), register, { keys, entity, env }, asOf)
}

/** Columns of times decide nothing about who says no. */
function deniedIn(
  { index }: ReadRegister,
  { keys, entity, baseDir }: ConsentReading,
  { path, at: _, from: __, until: ___, ...columns }: RegisterSpec,
): { denied: Denied; deniedBefore: Denied } {
  const digest = (value: unknown) => keyed(createHash('sha256').update(canonicalize(value)!).digest(), keys)
  const read = { columns, entity: entity ?? null }
  const of = { columns: digest(read), table: digest({ ...read, place: placeOf({ path }, baseDir) }) }
  const summed = (isNo: SaysNo): Denied => {
    const { sha256, counts } = denialSums(index, isNo)
    return { ...of, sha256: keyed(sha256, keys), counts }
  }
  return { denied: { ...summed(saysNo), states: 'all' }, deniedBefore: summed(saidNo) }
}

/** Absolute path, or address of a table. */
function placeOf({ path }: Pick<RegisterSpec, 'path'>, baseDir: string): string {
  return isTable(path) ? path : resolve(baseDir, path)
}

/** The consents as they are now; undefined: they are as they were. Throws as `readConsentPlace`, also where nothing changed. */
export async function readAgain(
  reading: ConsentReading,
  before: ReadRegister,
  asOf: number,
): Promise<ReadRegister | undefined> {
  const { place, baseDir, keys, seen } = reading
  if (place.ledger !== undefined) {
    const head = existingHead(resolve(baseDir, place.ledger), place.ledger)
    const same = ledgerDigest(head, keys) === before.keyedSha256
    // A log that has seen more of it since is asked with the whole ledger at hand.
    if (same && before.ledger && seen?.isLast(before.ledger) !== false) return undefined
  } else {
    seen?.checkLeft({ shown: place.register.path, keyCheck: keyCheckHex(keys) })
    if (isFile(place.register.path) && (await registerDigest(place.register, baseDir, keys)) === before.keyedSha256)
      return undefined
  }
  const now = await readConsentPlace(reading, asOf)
  return now.keyedSha256 === before.keyedSha256 ? undefined : now
}

const RECORDS = /\.(?:jsonl|ndjson|json|parquet|pq)(?:\.(?:gz|gzip|zst|zstd))?$/i

/** Its bytes are digested as they stand. */
function isFile(path: string): boolean {
  return !isTable(path) && !RECORDS.test(path)
}
