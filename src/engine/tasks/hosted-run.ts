import { PerdeError } from '../../errors.ts'
import { readSchemaMessage } from '../../io/formats/arrow/one-batch.ts'
import { deriveJournalKey, deriveLedgerKeys, deriveSubjectKeys, type Roots } from '../freeze/derive-keys.ts'
import { derivePlanKeys } from '../freeze/plan-keys.ts'
import type { JournalHeader } from '../passes/journal-frames.ts'
import type { WorkerSetup } from '../wire/setup.ts'
import type { HostedSource, HostedWork } from './hosted-work.ts'
import { refuseOtherKeys } from './key-checks.ts'
import { ASKED, CONSENTS, PLAN, RUN, WORK, type KeptAsked, type KeptPlan, type KeptRun } from './pieces.ts'
import { openPiece } from './sealed-piece.ts'
import { shared, sharedRegister, type KeptRegister } from './shared-memory.ts'

export type Mode = 'profile' | 'apply'

/** A pass of a run as a worker knows it that a host started: from the pieces that it was given, and its keys. */
export interface HostedRun {
  run: KeptRun
  work: HostedWork
  mode: Mode
  roots: Roots
  /** seals what the worker gives */
  key: Uint8Array
  setup: WorkerSetup
  /** of the second pass */
  header: JournalHeader | undefined
}

/**
 * `pieces`: by name; `id`: ULID that the run has to have. Throws PLAN_MISMATCH where a piece is missing or of another run,
 * KEY_INVALID where a key is another than the run's, KEY_MISSING.
 */
export function openHostedRun(
  { id, mode }: { id: string; mode: Mode },
  pieces: ReadonlyMap<string, Uint8Array>,
  roots: Roots,
): HostedRun {
  const key = deriveJournalKey(roots)
  if (!key)
    throw new PerdeError('KEY_MISSING', 'the worker was given no key', {
      hints: ['start it with --key-fd N, and write the keys of the policy into that pipe'],
    })
  const open = (name: string): unknown => {
    const sealed = pieces.get(name)
    if (sealed) return openPiece(key, name, sealed)
    throw mismatch(`a piece of the run was not given: ${name}`, 'give every file of the run folder below state/')
  }
  const run = open(RUN) as KeptRun
  if (run.release !== id) throw mismatch('the pieces are of another run', 'give those of the folder of the run')
  refuseOtherKeys(run.keys, roots)
  const work = open(WORK) as HostedWork
  if (mode === 'profile' && !run.profile)
    throw mismatch('the policy needs no profile', 'begin with perde plan, and then mode apply')
  const plan = mode === 'apply' ? (open(PLAN) as KeptPlan) : undefined
  const kept = plan?.setup ?? work.setup
  const { a, b } = deriveSubjectKeys(roots).keys
  const subjectKeys: [Uint8Array, Uint8Array] = [a, b]
  const peopleKey = work.ledger ? deriveLedgerKeys(roots)?.people : undefined
  const { index } = work.request ? sharedRegister(open(CONSENTS) as KeptRegister) : {}
  const { marks, corrections } = work.asked ? (open(ASKED) as KeptAsked) : {}
  return {
    run,
    work,
    mode,
    roots,
    key,
    header: plan?.header,
    setup: {
      ...shared(kept),
      keys: derivePlanKeys(kept.plan, roots),
      ...(peopleKey && { peopleKey }),
      ...(index && work.request && { consent: { ...index, request: work.request, subjectKeys } }),
      ...(marks && corrections && { asked: { subjectKeys, marks, corrections } }),
    },
  }
}

/** One partition, which is a shard of the run. */
export interface HostedPartition {
  source: HostedSource
  partition: number
  /** number of the input that it is */
  part: number
  shard: number
}

/** `schema`: of the batches that will come. Throws PLAN_MISMATCH, SCHEMA_DRIFT, INPUT_*. */
export function openPartition({ run, work }: HostedRun, shard: number, schema: Uint8Array): HostedPartition {
  const part = run.shards[shard]?.from
  const source = work.sources.find(
    ({ first, partitions }) => part !== undefined && part >= first && part < first + partitions,
  )
  if (part === undefined || !source)
    throw mismatch('the run has no such partition', 'the numbers of its shards are those that perde shard says')
  if (!isSameSchema(schema, source.schema))
    throw new PerdeError('SCHEMA_DRIFT', 'the columns are other than those that the run was begun with', {
      where: { source: source.facts.sourceName },
      hints: ['begin again: perde shard, with the schema of the table as it is now'],
    })
  return { source, partition: part - source.first, part, shard }
}

/**
 * Are names and types those of a run? What may be null there need not be here; what else a schema says of itself is not
 * looked at.
 */
export function isSameSchema(own: Uint8Array, ofRun: Uint8Array): boolean {
  if (Buffer.compare(own, ofRun) === 0) return true
  return fits(readSchemaMessage(own).schema, readSchemaMessage(ofRun).schema)
}

function fits(own: unknown, ofRun: unknown): boolean {
  if (typeof own !== 'object' || typeof ofRun !== 'object' || !own || !ofRun) return own === ofRun
  const names = [...new Set([...Object.keys(own), ...Object.keys(ofRun)])]
  return names.every((name) => {
    const [a, b] = [own, ofRun].map((of) => (of as Record<string, unknown>)[name])
    return name === 'optional' ? b === true || a === b : fits(a, b)
  })
}

function mismatch(message: string, hint: string): PerdeError {
  return new PerdeError('PLAN_MISMATCH', message, { hints: [hint] })
}
