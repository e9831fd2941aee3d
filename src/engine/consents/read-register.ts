import { createHmac } from 'node:crypto'
import type { LedgerState } from './seen-ledgers.ts'
import type { CompiledRegister } from '../../consent/register.ts'
import type { EntryBody } from '../../evidence/log/entry-schemas.ts'
import type { SubjectKeys } from './subject-keys.ts'

/** Who says no in a table, in sum. Digests are keyed: two are compared only where they were made under one key. */
export type Denied = NonNullable<EntryBody<'consent.register'>['denied']>

/** Consents as they were read: the compiled index, and the digest of where they stood, keyed so that it is no oracle. */
export interface ReadRegister extends CompiledRegister {
  keyedSha256: string
  /** of a consent ledger: how it stood */
  ledger?: LedgerState
  /** of a table: who says no, in sum */
  denied?: Denied
  /** the same as an older perde summed it up, by fewer words for no: what its logs have is held against this */
  deniedBefore?: Denied
}

export function keyed(sha256: Uint8Array, keys: SubjectKeys): string {
  return createHmac('sha256', keys.digest).update(sha256).digest('hex')
}
