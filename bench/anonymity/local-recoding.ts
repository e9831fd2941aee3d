import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { informationLoss } from '../../src/anonymity/measures/information-loss.ts'
import { peel } from '../../src/anonymity/peeling.ts'
import { kAnonymity } from '../../src/anonymity/privacy-models/k-anonymity.ts'
import { publishedClasses, type Recoding } from '../../src/anonymity/recoding.ts'
import { growTree } from '../../src/anonymity/top-down.ts'
import { adultCounts, type Adult } from './adult.ts'
import { table, timed, type Section } from './section.ts'

interface LocalRun {
  model: string
  qis: string[]
  k: number
  suppressed: number
  ncp: number
  ms: number
}

/** What local recoding loses, beside full-domain and the local recoding of ARX. `folder`: where its runs are. */
export function localRecoding(adult: Adult, folder: URL): Section {
  return {
    title: 'Local recoding',
    lines() {
      const { runs } = JSON.parse(readFileSync(new URL('arx-local.json', folder), 'utf8')) as { runs: LocalRun[] }
      const rows = [9, 8, 7, 5].flatMap((n) => [2, 5, 10, 50, 100].flatMap((k) => rowsOf(adult, runs, n, k)))
      return [
        'NCP of all rows (a suppressed row loses 1), rows suppressed, classes, milliseconds of processor time. Peeling may suppress nothing here. What ARX reaches at the best of its settings (`gs0`: gsFactor 0, then optimizeIterativeFast) and with its defaults (`iterative`) is from the reference file, another machine; there is none for eight fields.',
        '',
        `A tree for nine fields in a process of its own, where nothing has been made fast by V8 yet, median of ${FRESH_RUNS} (least–most): ${[2, 5, 10, 100].map(freshTree).join(', ')} ms.`,
        '',
        ...table(['fields', 'k', 'way', 'NCP', 'loss', 'suppressed', 'classes', 'ms'], rows),
      ]
    },
  }
}

const FRESH_RUNS = 7

/** One tree in each of some fresh processes. */
function freshTree(k: number): string {
  const script = process.argv[1]!
  const times = Array.from({ length: FRESH_RUNS }, () =>
    Number(execFileSync(process.execPath, [script, '--tree', String(k)], { encoding: 'utf8' })),
  ).sort((a, b) => a - b)
  return `k = ${k}: ${times[FRESH_RUNS >> 1]!} (${times[0]!}–${times.at(-1)!})`
}

/** Milliseconds of processor time of all threads for one tree over nine fields. */
export function treeTime(adult: Adult, k: number): number {
  const fields = adult.header.slice(0, 9)
  const hierarchies = fields.map((field) => adult.hierarchies.get(field)!)
  const counts = adultCounts(adult, fields)
  return Math.round(timed(() => growTree(counts, hierarchies, { models: [kAnonymity(k)] })).ms)
}

function rowsOf(adult: Adult, runs: readonly LocalRun[], n: number, k: number): (string | number)[][] {
  const fields = adult.header.slice(0, n)
  const hierarchies = fields.map((field) => adult.hierarchies.get(field)!)
  const counts = adultCounts(adult, fields)
  const models = [kAnonymity(k)]
  const ways: [string, () => Recoding][] = [
    ['top-down', () => growTree(counts, hierarchies, { models }).recoding],
    ['peeling', () => peel(counts, hierarchies, { models, suppressAtMost: 0 })],
  ]
  const own = ways.map(([way, solve]) => {
    const { result, ms } = timed(solve)
    const { ncp, loss } = informationLoss(counts, hierarchies, result)
    const { rows } = publishedClasses(counts, hierarchies, result)
    const suppressed = counts.rows - rows.reduce((sum, size) => sum + size, 0)
    return [`qi${n}`, k, way, ncp.toFixed(4), loss.toFixed(4), suppressed, rows.length, ms.toFixed(0)]
  })
  const names: Record<string, string> = { 'k-anonymity+local-gs0': 'ARX gs0', 'k-anonymity+local': 'ARX iterative' }
  const theirs = runs
    .filter((run) => run.k === k && run.qis.length === n)
    .map((run) => [`qi${n}`, k, names[run.model]!, run.ncp.toFixed(4), '', run.suppressed, '', run.ms.toFixed(0)])
  return [...own, ...theirs]
}
