import { createHash } from 'node:crypto'
import { REASON_COUNT } from '../../consent/reasons.ts'
import type { ColumnFacts } from '../../detect/column-facts.ts'
import { addCounts as add, NO_RECORDS, type RecordCounts } from '../../record/record-counts.ts'
import { byPath } from '../../record/by-path.ts'
import type { Input } from '../read/input.ts'
import { noCells, type Receipt } from '../wire/task.ts'
import type { SourceQuality } from '../wire/quality.ts'
import { mergeQuality } from '../worker/count-quality.ts'
import { mergeWatch } from '../worker/watch.ts'
import { createKeyCounts, type KeyCounts } from './key-counts.ts'
import { createLinkCollector, type LinkCollector } from './link-collector.ts'

/** What the receipts of all inputs add up to, by source number. */
export interface Tally {
  /** undefined: nothing to count */
  classes: (SourceClasses | undefined)[]
  /** records drawn for the attack; undefined: none were */
  links: (LinkCollector | undefined)[]
  watch: Record<string, ColumnFacts>[]
  quality: SourceQuality[]
  /** cells that people had corrected */
  corrected: number
}

export interface SourceClasses {
  classes: KeyCounts
  sensitive: Record<string, KeyCounts>
  /** the tables outgrew their limit */
  full: boolean
}

/** More classes than this are not counted: the report says so instead of taking the machine's memory. */
export const MOST_CLASSES = 8_000_000

/** Numbers of records set aside that are told of an input: somebody has to mend them. */
const MOST_ASIDE = 10_000

/** What the receipts of an input add up to. */
export interface Counted {
  input: Input
  records: RecordCounts
  aside: number[]
  reasons: Float64Array
  fields: Receipt['fields']
  decisions: { write(entries: Uint8Array): void; finish(): void } | undefined
  decisionsHash: ReturnType<typeof createHash>
}

export function startCounting(input: Input, decisions: Counted['decisions']): Counted {
  return {
    input,
    records: NO_RECORDS,
    aside: [],
    reasons: new Float64Array(REASON_COUNT),
    fields: byPath(),
    decisions,
    decisionsHash: createHash('sha256'),
  }
}

/** An input of which all records are counted. */
export function finishedCounts({ input, records, aside, reasons, fields, decisionsHash }: Counted) {
  return { input, records, aside, reasons, fields, decisionsSha256: decisionsHash.digest('hex') }
}

/** Of the next records of the input. */
export function addReceipt(open: Counted, tally: Tally, { source }: Input, receipt: Receipt): void {
  for (const n of (receipt.aside ?? []).slice(0, MOST_ASIDE - open.aside.length))
    open.aside.push(open.records.in + n + 1)
  open.records = add(open.records, receipt.records)
  receipt.reasons.forEach((n, code) => (open.reasons[code]! += n))
  for (const [path, f] of Object.entries(receipt.fields)) {
    const entry = (open.fields[path] ??= noCells(f.field))
    entry.cells += f.cells
    entry.changed += f.changed
    entry.faults += f.faults
    entry.inClear += f.inClear
    if (f.copied) entry.copied = (entry.copied ?? 0) + f.copied
    entry.kinds |= f.kinds
  }
  if (receipt.decisions.length > 0) addDecisions(open, receipt.decisions)
  tally.corrected += receipt.corrected ?? 0
  mergeWatch(tally.watch[source]!, receipt.watch)
  mergeQuality(tally.quality[source]!, receipt.quality)
  if (receipt.links) (tally.links[source] ??= createLinkCollector()).add(receipt.links)
  if (receipt.classes)
    addClasses(
      (tally.classes[source] ??= {
        classes: createKeyCounts(16, MOST_CLASSES),
        sensitive: byPath(),
        full: false,
      }),
      receipt.classes,
    )
}

export function addDecisions({ decisions, decisionsHash }: Counted, entries: Uint8Array): void {
  decisions?.write(entries)
  decisionsHash.update(entries)
}

function addClasses(into: SourceClasses, found: NonNullable<Receipt['classes']>): void {
  if (into.full) return
  let fits = into.classes.add(found.keys, found.counts)
  for (const [path, { pairs, counts }] of Object.entries(found.sensitive))
    fits = (into.sensitive[path] ??= createKeyCounts(24, MOST_CLASSES)).add(pairs, counts) && fits
  if (!fits) Object.assign(into, { full: true, classes: createKeyCounts(16, 0), sensitive: byPath() })
}
