import { createCmac } from '../../crypto/cmac.ts'
import { createPacker } from '../../crypto/pack.ts'
import { formatDecimal, noNumber, parseDecimal } from '../decimal.ts'
import { draws, KEYED_PROPERTIES, keyRequest, packForms, packRows } from '../keyed.ts'
import type { KeyedOptions } from '../keyed.ts'
import { Kind } from '../../record/batch.ts'
import type { BindContext, Transform, Verb } from '../verb.ts'
import { ValueFault } from '../verb.ts'

export interface NoiseOptions extends KeyedOptions {
  /** default laplace */
  kind?: 'laplace' | 'gauss' | 'uniform'
  /** scale of laplace, standard deviation of gauss, greatest change of uniform */
  scale: number
  /** the scale is a share of the value: 0.05 changes 1000 as much as 50 */
  relative?: boolean
  /** what the draw hangs on; default record */
  by?: 'record' | 'value' | 'subject'
}

/**
 * Adds a random amount to numbers, drawn with a key, so that a second run draws the same and repeats cannot be averaged
 * away. Written with as many decimals as before. This is not differential privacy: there is no budget and no bound.
 */
export const verb = {
  name: 'noise',
  summary: 'adds a random amount to a number, drawn with a key',
  properties: { iso20889: 'randomisation', joins: 'no', unique: false, reversible: false },
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['scale'],
    properties: {
      ...KEYED_PROPERTIES,
      kind: { enum: ['laplace', 'gauss', 'uniform'] },
      scale: { type: 'number', exclusiveMinimum: 0 },
      relative: { type: 'boolean' },
      by: { enum: ['record', 'value', 'subject'] },
    },
  },
  writes: 'words',
  parseShort: parseNoise,
  keys: (options) => [keyRequest(options, 'noise')],
  needs: ({ by = 'record' }) => (by === 'value' ? undefined : by),
  bind: bindNoise,
} satisfies Verb<NoiseOptions>

/** `noise 5`, `noise 5%`, `noise gauss 5` */
function parseNoise(words: string[]): NoiseOptions | undefined {
  const kind = KINDS.find((k) => k === words[0])
  const [amount, ...rest] = kind ? words.slice(1) : words
  const match = rest.length === 0 ? /^(\d+(?:\.\d+)?)(%?)$/.exec(amount ?? '') : null
  if (!match || Number(match[1]) === 0) return undefined
  const share = match[2] === '%'
  return { scale: Number(match[1]) / (share ? 100 : 1), ...(share && { relative: true }), ...(kind && { kind }) }
}

const KINDS = ['laplace', 'gauss', 'uniform'] as const

function bindNoise(options: NoiseOptions, { keys }: BindContext): Transform {
  const { kind = 'laplace', scale, relative = false, by = 'record' } = options
  const cmac = createCmac(keys[0]!)
  const packer = createPacker()
  const standard = { laplace, gauss, uniform }[kind]

  return (values, rows) => {
    // Equal numbers are equal values however they are written.
    if (by === 'value') packForms(packer, values, (text) => String(Number(text)))
    else packRows(packer, rows, by)
    const drawn = draws(cmac, packer)
    const text = values.text.map((written, i) => {
      const scalar = values.kind[i] === Kind.string || values.kind[i] === Kind.number
      const value = scalar ? parseDecimal(written) : undefined
      if (!value) throw new ValueFault(i, noNumber(values.text[i]!))
      const size = relative ? scale * Math.abs(Number(written)) : scale
      const units = Math.round(size * standard(drawn[2 * i]!, drawn[2 * i + 1]!) * 10 ** value.scale)
      if (!Number.isFinite(units)) throw new ValueFault(i, 'a number too large for noise')
      return formatDecimal({ units: value.units + BigInt(units), scale: value.scale })
    })
    return { text, kind: values.kind.slice() }
  }
}

function laplace(u: number): number {
  return u < 0.5 ? Math.log(2 * u) : -Math.log(2 * (1 - u))
}

/** Box–Muller */
function gauss(u: number, v: number): number {
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v)
}

function uniform(u: number): number {
  return 2 * u - 1
}
