import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from '../suite/child.ts'
import { policyVariant, type Folders } from '../suite/data.ts'
import { FORMATS, inputOf, type FormatName } from './inputs.ts'

/** A whole process over one file. */
export interface FormatCase extends Command {
  id: string
  format: FormatName
  size: string
  what: 'perde' | 'worker' | 'parser' | 'duckdb'
  /** bytes of text */
  bytes: number
  /** removed before every run */
  fresh: string[]
}

/** What a file of each format is measured beside, and what is wanted of perde there. */
export interface FormatFacts {
  /** undefined: none that holds in constant memory */
  parser?: string
  /** DuckDB reads and writes it, record by record */
  duckdb: boolean
  record?: string
  /** on the smallest size alone: the way of its bytes is that of another format */
  once?: true
}

export const FACTS: Record<FormatName, FormatFacts> = {
  csv: { parser: 'csv-parse', duckdb: true },
  tsv: { parser: 'csv-parse', duckdb: true, once: true },
  jsonl: { parser: 'JSON.parse', duckdb: true },
  json: { parser: 'JSON.parse', duckdb: false, record: '/people' },
  xml: { parser: 'saxes', duckdb: false, record: '/people/person' },
  parquet: { parser: 'hyparquet', duckdb: true },
  arrow: { duckdb: false },
  'csv.gz': { duckdb: true },
  'csv.zst': { duckdb: true },
}

/** Cases by size: those of a size run interleaved. `only`: part of a format's name. */
export async function formatCases(folders: Folders, sizes: readonly string[], only: string): Promise<FormatCase[][]> {
  const groups: FormatCase[][] = []
  for (const [s, size] of sizes.entries()) {
    const cases: FormatCase[] = []
    for (const format of FORMATS.filter((name) => name.includes(only) && (s === 0 || !FACTS[name].once)))
      cases.push(...(await casesOf(folders, size, format, s === 0)))
    groups.push(cases)
  }
  return groups
}

/** `worker` is measured on the smallest size alone: it holds the whole file. */
async function casesOf(folders: Folders, size: string, format: FormatName, smallest: boolean): Promise<FormatCase[]> {
  const { file, text } = await inputOf(folders, size, format)
  const { parser, duckdb, record } = FACTS[format]
  const at = record === undefined ? '' : `, record: ${record}`
  const changes: [string, string][] = [['path: data/people.csv, format: csv', `path: data/people.${format}${at}`]]
  if (format === 'xml') changes.push(['    id: {', "    '@id': {"])
  const policy = policyVariant(folders, `format-${format}`, changes)
  const { root, data } = folders
  const out = (name: string) => join(data, 'out', `${name}-${format}-${size}`)
  const made = (what: FormatCase['what'], argv: string[], fresh: string[]): FormatCase => ({
    id: `${what}-${format}-${size}`,
    ...{ format, size, what, argv, fresh },
    bytes: statSync(text).size,
  })
  const cli = join(root, 'dist/cli.js')
  const where = ['--source', `people=${file}`, '--out', out('release'), '--log', out('log')]
  const cases = [
    made('perde', [cli, 'run', policy, ...where, '--workers', '2', '--json'], [out('release'), out('log')]),
  ]
  if (smallest && !format.includes('.'))
    cases.push(made('worker', [join(root, 'dist/bench/apply.js'), policy, 'people', file, '1'], []))
  if (parser !== undefined) cases.push(made('parser', [join(root, 'bench/peers/parse.mjs'), file], []))
  const duckdbOut = join(data, 'out', `duckdb-${size}.${format}`)
  if (duckdb) cases.push(made('duckdb', [join(root, 'bench/peers/duckdb.mjs'), file, duckdbOut, '2'], [duckdbOut]))
  return cases
}
