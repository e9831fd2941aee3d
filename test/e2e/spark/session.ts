import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { CLI, KEY, OTHER_KEY, type Project } from '../perde.ts'

/** A Python with pyspark, pandas and pyarrow; Spark wants Java 17 besides. */
export const PYTHON = process.env['PERDE_SPARK'] ?? 'python3'
const missing = whatIsMissing()
export const hasSpark = missing === undefined
if (!hasSpark)
  process.stderr.write(
    `skipped: nothing runs on Apache Spark here, ${missing}; set PERDE_SPARK to a Python that has it\n`,
  )

/** The folder of perde, which is this clone. */
export const HOME = fileURLToPath(new URL('../../..', import.meta.url))
const HOST = fileURLToPath(new URL('host.py', import.meta.url))
const FAULTY = new URL('faulty-worker.mjs', import.meta.url).href

export interface Asked {
  /** the path of files; or a DataFrame of files that Spark reads; or one by an expression of Python over `spark` */
  table?: string
  frame?: string
  python?: string
  policy?: string
  out: string
  /** names of keys and of the variables, or the files, that hold them */
  key_names?: Record<string, string>
  key_files?: Record<string, string>
  no_keys?: true
  /** an expression of Python over `spark` that gives what gives the keys */
  key_python?: string
  options?: Record<string, unknown>
}

export interface Told {
  released?: {
    path: string
    records_sha256: string
    records: Record<string, number>
    partitions: number
    memory: number
  }
  error?: 'Denied' | 'BadData' | 'TryAgain'
  status?: number
  code?: string
  message?: string
}

export interface Session {
  child: ChildProcess
  run(asked: Asked): Promise<Told>
  close(): Promise<void>
}

/** A session of Spark whose driver works in the folder of a project. */
export function openSession(
  p: Project,
  master: string,
  conf: Record<string, string> = {},
  env: Record<string, string> = {},
): Session {
  const settings = {
    master,
    package: join(HOME, 'workers/spark'),
    conf: {
      'spark.ui.enabled': 'false',
      'spark.ui.showConsoleProgress': 'false',
      // A part of a file is a partition, however small.
      'spark.sql.files.openCostInBytes': '128m',
      ...conf,
    },
  }
  const child = spawn(PYTHON, [HOST, JSON.stringify(settings)], {
    cwd: p.dir,
    detached: true,
    stdio: ['pipe', 'pipe', process.env['PERDE_SPARK_STDERR'] ? 'inherit' : 'ignore'],
    env: {
      ...{ PATH: process.env['PATH'], HOME: p.dir, TZ: 'UTC', SPARK_LOCAL_IP: '127.0.0.1', PERDE_HOME: HOME },
      ...(process.env['JAVA_HOME'] && { JAVA_HOME: process.env['JAVA_HOME'] }),
      ...{ PYSPARK_PYTHON: PYTHON, PYTHONDONTWRITEBYTECODE: '1' },
      ...{ PERDE_KEY: KEY, OTHER_KEY },
      ...env,
    },
  })
  child.stdin.on('error', () => undefined)
  const waiting = new Map<number, (told: Told) => void>()
  let asked = 0
  createInterface(child.stdout).on('line', (line) => {
    const { id, ...told } = JSON.parse(line) as Told & { id: number }
    waiting.get(id)?.(told)
    waiting.delete(id)
  })
  const gone = new Promise<void>((done) => child.on('close', () => done()))
  void gone.then(() => {
    for (const done of waiting.values()) done({ message: 'the driver is gone' })
  })
  return {
    child,
    run: ({ policy = 'policy.yaml', key_names = { main: 'PERDE_KEY' }, options = {}, ...rest }) =>
      new Promise((done) => {
        waiting.set(++asked, done)
        const out = rest.key_files ? rest : { ...rest, key_names }
        child.stdin.write(`${JSON.stringify({ id: asked, policy, options, ...out })}\n`)
      }),
    close: () => {
      child.stdin.end()
      return gone
    },
  }
}

