import { PerdeError } from '../../errors.ts'
import { openNote, parseNote, signNote } from '../log/note.ts'
import { parseVkey, signerOf, type Signer } from '../log/vkey.ts'

/** The signature of somebody who answers for a policy. */
export interface Approval {
  vkey: string
  /** Ed25519, base64 */
  signature: string
}

/**
 * What is signed: a note (c2sp.org/signed-note) over the digest of the policy, which covers the keys that may approve it. It
 * says nothing else, so that several people sign one text.
 */
export function approvalText(policySha256: string): string {
  return `perde/policy-approval/1\n${policySha256}\n`
}

/**
 * The approvals of a policy in a note. [] where it is about another policy, so about this one before it was changed; signatures
 * by other keys say nothing. Throws APPROVAL_INVALID for one that a key of the policy did not make, or for no note.
 */
export function approvalsIn(note: string, policySha256: string, keys: readonly string[]): Approval[] {
  const text = approvalText(policySha256)
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

/** Is it the signature of its key over this policy? */
export function isApproval({ vkey, signature }: Approval, policySha256: string): boolean {
  try {
    return parseVkey(vkey).verify(Buffer.from(approvalText(policySha256)), Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

/** The note with one more signature; `note`: as it was before, undefined or about another policy. */
export function approved(note: string | undefined, policySha256: string, signer: Signer): string {
  const text = approvalText(policySha256)
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
