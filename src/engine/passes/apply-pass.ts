import { createHash } from 'node:crypto'
import type { ColumnFacts } from '../../detect/column-facts.ts'
import { REASON_COUNT } from '../../consent/reasons.ts'
import { addCounts as add, NO_RECORDS, type RecordCounts } from '../../evidence/release/manifest.ts'
import { formatNamed } from '../../io/formats/format-named.ts'
import type { Layout } from '../../io/formats/format.ts'
import type { Scratch } from '../../io/lake/scratch.ts'
import type { PartWriter, WrittenFile } from '../../io/lake/staging.ts'
import { byPath } from '../../record/by-path.ts'
import { fieldTree } from '../../plan/field-tree.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Pass } from '../read/blocks.ts'
import { blockTasks, bytesBefore, faultOf, totalBytes, type PassOptions } from './block-tasks.ts'
import { createKeyCounts, type KeyCounts } from './key-counts.ts'
import type { Input } from '../read/inputs.ts'
import { createLinkCollector, type LinkCollector } from './link-collector.ts'
import type { WorkerSetup } from '../wire/setup.ts'
import { createShuffler, type Shuffler } from './shuffle.ts'
import { noCells, type BlockResult, type BlockTask, type Receipt } from '../wire/task.ts'
import { mergeWatch } from '../worker/watch.ts'

/** What became of one input. */
export interface AppliedPart {
  input: Input
  read: Pass & { records: number }
  written: WrittenFile
  header: number
  /** of a document: bytes behind the last record, and where the records are */
  document?: { trailer: number; record: string }
  records: RecordCounts
  reasons: Float64Array
  fields: Receipt['fields']
  decisionsSha256: string
}

export interface Applied {
  parts: AppliedPart[]
  records: RecordCounts
  recordsSha256: string
  /** by source number; undefined: nothing to count */
  classes: (SourceClasses | undefined)[]
  /** by source number: records drawn for the attack; undefined: none were */
  links: (LinkCollector | undefined)[]
  watch: Record<string, ColumnFacts>[]
}

export interface SourceClasses {
  classes: KeyCounts
  sensitive: Record<string, KeyCounts>
  /** the tables outgrew their limit */
  full: boolean
}

/** More classes than this are not counted: the report says so instead of taking the machine's memory. */
export const MOST_CLASSES = 8_000_000

const NO_BYTES = new Uint8Array()

/** The second pass: every record through gate and transforms, parts staged in order. */
export async function applyPass(
  setup: WorkerSetup,
  options: PassOptions,
  sinks: {
    part(input: Input): PartWriter
    /** where records wait that are shuffled, and what their order hangs on; undefined: they keep it */
    shuffle?: { key: Uint8Array; scratch: Scratch } | undefined
    decisions(part: number): { write(entries: Uint8Array): void; finish(): void } | undefined
  },
): Promise<Applied> {
  const { plan } = setup
  const { inputs, pool } = options
  const total = totalBytes(inputs)
  const passes: Pass[] = []
  const applied: Applied = {
    parts: [],
    records: NO_RECORDS,
    recordsSha256: '',
    classes: plan.sources.map(() => undefined),
    links: plan.sources.map(() => undefined),
    watch: plan.sources.map(() => byPath()),
  }
  // The digest of one part without a document around it is that of all records.
  const hash = inputs.length > 1 || inputs[0]!.format.document ? createHash('sha256') : undefined
  const headed = new Set<number>()
  let open: OpenPart | undefined
  let counted = NO_RECORDS
  const write = (part: OpenPart, bytes: Uint8Array) => {
    part.writer.write(bytes)
    hash?.update(bytes)
  }
  const finish = () => {
    if (!open) return
    for (const bytes of open.shuffler?.ordered() ?? []) write(open, bytes)
    applied.parts.push(closePart(open, passes[open.number]!))
    open = undefined
  }
  try {
    for await (const { task, result } of pool.apply(setup, blockTasks(plan, options, passes))) {
      const input = inputs[task.part]!
      if (open?.number !== task.part) {
        finish()
        open = openPart(task, input, sinks)
        const header = prologue(plan, task)
        open.writer.write(header)
        open.header = header.length
        if (!headed.has(task.source)) hash?.update(header)
        headed.add(task.source)
      }
      if ('fault' in result) throw faultOf(plan, result.fault, task, input, open.records.in)
      const { document } = input.format
      if (open.shuffler && result.ends) open.shuffler.add(result.bytes, result.ends)
      else write(open, document && open.records.out === 0 ? document.first(result.bytes) : result.bytes)
      addReceipt(open, applied, task, result)
      counted = add(counted, result.receipt.records)
      options.onProgress?.({
        phase: 'apply',
        bytes: bytesBefore(inputs, task.part) + task.read,
        totalBytes: total,
        records: counted.in,
        excluded: counted.excluded,
      })
    }
    finish()
  } finally {
    open?.writer.abandon()
    sinks.shuffle?.scratch.close()
  }
  applied.records = counted
  applied.recordsSha256 = hash ? hash.digest('hex') : applied.parts[0]!.written.sha256
  return applied
}

