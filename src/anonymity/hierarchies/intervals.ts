import { PerdeError } from '../../errors.ts'
import {
  compareText,
  constant,
  formatDecimal,
  isMultiple,
  multipleOf,
  rescale,
  type Constant,
} from '../../transforms/decimal.ts'
import { createHierarchy, TOP, type Hierarchy } from '../hierarchy.ts'
import { NO_NUMBER, readRows } from './rows.ts'

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
 * integers (39.5 is in it too), else `0.5-1.0`. Throws POLICY_INVALID where values are no numbers or the widths do not nest.
 */
export function intervalHierarchy(values: Iterable<string>, options: IntervalOptions): Hierarchy {
  const widths = options.widths.map(constant)
  for (const [i, width] of widths.entries()) {
    if (!(width.number > 0) || (i > 0 && !isMultiple(width, widths[i - 1]!)))
      throw new PerdeError('POLICY_INVALID', 'the widths of intervals are not multiples of each other', {
        hints: ['each width is a multiple of the one before, such as 5, 10, 20'],
      })
  }
  const { lower, upper } = options
  if (lower !== undefined && upper !== undefined && lower >= upper)
    throw new PerdeError('POLICY_INVALID', 'the lower border of intervals is not below the upper one')
  const from = lower === undefined ? undefined : constant(lower)
  const to = upper === undefined ? undefined : constant(upper)
  const rows = readRows(values, 'no number', NO_NUMBER, (text) => {
    const intervals = widths.map((width) => label(text, width, from, to))
    if (intervals.includes(undefined)) return undefined
    if (from && compareText(text, from)! < 0) return [text, ...widths.map(() => `<${lower}`), TOP]
    if (to && compareText(text, to)! >= 0) return [text, ...widths.map(() => `${upper}+`), TOP]
    return [text, ...(intervals as string[]), TOP]
  })
  return createHierarchy(rows)
}

/**
 * Undefined: the text is no number. An interval ends where the outer ones begin: `80-84` below `85+`, so that none has a
 * number in common with another.
 */
function label(
  text: string,
  width: Constant,
  lower: Constant | undefined,
  upper: Constant | undefined,
): string | undefined {
  const n = multipleOf(text, width, 'floor')
  if (n === undefined) return undefined
  const least = borderOf(lower, width)
  const most = borderOf(upper, width)
  const begin = n * width.units
  const end = begin + width.units
  const from = least !== undefined && least > begin && least < end ? least : begin
  const to = most !== undefined && most > begin && most < end ? most : end
  if (width.scale > 0)
    return `${formatDecimal({ units: from, scale: width.scale })}-${formatDecimal({ units: to, scale: width.scale })}`
  return to - 1n === from ? String(from) : `${from}-${to - 1n}`
}

/** A border in the units of a width; undefined where it has more decimals. */
function borderOf(border: Constant | undefined, { scale }: Constant): bigint | undefined {
  return border && border.scale <= scale ? rescale(border, scale) : undefined
}
