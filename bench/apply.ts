/**
 * What a worker does, in one process without threads, files or digests: for profiles.
 *
 *   node --cpu-prof dist/bench/apply.js POLICY SOURCE INPUT [ROUNDS]
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { applyBlock } from '../src/engine/worker/apply-block.ts'
import { derivePlanKeys } from '../src/engine/freeze/derive-keys.ts'
import { openPolicy } from '../src/engine/policy-files/open-policy.ts'
import { openSource } from '../src/engine/worker/source-worker.ts'
import { formatFor } from '../src/io/formats/format-named.ts'
import { compilePlan } from '../src/plan/compile-plan.ts'

const BLOCK = 1024 * 1024

function apply(policyFile: string, source: string, input: string, rounds: number): void {
  const { policy, digest } = openPolicy(policyFile, process.cwd(), new Date())
  const plan = compilePlan(policy, digest, new Map(), new Map())
  const roots = new Map(Object.keys(policy.keys).map((name) => [name, { root: randomBytes(32), ephemeral: true }]))
  const setup = { plan, keys: derivePlanKeys(plan, roots), files: {}, tables: {}, measureKey: randomBytes(32) }
  const number = plan.sources.findIndex(({ name }) => name === source)
  const worker = openSource(setup, number)
  // A plain array, as it arrives on a thread: the methods of Buffer are other functions.
  const bytes = new Uint8Array(readFileSync(input))
  const format = formatFor(undefined, input, {})!
  if ('index' in format) throw new Error('blocks of this format are cut by an index, not here')
  const { record } = policy.dataset.sources[source]!
  const { layout, start } = format.open(bytes, record === undefined ? {} : { record }, true)!
  for (let round = 1; round <= rounds; round++) {
    const before = process.cpuUsage()
    for (let offset = start; offset < bytes.length;) {
      const piece = bytes.subarray(offset, offset + BLOCK)
      const { length, last } = format.cut(piece, layout, offset + piece.length >= bytes.length)
      if (last === true && length === 0) break
      const end = offset + length
      applyBlock(worker, { source: number, part: 0, layout, offset, read: end, bytes: bytes.subarray(offset, end) })
      offset = end
    }
    const { user, system } = process.cpuUsage(before)
    process.stdout.write(`${(bytes.length / (user + system)).toFixed(1)} MB a CPU second\n`)
  }
}

const [policyFile, source, input, rounds = '5'] = process.argv.slice(2)
apply(policyFile!, source!, input!, Number(rounds))
