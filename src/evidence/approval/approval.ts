import { PerdeError } from '../../errors.ts'
import { openNote, parseNote, signNote } from '../log/note.ts'
import { parseVkey, signerOf, type Signer } from '../log/vkey.ts'

/** The signature of somebody who answers for a policy. */
export interface Approval {
  vkey: string
  /** Ed25519, base64 */
  signature: string
}

/** How long an approval is given for. */
export interface ApprovalTerm {
  /** when it was signed: RFC 3339 in UTC with milliseconds, by the clock of who signed first; absent: an older perde made it */
  from?: string | undefined
  /** the date that ends it, as `retain-until` does; absent: nothing but a revocation ends it */
  until?: string | undefined
}

/** What somebody answers for. */
export interface Approvable extends ApprovalTerm {
  policySha256: string
  /** of the list of the files that the policy names, salted (approved-files.ts); absent: it names none */
  filesSha256?: string | undefined
}

/**
 * What is signed: a note (c2sp.org/signed-note) over the digest of the policy, which covers the keys that may approve it, and
 * over that of the list of its files, if it names any, with the time that it was given at and the date that ends it. It says
 * nothing else, so that several people sign one text. The forms before the third were given without a time.
 */
export function approvalText({ policySha256, filesSha256, from, until }: Approvable): string {
  if (from !== undefined)
    return `perde/policy-approval/3\n${policySha256}\n${filesSha256 ?? NONE}\n${from}\n${until ?? NONE}\n`
  return filesSha256 === undefined
    ? `perde/policy-approval/1\n${policySha256}\n`
    : `perde/policy-approval/2\n${policySha256}\n${filesSha256}\n`
}

/** In the place of a digest or a date that there is none of. */
const NONE = '-'

const THIRD =
  /^perde\/policy-approval\/3\n[0-9a-f]{64}\n(?:[0-9a-f]{64}|-)\n(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\n(\d{4}-\d\d-\d\d|-)\n\n/

/** How long the approvals of a note are given for, as the note says it; signed with the rest. */
export function termOf(note: string): ApprovalTerm {
  const [, from, until] = THIRD.exec(note) ?? []
  return { ...(from !== undefined && { from }), ...(until !== undefined && until !== NONE && { until }) }
}

/**
 * The approvals of a policy in a note. [] where it is about another policy or other files, so about these before a change; signatures
 * by other keys say nothing. Throws APPROVAL_INVALID for one that a key of the policy did not make, or for no note.
 */
export function approvalsIn(note: string, of: Approvable, keys: readonly string[]): Approval[] {
  const text = approvalText(of)
  try {
    const parsed = parseNote(note)
    if (parsed.text !== text) return []
    const verifiers = keys.map(parseVkey)
    const named = parsed.signatures.filter(({ name, keyId }) =>
      verifiers.some((key) => key.name === name && key.keyId === keyId),
    )
    if (named.length === 0) return []
    return openNote(note, verifiers).verified.map(({ vkey, name, keyId }) => {
      const own = named.find((signature) => signature.name === name && signature.keyId === keyId)!
      return { vkey, signature: own.signature.toString('base64') }
    })
  } catch (cause) {
    if (cause instanceof PerdeError && cause.code === 'LOG_INVALID')
      throw new PerdeError('APPROVAL_INVALID', 'the approvals of the policy are not what its keys signed', {
        cause,
        hints: ['remove the file and have the policy approved again: perde approve POLICY --key FILE'],
      })
    throw cause
  }
}

/** Is it the signature of its key over this policy and its files? */
export function isApproval({ vkey, signature }: Approval, of: Approvable): boolean {
  try {
    return parseVkey(vkey).verify(Buffer.from(approvalText(of)), Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

/** The note with one more signature; `note`: as it was before, undefined or about another policy. */
export function approved(note: string | undefined, of: Approvable, signer: Signer): string {
  const text = approvalText(of)
  const own = signNote(text, [signer])
  if (note === undefined || !note.startsWith(`${text}\n`)) return own
  const line = own.slice(text.length + 1)
  return note.includes(line) ? note : `${note}${line}`
}

/** The signer under one of these keys whose seed it is; undefined: it is the seed of none of them. */
export function signerAmong(keys: readonly string[], seed: Uint8Array): Signer | undefined {
  return keys.map((vkey) => signerOf(parseVkey(vkey).name, seed)).find(({ vkey }) => keys.includes(vkey))
}

/** Do two keys hold the same point, whatever their names are? */
export function isSameKey(a: string, b: string): boolean {
  return a.split('+').slice(2).join('+') === b.split('+').slice(2).join('+')
}
