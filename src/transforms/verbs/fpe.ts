import { createFf1 } from '../../crypto/ff1.ts'
import type { Ff1 } from '../../crypto/ff1.ts'
import { Kind } from '../../record/batch.ts'
import type { Values } from '../../record/batch.ts'
import { alphabetShape } from '../fpe/alphabet.ts'
import { cardShape } from '../fpe/card.ts'
import { iinShape } from '../fpe/iin.ts'
import { kzPhoneShape } from '../fpe/kz-phone.ts'
import type { Shape } from '../fpe/shape.ts'
import { KEYED_PROPERTIES, keyRequest } from '../keyed.ts'
import type { KeyedOptions } from '../keyed.ts'
import type { Transform, Verb } from '../verb.ts'
import { ValueFault } from '../verb.ts'

export interface FpeOptions extends KeyedOptions {
  alphabet: keyof typeof ALPHABETS | keyof typeof SHAPES | { chars: string }
  /** characters that stay where they are */
  keep?: string
}

const ALPHABETS = {
  digits: '0123456789',
  hex: '0123456789abcdef',
  base36: '0123456789abcdefghijklmnopqrstuvwxyz',
} as const

const SHAPES = { iin: iinShape, card: cardShape, 'kz-phone': kzPhoneShape } as const

const WORDS = [...Object.keys(ALPHABETS), ...Object.keys(SHAPES)]

/**
 * Format-preserving encryption, FF1 with AES-256 (NIST SP 800-38G): digits stay digits, an IIN a valid IIN. Reversible,
 * without a tag: a wrong key gives plausible nonsense. Fewer than 10^6 possible texts are refused.
 */
export const verb = {
  name: 'fpe',
  summary:
    'encrypts into the same shape: as many digits, a valid IIN, card or phone; whoever holds the key can undo it',
  properties: { iso20889: 'cryptographic', joins: 'domain', unique: true, reversible: true },
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['alphabet'],
    properties: {
      ...KEYED_PROPERTIES,
      alphabet: {
        anyOf: [
          { enum: WORDS },
          {
            type: 'object',
            additionalProperties: false,
            required: ['chars'],
            properties: { chars: { type: 'string', minLength: 2, maxLength: 256 } },
          },
        ],
      },
      keep: { type: 'string', minLength: 1, maxLength: 64 },
    },
  },
  writes: 'words',
  parseShort: ([alphabet = '', domain, ...rest]) =>
    rest.length === 0 && WORDS.includes(alphabet)
      ? { alphabet: alphabet as keyof typeof ALPHABETS, ...(domain !== undefined && { domain }) }
      : undefined,
  check: ({ alphabet, keep = '' }) => {
    const chars = charactersOf(alphabet)
    if (chars === undefined) return /\d/.test(keep) ? ['digits cannot be kept'] : []
    return [
      ...(Array.from(chars).length === chars.length ? [] : ['a character of the alphabet is beyond U+FFFF']),
      ...(new Set(chars).size === chars.length ? [] : ['a character stands twice in the alphabet']),
      ...(Array.from(keep).some((c) => chars.includes(c)) ? ['a kept character is in the alphabet'] : []),
    ]
  },
  keys: (options) => [keyRequest(options, 'ff1')],
  bind: (options, { keys }) => fpeTransform(options, keys[0]!, 'encrypt'),
} satisfies Verb<FpeOptions>

/** The verb's transform, or with `decrypt` the way back; `key` has 32 bytes. */
export function fpeTransform(options: FpeOptions, key: Uint8Array, direction: 'encrypt' | 'decrypt'): Transform {
  const shape = shapeOf(options)
  const ff1 = createFf1(key, shape.radix, Buffer.from(JSON.stringify(options.alphabet)))
  return (values) => {
    const text = new Array<string>(values.text.length)
    for (const group of groupsByLength(values, shape)) {
      walk(ff1, shape, values, group, direction)
      group.rows.forEach((row, i) => {
        const symbols = group.symbols.subarray(i * group.length, (i + 1) * group.length)
        text[row] = shape.write(symbols, values.text[row]!, values.kind[row] as Kind)
      })
    }
    return { text, kind: values.kind.slice() }
  }
}

/** Values with equally many symbols, row after row. */
interface Group {
  length: number
  rows: number[]
  symbols: Uint8Array
}

function groupsByLength(values: Values, shape: Shape): Group[] {
  const groups = new Map<number, { rows: number[]; symbols: Uint8Array[] }>()
  for (let i = 0; i < values.text.length; i++) {
    const kind = values.kind[i] as Kind
    if (kind !== Kind.string && kind !== Kind.number) throw new ValueFault(i, 'neither a string nor a number')
    const symbols = shape.read(values.text[i]!, kind)
    if (typeof symbols === 'string') throw new ValueFault(i, symbols)
    const group = groups.get(symbols.length) ?? { rows: [], symbols: [] }
    if (group.rows.length === 0) groups.set(symbols.length, group)
    group.rows.push(i)
    group.symbols.push(symbols)
  }
  return [...groups].map(([length, { rows, symbols }]) => ({ length, rows, symbols: joined(symbols, length) }))
}

/** Encrypts a group in place, those rows again and again that are no values of the shape yet. */
function walk(
  ff1: Ff1,
  shape: Shape,
  values: Values,
  { length, rows, symbols }: Group,
  direction: 'encrypt' | 'decrypt',
): void {
  ff1[direction](symbols, length, rows.length)
  if (!shape.fits) return
  const at = (i: number) => symbols.subarray(i * length, (i + 1) * length)
  const outside = (i: number) => !shape.fits!(at(i), values.text[rows[i]!]!, values.kind[rows[i]!] as Kind)
  let astray = rows.map((_, i) => i).filter(outside)
  while (astray.length > 0) {
    const again = joined(astray.map(at), length)
    ff1[direction](again, length, astray.length)
    astray.forEach((i, n) => at(i).set(again.subarray(n * length, (n + 1) * length)))
    astray = astray.filter(outside)
  }
}

function joined(rows: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(rows.length * length)
  rows.forEach((row, i) => all.set(row, i * length))
  return all
}

function charactersOf(alphabet: FpeOptions['alphabet']): string | undefined {
  if (typeof alphabet === 'object') return alphabet.chars
  return alphabet in ALPHABETS ? ALPHABETS[alphabet as keyof typeof ALPHABETS] : undefined
}

function shapeOf({ alphabet, keep = '' }: FpeOptions): Shape {
  const kept = new Set(keep)
  const chars = charactersOf(alphabet)
  return chars === undefined ? SHAPES[alphabet as keyof typeof SHAPES](kept) : alphabetShape(chars, kept)
}
