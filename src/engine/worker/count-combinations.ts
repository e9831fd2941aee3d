import { countRows } from '../../anonymity/count-rows.ts'
import type { TuplePlace } from '../../anonymity/number-tuples.ts'
import type { ReadBlock } from '../../io/formats/format.ts'
import type { PlannedField } from '../../plan/plan.ts'
import { verbNamed } from '../../transforms/verb-named.ts'
import { alikeTokens, formOf } from './alike-tokens.ts'
import { editBlock, rowsOf } from './edit-block.ts'
import { keptRows } from './kept-rows.ts'
import { writtenTokens } from './measure.ts'
import type { PeopleKeyer } from './people-refs.ts'
import { recordValues } from './record-values.ts'
import type { SourceWorker } from './source-worker.ts'
import { subjectTokens } from './subject-tokens.ts'
import type { BlockTask } from '../wire/task.ts'
import type { Combinations, CountedPeople } from '../wire/block-profile.ts'

/** `permitted`: records that may be used. Throws BlockFault like the pass that writes. */
export function countCombinations(
  worker: SourceWorker,
  read: ReadBlock,
  task: BlockTask,
  permitted: Uint8Array,
): Combinations {
  const { batch } = read
  const { fields, sensitive, unit, spec } = worker.plan.anonymity!
  const places = [...fields, ...sensitive]
  const keep = permitted.slice()
  const columnOf = (path: string) => batch.columns.findIndex((column) => column?.path === path)
  const wanted = new Set(places.map(columnOf))
  // A rule that takes records away decides who is counted. What needs a table of this very pass comes after it.
  const { edits } = editBlock(worker, read, task, keep, (c) => {
    const { field } = worker.tree.columns[c]!
    const planned = field === undefined ? undefined : worker.plan.fields[field]!
    return planned !== undefined && (wanted.has(c) || planned.onError === 'drop-record') && !needsProfile(planned)
  })
  const edited = new Map(edits.map(({ column, values }) => [column, values]))
  const quasi = fields.map((path) => {
    const c = columnOf(path)
    return recordValues(batch.columns[c], edited.get(c), batch.records, keep)
  })
  const others = sensitive.map((path) => {
    const c = columnOf(path)
    const column = batch.columns[c]
    return column
      ? alikeTokens(writtenTokens(column, edited.get(c) ?? column, batch.records), formOf(spec, path))
      : { distinct: [], numbers: new Int32Array(batch.records).fill(-1) }
  })
  if (unit === 'subject') others.push(subjectTokens(worker, read))
  const kept = keptRows(keep)
  return {
    quasi: quasi.map(({ texts, kinds, absent }) => ({ texts, kinds, absent })),
    sensitive: others.map(({ distinct }) => distinct),
    counts: countRows(
      quasi.map(({ numbers, texts }) => placeOf(numbers, kept, texts.length + 1, 0)),
      others.map(({ numbers, distinct }) => placeOf(numbers, kept, distinct.length + 1, 1)),
      kept.length,
    ),
    ...(worker.people && {
      people: peopleOf(worker, worker.people, read, keep, [
        ...quasi.map(
          ({ numbers }) =>
            (row: number) =>
              numbers[row]!,
        ),
        ...others.map(
          ({ numbers }) =>
            (row: number) =>
              numbers[row]! + 1,
        ),
      ]),
    }),
  }
}

/** The numbers of the kept records; `more`: added to each. */
function placeOf(numbers: ArrayLike<number>, kept: Uint32Array, size: number, more: number): TuplePlace {
  const own = new Uint32Array(kept.length)
  for (let i = 0; i < own.length; i++) own[i] = numbers[kept[i]!]! + more
  return { numbers: own, size }
}

function peopleOf(
  worker: SourceWorker,
  keyer: PeopleKeyer,
  read: ReadBlock,
  keep: Uint8Array,
  numbers: readonly ((row: number) => number)[],
): CountedPeople {
  const rows = keptRows(keep)
  return {
    refs: keyer.refs(rowsOf(worker, read.batch, read).subject, read, rows),
    numbers: numbers.map((of) => rows.map(of)),
  }
}

function needsProfile({ do: steps, else: otherwise = [] }: PlannedField): boolean {
  return [...steps, ...otherwise].some(({ verb }) => verbNamed(verb).profile !== undefined)
}
