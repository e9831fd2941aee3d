import { createCmac } from '../../crypto/cmac.ts'
import { createPacker } from '../../crypto/pack.ts'
import { Kind } from '../../record/batch.ts'
import { addDays, formatDate, parseDate, READ_DATES } from '../dates.ts'
import type { SlashOrder } from '../dates.ts'
import { draws, KEYED_PROPERTIES, keyRequest, packRows } from '../keyed.ts'
import type { KeyedOptions } from '../keyed.ts'
import type { BindContext, Transform, Verb } from '../verb.ts'
import { ValueFault } from '../verb.ts'

export interface ShiftDateOptions extends KeyedOptions {
  /** furthest shift, in days */
  days: number
  /** whose dates move together; default subject */
  by?: 'subject' | 'record'
  /** shift by whole weeks only */
  keep?: 'weekday'
  /** default both */
  direction?: 'past' | 'future' | 'both'
  /** how 01/02/2020 is read; default dmy */
  slash?: SlashOrder
}

/**
 * Moves dates by a number of days that hangs on the subject and the key, so all dates of a person move together and the
 * time between them stays. Who knows one true date of a person knows all of them.
 */
export const verb = {
  name: 'shift-date',
  summary: 'moves all dates of a subject by the same number of days, drawn with a key',
  properties: { iso20889: 'randomisation', joins: 'no', unique: false, reversible: false },
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['days'],
    properties: {
      ...KEYED_PROPERTIES,
      days: { type: 'integer', minimum: 1, maximum: 36500 },
      by: { enum: ['subject', 'record'] },
      keep: { enum: ['weekday'] },
      direction: { enum: ['past', 'future', 'both'] },
      slash: { enum: ['dmy', 'mdy'] },
    },
  },
  writes: 'same',
  parseShort: ([days, ...rest]) => {
    const match = rest.length === 0 ? /^([1-9]\d{0,4})d?$/.exec(days ?? '') : null
    return match ? { days: Number(match[1]) } : undefined
  },
  check: ({ days, keep }) => (keep === 'weekday' && days < 7 ? ['keeping the weekday needs at least 7 days'] : []),
  // One domain for all fields unless the policy says otherwise: the dates of a person must not move apart.
  keys: (options) => [keyRequest({ ...options, domain: options.domain ?? 'dates' }, 'shift')],
  needs: ({ by = 'subject' }) => by,
  bind: bindShiftDate,
} satisfies Verb<ShiftDateOptions>

function bindShiftDate(options: ShiftDateOptions, { keys }: BindContext): Transform {
  const { days, by = 'subject', keep, direction = 'both', slash } = options
  const cmac = createCmac(keys[0]!)
  const packer = createPacker()
  const unit = keep === 'weekday' ? 7 : 1
  const furthest = Math.floor(days / unit)

  return (values, rows) => {
    packRows(packer, rows, by)
    const drawn = draws(cmac, packer)
    const text = values.text.map((written, i) => {
      const scalar = values.kind[i] === Kind.string || values.kind[i] === Kind.number
      const date = scalar ? parseDate(written.trim(), slash) : undefined
      if (!date) throw new ValueFault(i, `the value is no date that is read: ${READ_DATES}`)
      const shifted = addDays(date, unit * shift(drawn[2 * i]!, furthest, direction))
      if (!shifted) throw new ValueFault(i, 'the shifted date is outside the years 1 to 9999')
      return formatDate(shifted)
    })
    return { text, kind: values.kind.slice() }
  }
}

/** A whole number of 1 … furthest steps back, ahead or either way; never none. */
function shift(draw: number, furthest: number, direction: 'past' | 'future' | 'both'): number {
  if (direction === 'both') {
    const step = Math.floor(draw * 2 * furthest) - furthest
    return step >= 0 ? step + 1 : step
  }
  const step = 1 + Math.floor(draw * furthest)
  return direction === 'past' ? -step : step
}
