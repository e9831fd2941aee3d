import { eachRead } from '../../io/formats/each-read.ts'
import { formatOf } from '../../io/formats/format-named.ts'
import type { Format, ReadBlock } from '../../io/formats/format.ts'
import { Kind, type Column, type Values } from '../../record/batch.ts'
import { byPath } from '../../record/by-path.ts'
import { bindSteps } from '../../transforms/pipeline.ts'
import { verbNamed } from '../../transforms/verb-named.ts'
import type { Rows, Transform } from '../../transforms/verb.ts'
import { askConsents } from './consent-gate.ts'
import { countCombinations } from './count-combinations.ts'
import { contextsOf } from './bound-field.ts'
import { correctRecords } from './correct-records.ts'
import { placed } from './edit-block.ts'
import { createKnown, rowsFor } from './known-values.ts'
import { pastFaults } from './past-faults.ts'
import { tableId } from '../wire/setup.ts'
import type { SourceWorker } from './source-worker.ts'
import { mergeWatch } from './watch.ts'
import type { BlockTask } from '../wire/task.ts'
import type { BlockProfile } from '../wire/block-profile.ts'

export function profileBlock(worker: SourceWorker, task: BlockTask): BlockProfile {
  const format = formatOf(task.layout)
  const profile: BlockProfile = { records: 0, met: [], facts: byPath(), tables: [], combinations: [] }
  eachRead(format, task.bytes, task.layout, worker.tree.root, (read) => {
    profileRecords(profile, worker, task, format, read)
  })
  profile.met = [...worker.tree.met]
  return profile
}

function profileRecords(
  profile: BlockProfile,
  worker: SourceWorker,
  task: BlockTask,
  format: Format,
  given: ReadBlock,
): void {
  const { read } = placed(given, task, () => correctRecords(worker, given))
  // What may not be used is not looked at either.
  const permitted = new Uint8Array(read.batch.records).fill(1)
  askConsents(worker, read.batch, permitted)
  const rows: Rows = { row: new Int32Array(), subject: () => undefined, bytes: read.record }
  const known = createKnown(worker, read.batch)
  read.batch.columns.forEach((column, c) => {
    const field = worker.tree.columns[c]!.field
    if (!column || field === undefined) return
    profile.tables.push(...collect(worker, field, column, rowsFor(rows, worker, read.batch, c, known), permitted))
  })
  profile.records += read.batch.records + read.quarantined.length
  mergeWatch(profile.facts, worker.watch.look(format, task.layout, read, task, permitted))
  if (worker.plan.anonymity) profile.combinations.push(countCombinations(worker, read, task, permitted))
}

/** Runs the steps before each step with a profile, and lets that step collect from what would reach it. */
function collect(
  worker: SourceWorker,
  field: number,
  column: Column,
  rows: Rows,
  permitted: Uint8Array,
): BlockProfile['tables'] {
  const planned = worker.plan.fields[field]!
  const found: BlockProfile['tables'] = []
  for (const branch of ['do', 'else'] as const) {
    const steps = planned[branch] ?? []
    if (!steps.some((s) => verbNamed(s.verb).profile)) continue
    const contexts = contextsOf(worker.setup, worker.plan.name, field, planned, branch, steps, column.path)
    const present = [...column.kind.keys()].filter(
      (i) => column.kind[i] !== Kind.null && column.kind[i] !== Kind.container && permitted[column.row[i]!] === 1,
    )
    const values: Values = {
      text: present.map((i) => column.text[i]!),
      kind: Uint8Array.from(present, (i) => column.kind[i]!),
    }
    const at = { ...rows, row: Int32Array.from(present, (i) => column.row[i]!) }
    steps.forEach((step, s) => {
      const { profile } = verbNamed(step.verb)
      if (!profile) return
      const [reaching, rowsLeft] =
        s === 0 ? [values, at] : reached(bindSteps(steps.slice(0, s), contexts.slice(0, s)), values, at)
      found.push([
        tableId(contexts[s]!.keys),
        { verb: step.verb, facts: profile.collect(step.options, contexts[s]!)(reaching, rowsLeft) },
      ])
    })
  }
  return found
}

/** What reaches the next step. What a step cannot take is not collected: the second pass says what becomes of it. */
function reached(before: Transform, given: Values, rows: Rows): [Values, Rows] {
  const { values, faulty } = pastFaults(before, given, rows)
  if (faulty.length === 0) return [values, rows]
  const lost = new Set(faulty)
  const left = Int32Array.from([...values.text.keys()].filter((i) => !lost.has(i)))
  return [
    { text: Array.from(left, (i) => values.text[i]!), kind: Uint8Array.from(left, (i) => values.kind[i]!) },
    { ...rows, row: left.map((i) => rows.row[i]!) },
  ]
}
