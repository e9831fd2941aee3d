import { createPacker } from '../../crypto/pack.ts'
import { createSiv } from '../../crypto/siv.ts'
import { allStrings, KEYED_PROPERTIES, keyRequest, packForms } from '../keyed.ts'
import type { KeyedOptions } from '../keyed.ts'
import type { BindContext, Transform, Verb } from '../verb.ts'

export interface EncryptOptions extends KeyedOptions {
  /** default `enc_` */
  prefix?: string
}

/**
 * Deterministic authenticated encryption, AES-256-SIV: who has the key gets the value back as it was written, and knows
 * that nobody changed it. Dataset, purpose and domain are bound through the derivation of the key. Values are taken as
 * they stand, so only equal spellings join, and the token's length tells the value's. The kind (number, string) is lost.
 */
export const verb = {
  name: 'encrypt',
  summary: 'a token that whoever holds the key can turn back; the same for the same spelling inside its domain',
  properties: { iso20889: 'cryptographic', joins: 'domain', unique: true, reversible: true },
  schema: {
    type: 'object',
    additionalProperties: false,
    properties: { ...KEYED_PROPERTIES, prefix: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9_.:]{0,31}$' } },
  },
  parseShort: ([domain, ...rest]) => (rest.length > 0 ? undefined : domain === undefined ? {} : { domain }),
  keys: (options) => [keyRequest(options, 'siv', 64)],
  bind: bindEncrypt,
} satisfies Verb<EncryptOptions>

/** The value behind a token; undefined if it was not made under this key (64 bytes) and prefix, or was changed. */
export function decryptToken(token: string, key: Uint8Array, prefix = DEFAULT_PREFIX): string | undefined {
  if (!token.startsWith(prefix)) return undefined
  const sealed = Buffer.from(token.slice(prefix.length), 'base64url')
  // Every token has one spelling: a decoder that skips strange characters would accept more.
  if (prefix + sealed.toString('base64url') !== token) return undefined
  const text = createSiv(key, ASSOCIATED).open(sealed)
  return text && Buffer.from(text).toString()
}

const DEFAULT_PREFIX = 'enc_'
const ASSOCIATED = [Buffer.from('perde/encrypt/1')]

function bindEncrypt({ prefix = DEFAULT_PREFIX }: EncryptOptions, { keys }: BindContext): Transform {
  const siv = createSiv(keys[0]!, ASSOCIATED)
  const packer = createPacker()
  return (values) => {
    packForms(packer, values, (text) => text)
    const { bytes, offsets } = siv.seal(packer.packed, packer.offsets, packer.count)
    const sealed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    const text = values.text.map((_, i) => prefix + sealed.toString('base64url', offsets[i]!, offsets[i + 1]!))
    return { text, kind: allStrings(text.length) }
  }
}
