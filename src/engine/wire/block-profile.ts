import type { ClassCounts } from '../../anonymity/class-table.ts'
import type { ColumnFacts } from '../../detect/column-facts.ts'

/** Facts of one block for the plan: mergeable. */
export interface BlockProfile {
  records: number
  /** field path → number of the planned field, -1 where the policy names none */
  met: [string, number][]
  /** what the detectors saw in the sampled records, by path */
  facts: Record<string, ColumnFacts>
  /** what verbs that depend on all values of a field collect (`surrogate`), by table, which may stand there several times */
  tables: [string, { verb: string; facts: Uint8Array }][]
  /** how often quasi-identifiers occur together, where they are counted: of all records, or of some after others; they stay in the memory of the run */
  combinations: Combinations[]
}

/**
 * How often the values of the quasi-identifiers occur together in the records that would be written, after their rules.
 * Numbers of values are its own: 0 is null, n the n-th text of the list.
 */
export interface Combinations {
  /** by quasi-identifier */
  quasi: { texts: string[]; kinds: number; absent: boolean }[]
  /** by sensitive field: values with their kinds, as `writtenTokens` spells them; last the subjects, where they are counted */
  sensitive: string[][]
  counts: ClassCounts
  /** where a ledger of releases is kept: the records that were counted, one by one */
  people?: CountedPeople
}

export interface CountedPeople {
  /** 8 bytes a record, see people-refs.ts */
  refs: Uint8Array
  /** by quasi-identifier, then by sensitive field: number of each record's value */
  numbers: Uint32Array[]
}
