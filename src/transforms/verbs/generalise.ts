import { toStrings } from '../cells.ts'
import { READ_DATES } from '../dates.ts'
import { coarserDate, DATE_LEVELS } from '../date-levels.ts'
import type { DateLevel } from '../date-levels.ts'
import type { SlashOrder } from '../dates.ts'
import { readHierarchyLevel } from '../hierarchy-file.ts'
import { ValueFault } from '../verb.ts'
import type { Transform, Verb } from '../verb.ts'

interface Options {
  /** for dates: how coarse */
  to?: DateLevel
  /** how 01/02/2020 is read: the day first (default) or the month */
  slash?: SlashOrder
  /** for anything else: a table in ARX's layout, one row a leaf, its ever coarser values after it */
  hierarchy?: string
  /** column of the hierarchy; 0 is the leaf itself */
  level?: number
}

/** Writes a coarser value: a year for a date, or what a hierarchy says. A value that the hierarchy lacks is a fault. */
export const verb = {
  name: 'generalise',
  summary: 'writes a coarser value: a year for a date, a region for a place',
  properties: { iso20889: 'generalisation', joins: 'no', unique: false, reversible: false },
  schema: {
    type: 'object',
    additionalProperties: false,
    minProperties: 1,
    properties: {
      to: { enum: ['year', 'quarter', 'month', 'week', 'day', 'hour', 'decade'] },
      slash: { enum: ['dmy', 'mdy'] },
      hierarchy: { type: 'string', minLength: 1 },
      level: { type: 'integer', minimum: 0 },
    },
  },
  parseShort(words) {
    const to = DATE_LEVELS.find((level) => level === words[0])
    return words.length === 1 && to !== undefined ? { to } : undefined
  },
  check({ to, slash, hierarchy, level }) {
    if ((to === undefined) === (hierarchy === undefined)) return ['either "to" or "hierarchy" is needed']
    if ((hierarchy === undefined) !== (level === undefined)) return ['"hierarchy" and "level" belong together']
    return slash !== undefined && to === undefined ? ['"slash" is for dates'] : []
  },
  files: ({ hierarchy }) => (hierarchy === undefined ? [] : [hierarchy]),
  bind: ({ to, slash, level }, { files }) =>
    to === undefined ? byHierarchy(readHierarchyLevel(files[0]!, level ?? 0)) : byDate(to, slash),
} satisfies Verb<Options>

function byDate(to: DateLevel, slash: SlashOrder | undefined): Transform {
  return toStrings((text, index) => {
    const coarse = coarserDate(text, to, slash)
    if (coarse === undefined)
      throw new ValueFault(
        index,
        to === 'hour'
          ? `the value is no date with a time of day: ${READ_DATES}`
          : `the value is no date that is read: ${READ_DATES}`,
      )
    return coarse
  })
}

function byHierarchy(byLeaf: ReadonlyMap<string, string>): Transform {
  return toStrings((text, index) => {
    const value = byLeaf.get(text) ?? byLeaf.get(text.trim())
    if (value === undefined) throw new ValueFault(index, 'the value is no leaf of the hierarchy')
    return value
  })
}
