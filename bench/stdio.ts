/**
 * What a worker behind a pipe costs: the second pass over one partition of Arrow batches of 10,000 records, beside `perde run`
 * with one worker thread over the same batches in a file, and what a worker costs before its first record. CPU seconds of
 * whole processes, and their largest memory (Linux).
 *
 *   node dist/bench/stdio.js [MB]        default: 100 MB of people as JSON
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow'
import { CORPUS_COLUMNS } from './corpus/table.ts'
import { writeCorpus } from './corpus/write.ts'

const megabytes = Number(process.argv[2] ?? 100)
const cli = fileURLToPath(new URL('../cli.js', import.meta.url))
const program = fileURLToPath(new URL('../stdio.js', import.meta.url))
const dir = mkdtempSync(join(tmpdir(), 'perde-stdio-'))
const KEY = 'a1'.repeat(16) + '5e'.repeat(16)
const env = { PATH: process.env['PATH'] ?? '', PERDE_KEY: KEY }
const BATCH = 10_000

const POLICY = `perde: 1
dataset: { id: people, sources: { people: people.arrow }, provenance: { controller: Bench, method: own-records } }
purpose: { id: dpv:ResearchAndDevelopment, processing: dpv:Analyse, basis: contract, justification: invented people }
keys: { main: { env: PERDE_KEY } }
fields:
  people:
    id: { role: identifier, do: drop }
    iin: { role: identifier, type: iin, do: pseudonym person }
    phone: { role: identifier, type: phone, do: pseudonym phone }
    email: { role: identifier, type: email, do: pseudonym email }
    full_name: { role: identifier, type: person, do: { mask: { first: 1 } } }
    address: { role: identifier, type: address, do: mask }
${CORPUS_COLUMNS.slice(3)
  .filter((name) => !['phone', 'email', 'address'].includes(name))
  .map((name) => `    ${name}: sensitive\n`)
  .join('')}output: { format: csv }
`

/** What a process of perde took, told as it ended. */
interface Usage {
  cpu: number
  megabytes: number
}

const MEASURE = `process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  const fs = require('fs')
  // The system's maxRSS would be that of who started it.
  const peak = Number(/VmHWM:\\s+(\\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1])
  fs.writeSync(2, '\\n#' + JSON.stringify({ cpu: (user + system) / 1e6, megabytes: peak / 1024 }))
})`
const measured = ['--require', join(dir, 'measure.cjs')]
const usageOf = (stderr: string) => JSON.parse(stderr.split('#').at(-1)!) as Usage

function perde(...args: string[]): { stdout: string; usage: Usage } {
  const done = spawnSync(process.execPath, [...measured, cli, ...args], { cwd: dir, env })
  if (done.status !== 0) throw new Error(done.stderr.toString())
  return { stdout: done.stdout.toString(), usage: usageOf(done.stderr.toString()) }
}

/** The schema, and streams of one batch each. */
function batches(): { schema: Buffer; streams: Buffer[]; rows: number } {
  const path = join(dir, 'people.jsonl')
  writeCorpus({ kind: 'jsonl', bytes: megabytes * 1e6, seed: 'perde bench 1' }, path)
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  rmSync(path)
  const streams: Buffer[] = []
  for (let i = 0; i < lines.length; i += BATCH) {
    const rows = lines.slice(i, i + BATCH).map((line) => JSON.parse(line) as Record<string, unknown>)
    const column = (name: string) => vectorFromArray(rows.map((row) => textOf(row[name])), new Utf8()) // prettier-ignore
    const table = new Table(Object.fromEntries(CORPUS_COLUMNS.map((name) => [name, column(name)])))
    streams.push(Buffer.from(tableToIPC(table, 'stream')))
  }
  const schema = streams[0]!.subarray(0, schemaLength(streams[0]!))
  return { schema, streams, rows: lines.length }
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const schemaLength = (stream: Buffer) => 8 + stream.readUInt32LE(4)

function frame(type: number, ...pieces: Uint8Array[]): Buffer {
  const body = Buffer.concat(pieces)
  const head = Buffer.alloc(5)
  head.writeUInt32LE(body.length)
  head[4] = type
  return Buffer.concat([head, body])
}

interface Begun {
  run: string
  code: string
}

function init(begun: Begun, schema: Uint8Array): Buffer {
  const pieces: [string, Uint8Array][] = [
    ['schema', schema],
    ...readdirSync(join(dir, 'run/state')).map((name): [string, Uint8Array] => [
      `state/${name}`,
      readFileSync(join(dir, 'run/state', name)),
    ]),
  ]
  const list = pieces.map(([name, bytes]) => ({ name, bytes: bytes.length }))
  const asking = { ...begun, protocol: 1, mode: 'apply', shard: 0, attempt: 'bench', pieces: list }
  const text = Buffer.from(JSON.stringify(asking))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(text.length)
  return frame(2, length, text, ...pieces.map(([, bytes]) => bytes))
}

/** Sends frames to a new worker, and reads all that it says. `seconds`: from its start to the end of its output. */
async function work(frames: readonly Buffer[]): Promise<Usage & { seconds: number; bytes: number }> {
  const started = process.hrtime.bigint()
  const child = spawn(process.execPath, [...measured, program, '--key-fd', '3'], { stdio: ['pipe', 'pipe', 'pipe', 'pipe'], env: {} }) // prettier-ignore
  const keys = child.stdio[3] as NodeJS.WritableStream
  keys.end(JSON.stringify({ main: KEY }))
  let bytes = 0
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (bytes += chunk.length))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve))
  for (const bytes of frames)
    if (!child.stdin.write(bytes)) await new Promise((resolve) => child.stdin.once('drain', resolve))
  child.stdin.end()
  if ((await closed) !== 0) throw new Error(`the worker failed: ${stderr}`)
  return { ...usageOf(stderr), seconds: Number(process.hrtime.bigint() - started) / 1e9, bytes }
}

