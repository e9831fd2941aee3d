import { createHmac } from 'node:crypto'
import type { LedgerState } from './seen-ledgers.ts'
import type { CompiledRegister } from '../../consent/register.ts'
import type { SubjectKeys } from './subject-keys.ts'

/** Consents as they were read: the compiled index, and the digest of where they stood, keyed so that it is no oracle. */
export interface ReadRegister extends CompiledRegister {
  keyedSha256: string
  /** of a consent ledger: how it stood */
  ledger?: LedgerState
}

export function keyed(sha256: Uint8Array, keys: SubjectKeys): string {
  return createHmac('sha256', keys.digest).update(sha256).digest('hex')
}
