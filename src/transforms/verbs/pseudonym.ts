import { base32Rows } from '../../crypto/base32.ts'
import { CMAC_OUTPUT, createCmac } from '../../crypto/cmac.ts'
import type { Cmac } from '../../crypto/cmac.ts'
import { createPacker } from '../../crypto/pack.ts'
import type { Packer } from '../../crypto/pack.ts'
import { Kind } from '../../record/batch.ts'
import { joiningForm } from '../../record/normalise.ts'
import { allStrings, fortyBits, KEYED_PROPERTIES, keyRequest, packForms } from '../keyed.ts'
import type { KeyedOptions } from '../keyed.ts'
import type { BindContext, Transform, Verb } from '../verb.ts'

export interface PseudonymOptions extends KeyedOptions {
  /** default base32 */
  format?: 'base32' | 'hex' | 'uuid' | 'digits'
  /** characters without the prefix; default 16, 32 for hex, 15 for digits */
  length?: number
  prefix?: string
}

/** Pseudonym by a keyed one-way function, AES-256-CMAC: one token a value inside a domain, no way back, no table. */
export const verb = {
  name: 'pseudonym',
  summary: 'a token that is the same wherever the same value stands in its domain, made with a key, not reversible',
  properties: (options) => ({
    iso20889: 'pseudonymisation',
    joins: 'domain',
    unique: (options.format ?? 'base32') !== 'digits' && characters(options) * bitsOf(options) >= 64,
    reversible: false,
  }),
  schema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...KEYED_PROPERTIES,
      format: { enum: ['base32', 'hex', 'uuid', 'digits'] },
      length: { type: 'integer', minimum: 6, maximum: 40 },
      prefix: {
        type: 'string',
        minLength: 1,
        maxLength: 32,
        pattern: '^[^\\s"\',;=+@\\x00-\\x1f-][^\\s"\',;\\x00-\\x1f]*$',
      },
    },
  },
  parseShort: ([domain, ...rest]) => (rest.length > 0 ? undefined : domain === undefined ? {} : { domain }),
  check: ({ format = 'base32', length }) => {
    if (length === undefined) return []
    if (format === 'uuid') return ['a uuid has a fixed length']
    const longest = { base32: 32, hex: 40, digits: 15 }[format]
    return length > longest ? [`${format} has at most ${longest} characters`] : []
  },
  keys: (options) => [
    keyRequest(options, 'cmac'),
    ...(bytesOf(options) > CMAC_OUTPUT ? [keyRequest(options, 'cmac-2')] : []),
  ],
  bind: bindPseudonym,
} satisfies Verb<PseudonymOptions>

function bindPseudonym(options: PseudonymOptions, { keys, entity }: BindContext): Transform {
  const { format = 'base32', prefix = '' } = options
  const length = characters(options)
  const form = joiningForm(entity)
  const cmacs = keys.map(createCmac)
  const packer = createPacker()
  const tokens = { base32: base32Tokens, hex: hexTokens, uuid: uuidTokens, digits: digitTokens }[format]

  return (values) => {
    packForms(packer, values, form)
    const text = tokens(tokenBytes(cmacs, packer), CMAC_OUTPUT * cmacs.length, packer.count, length)
    if (prefix !== '') for (let i = 0; i < text.length; i++) text[i] = prefix + text[i]!
    // A number stays a number where its pseudonym is one; everything else becomes a string.
    const kind = allStrings(text.length)
    if (format === 'digits' && prefix === '')
      for (let i = 0; i < kind.length; i++) if (values.kind[i] === Kind.number) kind[i] = Kind.number
    return { text, kind }
  }
}

/** Ten bytes of one evaluation, or of two under two keys side by side, a value. */
function tokenBytes(cmacs: readonly Cmac[], { packed, offsets, count }: Packer): Uint8Array {
  const [first, second] = cmacs.map((cmac) => cmac.truncated(packed, offsets, count, CMAC_OUTPUT))
  if (second === undefined) return first!
  const both = new Uint8Array(2 * CMAC_OUTPUT * count)
  for (let i = 0, to = 0; i < count; i++) {
    for (let j = 0; j < CMAC_OUTPUT; j++) both[to++] = first![CMAC_OUTPUT * i + j]!
    for (let j = 0; j < CMAC_OUTPUT; j++) both[to++] = second[CMAC_OUTPUT * i + j]!
  }
  return both
}

function bitsOf({ format = 'base32' }: PseudonymOptions): number {
  return { base32: 5, hex: 4, uuid: 4, digits: 3.3 }[format]
}

function characters({ format = 'base32', length }: PseudonymOptions): number {
  return length ?? { base32: 16, hex: 32, uuid: 32, digits: 15 }[format]
}

function bytesOf(options: PseudonymOptions): number {
  return Math.ceil((characters(options) * bitsOf(options)) / 8)
}

function base32Tokens(bytes: Uint8Array, size: number, count: number, length: number): string[] {
  const rows = base32Rows(bytes, size, count)
  return length === (size / 5) * 8 ? rows : rows.map((row) => row.slice(0, length))
}

function hexTokens(bytes: Uint8Array, size: number, count: number, length: number): string[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, size * count).toString('hex')
  return Array.from({ length: count }, (_, i) => all.slice(2 * size * i, 2 * size * i + length))
}

/** Version 8 of RFC 9562: 122 bits of our own. */
function uuidTokens(bytes: Uint8Array, size: number, count: number): string[] {
  for (let i = 0; i < count; i++) {
    bytes[size * i + 6] = 0x80 | (bytes[size * i + 6]! & 0x0f)
    bytes[size * i + 8] = 0x80 | (bytes[size * i + 8]! & 0x3f)
  }
  return hexTokens(bytes, size, count, 32).map(
    (hex) => `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`,
  )
}

/** Decimal digits, the first not zero, so that the number and the string of one value get the same token. */
function digitTokens(bytes: Uint8Array, size: number, count: number, length: number): string[] {
  const low = Math.max(0, length - 8)
  const smallest = 10 ** (length - low - 1)
  return Array.from({ length: count }, (_, i) => {
    const high = String(smallest + (fortyBits(bytes, size * i) % (9 * smallest)))
    return low === 0 ? high : high + String(fortyBits(bytes, size * i + 5) % 10 ** low).padStart(low, '0')
  })
}