const median = (of: number[]) => of.sort((a, b) => a - b)[of.length >> 1]!

try {
  writeFileSync(join(dir, 'measure.cjs'), MEASURE)
  writeFileSync(join(dir, 'policy.yaml'), POLICY)
  const { schema, streams, rows } = batches()
  const end = Buffer.from('ffffffff00000000', 'hex')
  const bodies = streams.map((stream) => stream.subarray(schema.length, stream.length - end.length))
  writeFileSync(join(dir, 'people.arrow'), Buffer.concat([schema, ...bodies, end]))
  writeFileSync(join(dir, 'schema.arrow'), schema)
  const size = bodies.reduce((sum, { length }) => sum + length, 0) / 1e6
  const shard = ['shard', 'policy.yaml', '--run', 'run', '--out', 'tasks', '--json', '--partitions', '1', '--schema', 'schema.arrow'] // prettier-ignore
  const begun = JSON.parse(perde(...shard).stdout) as Begun
  perde('plan', '--run', 'run')
  const finish = (n: number) => frame(5, Buffer.from(JSON.stringify({ rows: n })))
  const all = [init(begun, schema), ...streams.map((stream) => frame(4, stream)), finish(rows)]
  const none = [init(begun, schema), finish(0)]
  // In turn, so that what else the machine does falls on both.
  const rounds: {
    whole: Usage
    piped: Usage
    hello: Usage & { seconds: number }
    cold: Usage & { seconds: number }
  }[] = []
  for (let round = 0; round < 3; round++)
    rounds.push({
      whole: perde('run', 'policy.yaml', '--out', 'single', '--replace', '--workers', '1', '--quiet').usage,
      piped: await work(all),
      hello: await work([]),
      cold: await work(none),
    })
  const of = (name: keyof (typeof rounds)[0], what: 'cpu' | 'megabytes' | 'seconds') =>
    median(rounds.map((round) => (round[name] as unknown as Record<string, number>)[what]!))
  console.log(
    `${rows} records, ${size.toFixed(1)} MB of Arrow in ${streams.length} batches; medians of ${rounds.length}`,
  )
  console.log(`${''.padEnd(40)} ${'CPU s'.padStart(7)} ${'records/CPU s'.padStart(14)} ${'MB/CPU s'.padStart(9)} ${'peak MB'.padStart(8)}`) // prettier-ignore
  const row = (name: string, cpu: number, memory: number) => console.log(`${name.padEnd(40)} ${cpu.toFixed(2).padStart(7)} ${Math.round(rows / cpu).toLocaleString('en').padStart(14)} ${(size / cpu).toFixed(1).padStart(9)} ${memory.toFixed(0).padStart(8)}`) // prettier-ignore
  row('perde run --workers 1, file to release', of('whole', 'cpu'), of('whole', 'megabytes'))
  row('a worker behind a pipe', of('piped', 'cpu'), of('piped', 'megabytes'))
  const warm = of('piped', 'cpu') - of('cold', 'cpu')
  row('the same, without what it costs cold', warm, of('piped', 'megabytes'))
  console.log(`a cold worker: ${of('hello', 'cpu').toFixed(2)} CPU s to HELLO, ${of('cold', 'cpu').toFixed(2)} with a partition of no record (${of('cold', 'seconds').toFixed(2)} s by the clock), ${of('cold', 'megabytes').toFixed(0)} MB`) // prettier-ignore
  console.log(`the pipe takes ${((warm / (of('whole', 'cpu'))) * 100).toFixed(0)} % of the CPU of the run, which also plans, measures and seals`) // prettier-ignore
} finally {
  rmSync(dir, { recursive: true, force: true })
}
