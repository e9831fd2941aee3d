/**
 * What a worker does, in one process without threads, files or digests: for profiles.
 *
 *   node --cpu-prof dist/bench/apply.js POLICY SOURCE INPUT [ROUNDS]
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { applyBlock } from '../src/engine/worker/apply-block.ts'
import { derivePlanKeys } from '../src/engine/freeze/plan-keys.ts'
import { openPolicy } from '../src/engine/policy-files/open-policy.ts'
import type { BlockTask } from '../src/engine/wire/task.ts'
import { openSource } from '../src/engine/worker/source-worker.ts'
import type { Format, FormatOptions } from '../src/io/formats/format.ts'
import { formatFor } from '../src/io/formats/format-named.ts'
import { compilePlan } from '../src/plan/compile-plan.ts'

const BLOCK = 1024 * 1024

async function apply(policyFile: string, source: string, input: string, rounds: number): Promise<void> {
  const { policy, digest } = openPolicy(policyFile, process.cwd(), new Date())
  const plan = compilePlan(policy, digest, new Map(), new Map())
  const roots = new Map(Object.keys(policy.keys).map((name) => [name, { root: randomBytes(32), ephemeral: true }]))
  const setup = { plan, keys: derivePlanKeys(plan, roots), files: {}, tables: {}, measureKey: randomBytes(32) }
  const number = plan.sources.findIndex(({ name }) => name === source)
  const worker = openSource(setup, number)
  // A plain array, as it arrives on a thread: the methods of Buffer are other functions.
  const bytes = new Uint8Array(readFileSync(input))
  const format = formatFor(undefined, input, {})!
  const { record } = policy.dataset.sources[source]!
  for (let round = 1; round <= rounds; round++) {
    const before = process.cpuUsage()
    for await (const block of blocks(format, bytes, record === undefined ? {} : { record }))
      applyBlock(worker, { source: number, part: 0, ...block })
    const { user, system } = process.cpuUsage(before)
    const peak = Math.round(process.resourceUsage().maxRSS / 1000)
    process.stdout.write(`${(bytes.length / (user + system)).toFixed(1)} MB a CPU second, ${peak} MB at most\n`)
  }
}

type Blocks = AsyncGenerator<Pick<BlockTask, 'layout' | 'offset' | 'read' | 'bytes'>>

async function* blocks(format: Format, bytes: Uint8Array, options: FormatOptions): Blocks {
  if ('index' in format) {
    const readAt = (into: Uint8Array, offset: number) => {
      const piece = bytes.subarray(offset, offset + into.length)
      into.set(piece)
      return Promise.resolve(piece.length)
    }
    const { layout, blocks } = await format.index({ size: bytes.length, readAt }, options)
    for await (const block of blocks()) yield { layout, ...block }
    return
  }
  const { layout, start } = format.open(bytes, options, true)!
  for (let offset = start; offset < bytes.length;) {
    const piece = bytes.subarray(offset, offset + BLOCK)
    const { length, last } = format.cut(piece, layout, offset + piece.length >= bytes.length)
    if (last === true && length === 0) return
    const read = offset + length
    yield { layout, offset, read, bytes: bytes.subarray(offset, read) }
    offset = read
  }
}

const [policyFile, source, input, rounds = '5'] = process.argv.slice(2)
await apply(policyFile!, source!, input!, Number(rounds))
