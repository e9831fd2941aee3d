import { dateHierarchy } from '../../anonymity/hierarchies/dates.ts'
import { flatHierarchy } from '../../anonymity/hierarchies/flat.ts'
import { intervalHierarchy } from '../../anonymity/hierarchies/intervals.ts'
import { prefixHierarchy } from '../../anonymity/hierarchies/prefixes.ts'
import { GAZETTEERS, regionHierarchy, type GazetteerName } from '../../anonymity/hierarchies/regions.ts'
import { isKato } from '../../anonymity/gazetteers/kazakhstan.ts'
import type { Hierarchy } from '../../anonymity/hierarchy.ts'
import { coarserDate, type DateLevel } from '../../transforms/date-levels.ts'
import type { HierarchyKind } from '../plan.ts'

export interface MadeHierarchy {
  made: HierarchyKind
  hierarchy: Hierarchy
}

/**
 * What a field gets for which the policy names no hierarchy, if all its values are of a kind: KATO codes and names of
 * places by region; codes with leading zeros (postcodes) by their beginning; dates by hour, day, month, quarter, year and
 * decade; numbers by intervals. Anything else: the values, then `*`.
 */
export function hierarchyByValues(texts: readonly string[]): MadeHierarchy {
  // A hierarchy needs a leaf; a field that is null everywhere has the one of null beside it.
  if (texts.length === 0) return { made: 'values', hierarchy: flatHierarchy(['']) }
  // One number of nine digits may begin like a code by chance, several hardly do.
  if (texts.length > 1 && texts.every((text) => isKato(text.trim()))) return regions(texts, 'kz')
  if (areCodes(texts)) return { made: 'prefix', hierarchy: prefixHierarchy(texts, joiningSteps(texts)) }
  const areNumbers = texts.every((text) => NUMBER.test(text.trim()))
  const levels = areNumbers && !texts.every(isCompactDate) ? [] : dateLevels(texts)
  if (levels.length > 0) return { made: 'dates', hierarchy: dateHierarchy(texts, levels) }
  const widths = areNumbers ? intervalWidths(texts.map(Number)) : []
  if (widths.length > 0) return { made: 'intervals', hierarchy: intervalHierarchy(texts, { widths }) }
  for (const name of ['kz', 'world'] as const) if (areNames(texts, name)) return regions(texts, name)
  return { made: 'values', hierarchy: flatHierarchy(texts) }
}

function regions(texts: readonly string[], name: GazetteerName): MadeHierarchy {
  return { made: 'regions', hierarchy: regionHierarchy(texts, name) }
}

/** Codes are no names: CA is Canada or California, 75 a region or an age, and GEO a word. */
function areNames(texts: readonly string[], name: GazetteerName): boolean {
  const { find } = GAZETTEERS[name]
  return texts.every((text) => !/^(?:[A-Za-z]{2,3}|[\dKZ-]+)$/.test(text.trim()) && find(text) !== undefined)
}

/** Digits, all equally many and more than two, some with a zero in front, which no number has. */
function areCodes(texts: readonly string[]): boolean {
  const { length } = texts[0]!
  return (
    length > 2 &&
    length <= 16 &&
    texts.every((text) => text.length === length && /^\d+$/.test(text)) &&
    texts.some((text) => text.startsWith('0')) &&
    !texts.every(isCompactDate)
  )
}

/** How many characters to mask at each level: every step that brings some together. */
function joiningSteps(texts: readonly string[]): number[] {
  const { length } = texts[0]!
  let before = texts.length
  return Array.from({ length: length - 1 }, (_, i) => i + 1).filter((masked) => {
    const { size } = new Set(texts.map((text) => text.slice(0, length - masked)))
    const joins = size < before && size > 1
    if (joins) before = size
    return joins
  })
}

/** Leading zeros make a code, not a number. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

/**
 * Widths that people count in (2 for a few, else 5 or 10 times a power of ten), ever twice as wide, or by turns twice and
 * five times where that would be many levels, until one covers the range; those that bring none together are left out. The
 * finest parts the middle of the values into at most fifty, whatever a few far outside do.
 */
function intervalWidths(numbers: readonly number[]): number[] {
  const sorted = Float64Array.from(numbers).sort()
  const range = sorted.at(-1)! - sorted[0]!
  if (!(range > 0) || range > 1e15) return []
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!
  const middle = at(0.95) - at(0.05) || range
  const whole = numbers.every(Number.isInteger)
  let first = fiveOrTen(middle / 50)
  if (whole && first < 5) first = range < 20 ? 2 : 5
  const doublings = Math.log2(range / first)
  const widths: number[] = []
  for (let width = first; width < range;) {
    widths.push(width)
    const leading = Number(width.toExponential()[0])
    width = rounded(width * (doublings > 8 && leading === 1 ? 5 : 2))
  }
  let before = sorted.length
  return widths.filter((width) => {
    const { size } = new Set(numbers.map((number) => Math.floor(number / width)))
    const joins = size < before
    if (joins) before = size
    return joins
  })
}

/** The least of 5 × 10ⁿ and 10ⁿ that is not below. */
function fiveOrTen(least: number): number {
  const ten = 10 ** Math.floor(Math.log10(least))
  return rounded(ten >= least ? ten : 5 * ten >= least ? 5 * ten : 10 * ten)
}

/** Without what doubles add: 0.1 × 3 is 0.3. */
function rounded(number: number): number {
  return Number(number.toPrecision(12))
}

const DATE_LEVELS: readonly DateLevel[] = ['hour', 'day', 'month', 'quarter', 'year', 'decade']

/** The levels that every value has and that bring some together. */
function dateLevels(texts: readonly string[]): DateLevel[] {
  let before = texts.length
  return DATE_LEVELS.filter((level) => {
    const coarse = new Set<string | undefined>()
    for (const text of texts) {
      const value = NUMBER.test(text) && !YEAR.test(text) && !isCompactDate(text) ? undefined : coarserDate(text, level)
      if (value === undefined) return false
      coarse.add(value)
    }
    const joins = coarse.size < before && coarse.size > 1
    if (joins) before = coarse.size
    return joins
  })
}

const YEAR = /^(?:1[89]|20)\d\d$/

/** `19900517`: of people and things that live. */
function isCompactDate(text: string): boolean {
  return /^(?:1[89]|20)\d{6}$/.test(text) && coarserDate(text, 'day') !== undefined
}
