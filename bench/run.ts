/**
 * Measures perde as whole processes beside other tools on the same bytes, round by round, and writes what it found to
 * bench/results. What is measured and how: bench/README.md.
 *
 *   npm run bench -- [--quick] [--rounds N] [--only TEXT]
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Loop } from './micro/loop.ts'
import { processCases, type Case, type Sizes } from './suite/cases.ts'
import { measure } from './suite/child.ts'
import type { Folders } from './suite/data.ts'
import { load, machine } from './suite/machine.ts'
import { page, type Results } from './suite/page.ts'
import { ratioResults, ratios } from './suite/ratios.ts'
import { interleave, type Sample } from './suite/rounds.ts'

const FULL: Sizes & { rounds: [number, number] } = { small: '100MB', large: '1GB', texts: 20_000, rounds: [5, 3] }
const QUICK: Sizes & { rounds: [number, number] } = { small: '10MB', large: '50MB', texts: 1000, rounds: [2, 2] }

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean', default: false }, rounds: { type: 'string' }, only: { type: 'string' } },
  })
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const folders: Folders = { root, data: join(root, 'bench/data') }
  const sizes = values.quick ? QUICK : FULL
  const before = load()
  mkdirSync(join(folders.data, 'out'), { recursive: true })
  say('making the inputs that are not there yet')
  const groups = processCases(folders, sizes).map((cases) => cases.filter(({ id }) => id.includes(values.only ?? '')))
  const samples = new Map<string, Sample[]>()
  for (const [i, cases] of groups.entries()) {
    const rounds = values.rounds === undefined ? sizes.rounds[i]! : Number(values.rounds)
    for (const [id, found] of await interleave(cases, rounds, (one) => runCase(one, folders), show))
      samples.set(id, found)
  }
  const loops = values.only === undefined ? await innerLoops(folders, values.quick) : []
  rmSync(join(folders.data, 'out'), { recursive: true, force: true })
  const cases = groups.flat()
  const results: Results = {
    date: new Date().toISOString().slice(0, 10),
    machine: machine(root),
    load: { before, after: load() },
    quick: values.quick,
    cases: cases.map(({ id, title, bytes, unit, limit }) => ({
      id,
      title,
      bytes,
      unit,
      limit,
      count: countOf(samples.get(id)!),
      samples: samples.get(id)!,
    })),
    ratios: ratioResults(ratios(sizes), samples),
    loops,
  }
  const name = `${results.date}-${results.machine.commit}${results.quick ? '-quick' : ''}.json`
  const text = page(results, name)
  if (values.only === undefined) write(results, name, text, folders)
  process.stdout.write(text)
}

/** Runs one case; its inputs are in the page cache from the rounds before, its outputs are new. */
async function runCase(one: Case, folders: Folders): Promise<Omit<Sample, 'load'>> {
  for (const path of one.fresh) rmSync(path, { recursive: true, force: true })
  const { usage, stdout } = await measure(one, folders)
  return { ...usage, said: one.unit === 'texts' ? stdout.split('\n').length - 1 : recordsIn(JSON.parse(stdout)) }
}

/** The number of records that perde's commands and the peers report. */
function recordsIn(said: { records: number | { in: number } }): number {
  return typeof said.records === 'number' ? said.records : said.records.in
}

/** All runs of a case over one input count alike; else something was not measured but broken. */
function countOf(samples: readonly Sample[]): number {
  const [count, ...others] = new Set(samples.map((s) => s.said as number))
  if (count === undefined || others.length > 0) throw new Error('runs of one case counted differently')
  return count
}

async function innerLoops(folders: Folders, quick: boolean): Promise<Loop[]> {
  const loops: Loop[] = []
  for (const name of ['pseudonyms', 'decisions']) {
    say(`inner loops: ${name}`)
    const argv = [join(folders.root, 'dist/bench/micro.js'), name, ...(quick ? ['--quick'] : [])]
    loops.push(...(JSON.parse((await measure({ argv }, folders)).stdout) as Loop[]))
  }
  return loops
}

function write(results: Results, name: string, text: string, { root }: Folders): void {
  const folder = join(root, 'bench/results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), `${JSON.stringify(results, undefined, 1)}\n`)
  writeFileSync(join(folder, results.quick ? 'latest-quick.md' : 'latest.md'), text)
}

function show(one: Case, round: number, { wall, cpu, rss, load: runnable }: Sample): void {
  const rate = (one.bytes / 1e6 / wall).toFixed(1)
  say(
    `${String(round)} ${one.id.padEnd(24)} ${wall.toFixed(2)} s  ${cpu.toFixed(2)} CPU s  ${rate} MB/s  ` +
      `${Math.round(rss / 1e6)} MB  load ${runnable}`,
  )
}

function say(text: string): void {
  process.stderr.write(`bench: ${text}\n`)
}

await main()
