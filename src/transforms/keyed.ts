import type { Cmac } from '../crypto/cmac.ts'
import { CMAC_OUTPUT } from '../crypto/cmac.ts'
import type { Packer } from '../crypto/pack.ts'
import { Kind } from '../record/batch.ts'
import type { Values } from '../record/batch.ts'
import type { KeyRequest, Rows } from './verb.ts'
import { ValueFault } from './verb.ts'

/** What every keyed verb may be told. */
export interface KeyedOptions {
  /** fields with the same word join; absent: the field alone */
  domain?: string
  /** name of a root in the policy's `keys`; absent: `main`, else the only one */
  key?: string
}

export const KEYED_PROPERTIES = {
  domain: { type: 'string', minLength: 1, maxLength: 128 },
  key: { type: 'string', minLength: 1, maxLength: 128 },
} as const

export function keyRequest({ key, domain }: KeyedOptions, algorithm: string, bytes: 32 | 64 = 32): KeyRequest {
  return { root: key, algorithm, domain, bytes }
}

/** Packs the joining form of every value; objects and lists have none. */
export function packForms(packer: Packer, { text, kind }: Values, form: (text: string) => string): void {
  packer.clear()
  for (let i = 0; i < text.length; i++) {
    if (kind[i] === Kind.container) throw new ValueFault(i, 'an object or a list cannot be keyed')
    packer.text(form(text[i]!))
  }
}

/** Packs, for every value, the subject or the bytes of its record: equal records draw alike. */
export function packRows(packer: Packer, { row, subject, bytes }: Rows, by: 'subject' | 'record'): void {
  packer.clear()
  for (let i = 0; i < row.length; i++) {
    if (by === 'record') packer.bytes(bytes(row[i]!))
    else {
      const whom = subject(row[i]!)
      if (whom === undefined) throw new ValueFault(i, 'the record has no subject')
      packer.text(whom)
    }
  }
}

/** Two draws a packed value, uniform in (0, 1) with 40 bits each, one behind the other. */
export function draws(cmac: Cmac, { packed, offsets, count }: Packer): Float64Array {
  const bytes = cmac.truncated(packed, offsets, count, CMAC_OUTPUT)
  const out = new Float64Array(2 * count)
  for (let i = 0, at = 0; i < out.length; i++, at += 5) out[i] = (fortyBits(bytes, at) + 0.5) / 2 ** 40
  return out
}

/** Five bytes as a number. */
export function fortyBits(bytes: Uint8Array, at: number): number {
  const low = (bytes[at + 1]! << 24) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 8) | bytes[at + 4]!
  return bytes[at]! * 2 ** 32 + (low >>> 0)
}

/** The kinds of a column of strings. */
export function allStrings(count: number): Uint8Array {
  return new Uint8Array(count).fill(Kind.string)
}
