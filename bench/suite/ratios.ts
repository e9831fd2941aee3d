import type { Loop } from '../micro/loop.ts'
import type { Sizes } from './cases.ts'
import { spread, type Sample } from './rounds.ts'

/** How many times as much one case takes as another, on the clock, in CPU seconds or in memory. */
export interface Ratio {
  title: string
  over: string
  under: string
  what: 'wall' | 'rss'
  /** what perde promises: at least, or at most */
  target?: { atLeast: number } | { atMost: number }
}

export function ratios({ small, large }: Sizes): Ratio[] {
  const wall = (title: string, over: string, under: string, target?: Ratio['target']): Ratio => ({
    title,
    over,
    under,
    what: 'wall',
    ...(target && { target }),
  })
  const base = `run-2w-${small}`
  const extra = (name: string, title: string) => wall(title, `run-${name}-${small}`, base)
  return [
    wall(`csv-parse row by row ÷ perde, 2 workers, ${small}`, `csv-parse-${small}`, base, { atLeast: 4 }),
    wall(`csv-parse row by row ÷ perde, 1 worker, ${small}`, `csv-parse-${small}`, `run-1w-${small}`),
    wall(`DuckDB, 2 threads ÷ perde, 2 workers, ${small}`, `duckdb-2t-${small}`, base),
    wall(`DuckDB, 2 threads ÷ perde, 2 workers, ${large}`, `duckdb-2t-${large}`, `run-2w-${large}`),
    wall(`1 worker ÷ 2 workers, ${small}`, `run-1w-${small}`, base, { atLeast: 1.6 }),
    wall(`1 worker ÷ 2 workers, ${large}`, `run-1w-${large}`, `run-2w-${large}`, { atLeast: 1.6 }),
    wall(`perde, 1 worker ÷ cells found and copied, ${small}`, `run-1w-${small}`, `copy-${small}`),
    wall(`perde, 1 worker ÷ cells found and copied, ${large}`, `run-1w-${large}`, `copy-${large}`),
    wall(`JSONL ÷ CSV, 2 workers, ${small}`, `run-jsonl-2w-${small}`, base),
    wall(`start ÷ whole run, 2 workers, ${small}`, `run-start-${small}`, base),
    extra('quasi', 'quasi-identifiers measured ÷ base job'),
    extra('watch', 'insensitive fields watched ÷ base job'),
    extra('consent', 'register of consents ÷ base job'),
    extra('scrub', 'notes scrubbed ÷ base job'),
    {
      title: `peak memory, ${large} ÷ ${small}`,
      over: `run-2w-${large}`,
      under: base,
      what: 'rss',
      target: { atMost: 1.2 },
    },
  ]
}

export interface RatioResult extends Ratio {
  /** of the medians */
  value: number
  /** the same of CPU seconds; undefined for memory */
  cpu: number | undefined
  met: boolean | undefined
}

/** The ratios whose both cases were measured. */
export function ratioResults(list: readonly Ratio[], samples: ReadonlyMap<string, readonly Sample[]>): RatioResult[] {
  const median = (id: string, what: 'wall' | 'cpu' | 'rss') => spread(samples.get(id)!.map((s) => s[what])).median
  return list
    .filter(({ over, under }) => samples.has(over) && samples.has(under))
    .map((ratio) => {
      const of = (what: 'wall' | 'cpu' | 'rss') => median(ratio.over, what) / median(ratio.under, what)
      const value = of(ratio.what)
      return { ...ratio, value, cpu: ratio.what === 'wall' ? of('cpu') : undefined, met: met(value, ratio.target) }
    })
}

function met(value: number, target: Ratio['target']): boolean | undefined {
  if (!target) return undefined
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost
}

/** How many times as fast each loop is as the one that it is measured against: `pseudonym-iin` against `hmac-iin`. */
export function loopRatio(loop: Loop, loops: readonly Loop[]): number | undefined {
  const peer = loops.find(({ id }) => id === loop.id.replace(/^pseudonym-/, 'hmac-') && id !== loop.id)
  return peer && spread(loop.rates).median / spread(peer.rates).median
}
