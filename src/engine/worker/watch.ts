import { createValueCounter, emptyFacts, mergeFacts, type ColumnFacts } from '../../detect/column-facts.ts'
import { countLists } from '../../detect/list-facts.ts'
import { ownRecognisers } from '../../detect/own-patterns.ts'
import { byPath } from '../../record/by-path.ts'
import type { Format, Layout, ReadBlock } from '../../io/formats/format.ts'
import { fieldTree, type Cover } from '../../plan/field-tree.ts'
import { isErased, type Plan, type SourcePlan } from '../../plan/plan.ts'

/**
 * Watches the fields that the policy declares insensitive: a sample of their values goes through the detectors.
 * The sample is keyed by byte offset, so it does not depend on blocks or workers: every record in the first 4 MiB of
 * a part, then about one in 64.
 */
export interface Watch {
  /** facts by field path about the sampled records of a block that may be used; none where there is nothing to watch */
  look(
    format: Format,
    layout: Layout,
    read: ReadBlock,
    block: { offset: number; bytes: Uint8Array },
    permitted: Uint8Array,
  ): Record<string, ColumnFacts>
}

/** Sees nothing. */
export const UNWATCHED: Watch = { look: () => byPath() }

const WHOLE_BYTES = 4 * 1024 * 1024
const ONE_IN = 64

export function createWatch(plan: Plan, source: SourcePlan): Watch {
  // What leaves the records, alone or with its container, is nobody's to watch.
  const insensitive = (field: Cover) => {
    if (typeof field !== 'number') return field === undefined && source.unlisted === 'keep'
    const planned = source.fields[field]!
    return planned.role === 'insensitive' && !isErased(planned)
  }
  const tree = fieldTree(source, { at: (_, field) => insensitive(field), below: (_, field) => insensitive(field) })
  const watches = source.unlisted === 'keep' || source.fields.some((_, field) => insensitive(field))
  const all = plan.detect['surprise-scan'] === 'all'
  const countValues = createValueCounter(plan.detect.locales, ownRecognisers(plan.detect.patterns))
  return {
    look(format, layout, read, { offset, bytes }, permitted) {
      if (!watches) return byPath()
      const sample = sampledRows(read, { offset, bytes }, permitted, all ? 'all' : 'some')
      if (!sample.includes(1)) return byPath()
      const found = format.read(read.splice([], sample, new Set()), layout, tree.root)
      const facts = byPath<ColumnFacts>()
      found.batch.columns.forEach((column, c) => {
        if (!column || !insensitive(tree.columns[c]!.field)) return
        const own = (facts[column.path] = emptyFacts())
        countValues(own, column.text, column.path)
        countLists(own.lists, column.path, column)
      })
      return facts
    },
  }
}

/** The records of a block that are looked at, 1 each: the same ones however the input is cut. */
export function sampledRows(
  read: ReadBlock,
  { offset, bytes }: { offset: number; bytes: Uint8Array },
  permitted: Uint8Array,
  of: 'all' | 'some',
): Uint8Array {
  const sample = new Uint8Array(read.batch.records)
  for (let row = 0; row < sample.length; row++) {
    if (permitted[row] === 0) continue
    const at = offset + (read.offset?.(row) ?? read.record(row).byteOffset - bytes.byteOffset)
    if (of === 'all' || at < WHOLE_BYTES || scatter(at) % ONE_IN === 0) sample[row] = 1
  }
  return sample
}

export function mergeWatch(into: Record<string, ColumnFacts>, more: Record<string, ColumnFacts>): void {
  for (const [path, facts] of Object.entries(more)) into[path] = into[path] ? mergeFacts(into[path], facts) : facts
}

/** Spreads offsets evenly (a 32-bit finaliser of MurmurHash3 over both halves). */
function scatter(offset: number): number {
  let h = (offset >>> 0) ^ Math.imul(Math.floor(offset / 2 ** 32), 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
