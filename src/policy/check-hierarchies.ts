import { DATE_LEVELS } from '../transforms/date-levels.ts'
import { constant, isMultiple } from '../transforms/decimal.ts'
import type { CheckContext } from './check-context.ts'
import type { AnonymitySpec, HierarchySpec } from './policy.ts'

/** Levels that are made from values go from fine to coarse, each made of whole parts of the one before. */
export function checkHierarchies({ report, wrong }: CheckContext, { hierarchies }: AnonymitySpec): void {
  for (const [field, spec] of Object.entries(hierarchies)) {
    const path = ['anonymity', 'hierarchies', field]
    if (wrong(path)) continue
    const fault = faultOf(spec)
    if (fault) report.add('POLICY_VALUE', path, fault.message, { hint: fault.hint })
  }
}

function faultOf(spec: HierarchySpec): { message: string; hint: string } | undefined {
  if ('intervals' in spec) {
    const widths = spec.intervals.map(constant)
    if (widths.some((width, i) => i > 0 && !isMultiple(width, widths[i - 1]!)))
      return {
        message: 'the widths of intervals are not multiples of each other',
        hint: 'each width is a multiple of the one before, such as 5, 10, 20',
      }
    if (spec.lower !== undefined && spec.upper !== undefined && spec.lower >= spec.upper)
      return {
        message: 'the lower border of intervals is not below the upper one',
        hint: 'such as lower: 20, upper: 80',
      }
  }
  if ('prefix' in spec && !rises(spec.prefix))
    return {
      message: 'the characters that are masked do not rise',
      hint: 'name them from fine to coarse, such as 1, 2, 4',
    }
  if ('round' in spec && !rises(spec.round.map((n) => -n)))
    return { message: 'the decimals that are left do not fall', hint: 'name them from fine to coarse, such as 2, 1, 0' }
  if ('dates' in spec) {
    if (!rises(spec.dates.map((level) => DATE_LEVELS.indexOf(level))))
      return { message: 'the levels of dates do not become coarser', hint: `their order is ${DATE_LEVELS.join(', ')}` }
    const after = spec.dates[spec.dates.indexOf('week') + 1]
    if (spec.dates.includes('week') && after !== undefined)
      return {
        message: `a week may lie in two of the level ${after}`,
        hint: 'leave out the week, or what stands above it',
      }
  }
  return undefined
}

function rises(numbers: readonly number[]): boolean {
  return numbers.every((n, i) => i === 0 || n > numbers[i - 1]!)
}
