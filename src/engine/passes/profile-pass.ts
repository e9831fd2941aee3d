import { mergeFacts, type ColumnFacts } from '../../detect/column-facts.ts'
import { byPath } from '../../record/by-path.ts'
import { fitCombinations } from '../../plan/anonymity/fit-combinations.ts'
import { verbNamed } from '../../transforms/verb-named.ts'
import type { Pass } from '../read/block.ts'
import { bytesBefore, totalBytes, type PassOptions } from './block-tasks.ts'
import {
  createCombinationMerger,
  TABLE_BYTES,
  type CombinationMerger,
  type CombinationProfile,
} from './combination-profile.ts'
import { profileBlocks, type ProfiledTask } from './profile-blocks.ts'
import type { WorkerSetup } from '../wire/setup.ts'
import type { BlockProfile } from '../wire/block-profile.ts'

/** What the profile pass learnt: paths, facts of the detectors, tables of verbs. */
export interface Profiled {
  met: Map<string, number>[]
  facts: Record<string, ColumnFacts>[]
  tables: Record<string, Uint8Array>
  /** by source: combinations of quasi-identifiers; undefined: none are counted */
  combinations: (CombinationProfile | undefined)[]
  records: number
  /** bytes and digest of each input */
  passes: Pass[]
}

/** What blocks showed to other processes, in their order; they fill in `passes`, one by input. */
export type KeptProfiles = (passes: Pass[]) => Iterable<{ task: ProfiledTask; result: BlockProfile }>

/**
 * The first pass: nothing is written. `hierarchies`: the tables that the policy names, by their path in it; `kept`: the blocks
 * were read elsewhere.
 */
export async function profilePass(
  setup: WorkerSetup,
  options: PassOptions,
  hierarchies: Record<string, string> = {},
  kept?: KeptProfiles,
): Promise<Profiled> {
  const { tableBytes = TABLE_BYTES } = options
  const mergers = setup.plan.sources.map(
    ({ anonymity: a }) =>
      a && createCombinationMerger(a.fields, a.sensitive.length + (a.unit === 'subject' ? 1 : 0), tableBytes),
  )
  try {
    const profiled = await readAll(setup, options, mergers, kept)
    profiled.combinations = mergers.map((merger, s) => {
      const found = merger?.result()
      if (!found || 'counts' in found) return found
      const { counts, base } = fitCombinations(setup.plan.sources[s]!.anonymity!, found, hierarchies, tableBytes)
      return { ...found, counts, quasi: found.quasi.map((field, q) => ({ ...field, base: base[q]! })) }
    })
    return profiled
  } finally {
    for (const merger of mergers) merger?.close()
  }
}

async function readAll(
  setup: WorkerSetup,
  options: PassOptions,
  mergers: readonly (CombinationMerger | undefined)[],
  kept: KeptProfiles | undefined,
): Promise<Profiled> {
  const { plan } = setup
  const { inputs } = options
  const passes: Pass[] = []
  const profiled: Profiled = {
    met: plan.sources.map(() => new Map()),
    facts: plan.sources.map(() => byPath()),
    tables: byPath(),
    combinations: [],
    records: 0,
    passes,
  }
  const pending: Pending = new Map()
  for await (const { task, result } of kept ? kept(passes) : profileBlocks(setup, options, passes)) {
    addProfile(profiled, pending, task.source, result)
    for (const found of result.combinations) mergers[task.source]!.add(found)
    options.onProgress?.({
      phase: 'profile',
      bytes: bytesBefore(inputs, task.part) + task.read,
      totalBytes: totalBytes(inputs),
      records: profiled.records,
      excluded: 0,
    })
  }
  for (const [id, { verb, tables }] of pending) profiled.tables[id] = verbNamed(verb).profile!.merge(tables)
  return profiled
}

/** Tables that wait to be merged: many at once, since every merge copies what is known already. */
type Pending = Map<string, { verb: string; tables: Uint8Array[]; bytes: number }>

function addTable(pending: Pending, id: string, verb: string, table: Uint8Array): void {
  let waiting = pending.get(id)
  if (!waiting) pending.set(id, (waiting = { verb, tables: [], bytes: 0 }))
  waiting.tables.push(table)
  waiting.bytes += table.length
  // Merge when what waits is as large as what is merged: every byte is copied a logarithmic number of times.
  if (waiting.tables.length > 1 && waiting.bytes > 2 * waiting.tables[0]!.length && waiting.bytes > MERGE_BYTES) {
    const merged = verbNamed(verb).profile!.merge(waiting.tables)
    pending.set(id, { verb, tables: [merged], bytes: merged.length })
  }
}

const MERGE_BYTES = 4 * 1024 * 1024

function addProfile(into: Profiled, pending: Pending, source: number, block: BlockProfile): void {
  into.records += block.records
  for (const [path, field] of block.met) into.met[source]!.set(path, field)
  const facts = into.facts[source]!
  for (const [path, more] of Object.entries(block.facts))
    facts[path] = facts[path] ? mergeFacts(facts[path], more) : more
  for (const [id, { verb, facts: table }] of block.tables) addTable(pending, id, verb, table)
}
