import type { Entry } from '../log/entry-schemas.ts'
import { parseVkey, type Signer } from '../log/vkey.ts'
import { isSameKey } from './approval.ts'

/** Somebody takes back what they approved: all that their key signed for this policy up to then. */
export interface Revocation {
  policySha256: string
  /** RFC 3339 in UTC with milliseconds, by the clock of who signs */
  at: string
  /** of an approval that says a later time, since its clock ran ahead, and is taken back too; in the form of `at` */
  from?: string | undefined
  vkey: string
  /** Ed25519, base64 */
  signature: string
}

/** One that stands in a log. */
export interface LoggedRevocation extends Revocation {
  /** `from` of each approval by the key that stands before it: whatever a clock said, it was given before */
  given: readonly string[]
}

/** `from`: of the approval that stands beside the policy; undefined: there is none. */
export function revocation(policySha256: string, at: Date, signer: Signer, from?: string): Revocation {
  const time = at.toISOString()
  const taken = { policySha256, at: time, ...(from !== undefined && from > time && { from }) }
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

/** The revocations of a policy in the entries of a log, in their order. `entries`: from the first on, approvals among them. */
export function revocationsIn(entries: Iterable<Entry>, policySha256: string): LoggedRevocation[] {
  const found: LoggedRevocation[] = []
  const approved: { vkey: string; from: string }[] = []
  for (const entry of entries) {
    if (entry.type === 'officer.approval' && entry.policySha256 === policySha256 && entry.from !== undefined)
      approved.push({ vkey: entry.vkey, from: entry.from })
    if (entry.type !== 'officer.revocation' || entry.policySha256 !== policySha256) continue
    const { at, from, vkey, signature } = entry
    const taken = { policySha256, at, from, vkey, signature }
    if (!isRevocation(taken)) continue
    const given = approved.filter((by) => isSameKey(by.vkey, vkey)).map((by) => by.from)
    found.push({ ...taken, given: [...new Set(given)] })
  }
  return found
}

/**
 * When an approval was taken back; undefined: it was not. `from`: when it was given; one that does not say is older than any
 * revocation, so putting back an old file of approvals helps nobody.
 */
export function takenBack(
  revocations: readonly LoggedRevocation[],
  { vkey, from }: { vkey: string; from: string | undefined },
): string | undefined {
  return revocations.find(
    (taken) =>
      isSameKey(taken.vkey, vkey) &&
      (from === undefined || from <= taken.at || from === taken.from || taken.given.includes(from)),
  )?.at
}

function revocationText({ policySha256, at, from }: Omit<Revocation, 'vkey' | 'signature'>): string {
  return from === undefined
    ? `perde/policy-approval-revocation/1\n${policySha256}\n${at}\n`
    : `perde/policy-approval-revocation/2\n${policySha256}\n${at}\n${from}\n`
}
