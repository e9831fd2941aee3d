import { table } from '../suite/page.ts'
import { spread, type Sample } from '../suite/rounds.ts'
import { FACTS, type FormatCase } from './cases.ts'
import { FORMATS, type FormatName } from './inputs.ts'

/** The tables of bench/formats.md. `cases`: all sizes, the smallest first. */
export function formatTables(
  sizes: readonly string[],
  cases: readonly FormatCase[],
  samples: ReadonlyMap<string, readonly Sample[]>,
): string[] {
  const found: Found = (what, format, size) => {
    const one = cases.find((c) => c.what === what && c.format === format && c.size === size)
    const own = one && samples.get(one.id)
    if (!one || !own || own.length === 0) return undefined
    const median = (of: 'wall' | 'cpu' | 'rss') => spread(own.map((sample) => sample[of])).median
    return { bytes: one.bytes, wall: median('wall'), cpu: median('cpu'), rss: median('rss'), said: own[0]!.said }
  }
  return [
    ...table(
      [
        'format',
        'size',
        'MB/s',
        'records/s',
        'CPU s',
        'peak MB',
        'parser',
        'CPU s',
        'peak MB',
        'DuckDB, CPU s',
        'peak MB',
      ],
      sizes.flatMap((size) => FORMATS.flatMap((format) => row(found, format, size))),
    ),
    '',
    ...table(['wanted', 'at least', ...sizes, ''], wanted(found, sizes)),
  ]
}

type Found = (
  what: FormatCase['what'],
  format: FormatName,
  size: string,
) => { bytes: number; wall: number; cpu: number; rss: number; said: unknown } | undefined

function row(found: Found, format: FormatName, size: string): string[][] {
  const perde = found('perde', format, size)
  if (!perde) return []
  const { records } = perde.said as { records: { in: number } }
  const peer = (what: 'parser' | 'duckdb') => {
    const one = found(what, format, size)
    return one ? [one.cpu.toFixed(2), megabytes(one.rss)] : ['', '']
  }
  return [
    [
      ...[format, size, (perde.bytes / 1e6 / perde.wall).toFixed(0), String(Math.round(records.in / perde.wall))],
      ...[perde.cpu.toFixed(2), megabytes(perde.rss), FACTS[format].parser ?? '', ...peer('parser'), ...peer('duckdb')],
    ],
  ]
}

const megabytes = (bytes: number) => String(Math.round(bytes / 1e6))

function wanted(found: Found, sizes: readonly string[]): string[][] {
  const rows: string[][] = []
  const add = (title: string, bound: number, values: (number | undefined)[], isMost = false) => {
    const known = values.filter((value) => value !== undefined)
    if (known.length === 0) return
    const met = known.every((value) => (isMost ? value <= bound : value >= bound))
    const shown = sizes.map((_, i) => values[i]?.toFixed(2) ?? '')
    rows.push([title, `${isMost ? '≤ ' : '≥ '}${bound}`, ...shown, met ? 'met' : 'not met'])
  }
  const ratio = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined ? undefined : a / b
  for (const format of ['jsonl', 'json'] as const)
    add(
      `${format}: the job on one thread ÷ JSON.parse alone, in MB a CPU s`,
      0.6,
      sizes.map((size) => {
        const parser = found('parser', format, size)
        const job = found('worker', format, size)?.said as number | undefined
        return ratio(job, parser && parser.bytes / 1e6 / parser.cpu)
      }),
    )
  const xml = (size: string) => found('perde', 'xml', size)
  add(
    'xml: MB/s with two workers',
    30,
    sizes.map((size) => ratio(xml(size)?.bytes, xml(size) && xml(size)!.wall * 1e6)),
  )
  add(
    'parquet: DuckDB’s rewrite with the same job ÷ perde, in CPU s',
    0.3,
    sizes.map((size) => ratio(found('duckdb', 'parquet', size)?.cpu, found('perde', 'parquet', size)?.cpu)),
  )
  for (const format of FORMATS) {
    const least = found('perde', format, sizes[0]!)?.rss
    const growth = sizes.map((size, i) => (i === 0 ? undefined : ratio(found('perde', format, size)?.rss, least)))
    add(`${format}: peak memory ÷ that of ${sizes[0]!}`, 1.2, growth, true)
  }
  return rows
}
