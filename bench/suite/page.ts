import type { Loop } from '../micro/loop.ts'
import type { Case } from './cases.ts'
import type { Machine } from './machine.ts'
import { loopRatio, type RatioResult } from './ratios.ts'
import { spread, type Sample } from './rounds.ts'

/** Everything that a run of the benches found, as it stands in its JSON file. */
export interface Results {
  date: string
  machine: Machine
  /** mean runnable threads before and after */
  load: { before: number; after: number }
  quick: boolean
  cases: (Pick<Case, 'id' | 'title' | 'bytes' | 'unit' | 'limit'> & { count: number; samples: Sample[] })[]
  ratios: RatioResult[]
  loops: Loop[]
}

/** The results as a page of Markdown. */
export function page(results: Results, file: string): string {
  const { machine: m, load } = results
  const versions = Object.entries(m.versions).map(([name, version]) => `${name} ${version}`)
  const lines = [
    '# Results of the benches',
    '',
    'Written by `npm run bench`; what each figure is, and how it is measured, stands in [README.md](../README.md).',
    `Every single run is in [${file}](${file}).`,
    '',
    ...table(
      ['', ''],
      [
        ['date', results.date],
        ['commit', `${m.commit}${m.dirty ? ', with changes that no commit has' : ''}`],
        ['machine', `${m.cpu}, ${m.cores} cores, ${m.memoryGiB} GiB, ${m.system}`],
        ['versions', [`node ${m.node}`, `openssl ${m.openssl}`, ...versions].join(', ')],
        ['load of the machine', `${load.before} before, ${load.after} after, on ${m.cores} cores${busy(results)}`],
        ...(results.quick ? [['sizes', 'quick: small inputs, where starting up weighs more']] : []),
      ],
    ),
    '',
    '## Whole processes',
    '',
    'Median (least–most). CPU: user and system seconds of all threads. Cores: CPU seconds a second of the median run.',
    '',
    ...table(
      ['case', 'MB/s', 'records/s', 'seconds', 'CPU s', 'cores', 'peak MB', 'limited by'],
      results.cases.map(caseRow),
    ),
    '',
    '## Ratios',
    '',
    ...table(
      ['ratio', 'on the clock', 'in CPU s', 'wanted', ''],
      results.ratios.map((r) => [
        r.what === 'rss' ? r.title : `${r.title}`,
        r.value.toFixed(2),
        r.cpu?.toFixed(2) ?? '',
        wanted(r),
        r.met === undefined ? '' : r.met ? 'met' : 'not met',
      ]),
    ),
    '',
    '## Inner loops of one thread',
    '',
    'A second is a second of CPU. Limited by AES, hashing and string building, as the profiles in the README show.',
    '',
    ...table(
      ['loop', 'a second', 'against HMAC'],
      results.loops.map((loop) => {
        const ratio = loopRatio(loop, results.loops)
        const { median, min, max } = spread(loop.rates)
        const rate = `${millions(median)} (${millions(min)}–${millions(max)}) million ${loop.unit}`
        return [loop.title, rate, ratio === undefined ? '' : `${ratio.toFixed(1)}×`]
      }),
    ),
    '',
  ]
  return lines.join('\n')
}

function caseRow({ title, bytes, unit, count, samples, limit }: Results['cases'][number]): string[] {
  const wall = spread(samples.map((s) => s.wall))
  const cpu = spread(samples.map((s) => s.cpu))
  const rss = spread(samples.map((s) => s.rss))
  const rate = (seconds: number) => (bytes / 1e6 / seconds).toFixed(seconds > bytes / 1e7 ? 1 : 0)
  return [
    title,
    `${rate(wall.median)} (${rate(wall.max)}–${rate(wall.min)})`,
    `${Math.round(count / wall.median)}${unit === 'texts' ? ' texts' : ''}`,
    `${wall.median.toFixed(2)} (${wall.min.toFixed(2)}–${wall.max.toFixed(2)})`,
    `${cpu.median.toFixed(2)} (${cpu.min.toFixed(2)}–${cpu.max.toFixed(2)})`,
    (cpu.median / wall.median).toFixed(2),
    String(Math.round(rss.median / 1e6)),
    limit,
  ]
}

/** Says so where somebody else was using the machine: the clock then measures them too. */
function busy({ load, machine }: Results): string {
  return load.before > 0.5 * machine.cores
    ? '; others were using it, so compare CPU seconds and ratios, not seconds on the clock'
    : ''
}

function wanted({ target }: RatioResult): string {
  if (!target) return ''
  return 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`
}

const millions = (rate: number) => (rate / 1e6).toFixed(2)

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}
