import { randomBytes } from 'node:crypto'
import { PerdeError } from '../errors.ts'
import { compilePlan } from '../plan/compile-plan.ts'
import { checkPurpose } from '../policy/gate.ts'
import { applyBlock } from './apply-block.ts'
import { deriveSubjectKeys, derivePlanKeys, loadRoots, type Roots } from './derive-keys.ts'
import { asFault, faultError } from './fault.ts'
import { consentSetup, needsProfile, readConsents, readSideFiles } from './freeze.ts'
import { readSignals } from './gate-step.ts'
import type { OpenPolicy } from './open-policy.ts'
import { openSource, type SourceWorker } from './source-worker.ts'
import type { Receipt } from './task.ts'

export interface TransformOptions {
  /** the source whose rules apply; default: the policy's only one */
  source?: string
  /** roots by their names in the policy, 32 bytes each; default: from where the policy says */
  keys?: Record<string, Uint8Array>
  env?: NodeJS.ProcessEnv
  /** decide about consents as of this time; default now */
  asOf?: Date
  /** records a batch; default 1000 */
  batch?: number
  signal?: AbortSignal
}

/** One batch: the records that may be used, transformed, and what was done in counts. */
export interface TransformedBatch {
  records: Record<string, unknown>[]
  receipt: Pick<Receipt, 'records' | 'reasons' | 'fields'>
}

/**
 * Runs records through gate and transforms in this process, batch by batch, for programs that have streams of their
 * own. The purpose gate is asked first and denies by throwing. Nothing is logged and no release is made: what comes out
 * cannot be verified later. Policies that need a look at all the data first (`unlisted: detect`, `surrogate`) are refused.
 */
export async function* transformRecords(
  records: Iterable<object> | AsyncIterable<object>,
  open: OpenPolicy,
  options: TransformOptions = {},
): AsyncGenerator<TransformedBatch> {
  const { batch = 1000, signal } = options
  const worker = await openWorker(open, options)
  let lines: string[] = []
  let done = 0
  const flush = () => {
    const result = applyLines(worker, lines, done)
    done += lines.length
    lines = []
    return result
  }
  for await (const record of records) {
    signal?.throwIfAborted()
    lines.push(JSON.stringify(record))
    if (lines.length >= batch) yield flush()
  }
  if (lines.length > 0) yield flush()
}

async function openWorker(
  open: OpenPolicy,
  { source, keys, env = process.env, asOf = new Date() }: TransformOptions,
): Promise<SourceWorker> {
  const { policy, digest, baseDir } = open
  const gate = checkPurpose({ policy, asOf, signalTexts: readSignals(policy, baseDir) })
  if (gate.decision === 'deny') {
    const failed = gate.requirements.filter((r) => r.result === 'fail')
    throw new PerdeError(
      'DENIED_PURPOSE',
      `the purpose gate refused: ${failed.map((r) => `${r.id}: ${r.message ?? ''}`).join('; ')}`,
    )
  }
  const plan = compilePlan(policy, digest, new Map(), new Map())
  if (needsProfile(policy, plan))
    throw new PerdeError(
      'PLAN_MISMATCH',
      'the policy needs a look at all the data first, which a stream does not allow',
      { hints: ['use run(), or give every field a rule and no surrogate'] },
    )
  const names = Object.keys(policy.dataset.sources)
  const number = source === undefined ? (names.length === 1 ? 0 : -1) : names.indexOf(source)
  if (number < 0)
    throw new PerdeError('USAGE', 'name one of the policy’s sources', { hints: [`they are: ${names.join(', ')}`] })
  const roots: Roots = keys
    ? new Map(Object.entries(keys).map(([name, root]) => [name, { root, ephemeral: false }]))
    : await loadRoots(policy, baseDir, env)
  const subject = deriveSubjectKeys(roots)
  const register = await readConsents(policy, plan, baseDir, subject.keys, asOf)
  const consent = consentSetup(policy, plan, asOf, register, subject.keys)
  return openSource(
    {
      plan,
      keys: derivePlanKeys(plan, roots),
      files: readSideFiles(policy, baseDir),
      tables: {},
      measureKey: randomBytes(32),
      ...(consent && { consent }),
    },
    number,
  )
}

function applyLines(worker: SourceWorker, lines: string[], before: number): TransformedBatch {
  const bytes = Buffer.from(`${lines.join('\n')}\n`)
  try {
    const { bytes: out, receipt } = applyBlock(worker, {
      source: 0,
      part: 0,
      layout: { format: 'jsonl', options: {} },
      offset: 0,
      bytes,
    })
    const text = Buffer.from(out).toString().trimEnd()
    const { records, reasons, fields } = receipt
    return {
      records: text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>),
      receipt: { records, reasons, fields },
    }
  } catch (e) {
    throw faultError(asFault(e), { source: worker.plan.name, part: 'records', records: before, offset: 0 })
  }
}
