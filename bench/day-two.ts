/**
 * What a night costs a lake: a partition that came is released after all the others, beside the release of all of it. Whole
 * processes, CPU seconds of all their threads, and bytes of the lake that they read, as the system counts them (Linux).
 *
 *   node dist/bench/day-two.js [PARTITIONS] [MB]        default: 100 partitions of 1 MB each
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const partitions = Number(process.argv[2] ?? 100)
const megabytes = Number(process.argv[3] ?? 1)
const cli = fileURLToPath(new URL('../cli.js', import.meta.url))
const dir = mkdtempSync(join(tmpdir(), 'perde-day-two-'))

const POLICY = `perde: 1
dataset:
  id: lake
  sources: { visits: lake }
  provenance: { controller: Example, method: own-records }
purpose: { id: dpv:ServiceOptimisation, processing: dpv-ai:ModelTraining, basis: contract, justification: clause 4 }
keys: { main: { file: own.key } }
fields:
  visits:
    id: { role: identifier, do: pseudonym visit }
    person: { role: identifier, do: pseudonym person }
    note: { role: sensitive, do: redact }
    amount: insensitive
    dt: insensitive
`

function partition(number: number): string {
  const rows = ['id,person,note,amount']
  for (let bytes = 0, n = 0; bytes < megabytes * 1e6; n++) {
    const row = `v${number}-${n},p${(n * 7919) % 100_000},${'a note of a visit '.repeat(3)},${(n * 31) % 9999}`
    bytes += row.length + 1
    rows.push(row)
  }
  return `${rows.join('\n')}\n`
}

function writePartition(number: number): void {
  const folder = join(dir, 'lake', `dt=2026-${String(1 + Math.floor(number / 28)).padStart(2, '0')}-${String(1 + (number % 28)).padStart(2, '0')}`) // prettier-ignore
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'part.csv'), partition(number))
}

/** CPU seconds and bytes that came by read calls of a whole process. */
function measured(args: string[]): { cpu: number; read: number } {
  const script = `
    process.on('exit', () => {
      const { user, system } = process.cpuUsage()
      const io = require('fs').readFileSync('/proc/self/io', 'utf8')
      require('fs').writeSync(2, '\\n#' + JSON.stringify({ cpu: (user + system) / 1e6, read: Number(/rchar: (\\d+)/.exec(io)[1]) }))
    })`
  writeFileSync(join(dir, 'measure.cjs'), script)
  const done = spawnSync(process.execPath, ['--require', join(dir, 'measure.cjs'), cli, ...args, '--quiet'], { cwd: dir, env: { PATH: process.env['PATH'] ?? '' } }) // prettier-ignore
  if (done.status !== 0) throw new Error(done.stderr.toString())
  return JSON.parse(done.stderr.toString().split('#').at(-1)!) as { cpu: number; read: number }
}

try {
  writeFileSync(join(dir, 'policy.yaml'), POLICY)
  spawnSync(process.execPath, [cli, 'key', 'new', 'own.key'], { cwd: dir })
  // The least that any release costs: one of a partition of a few bytes.
  mkdirSync(join(dir, 'least'))
  writeFileSync(join(dir, 'least', 'part.csv'), 'id,person,note,amount,dt\n1,2,3,4,5\n')
  const least = measured(['run', 'policy.yaml', '--source', 'visits=least', '--out', 'least-out', '--log', 'least-log'])
  for (let n = 0; n < partitions; n++) writePartition(n)
  const whole = measured(['run', 'policy.yaml', '--out', 'r1'])
  writePartition(partitions)
  const night = measured(['run', 'policy.yaml', '--out', 'r2', '--since', 'latest'])
  const beyond = (of: typeof whole, what: 'cpu' | 'read') => of[what] - least[what]
  const ratio = (what: 'cpu' | 'read') => (beyond(night, what) / beyond(whole, what)) * 100
  const row = (name: string, { cpu, read }: typeof whole) => console.log(`${name.padEnd(34)} ${cpu.toFixed(2).padStart(8)} ${(read / 1e6).toFixed(1).padStart(10)}`) // prettier-ignore
  console.log(`${''.padEnd(34)} ${'CPU s'.padStart(8)} ${'MB read'.padStart(10)}`)
  row('a release of one record', least)
  row(`all ${partitions} partitions`, whole)
  row('the one that came, --since', night)
  console.log(`beyond a release of one record, the night costs ${ratio('cpu').toFixed(1)} % of the CPU and ${ratio('read').toFixed(1)} % of the bytes of all`) // prettier-ignore
} finally {
  rmSync(dir, { recursive: true, force: true })
}
