import { randomBytes } from 'node:crypto'
import type { ColumnFacts } from '../../detect/column-facts.ts'
import { createPublishable, WITHHELD } from '../../detect/publishable.ts'
import { ownRecognisers } from '../../detect/own-patterns.ts'
import { surpriseIn } from '../../detect/surprise.ts'
import { PerdeError } from '../../errors.ts'
import type { FormatOptions } from '../../io/formats/format.ts'
import type { Policy } from '../../policy/policy.ts'
import { byPath } from '../../record/by-path.ts'
import { compilePlan } from '../../plan/compile-plan.ts'
import type { SourcePlan } from '../../plan/plan.ts'
import { checkPurpose } from '../../policy/gate.ts'
import { applyBlock } from '../worker/apply-block.ts'
import { deriveSubjectKeys, type Roots } from '../freeze/derive-keys.ts'
import { loadRoots } from '../freeze/load-roots.ts'
import { derivePlanKeys } from '../freeze/plan-keys.ts'
import { asFault, faultError } from '../wire/fault.ts'
import { consentSetup, readConsents } from '../freeze/consents-of-plan.ts'
import { needsProfile } from '../freeze/rules-only.ts'
import { readSideFiles } from '../freeze/policy-tables.ts'
import { signalTexts } from '../policy-files/signal-files.ts'
import type { OpenPolicy } from '../policy-files/open-policy.ts'
import { cellOptions } from '../read/inputs.ts'
import { valuesStandInClear } from './run-checks.ts'
import { openSource, type SourceWorker } from '../worker/source-worker.ts'
import type { Receipt } from '../wire/task.ts'
import { mergeWatch } from '../worker/watch.ts'

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
  const cells = cellOptions(open.policy.dataset.sources[worker.plan.name]!)
  let lines: string[] = []
  let done = 0
  let offset = 0
  const watched = byPath<ColumnFacts>()
  const flush = () => {
    const { batch: result, watch, bytes } = applyLines(worker, cells, lines, done, offset)
    done += lines.length
    offset += bytes
    lines = []
    mergeWatch(watched, watch)
    refuse(open.policy, worker.plan, result, watched)
    return result
  }
  for await (const record of records) {
    signal?.throwIfAborted()
    lines.push(JSON.stringify(record))
    if (lines.length >= batch) yield flush()
  }
  if (lines.length > 0) yield flush()
}

/** What would have stopped a run stops the stream, before the batch in which it shows is given out. */
function refuse(policy: Policy, plan: SourcePlan, batch: TransformedBatch, watched: Record<string, ColumnFacts>): void {
  const source = plan.name
  if (policy.consent?.otherwise === 'fail' && batch.receipt.records.excluded > 0)
    throw new PerdeError(
      'DENIED_CONSENT',
      `${batch.receipt.records.excluded} records have no consent for this use, and the policy says "otherwise: fail"`,
      {
        where: { source },
        hints: ['leave them out with "otherwise: drop-record", or mend the register'],
      },
    )
  const inClear = Object.values(batch.receipt.fields).reduce((n, field) => n + field.inClear, 0)
  if (policy.purpose.basis === 'not-personal' && inClear > 0) throw valuesStandInClear(inClear)
  if (policy.detect.surprise === 'warn') return
  const own = ownRecognisers(policy.detect.patterns)
  const besidePerson = plan.fields.some(({ role }) => role === 'identifier')
  const { find, confidence } = policy.detect
  for (const [path, facts] of Object.entries(watched)) {
    const entity = surpriseIn(path, facts, find, confidence, own, besidePerson)
    if (entity === undefined) continue
    const field = path in (policy.fields[source] ?? {}) || createPublishable()(path) ? path : WITHHELD
    throw new PerdeError(
      'INPUT_SURPRISE',
      `a field that the policy calls insensitive looks personal: "${field}" of "${source}" (${entity})`,
      {
        where: { source, field },
        hints: ['give the field its role and a transform; a stream cannot be done again with the field redacted'],
      },
    )
  }
}

async function openWorker(
  open: OpenPolicy,
  { source, keys, env = process.env, asOf = new Date() }: TransformOptions,
): Promise<SourceWorker> {
  const { policy, digest, baseDir } = open
  const gate = checkPurpose({ policy, asOf, signalTexts: signalTexts(policy, baseDir) })
  if (gate.decision === 'deny') {
    const failed = gate.requirements.filter((r) => r.result === 'fail')
    throw new PerdeError(
      'DENIED_PURPOSE',
      `the purpose gate refused: ${failed.map((r) => `${r.id}: ${r.message ?? ''}`).join('; ')}`,
    )
  }
  // Records come and go as objects, whatever files of them are written as.
  const { output: _, ...plan } = compilePlan(policy, digest, new Map(), new Map())
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
  const register = await readConsents({ policy, baseDir, env }, plan, subject.keys, asOf)
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

function applyLines(
  worker: SourceWorker,
  options: FormatOptions,
  lines: string[],
  before: number,
  offset: number,
): { batch: TransformedBatch; watch: Receipt['watch']; bytes: number } {
  const bytes = Buffer.from(`${lines.join('\n')}\n`)
  try {
    const { bytes: out, receipts } = applyBlock(worker, {
      source: 0,
      part: 0,
      layout: { format: 'jsonl', options },
      offset,
      read: offset + bytes.length,
      bytes,
    })
    const text = Buffer.from(out).toString().trimEnd()
    const { records, reasons, fields, watch } = receipts[0]!
    const batch = {
      records: text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>),
      receipt: { records, reasons, fields },
    }
    return { batch, watch, bytes: bytes.length }
  } catch (e) {
    throw faultError(asFault(e), { source: worker.plan.name, part: 'records', records: before, offset: 0 })
  }
}
