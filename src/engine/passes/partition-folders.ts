import { PerdeError } from '../../errors.ts'
import { BlockFault, type PartitionColumn, type ReadBlock } from '../../io/formats/format.ts'
import { partitionFolder } from '../../io/lake/partitions.ts'
import { conditionPaths, parseCondition } from '../../policy/condition.ts'
import { Kind, valuesOf, type Column } from '../../record/batch.ts'
import { formatName } from '../../record/path.ts'
import type { Input } from '../read/input.ts'
import type { WorkerSetup } from '../wire/setup.ts'
import { editBlock } from '../worker/edit-block.ts'
import { openSource, type SourceWorker } from '../worker/source-worker.ts'

/** An input, and the folders that its records will stand in. */
export interface PlacedInput {
  input: Input
  folders: string[]
}

/**
 * What becomes of the columns in the folders of the inputs' paths: the rules of the plan are followed as in a record, and the
 * folders of the release carry what they give. Known before the first record. Throws PLAN_MISMATCH for a rule that needs
 * more than the value, as there is one value for all records of a folder.
 */
export function placeInputs(setup: WorkerSetup, inputs: readonly Input[]): PlacedInput[] {
  const workers: SourceWorker[] = []
  return inputs.map((input) => {
    const { partition } = input.options
    if (!partition) return { input, folders: [] }
    const worker = (workers[input.source] ??= openSource(setup, input.source))
    const written = writtenPartition(worker, partition, input)
    const stays = written.filter(({ name }) => !worker.tree.removed.has(worker.tree.root.child(name).column))
    return {
      input: { ...input, options: { ...input.options, partition: written } },
      folders: stays.map(({ name, written: value = null }) => partitionFolder({ name, value })),
    }
  })
}

function writtenPartition(
  worker: SourceWorker,
  partition: readonly PartitionColumn[],
  { sourceName: source, bytes }: Input,
): PartitionColumn[] {
  const where = { source, part: bytes.name }
  const columns: (Column | undefined)[] = []
  const numbers = partition.map(({ name, value }) => {
    const node = worker.tree.root.child(name)
    node.meet(value === null ? Kind.null : Kind.string)
    if (node.column >= 0) columns[node.column] = { path: node.path, row: Int32Array.of(0), ...valuesOf([value]) }
    refuseCondition(worker, node.path, partition, where)
    return node.column
  })
  const task = { source: 0, part: 0, layout: { format: '', options: {} }, offset: 0, read: 0, bytes: new Uint8Array() }
  try {
    const { edits } = editBlock(worker, oneRecord(columns), task, Uint8Array.of(1))
    return partition.map((column, i) => {
      const edit = edits.find(({ column: edited }) => edited === numbers[i])
      if (!edit) return { ...column, written: column.value }
      const kind = edit.values.kind[0]
      return { ...column, written: kind === Kind.null || kind === Kind.absent ? null : edit.values.text[0]! }
    })
  } catch (e) {
    if (e instanceof BlockFault) throw needsMore({ ...where, ...(e.field !== undefined && { field: e.field }) }, e)
    throw e instanceof PerdeError ? e.at(where) : e
  }
}

/** A condition on a field that is not there would be false, and `else` may keep the value. */
function refuseCondition(
  { plan }: SourceWorker,
  path: string,
  partition: readonly PartitionColumn[],
  where: { source: string; part: string },
): void {
  const when = plan.fields.find((field) => field.path === path)?.when
  const known = new Set(partition.map(({ name }) => formatName(name)))
  if (when !== undefined && conditionPaths(parseCondition(when)).some((asked) => !known.has(asked)))
    throw needsMore({ ...where, field: path })
}

function oneRecord(columns: (Column | undefined)[]): ReadBlock {
  return {
    batch: { records: 1, columns },
    quarantined: [],
    record: () => {
      throw needsMore({})
    },
    splice: () => new Uint8Array(),
  }
}

function needsMore(where: { source?: string; part?: string; field?: string }, cause?: unknown): PerdeError {
  return new PerdeError('PLAN_MISMATCH', 'the rule of a column in the names of folders needs more than its value', {
    where,
    ...(cause !== undefined && { cause }),
    hints: ['drop it, or give it a rule that hangs on the value alone, such as generalise, mask or pseudonym'],
  })
}
