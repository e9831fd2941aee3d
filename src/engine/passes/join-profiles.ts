import { mergeFacts } from '../../detect/column-facts.ts'
import { byPath } from '../../record/by-path.ts'
import { verbNamed } from '../../transforms/verb-named.ts'
import type { BlockProfile } from '../wire/block-profile.ts'
import { joinCombinations, type CombinationJoiner } from './join-combinations.ts'
import type { ProfiledTask } from './profile-blocks.ts'

/** What one profile that is kept may be about. */
const MOST_BYTES = 32 * 1024 * 1024

interface Profiled {
  task: ProfiledTask
  result: BlockProfile
}

/**
 * What blocks show, those that follow one another in one: what is kept for another process grows with the different values and
 * combinations, not with the records. Whoever merges them finds the same, in the same order.
 */
export async function* joinProfiles(blocks: AsyncIterable<Profiled>, most = MOST_BYTES): AsyncGenerator<Profiled> {
  let open: Joined | undefined
  for await (const block of blocks) {
    if (open && open.task.part !== block.task.part) {
      yield closed(open)
      open = undefined
    }
    open ??= { task: block.task, records: 0, met: new Map(), facts: byPath(), tables: new Map(), tableBytes: 0 }
    add(open, block)
    if (open.tableBytes + (open.combinations?.bytes ?? 0) <= most) continue
    yield closed(open)
    open = undefined
  }
  if (open) yield closed(open)
}

interface Joined {
  /** of the last block */
  task: ProfiledTask
  records: number
  met: Map<string, number>
  facts: BlockProfile['facts']
  tables: Map<string, { verb: string; facts: Uint8Array[] }>
  tableBytes: number
  combinations?: CombinationJoiner
}

function add(open: Joined, { task, result }: Profiled): void {
  open.task = task
  open.records += result.records
  for (const [path, field] of result.met) open.met.set(path, field)
  for (const [path, more] of Object.entries(result.facts))
    open.facts[path] = open.facts[path] ? mergeFacts(open.facts[path], more) : more
  for (const [id, { verb, facts }] of result.tables) {
    const table = open.tables.get(id) ?? { verb, facts: [] }
    open.tables.set(id, table)
    table.facts.push(facts)
    open.tableBytes += facts.length
  }
  for (const found of result.combinations) (open.combinations ??= joinCombinations(found)).add(found)
}

function closed({ task, records, met, facts, tables, combinations }: Joined): Profiled {
  const merged = [...tables].map(([id, { verb, facts: own }]): BlockProfile['tables'][number] => [
    id,
    { verb, facts: own.length === 1 ? own[0]! : verbNamed(verb).profile!.merge(own) },
  ])
  return {
    task,
    result: {
      records,
      met: [...met],
      facts,
      tables: merged,
      combinations: combinations ? [combinations.result()] : [],
    },
  }
}
