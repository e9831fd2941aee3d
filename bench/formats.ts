/**
 * The job of the benches on every format: whole processes beside a parser alone and DuckDB on the same file, in one run.
 *
 *   npm run bench:formats -- [--sizes 200MB,1GB] [--rounds 3,1] [--only TEXT] [--write]
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { formatCases, type FormatCase } from './formats/cases.ts'
import { formatTables } from './formats/page.ts'
import { measure } from './suite/child.ts'
import { key, type Folders } from './suite/data.ts'
import { load, machine } from './suite/machine.ts'
import { interleave, type Sample } from './suite/rounds.ts'

const BEGIN = '<!-- measured -->'

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string', default: '200MB,1GB' },
      rounds: { type: 'string', default: '3,1' },
      only: { type: 'string', default: '' },
      write: { type: 'boolean', default: false },
    },
  })
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const folders: Folders = { root, data: join(root, 'bench/data') }
  const sizes = values.sizes.split(',')
  const rounds = roundsOf(values.rounds, sizes)
  const before = load()
  mkdirSync(join(folders.data, 'out'), { recursive: true })
  say('making the inputs that are not there yet')
  key(folders)
  const groups = await formatCases(folders, sizes, values.only)
  const samples = new Map<string, Sample[]>()
  for (const [s, cases] of groups.entries())
    for (const [id, found] of await interleave(cases, rounds[s]!, (one) => runCase(one, folders), show))
      samples.set(id, found)
  rmSync(join(folders.data, 'out'), { recursive: true, force: true })
  const { cpu, cores, memoryGiB, system, node, commit, versions } = machine(root)
  const peers = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const text = [
    `Measured ${new Date().toISOString().slice(0, 10)} at commit ${commit}, on ${cpu}, ${cores} cores, ${memoryGiB} GiB,`,
    `${system}, node ${node}, ${peers.join(', ')}. Load ${before} before, ${load()} after. Medians of ${sizes.map((size, s) => `${String(rounds[s])} at ${size}`).join(', ')}.`,
    '',
    ...formatTables(sizes, groups.flat(), samples),
    '',
  ].join('\n')
  process.stdout.write(text)
  if (!values.write) return
  const page = join(root, 'bench/formats.md')
  const told = readFileSync(page, 'utf8').split(BEGIN)[0]!
  writeFileSync(page, `${told}${BEGIN}\n\n${text}`)
}

/** By size; the last holds for those behind it. */
function roundsOf(text: string, sizes: readonly string[]): number[] {
  const given = text.split(',').map(Number)
  return sizes.map((_, s) => given[s] ?? given.at(-1)!)
}

async function runCase(one: FormatCase, folders: Folders): Promise<Omit<Sample, 'load'>> {
  for (const path of one.fresh) rmSync(path, { recursive: true, force: true })
  const { usage, stdout } = await measure(one, folders)
  for (const path of one.fresh) rmSync(path, { recursive: true, force: true })
  return { ...usage, said: one.what === 'worker' ? parseFloat(stdout) : (JSON.parse(stdout) as unknown) }
}

function show({ id, bytes }: FormatCase, round: number, { wall, cpu, rss, load: runnable }: Sample): void {
  const rate = (bytes / 1e6 / wall).toFixed(1)
  say(
    `${String(round)} ${id.padEnd(22)} ${wall.toFixed(2)} s  ${cpu.toFixed(2)} CPU s  ${rate} MB/s  ` +
      `${Math.round(rss / 1e6)} MB  load ${runnable}`,
  )
}

function say(text: string): void {
  process.stderr.write(`bench: ${text}\n`)
}

await main()
