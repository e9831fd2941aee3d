import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, readdirSync, appendFileSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow'
import { onTestFinished } from 'vitest'
import { KEY, type Project } from './perde.ts'

/** A host of workers behind pipes, as workers/README.md has it, that knows nothing of their code. */

export const WORKER = fileURLToPath(new URL('../../dist/stdio.js', import.meta.url))

export const TYPE = { hello: 1, init: 2, ready: 3, batch: 4, finish: 5, result: 6, error: 7, cancel: 8, cancelled: 9 }

export interface Got {
  type: number
  body: Buffer
}

export interface Worker {
  child: ChildProcess
  /** the next frame; undefined: its output has ended */
  next(): Promise<Got | undefined>
  send(type: number, ...pieces: (Uint8Array | string)[]): void
  raw(bytes: Uint8Array): void
  ended: Promise<{ status: number | null; signal: NodeJS.Signals | null; stderr: string }>
}

export interface WorkerOptions {
  keys?: string
  args?: string[]
  program?: string
}

export function startWorker({
  keys = JSON.stringify({ main: KEY }),
  args,
  program = WORKER,
}: WorkerOptions = {}): Worker {
  const child = spawn(process.execPath, [program, ...(args ?? ['--key-fd', '3'])], {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    env: {},
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const pipe = child.stdio[3] as NodeJS.WritableStream
  pipe.on('error', () => undefined)
  pipe.end(keys)
  child.stdin.on('error', () => undefined)
  const err: Buffer[] = []
  child.stderr.on('data', (chunk: Buffer) => void err.push(chunk))
  const frames = framesOf(child.stdout)
  return {
    child,
    next: async () => (await frames.next()).value as Got | undefined,
    send: (type, ...pieces) => void child.stdin.write(frame(type, ...pieces)),
    raw: (bytes) => void child.stdin.write(bytes),
    ended: new Promise((done) =>
      child.on('close', (status, signal) => done({ status, signal, stderr: Buffer.concat(err).toString() })),
    ),
  }
}

export function frame(type: number, ...pieces: (Uint8Array | string)[]): Buffer {
  const body = Buffer.concat(pieces.map((piece) => Buffer.from(piece)))
  const head = Buffer.alloc(5)
  head.writeUInt32LE(body.length)
  head[4] = type
  return Buffer.concat([head, body])
}

async function* framesOf(output: AsyncIterable<Buffer>): AsyncGenerator<Got, undefined> {
  let held = Buffer.alloc(0)
  for await (const chunk of output) {
    held = Buffer.concat([held, chunk])
    while (held.length >= 5 && held.length >= 5 + held.readUInt32LE()) {
      const end = 5 + held.readUInt32LE()
      yield { type: held[4]!, body: Buffer.from(held.subarray(5, end)) }
      held = held.subarray(end)
    }
  }
  return undefined
}

export const json = <T>(got: Got | undefined): T => JSON.parse(got!.body.toString()) as T

/** What `perde shard --json` prints. */
export interface Begun {
  run: string
  shards: number
  profile: boolean
  code: string
  sources: Record<string, { shard: number; partitions: number }>
}

export interface Partition {
  schema: Uint8Array
  /** streams of one batch each */
  batches: Uint8Array[]
  rows: number
}

/** Texts in columns, in batches of so many records. */
export function partition(names: string[], rows: (string | null)[][], each = 20): Partition {
  const table = (own: (string | null)[][]) =>
    new Table(
      Object.fromEntries(
        names.map((name, c) => [
          name,
          vectorFromArray(
            own.map((row) => row[c] ?? null),
            new Utf8(),
          ),
        ]),
      ),
    )
  const batches: Uint8Array[] = []
  for (let i = 0; i < rows.length; i += each) batches.push(tableToIPC(table(rows.slice(i, i + each)), 'stream'))
  return { schema: schemaOf(tableToIPC(table([['']]), 'stream')), batches, rows: rows.length }
}

/** The first message of a stream. */
export function schemaOf(stream: Uint8Array): Uint8Array {
  return stream.slice(0, 8 + Buffer.from(stream).readUInt32LE(4))
}

export interface Asking {
  run: string
  mode: string
  shard: number
  code: string
  attempt: string
  protocol: number
}

export function initBody(asking: Asking, pieces: [name: string, bytes: Uint8Array][]): Buffer {
  const text = Buffer.from(
    JSON.stringify({ ...asking, pieces: pieces.map(([name, bytes]) => ({ name, bytes: bytes.length })) }),
  )
  const length = Buffer.alloc(4)
  length.writeUInt32LE(text.length)
  return Buffer.concat([length, text, ...pieces.map(([, bytes]) => bytes)])
}

/** Everything below the folder `state` of a run. */
export function piecesOf(p: Project, run = 'run'): [string, Uint8Array][] {
  return readdirSync(p.path(run, 'state')).map((name) => [`state/${name}`, p.bytes(`${run}/state/${name}`)])
}

export interface Result {
  run: string
  mode: string
  shard: number
  attempt: string
  rowsIn: number
  rowsOut: number
  files: { file: number; name: string; bytes: number; sha256: string }[]
}

/** One partition through a worker that has said HELLO. The files stand in `folder`. */
export async function work(
  worker: Worker,
  asking: Asking,
  { schema, batches, rows }: Partition,
  { pieces, folder }: { pieces: [string, Uint8Array][]; folder: string },
): Promise<Result & { folder: string }> {
  worker.send(TYPE.init, initBody(asking, [['schema', schema], ...pieces]))
  const ready = await worker.next()
  if (ready?.type !== TYPE.ready) throw new Error(`no READY: ${ready?.body.toString()}`)
  for (const batch of batches) worker.send(TYPE.batch, batch)
  worker.send(TYPE.finish, JSON.stringify({ rows }))
  mkdirSync(folder, { recursive: true })
  for (;;) {
    const got = await worker.next()
    if (got?.type === TYPE.batch) appendFileSync(join(folder, `${got.body.readUInt32LE()}.part`), got.body.subarray(4))
    else if (got?.type === TYPE.result) {
      const result = json<Result>(got)
      for (const { file, name } of result.files) {
        mkdirSync(dirname(join(folder, name)), { recursive: true })
        renameSync(join(folder, `${file}.part`), join(folder, name))
      }
      return { ...result, folder }
    } else throw new Error(`no RESULT: ${got?.body.toString()}`)
  }
}
