import { PerdeError } from '../../errors.ts'
import { constant, formatDecimal, multipleOf, type Constant } from '../../transforms/decimal.ts'
import { createHierarchy, TOP, type Hierarchy } from '../hierarchy.ts'

export interface IntervalOptions {
  /** widths of the intervals by level, each a multiple of the one before; the first interval begins at 0 */
  widths: number[]
  /** values below are one interval `<20` at every level; a multiple of the widest interval keeps borders even */
  lower?: number
  /** values from here on are one interval `90+` */
  upper?: number
}

/**
 * Numbers → intervals, ever wider. An interval has its lower border inside: [30, 40) is written `30-39` where widths are
 * integers, else `0.5-1.0`. Throws POLICY_INVALID where a value is no number (with its place in the list) or the widths
 * do not nest.
 */
export function intervalHierarchy(values: Iterable<string>, options: IntervalOptions): Hierarchy {
  const widths = options.widths.map(constant)
  for (const [i, width] of options.widths.entries()) {
    const ratio = i === 0 ? 1 : Math.round(width / options.widths[i - 1]!)
    const nests = i === 0 || (ratio > 1 && Math.abs(ratio * options.widths[i - 1]! - width) < 1e-9 * width)
    if (!(width > 0) || !nests)
      throw new PerdeError('POLICY_INVALID', 'the widths of intervals are not multiples of each other', {
        hints: ['each width is a multiple of the one before, such as 5, 10, 20'],
      })
  }
  const { lower, upper } = options
  if (lower !== undefined && upper !== undefined && lower >= upper)
    throw new PerdeError('POLICY_INVALID', 'the lower border of intervals is not below the upper one')
  let place = 0
  const rows: string[][] = []
  for (const text of values) {
    place++
    const number = Number(text)
    if (text.trim() === '' || !Number.isFinite(number))
      throw new PerdeError('POLICY_INVALID', `value ${place} of a field with intervals is no number`, {
        hints: ['give the field a hierarchy of its own, or make null of what is no number'],
      })
    const outer =
      lower !== undefined && number < lower ? `<${lower}` : upper !== undefined && number >= upper ? `${upper}+` : ''
    rows.push([text, ...widths.map((width) => outer || label(text, width)), TOP])
  }
  return createHierarchy(rows)
}

function label(text: string, width: Constant): string {
  const n = multipleOf(text, width, 'floor')!
  const from = n * width.units
  const to = from + width.units
  if (width.scale > 0)
    return `${formatDecimal({ units: from, scale: width.scale })}-${formatDecimal({ units: to, scale: width.scale })}`
  return to - 1n === from ? String(from) : `${from}-${to - 1n}`
}
