import { PerdeError } from '../../errors.ts'
import { decodeBase64 } from './base64.ts'
import type { Entry } from './entry-schemas.ts'
import { parseVkey } from './vkey.ts'
import type { Signer, Verifier } from './vkey.ts'

// Which key signs which checkpoints. The first is named in `log.open`, each further one in a `key.rotate` that the key
// before it and the new key have both signed; so who knows one key of a log knows all, and a stranger can add none.

export interface KeyPeriod {
  key: Verifier
  /** in force for checkpoints of more entries than this */
  after: number
}

export type RotateEntry = Extract<Entry, { type: 'key.rotate' }>

/** The periods after `entry`: unchanged for most. Undefined where the entry names a key it may not name. */
export function withEntry(periods: readonly KeyPeriod[], entry: Entry): readonly KeyPeriod[] | undefined {
  if (entry.type === 'log.open') return entry.seq === 0 ? addKey([], entry.vkey, entry) : undefined
  if (entry.type !== 'key.rotate') return periods
  const current = periods.at(-1)?.key
  if (current?.vkey !== entry.old) return undefined
  const added = addKey(periods, entry.new, entry)
  const text = rotationText(entry)
  const signed =
    current.verify(text, decodeBase64(entry.oldSignature) ?? Buffer.alloc(0)) &&
    added?.at(-1)?.key.verify(text, decodeBase64(entry.newSignature) ?? Buffer.alloc(0))
  return signed ? added : undefined
}

/** The key that signs a checkpoint of `size` entries. */
export function keyFor(periods: readonly KeyPeriod[], size: number): Verifier | undefined {
  return periods.findLast(({ after }) => size > after)?.key
}

/** The body of a `key.rotate` entry. */
export function rotation(log: string, seq: number, from: Signer, to: Signer) {
  const text = rotationText({ log, seq, old: from.vkey, new: to.vkey })
  return {
    old: from.vkey,
    new: to.vkey,
    oldSignature: from.sign(text).toString('base64'),
    newSignature: to.sign(text).toString('base64'),
  }
}

function addKey(periods: readonly KeyPeriod[], vkey: string, { log, seq }: Entry): KeyPeriod[] | undefined {
  try {
    const key = parseVkey(vkey)
    return key.name === log ? [...periods, { key, after: seq }] : undefined
  } catch (cause) {
    if (cause instanceof PerdeError) return undefined
    throw cause
  }
}

/** Cannot be taken for a checkpoint: its second line is no number. */
function rotationText(entry: Pick<RotateEntry, 'log' | 'seq' | 'old' | 'new'>): Buffer {
  return Buffer.from(`perde key rotation\n${entry.log}\n${entry.seq}\n${entry.old}\n${entry.new}\n`)
}

/** The verification keys of all keys that a log ever signed with, the first one first. Of a log that verifies. */
export function signingKeys(entries: Iterable<Entry>): string[] {
  const keys: string[] = []
  for (const entry of entries) {
    if (entry.type === 'log.open') keys.push(entry.vkey)
    if (entry.type === 'key.rotate') keys.push(entry.old, entry.new)
  }
  return [...new Set(keys)]
}

/**
 * Do rotations lead from one of two keys to the other? Both keys of each have signed it, so who trusts one of the two may trust
 * the other, whatever else the entries say.
 */
export function areOfOneLog(entries: Iterable<Entry>, one: string, other: string): boolean {
  let periods: readonly KeyPeriod[] = []
  const has = (vkey: string) => periods.some(({ key }) => key.vkey === vkey)
  for (const entry of entries) {
    const grown = withEntry(periods, entry)
    if (!grown) return false
    periods = grown
    if (has(one) && has(other)) return true
  }
  return false
}
