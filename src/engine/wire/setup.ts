import { createHash } from 'node:crypto'
import type { SharedRecoding } from '../../anonymity/recoder.ts'
import type { ConsentRequest } from '../../consent/request.ts'
import type { Plan } from '../../plan/plan.ts'
import type { AskedSetup } from './asked.ts'

/**
 * Everything a worker needs, sent once when its thread starts: the plan, derived keys (never a root), the contents of
 * side files, the compiled register. Plain data and shared memory, so that it crosses threads and processes.
 */
export interface WorkerSetup {
  plan: Plan
  /** derived keys by `keyId` */
  keys: Record<string, Uint8Array>
  /** contents of side files by their path in the policy */
  files: Record<string, string>
  /** tables of the profile pass by `tableId` */
  tables: Record<string, Uint8Array>
  /** what becomes of the quasi-identifiers, by source; undefined: nothing beyond their rules */
  recodings?: (SharedRecoding | undefined)[]
  /** keys the references of people; undefined: no ledger of releases is kept */
  peopleKey?: Uint8Array
  consent?: ConsentSetup
  /** what people asked about their data; absent: nothing */
  asked?: AskedSetup
  /** random per run: equivalence classes and sensitive values are counted under it and never named */
  measureKey: Uint8Array
  /** one record in 2^n is drawn for the attack on the release; undefined: none is */
  linkBits?: number
  /** nobody asks what values look like: a profile for a policy that says what becomes of fields without a rule */
  unwatched?: true
}

export interface ConsentSetup {
  /** the compiled register and its table (consent/consent-index.ts), in memory that the threads share */
  bytes: SharedArrayBuffer
  table: SharedArrayBuffer
  request: ConsentRequest
  subjectKeys: [Uint8Array, Uint8Array]
}

/** Which derived key: the n-th that a step of a planned field asks for. */
export function keyId(source: string, field: number, branch: 'do' | 'else', step: number, n: number): string {
  return JSON.stringify([source, field, branch, step, n])
}

/**
 * Which table of the profile: steps with the same derived keys share one, whatever field they stand at. The id tells
 * nothing of the keys and stays in memory.
 */
export function tableId(keys: readonly Uint8Array[]): string {
  return keys.reduce((hash, key) => hash.update(key), createHash('sha256')).digest('hex')
}
