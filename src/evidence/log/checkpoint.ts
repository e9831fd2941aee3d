import { PerdeError } from '../../errors.ts'
import { decodeBase64 } from './base64.ts'
import { HASH_BYTES } from './merkle.ts'
import { openNote, parseNote, signNote } from './note.ts'
import type { Signer, Verifier } from './vkey.ts'

// The signed head of a log: https://c2sp.org/tlog-checkpoint.

export interface Checkpoint {
  origin: string
  size: number
  root: Buffer
}

export interface OpenedCheckpoint extends Checkpoint {
  /** the keys of the log itself whose signature holds */
  keys: Verifier[]
}

/** `origin \n size \n base64(root) \n` */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`
}

export function signCheckpoint(checkpoint: Checkpoint, signers: readonly Signer[]): string {
  return signNote(formatCheckpoint(checkpoint), signers)
}

/** Reads the text of a note. Lines after the third are allowed and ignored, as the specification says. */
export function parseCheckpoint(text: string, origin?: string): Checkpoint {
  const lines = text.endsWith('\n') ? text.slice(0, -1).split('\n') : []
  const [name, size, encoded] = lines
  if (name === undefined || size === undefined || encoded === undefined || lines.includes('')) throw malformed()
  const root = decodeBase64(encoded)
  if (!/^(0|[1-9][0-9]*)$/.test(size) || !Number.isSafeInteger(Number(size))) throw malformed()
  if (root === undefined || root.length !== HASH_BYTES) throw malformed()
  if (origin !== undefined && name !== origin) throw new PerdeError('LOG_INVALID', 'checkpoint is of another log')
  return { origin: name, size: Number(size), root }
}

/** What a signed checkpoint says, its signatures not looked at. */
export function readCheckpoint(note: string | Uint8Array, origin?: string): Checkpoint {
  return parseCheckpoint(parseNote(note).text, origin)
}

/** Checks the signature of a checkpoint; the key's name must be the origin. */
export function openCheckpoint(
  note: string | Uint8Array,
  keys: readonly Verifier[],
  origin?: string,
): OpenedCheckpoint {
  const { text, verified } = openNote(note, keys)
  const checkpoint = parseCheckpoint(text, origin)
  const own = verified.filter((key) => key.name === checkpoint.origin)
  if (own.length === 0) throw new PerdeError('LOG_INVALID', 'checkpoint is not signed by a key of its log')
  return { ...checkpoint, keys: own }
}

function malformed(): PerdeError {
  return new PerdeError('LOG_INVALID', 'malformed checkpoint')
}
