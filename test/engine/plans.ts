import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { applyBlock } from '../../src/engine/worker/apply-block.ts'
import { applyPass } from '../../src/engine/passes/apply-pass.ts'
import type { Progress } from '../../src/engine/passes/block-tasks.ts'
import { cutBlocks } from '../../src/engine/read/blocks.ts'
import type { Roots } from '../../src/engine/freeze/derive-keys.ts'
import { derivePlanKeys } from '../../src/engine/freeze/plan-keys.ts'
import { asFault } from '../../src/engine/wire/fault.ts'
import type { Input } from '../../src/engine/read/input.ts'
import type { Pool } from '../../src/engine/passes/pool.ts'
import { profileBlock } from '../../src/engine/worker/profile-block.ts'
import { profilePass } from '../../src/engine/passes/profile-pass.ts'
import { writePlan } from '../../src/engine/worker/write-plan.ts'
import type { WorkerSetup } from '../../src/engine/wire/setup.ts'
import { openSource, type SourceWorker } from '../../src/engine/worker/source-worker.ts'
import type { BlockResult, BlockTask } from '../../src/engine/wire/task.ts'
import { formatNamed } from '../../src/io/formats/format-named.ts'
import type { FormatOptions } from '../../src/io/formats/format.ts'
import type { Scratch } from '../../src/io/lake/scratch.ts'
import { packMember } from '../../src/io/codings/pack.ts'
import type { OutputName } from '../../src/engine/read/output-name.ts'
import type { PartWriter } from '../../src/io/lake/staging.ts'
import type { ByteSource } from '../../src/io/stores/store.ts'
import type { Plan, PlannedField, SourcePlan } from '../../src/plan/plan.ts'
import type { Step } from '../../src/policy/policy.ts'
import { verbNamed } from '../../src/transforms/verb-named.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'perde-engine-'))
  folders.push(folder)
  return folder
}

/** The short forms of a policy as steps: `pseudonym person`, `generalise year`. */
export function steps(...texts: string[]): Step[] {
  return texts.map((text) => {
    const [verb, ...words] = text.split(' ')
    const options = verbNamed(verb!).parseShort(words) as Record<string, unknown> | undefined
    if (!options) throw new Error(`not a short form: ${text}`)
    return { verb: verb!, options }
  })
}

/** A rule as the plan holds it; `does`: short forms, '' keeps. */
export function field(path: string, does: string | Step[], more: Partial<PlannedField> = {}): PlannedField {
  return {
    path,
    role: 'identifier',
    do: typeof does === 'string' ? (does === '' ? [] : steps(does)) : does,
    nulls: 'keep',
    empty: 'keep',
    onError: 'fail',
    origin: 'rule',
    ...more,
  }
}

export function sourceOf(fields: PlannedField[], more: Partial<SourcePlan> = {}): SourcePlan {
  return { name: 'people', fields, unlisted: 'fail', tables: {}, ...more }
}

export function planOf(sources: SourcePlan[], more: Partial<Plan> = {}): Plan {
  return {
    perde: 1,
    dataset: 'clinic',
    purpose: 'dpv:ScientificResearch',
    processing: 'dpv-ai:ModelTraining',
    policySha256: '00'.repeat(32),
    detect: { find: [], locales: [], confidence: 0.5, surprise: 'fail', 'surprise-scan': 'sample', patterns: {} },
    formula: 'keep',
    sources,
    ...more,
  }
}

export const ROOTS: Roots = new Map([['main', { root: new Uint8Array(32).fill(7), ephemeral: false }]])

export function setupOf(plan: Plan, more: Partial<WorkerSetup> = {}): WorkerSetup {
  return {
    plan,
    keys: derivePlanKeys(plan, ROOTS),
    files: {},
    tables: {},
    measureKey: new Uint8Array(32).fill(9),
    linkBits: 0,
    ...more,
  }
}

/** A worker of the only source of these fields. */
export function workerOf(
  fields: PlannedField[],
  source: Partial<SourcePlan> = {},
  more: Partial<WorkerSetup> = {},
  plan: Partial<Plan> = {},
): SourceWorker {
  return openSource(setupOf(planOf([sourceOf(fields, source)], plan), more), 0)
}

/** The bytes of an input in memory, given out in pieces of at most `piece` bytes. */
export function bytesOf(content: string | Uint8Array, name = 'people.csv', piece = Infinity): ByteSource {
  const all = Buffer.from(content as Uint8Array)
  return {
    name,
    size: all.length,
    close: async () => undefined,
    open: async () => {
      let at = 0
      return {
        read: async (into) => {
          const n = Math.min(into.length, all.length - at, piece)
          into.set(all.subarray(at, at + n))
          at += n
          return n
        },
        readAt: async (into, offset) => all.copy(into, 0, offset),
        unchanged: async () => undefined,
        close: async () => undefined,
      }
    },
  }
}

/** An output that has this name. */
export function outputAs(name: string): OutputName {
  const dot = name.indexOf('.')
  return { source: name.slice(0, dot), ordinal: undefined, ending: name.slice(dot) }
}

