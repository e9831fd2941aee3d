import { dateHierarchy } from '../../anonymity/hierarchies/dates.ts'
import { flatHierarchy } from '../../anonymity/hierarchies/flat.ts'
import { hierarchyFromCsv } from '../../anonymity/hierarchies/from-csv.ts'
import { intervalHierarchy } from '../../anonymity/hierarchies/intervals.ts'
import { prefixHierarchy } from '../../anonymity/hierarchies/prefixes.ts'
import { roundingHierarchy } from '../../anonymity/hierarchies/rounding.ts'
import { leafOf, withNull, type Hierarchy } from '../../anonymity/hierarchy.ts'
import { PerdeError } from '../../errors.ts'
import type { HierarchySpec } from '../../policy/policy.ts'
import { coarserDate, type DateLevel } from '../../transforms/date-levels.ts'
import type { HierarchyKind } from '../plan.ts'

export interface MadeHierarchy {
  made: HierarchyKind
  hierarchy: Hierarchy
}

/**
 * The hierarchy of a field: as the policy says, else made from its values: dates by month, quarter, year and decade; numbers
 * by intervals that double; anything else by value and `*`. `texts`: the different values, sorted, so that the same values
 * give the same hierarchy in whatever order they came. Throws POLICY_INVALID, naming the field and never a value.
 */
export function makeHierarchy(
  field: string,
  spec: HierarchySpec | undefined,
  texts: readonly string[],
  hasNull: boolean,
  files: Record<string, string>,
): MadeHierarchy {
  try {
    const { made, hierarchy } = spec ? asSaid(spec, texts, files) : byValues(texts)
    return { made, hierarchy: hasNull ? withNull(hierarchy) : hierarchy }
  } catch (e) {
    throw e instanceof PerdeError ? e.at({ field }) : e
  }
}

/**
 * Leaf of each number that the profile gave a value: 0 is null, n the n-th text. Throws POLICY_INVALID where values have
 * none: nobody knows what stands above them.
 */
export function leavesOf(field: string, { hierarchy }: MadeHierarchy, texts: readonly string[]): Uint32Array {
  const leaves = new Uint32Array(texts.length + 1)
  leaves[0] = hierarchy.nullLeaf ?? 0
  let missing = 0
  for (const [i, text] of texts.entries()) {
    const leaf = leafOf(hierarchy, text)
    if (leaf < 0) missing++
    else leaves[i + 1] = leaf
  }
  if (missing > 0)
    throw new PerdeError(
      'POLICY_INVALID',
      `${missing} of ${texts.length} different values of "${field}" have no leaf in its hierarchy`,
      {
        where: { field },
        hints: [
          'perde hierarchy lint FILE --data INPUT --field NAME finds the usual reasons: spaces, capitals, another spelling',
          'values that are none can be made null first: on-error: null',
        ],
        facts: { missing },
      },
    )
  return leaves
}

function asSaid(spec: HierarchySpec, texts: readonly string[], files: Record<string, string>): MadeHierarchy {
  if ('file' in spec) return { made: 'file', hierarchy: hierarchyFromCsv(files[spec.file]!) }
  if ('intervals' in spec) {
    const { intervals: widths, ...outer } = spec
    return { made: 'intervals', hierarchy: intervalHierarchy(texts, { widths, ...outer }) }
  }
  if ('dates' in spec) return { made: 'dates', hierarchy: dateHierarchy(texts, spec.dates) }
  if ('prefix' in spec) return { made: 'prefix', hierarchy: prefixHierarchy(texts, spec.prefix) }
  return { made: 'round', hierarchy: roundingHierarchy(texts, spec.round) }
}

function byValues(texts: readonly string[]): MadeHierarchy {
  // A hierarchy needs a leaf; a field that is null everywhere has the one of null beside it.
  if (texts.length === 0) return { made: 'values', hierarchy: flatHierarchy(['']) }
  if (texts.every((text) => NUMBER.test(text.trim()))) {
    const widths = doublingWidths(texts.map(Number))
    if (widths.length > 0) return { made: 'intervals', hierarchy: intervalHierarchy(texts, { widths }) }
  }
  const levels = dateLevels(texts)
  if (levels.length > 0) return { made: 'dates', hierarchy: dateHierarchy(texts, levels) }
  return { made: 'values', hierarchy: flatHierarchy(texts) }
}

/** Leading zeros make a code, not a number. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

/** Some fifty intervals across the range, twice as wide at each level, until two cover it. */
function doublingWidths(numbers: readonly number[]): number[] {
  const range = numbers.reduce((n, x) => Math.max(n, x), -Infinity) - numbers.reduce((n, x) => Math.min(n, x), Infinity)
  if (!(range > 0) || range > 1e15) return []
  const scale = 10 ** Math.floor(Math.log10(range / 50))
  const finest = numbers.every(Number.isInteger) ? 2 : 0
  const first =
    [1, 2, 5, 10].map((step) => step * scale).find((width) => width >= range / 50 && width >= finest) ?? finest
  const widths: number[] = []
  for (let width = Math.max(first, finest); widths.length === 0 || width < range; width *= 2) widths.push(width)
  return widths
}

const DATE_LEVELS: readonly DateLevel[] = ['day', 'month', 'quarter', 'year', 'decade']

/** The levels that every value has and that bring some together. */
function dateLevels(texts: readonly string[]): DateLevel[] {
  let before = texts.length
  return DATE_LEVELS.filter((level) => {
    const coarse = new Set<string | undefined>()
    for (const text of texts) {
      const value = NUMBER.test(text) && !YEAR.test(text) ? undefined : coarserDate(text, level)
      if (value === undefined) return false
      coarse.add(value)
    }
    const joins = coarse.size < before
    if (joins) before = coarse.size
    return joins
  })
}

const YEAR = /^(?:1[89]|20)\d\d$/
