import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { measure } from '../suite/child.ts'
import type { Folders } from '../suite/data.ts'
import { load } from '../suite/machine.ts'
import { interleave, spread, type Sample } from '../suite/rounds.ts'
import { ADULT_FIELDS, writeAdultTable } from './adult-table.ts'

export const SCALE_TITLE = 'A whole run'

export interface ScaleOptions {
  /** rows of each table */
  rows: readonly number[]
  rounds: number
  say(text: string): void
}

/** One whole process over one table. */
interface ScaleCase {
  id: string
  title: string
  bytes: number
  argv: string[]
  /** removed before every run */
  fresh: string[]
}

/**
 * k-anonymity in a whole run, from CSV to a published release, beside the same run without it in the same minutes. The tables
 * are made where they are not there yet. Returns a section of bench/anonymity.md.
 */
export async function measureScale(folders: Folders, { rows, rounds, say }: ScaleOptions) {
  mkdirSync(join(folders.data, 'out'), { recursive: true })
  const cases = rows.flatMap((n) => casesOf(folders, n))
  const samples = await interleave(
    cases,
    rounds,
    async ({ argv, fresh }) => {
      for (const path of fresh) rmSync(path, { recursive: true, force: true })
      const { usage } = await measure({ argv }, folders)
      return { ...usage, said: undefined }
    },
    ({ title }, round, { wall, cpu, rss }) =>
      say(
        `${round} ${title}: ${wall.toFixed(1)} s, ${cpu.toFixed(1)} CPU s, ${Math.round(rss / 1e6)} MB, load ${load()}`,
      ),
  )
  for (const { fresh } of cases) for (const path of fresh) rmSync(path, { recursive: true, force: true })
  return { title: SCALE_TITLE, lines: () => linesOf(cases, samples) }
}

function linesOf(cases: readonly ScaleCase[], samples: ReadonlyMap<string, readonly Sample[]>): string[] {
  const loads = [...samples.values()].flat().map((sample) => sample.load)
  const row = ({ id, title, bytes }: ScaleCase) => {
    const of = (what: 'wall' | 'cpu' | 'rss') => spread(samples.get(id)!.map((sample) => sample[what]))
    const seconds = ({ median, min, max }: ReturnType<typeof of>) =>
      `${median.toFixed(1)} (${min.toFixed(1)}–${max.toFixed(1)})`
    return `| ${title} | ${Math.round(bytes / 1e6)} | ${seconds(of('wall'))} | ${seconds(of('cpu'))} | ${Math.round(of('rss').median / 1e6)} |`
  }
  return [
    `Whole processes, two workers, round by round; median (least–most). Rows are drawn from Adult with one value in seven moved (\`anonymity/adult-table.ts\`), nine quasi-identifiers with the hierarchies of ARX. Load of the machine: ${Math.min(...loads)} to ${Math.max(...loads)} runnable threads; beyond the number of cores the clock measures the others too.`,
    '',
    '| job | MB | seconds on the clock | CPU seconds | peak MB |',
    '| --- | --- | --- | --- | --- |',
    ...cases.map(row),
  ]
}

function casesOf(folders: Folders, rows: number): ScaleCase[] {
  const name = rows % 1e6 === 0 ? `${rows / 1e6} M` : `${rows / 1e3} k`
  const input = made(join(folders.data, `adult-${rows}.csv`), (path) =>
    writeAdultTable({ root: folders.root, rows, kind: 'csv' }, path),
  )
  const { size: bytes } = statSync(input)
  const cli = join(folders.root, 'dist/cli.js')
  const run = (id: string, title: string, role: string, more: string): ScaleCase => {
    const out = join(folders.data, 'out', `${id}-${rows}`)
    const argv = [cli, 'run', policy(folders, id, role, more), '--source', `adult=${input}`]
    argv.push('--out', out, '--log', `${out}-log`, '--workers', '2', '--quiet')
    return { id: `${id}-${rows}`, title: `${name} rows: ${title}`, bytes, argv, fresh: [out, `${out}-log`] }
  }
  const risk = [cli, 'risk', input, '--qi', ADULT_FIELDS.join(), '--json']
  const duckdb = join(folders.root, 'bench/peers/duckdb-classes.mjs')
  return [
    run('adult-plain', 'perde run, nothing measured', 'sensitive', ''),
    run('adult-measured', '… nine quasi-identifiers measured', 'quasi-identifier', ''),
    run('adult-k5', '… k = 5, top-down', 'quasi-identifier', ANONYMITY),
    { id: `risk-${rows}`, title: `${name} rows: perde risk`, bytes, argv: risk, fresh: [] },
    ...(existsSync(join(folders.root, 'bench/peers/node_modules/@duckdb'))
      ? [
          {
            id: `duckdb-${rows}`,
            title: `${name} rows: DuckDB, group by the nine columns, sizes of the classes, 2 threads`,
            bytes,
            argv: [duckdb, input, '2', ...ADULT_FIELDS],
            fresh: [],
          },
        ]
      : []),
  ]
}

const ANONYMITY = `anonymity:
  k: 5
  hierarchies:
${ADULT_FIELDS.map((field) => `    ${field}: adult_hierarchy_${field}.csv\n`).join('')}`

function policy({ root, data }: Folders, id: string, role: string, more: string): string {
  for (const field of ADULT_FIELDS) {
    const file = `adult_hierarchy_${field}.csv`
    copyFileSync(join(root, 'test/vectors/anonymity/adult', file), join(data, file))
  }
  const path = join(data, `policy-${id}.yaml`)
  const fields = ADULT_FIELDS.map((field) => `    ${field}: ${role}\n`).join('')
  writeFileSync(
    path,
    `perde: 1
dataset:
  id: bench-adult
  sources: { adult: { path: adult.csv, format: csv } }
  provenance: { controller: Bench, method: own-records }
purpose:
  id: dpv:ResearchAndDevelopment
  processing: dpv:Analyse
  basis: contract
  justification: synthetic rows, nobody's data
fields:
  adult:
${fields}${more}`,
  )
  return path
}

function made(path: string, make: (path: string) => void): string {
  if (existsSync(path)) return path
  make(`${path}.part`)
  renameSync(`${path}.part`, path)
  return path
}