export function inputOf(format: string, content: string | Uint8Array, more: Partial<Input> = {}): Input {
  const name = more.name ?? `people.${format}`
  return {
    source: 0,
    sourceName: 'people',
    bytes: bytesOf(content, name),
    format: formatNamed(format),
    options: {},
    to: formatNamed(format).is,
    output: outputAs(name),
    compression: undefined,
    columns: 'same',
    name,
    path: undefined,
    ...more,
  }
}

/** The blocks that a text is cut into, as tasks. */
export async function tasksOf(
  format: string,
  content: string,
  blockSize = 1 << 20,
  options: FormatOptions = {},
): Promise<BlockTask[]> {
  const tasks: BlockTask[] = []
  for await (const block of cutBlocks(bytesOf(content), formatNamed(format), options, blockSize))
    tasks.push({ source: 0, part: 0, ...block })
  return tasks
}

/** One worker over all blocks of a text. */
export async function applyAll(
  worker: SourceWorker,
  format: string,
  content: string,
  blockSize = 1 << 20,
  options: FormatOptions = {},
): Promise<{ text: string; results: BlockResult[] }> {
  const results: BlockResult[] = []
  for (const task of await tasksOf(format, content, blockSize, options)) results.push(applyBlock(worker, task))
  return { text: Buffer.concat(results.map((r) => r.bytes)).toString(), results }
}

/** Lines of JSON, as records and back. */
export const jsonl = (records: readonly unknown[]) => records.map((r) => `${JSON.stringify(r)}\n`).join('')
export const recordsOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

/** What a worker thread does, here: `threads` workers in turn, so that any block meets any worker. */
export function poolHere(threads = 2): Pool {
  const workers = Array.from({ length: threads }, () => new Map<WorkerSetup, SourceWorker[]>())
  let turn = 0
  async function* each<R>(
    setup: WorkerSetup,
    tasks: AsyncIterable<BlockTask>,
    work: (worker: SourceWorker, task: BlockTask) => R,
  ) {
    for await (const task of tasks) {
      const mine = workers[turn++ % threads]!
      if (!mine.has(setup)) mine.set(setup, [])
      const sources = mine.get(setup)!
      const { bytes: _, ...rest } = task
      try {
        yield { task: rest, result: work((sources[task.source] ??= openSource(setup, task.source)), task) }
      } catch (e) {
        yield { task: rest, result: { fault: asFault(e) } }
      }
    }
  }
  return {
    threads,
    warm: () => undefined,
    rest: () => undefined,
    apply: (setup, tasks) => each(setup, tasks, applyBlock),
    profile: (setup, tasks) => each(setup, tasks, profileBlock),
    pack: packMember,
    keep: async (facts) => writePlan(facts),
    close: async () => undefined,
  }
}

/** An output part that stays in memory. */
export function partHere(path: string, into: Map<string, Buffer>): PartWriter {
  const pieces: Buffer[] = []
  return {
    write: (bytes) => void pieces.push(Buffer.from(bytes)),
    finish() {
      const bytes = Buffer.concat(pieces)
      into.set(path, bytes)
      return { path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
    },
    abandon: () => void into.set(path, Buffer.from('abandoned')),
  }
}

export interface HereOptions {
  setup?: WorkerSetup
  threads?: number
  blockSize?: number
  publishable?(name: string): boolean
  signal?: AbortSignal
  shuffle?: { key: Uint8Array; scratch: Scratch }
  fileSize?: number
  onProgress?(progress: Progress): void
}

const passOptions = (inputs: readonly Input[], options: HereOptions) => ({
  inputs,
  pool: poolHere(options.threads),
  blockSize: options.blockSize ?? 1 << 20,
  publishable: options.publishable ?? (() => true),
  ...(options.signal && { signal: options.signal }),
  ...(options.onProgress && { onProgress: options.onProgress }),
})

/** The second pass in this process and in memory. */
export async function applyHere(plan: Plan, inputs: readonly Input[], options: HereOptions = {}) {
  const files = new Map<string, Buffer>()
  const decisions = new Map<number, Buffer[]>()
  const applied = await applyPass(options.setup ?? setupOf(plan), passOptions(inputs, options), {
    part: (path) => partHere(path, files),
    fileSize: options.fileSize,
    shuffle: options.shuffle,
    decisions: (part) => ({
      write: (entries) => void decisions.set(part, [...(decisions.get(part) ?? []), Buffer.from(entries)]),
      finish: () => undefined,
    }),
  }).catch((e: unknown) => {
    throw Object.assign(e as Error, { files })
  })
  const text = Object.fromEntries([...files].map(([path, bytes]) => [path, bytes.toString()]))
  return { applied, text, decisions }
}

export const profileHere = (plan: Plan, inputs: readonly Input[], options: HereOptions = {}) =>
  profilePass(options.setup ?? setupOf(plan), passOptions(inputs, options))
