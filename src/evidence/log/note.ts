import { PerdeError } from '../../errors.ts'
import { decodeBase64 } from './base64.ts'
import { isKeyName } from './vkey.ts'
import type { Signer, Verifier } from './vkey.ts'

// Signed notes: https://c2sp.org/signed-note. A text that ends with a newline, an empty line, one line a signature.

const SIGNATURE_LINE = '\u2014 '
const KEY_ID_BYTES = 4
/** As Go's x/mod; the specification asks for at least 16. */
const MAX_SIGNATURES = 100
const MAX_NOTE_BYTES = 1_000_000

export interface Signature {
  name: string
  /** 8 hex digits */
  keyId: string
  signature: Buffer
}

export interface Note {
  /** with its last newline: the bytes that are signed */
  text: string
  signatures: Signature[]
}

export interface OpenedNote {
  text: string
  /** keys whose signature holds, in the order of the note */
  verified: Verifier[]
  /** signatures of keys not asked for; the specification says to ignore them */
  unverified: Signature[]
}

/** The note of `text` with one signature a signer. `text` ends with a newline. */
export function signNote(text: string, signers: readonly Signer[]): string {
  if (!isNoteText(text)) throw new PerdeError('INTERNAL', 'text of a note has control characters or no last newline')
  if (signers.length === 0) throw new PerdeError('KEY_MISSING', 'a note needs a signer')
  const bytes = Buffer.from(text)
  const lines = signers.map((signer) => {
    const encoded = Buffer.concat([Buffer.from(signer.keyId, 'hex'), signer.sign(bytes)]).toString('base64')
    return `${SIGNATURE_LINE}${signer.name} ${encoded}\n`
  })
  return `${text}\n${lines.join('')}`
}

/** Reads a note without looking at what its signatures say. */
export function parseNote(note: string | Uint8Array): Note {
  const whole = decode(note)
  const end = whole.lastIndexOf('\n\n')
  if (end < 0 || !isNoteText(whole)) throw malformed()
  const lines = whole.slice(end + 2, -1).split('\n')
  if (lines.length > MAX_SIGNATURES) throw malformed()
  return { text: whole.slice(0, end + 1), signatures: lines.map(parseSignature) }
}

/**
 * Reads a note and checks the signatures of the given keys. A bad signature of a known key, or no good one,
 * is an error; those of other keys are ignored.
 */
export function openNote(note: string | Uint8Array, keys: readonly Verifier[]): OpenedNote {
  const { text, signatures } = parseNote(note)
  const bytes = Buffer.from(text)
  const verified: Verifier[] = []
  const unverified: Signature[] = []
  for (const signature of signatures) {
    const [key, second] = keys.filter((k) => k.name === signature.name && k.keyId === signature.keyId)
    if (second !== undefined) throw new PerdeError('KEY_INVALID', 'ambiguous key: two keys share a name and a key id')
    if (key === undefined) unverified.push(signature)
    else if (verified.includes(key)) continue
    else if (key.verify(bytes, signature.signature)) verified.push(key)
    else throw new PerdeError('LOG_INVALID', 'invalid signature of a known key on a note')
  }
  if (verified.length === 0) throw new PerdeError('LOG_INVALID', 'no verifiable signatures on a note')
  return { text, verified, unverified }
}

function parseSignature(line: string): Signature {
  const [name, encoded, ...more] = line.startsWith(SIGNATURE_LINE) ? line.slice(2).split(' ') : []
  const bytes = encoded === undefined ? undefined : decodeBase64(encoded)
  if (name === undefined || more.length > 0 || !isKeyName(name) || bytes === undefined || bytes.length <= KEY_ID_BYTES)
    throw malformed()
  return { name, keyId: bytes.toString('hex', 0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES) }
}

function decode(note: string | Uint8Array): string {
  if (note.length > MAX_NOTE_BYTES) throw malformed()
  if (typeof note === 'string') return note
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(note)
  } catch {
    throw malformed()
  }
}

function isNoteText(text: string): boolean {
  return text.endsWith('\n') && !/[\u0000-\u0009\u000b-\u001f]/.test(text) && !/\p{Surrogate}/u.test(text)
}

function malformed(): PerdeError {
  return new PerdeError('LOG_INVALID', 'malformed note')
}