/** A master and two workers of Spark that look like two hosts, as speculation asks for; the address of the master. */
export async function openHosts(p: Project): Promise<{ master: string; close: () => void }> {
  const place = 'import os, pyspark; print(os.path.dirname(pyspark.__file__))'
  const spark = spawnSync(PYTHON, ['-c', place]).stdout.toString().trim()
  const port = await freePort()
  const master = `spark://127.0.0.1:${port}`
  const start = (kind: string, host: string, ...args: string[]) =>
    spawn(
      join(spark, 'bin/spark-class'),
      [`org.apache.spark.deploy.${kind}`, '--host', host, '--webui-port', '0', ...args],
      {
        cwd: p.dir,
        detached: true,
        stdio: 'ignore',
        env: {
          PATH: process.env['PATH'],
          HOME: p.dir,
          TZ: 'UTC',
          SPARK_HOME: spark,
          PYSPARK_PYTHON: PYTHON,
          PERDE_KEY: KEY,
        },
      },
    )
  const started = [
    start('master.Master', '127.0.0.1', '--port', String(port)),
    ...['127.0.0.2', '127.0.0.3'].map((host) =>
      start('worker.Worker', host, '-c', '1', '-m', '1g', '-d', p.path(`work-${host}`), master),
    ),
  ]
  return {
    master,
    close: () => {
      for (const { pid } of started) if (pid !== undefined) process.kill(-pid, 'SIGTERM')
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })
}

export interface Fault {
  on: 'hello' | 'batch' | 'result'
  does: string
  mode?: 'profile' | 'apply'
  shard?: number
  /** the first attempts at a shard that go wrong; on 'hello' all do */
  times?: number
}

/** A folder of perde for executors whose workers go wrong; `attempts` tells `<mode>-<shard>-<n>` of every attempt. */
export function faulty(p: Project, name: string, faults: Fault[]): { home: string; attempts: () => string[] } {
  const dir = p.path(name, 'attempts')
  mkdirSync(dir, { recursive: true })
  const asked = JSON.stringify({ real: join(HOME, 'dist/stdio.js'), dir, faults })
  p.write(`${name}/package.json`, '{"type":"module"}')
  p.write(`${name}/dist/stdio.js`, `import { worker } from '${FAULTY}'\nworker(${asked})\n`)
  return { home: p.path(name), attempts: () => readdirSync(dir).sort() }
}

/** A folder of perde for a driver that is killed when it calls perde to publish; `alone`: that goes on without the driver. */
export function deadlyPublish(p: Project, name: string, alone: 'alone' | 'with it'): string {
  const last = alone === 'alone' ? '' : `  process.kill(process.pid, 'SIGKILL')\n`
  return deadly(p, name, `if (process.argv[2] === 'publish') {\n  process.kill(process.ppid, 'SIGKILL')\n${last}}\n`)
}

/** A folder of perde for a driver that is killed before a command has begun, or when it has ended. */
export function deadlyStep(p: Project, name: string, step: string, when: 'before' | 'after'): string {
  const killed = `process.kill(process.ppid, 'SIGKILL')`
  const does =
    when === 'after' ? `process.on('exit', () => ${killed})` : `${killed}, process.kill(process.pid, 'SIGKILL')`
  return deadly(p, name, `if (process.argv[2] === '${step}') ${does}\n`)
}

/** A folder of perde for a driver that stands still before a command until a file is there; `waits` in the folder says that it does. */
export function waitingStep(p: Project, name: string, step: string, until: string): string {
  const waits = `writeFileSync(${JSON.stringify(p.path(name, 'waits'))}, '')`
  const there = `existsSync(${JSON.stringify(until)})`
  return deadly(
    p,
    name,
    `import { existsSync, writeFileSync } from 'node:fs'
if (process.argv[2] === '${step}') {
  ${waits}
  while (!${there}) await new Promise((next) => setTimeout(next, 50))
}
`,
  )
}

function deadly(p: Project, name: string, first: string): string {
  cpSync(join(HOME, 'package.json'), p.path(name, 'package.json'))
  p.write(`${name}/dist/cli.js`, `${first}await import('${pathToFileURL(CLI).href}')\n`)
  return p.path(name)
}

function whatIsMissing(): string | undefined {
  if (spawnSync('java', ['-version']).status !== 0) return 'there is no java'
  const done = spawnSync(PYTHON, ['-c', 'import pyspark, pandas, pyarrow'], { stdio: ['ignore', 'ignore', 'pipe'] })
  if (done.status === 0) return undefined
  return done.stderr?.toString().trim().split('\n').at(-1) || `there is no ${PYTHON}`
}
