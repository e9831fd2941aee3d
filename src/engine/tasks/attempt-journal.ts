import { join } from 'node:path'
import { readJournal, type JournalPart } from '../passes/journal.ts'
import { JOURNAL, type JournalHeader } from '../passes/journal-frames.ts'
import type { InputRange } from '../passes/block-tasks.ts'

/** The inputs that a task of the second pass wrote. Undefined where its journal is not whole, or not of this run and shard. */
export function attemptParts(
  dir: string,
  key: Uint8Array,
  header: JournalHeader,
  { from, to }: InputRange,
): JournalPart[] | undefined {
  const own = readJournal(join(dir, JOURNAL), key)
  if (!own || !isSame(own.header, header)) return undefined
  const all = own.parts.length === to - from && own.parts.every(({ part }, i) => part === from + i)
  return all ? own.parts : undefined
}

function isSame(own: JournalHeader, { identity, measureKey, asOf, at }: JournalHeader): boolean {
  return (
    JSON.stringify(own.identity) === JSON.stringify(identity) &&
    Buffer.from(own.measureKey).equals(measureKey) &&
    own.asOf === asOf &&
    own.at === at
  )
}
