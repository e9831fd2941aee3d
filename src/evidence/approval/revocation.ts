import type { Entry } from '../log/entry-schemas.ts'
import { parseVkey, type Signer } from '../log/vkey.ts'
import { isSameKey } from './approval.ts'

/** Somebody takes back what they approved: all that their key signed for this policy up to then. */
export interface Revocation {
  policySha256: string
  /** RFC 3339 in UTC with milliseconds, by the clock of who signs */
  at: string
  vkey: string
  /** Ed25519, base64 */
  signature: string
}

export function revocation(policySha256: string, at: Date, signer: Signer): Revocation {
  const taken = { policySha256, at: at.toISOString() }
  const signature = signer.sign(Buffer.from(revocationText(taken))).toString('base64')
  return { ...taken, vkey: signer.vkey, signature }
}

/** Is it the signature of its key? Whoever else could write it into a log could only deny with it. */
export function isRevocation({ vkey, signature, ...taken }: Revocation): boolean {
  try {
    return parseVkey(vkey).verify(Buffer.from(revocationText(taken)), Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

/** The revocations of a policy in the entries of a log, in their order. */
export function revocationsIn(entries: Iterable<Entry>, policySha256: string): Revocation[] {
  const found: Revocation[] = []
  for (const entry of entries) {
    if (entry.type !== 'officer.revocation' || entry.policySha256 !== policySha256) continue
    const { at, vkey, signature } = entry
    const taken = { policySha256, at, vkey, signature }
    if (isRevocation(taken)) found.push(taken)
  }
  return found
}

/**
 * When an approval was taken back; undefined: it was not. `from`: when it was given; one that does not say is older than any
 * revocation, so putting back an old file of approvals helps nobody.
 */
export function takenBack(
  revocations: readonly Revocation[],
  { vkey, from }: { vkey: string; from: string | undefined },
): string | undefined {
  return revocations.find((taken) => isSameKey(taken.vkey, vkey) && (from === undefined || from <= taken.at))?.at
}

function revocationText({ policySha256, at }: Pick<Revocation, 'policySha256' | 'at'>): string {
  return `perde/policy-approval-revocation/1\n${policySha256}\n${at}\n`
}
