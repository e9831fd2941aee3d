import type { HierarchySpec } from '../policy/policy.ts'
import { PerdeError } from '../errors.ts'

/** How the levels of a hierarchy are made, as options of the command line; at most one of them. */
export interface LevelOptions {
  intervals?: string
  lower?: string
  upper?: string
  dates?: string
  prefix?: string
  round?: string
  regions?: string
  names?: string
  values?: boolean
}

const WAYS = ['intervals', 'dates', 'prefix', 'round', 'regions', 'values'] as const

/** The levels that the options ask for; undefined: as the values are. Throws USAGE. */
export function levelsOf(options: LevelOptions): HierarchySpec | 'values' | undefined {
  const named = WAYS.filter((way) => options[way] !== undefined)
  if (named.length > 1)
    throw new PerdeError('USAGE', `--${named[0]!} and --${named[1]!} are two ways to make levels`, {
      hints: ['name one of them'],
    })
  const [way] = named
  if ((options.lower ?? options.upper) !== undefined && way !== 'intervals')
    throw new PerdeError('USAGE', '--lower and --upper belong to --intervals')
  if (options.names !== undefined && way !== 'regions') throw new PerdeError('USAGE', '--names belongs to --regions')
  switch (way) {
    case 'intervals': {
      const [lower, upper] = [options.lower, options.upper].map((text) =>
        text === undefined ? undefined : numbers(text, text === options.lower ? '--lower' : '--upper')[0]!,
      )
      const widths = numbers(options.intervals!, '--intervals')
      return { intervals: widths, ...(lower !== undefined && { lower }), ...(upper !== undefined && { upper }) }
    }
    case 'dates':
      return { dates: dateLevels(options.dates!) }
    case 'prefix':
      return { prefix: wholes(options.prefix!, '--prefix', 1) }
    case 'round':
      return { round: wholes(options.round!, '--round', -15) }
    case 'regions':
      return {
        regions: oneOf(['kz', 'world'], options.regions!, '--regions'),
        ...(options.names !== undefined && { names: oneOf(['kk', 'ru', 'en'], options.names, '--names') }),
      }
    default:
      return way
  }
}

function numbers(list: string, option: string): number[] {
  const found = list.split(',').map((text) => (text.trim() === '' ? NaN : Number(text)))
  if (found.some((number) => !Number.isFinite(number)))
    throw new PerdeError('USAGE', `${option} names numbers, with commas between them`)
  return found
}

function wholes(list: string, option: string, least: number): number[] {
  const found = numbers(list, option)
  if (found.some((number) => !Number.isInteger(number) || number < least))
    throw new PerdeError('USAGE', `${option} names whole numbers from ${least} on, with commas between them`)
  return found
}

const DATES = ['hour', 'day', 'week', 'month', 'quarter', 'year', 'decade'] as const

function dateLevels(list: string) {
  return list.split(',').map((word) => oneOf(DATES, word.trim(), '--dates'))
}

function oneOf<T extends string>(words: readonly T[], word: string, option: string): T {
  const found = words.find((known) => known === word)
  if (found === undefined)
    throw new PerdeError('USAGE', `${option} does not know that word`, { hints: [`it knows: ${words.join(', ')}`] })
  return found
}
