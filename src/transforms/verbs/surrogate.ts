import { base32Rows } from '../../crypto/base32.ts'
import { CMAC_OUTPUT, createCmac } from '../../crypto/cmac.ts'
import { createPacker } from '../../crypto/pack.ts'
import { Kind } from '../../record/batch.ts'
import type { Values } from '../../record/batch.ts'
import { joiningForm } from '../../record/normalise.ts'
import { KEYED_PROPERTIES, keyRequest, packForms } from '../keyed.ts'
import type { KeyedOptions } from '../keyed.ts'
import { collectSurrogates, mergeSurrogates, surrogateRank } from '../surrogate-table.ts'
import type { BindContext, Transform, Verb } from '../verb.ts'
import { ValueFault } from '../verb.ts'

export interface SurrogateOptions extends KeyedOptions {
  /** default counter */
  format?: 'counter' | 'base32' | 'uuid'
}

/**
 * A number in place of a value, not derived from it: the place of its keyed pseudonym among those of all values of the
 * domain. Under a key that is random per release nothing of it goes back to the person (45 CFR 164.514(c)).
 */
export const verb = {
  name: 'surrogate',
  summary: 'a running number in an order that says nothing, counted over all values of the run',
  properties: { iso20889: 'pseudonymisation', joins: 'run', unique: true, reversible: false },
  schema: {
    type: 'object',
    additionalProperties: false,
    properties: { ...KEYED_PROPERTIES, format: { enum: ['counter', 'base32', 'uuid'] } },
  },
  writes: ({ format = 'counter' }) => (format === 'counter' ? 'words' : 'text'),
  parseShort: ([domain, ...rest]) => (rest.length > 0 ? undefined : domain === undefined ? {} : { domain }),
  // An algorithm word of its own: under the pseudonyms' key the numbers would give away the pseudonyms' order.
  keys: (options) => [keyRequest(options, 'surrogate')],
  profile: {
    collect: (_options, context) => {
      const pseudonyms = pseudonymsWith(context)
      return (values) => collectSurrogates(pseudonyms(values))
    },
    merge: (tables) => mergeSurrogates(tables),
  },
  bind: bindSurrogate,
} satisfies Verb<SurrogateOptions>

function bindSurrogate({ format = 'counter' }: SurrogateOptions, context: BindContext): Transform {
  const pseudonyms = pseudonymsWith(context)
  const table = context.profile ?? new Uint8Array(0)
  const written = { counter: String, base32: numberInBase32, uuid: numberAsUuid }[format]
  return (values) => {
    const container = values.kind.indexOf(Kind.container)
    if (container >= 0) throw new ValueFault(container, 'an object or array has no rank')
    const rows = pseudonyms(values)
    const text = values.text.map((_, i) => {
      const rank = surrogateRank(table, rows, i)
      if (rank < 0) throw new ValueFault(i, 'the value was not there when the surrogates were counted')
      return written(rank + 1)
    })
    const kind = values.kind.map((k) => (format === 'counter' && k === Kind.number ? Kind.number : Kind.string))
    return { text, kind }
  }
}

function pseudonymsWith({ keys, entity }: BindContext): (values: Values) => Uint8Array {
  const form = joiningForm(entity)
  const cmac = createCmac(keys[0]!)
  const packer = createPacker()
  return (values) => {
    packForms(packer, values, form)
    return cmac.truncated(packer.packed, packer.offsets, packer.count, CMAC_OUTPUT)
  }
}

function numberInBase32(n: number): string {
  const bytes = new Uint8Array(5)
  new DataView(bytes.buffer).setUint32(1, n)
  return base32Rows(bytes, 5, 1)[0]!
}

/** Version 8 of RFC 9562, the number in its last 48 bits. */
function numberAsUuid(n: number): string {
  return `00000000-0000-8000-8000-${n.toString(16).padStart(12, '0')}`
}