interface OpenPart {
  number: number
  input: Input
  layout: Layout
  writer: PartWriter
  shuffler: Shuffler | undefined
  header: number
  records: RecordCounts
  reasons: Float64Array
  fields: Receipt['fields']
  decisions: { write(entries: Uint8Array): void; finish(): void } | undefined
  decisionsHash: ReturnType<typeof createHash>
}

function openPart(task: Omit<BlockTask, 'bytes'>, input: Input, sinks: Parameters<typeof applyPass>[2]): OpenPart {
  return {
    number: task.part,
    input,
    layout: task.layout,
    writer: sinks.part(input),
    shuffler:
      sinks.shuffle &&
      createShuffler({
        ...sinks.shuffle,
        part: task.part,
        expected: input.bytes.size,
        joint: input.format.document
          ? { bare: input.format.document.bare, separator: input.format.document.separator }
          : { newline: task.layout.newline ?? '\n' },
      }),
    header: 0,
    records: NO_RECORDS,
    reasons: new Float64Array(REASON_COUNT),
    fields: byPath(),
    decisions: sinks.decisions(task.part),
    decisionsHash: createHash('sha256'),
  }
}

function closePart(open: OpenPart, pass: Pass): AppliedPart {
  open.decisions?.finish()
  const { document } = open.input.format
  const trailer = document?.epilogue(open.layout, pass.after) ?? NO_BYTES
  open.writer.write(trailer)
  return {
    input: open.input,
    read: { ...pass, records: open.records.in },
    written: open.writer.finish(),
    header: open.header,
    ...(document && { document: { trailer: trailer.length, record: document.place(open.layout) } }),
    records: open.records,
    reasons: open.reasons,
    fields: open.fields,
    decisionsSha256: open.decisionsHash.digest('hex'),
  }
}

function addReceipt(open: OpenPart, applied: Applied, task: Omit<BlockTask, 'bytes'>, { receipt }: BlockResult): void {
  open.records = add(open.records, receipt.records)
  receipt.reasons.forEach((n, code) => (open.reasons[code]! += n))
  for (const [path, f] of Object.entries(receipt.fields)) {
    const entry = (open.fields[path] ??= noCells(f.field))
    entry.cells += f.cells
    entry.changed += f.changed
    entry.faults += f.faults
    entry.inClear += f.inClear
  }
  if (receipt.decisions.length > 0) {
    open.decisions?.write(receipt.decisions)
    open.decisionsHash.update(receipt.decisions)
  }
  mergeWatch(applied.watch[task.source]!, receipt.watch)
  if (receipt.links) (applied.links[task.source] ??= createLinkCollector()).add(receipt.links)
  if (receipt.classes)
    addClasses(
      (applied.classes[task.source] ??= {
        classes: createKeyCounts(16, MOST_CLASSES),
        sensitive: byPath(),
        full: false,
      }),
      receipt.classes,
    )
}

function addClasses(into: SourceClasses, found: NonNullable<Receipt['classes']>): void {
  if (into.full) return
  let fits = into.classes.add(found.keys, found.counts)
  for (const [path, { pairs, counts }] of Object.entries(found.sensitive))
    fits = (into.sensitive[path] ??= createKeyCounts(24, MOST_CLASSES)).add(pairs, counts) && fits
  if (!fits) Object.assign(into, { full: true, classes: createKeyCounts(16, 0), sensitive: byPath() })
}

function prologue(plan: Plan, task: Omit<BlockTask, 'bytes'>): Uint8Array {
  const format = formatNamed(task.layout.format)
  const tree = fieldTree(plan.sources[task.source]!, { at: () => false, below: () => false })
  const layout =
    plan.formula === 'neutralise'
      ? { ...task.layout, options: { ...task.layout.options, neutralise: true } }
      : task.layout
  // Names first: the columns that leave are known once each has been asked for.
  for (const name of layout.fields ?? []) tree.root.child(name)
  return format.prologue(layout, tree.root, tree.removed, task.before ?? NO_BYTES)
}
