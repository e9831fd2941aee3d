import { createHash } from 'node:crypto'
import { outputWriter } from '../../io/formats/convert/conversion.ts'
import { formatOf } from '../../io/formats/format-named.ts'
import { endsIn, type FileAssembly, type Layout, type Writer } from '../../io/formats/format.ts'
import type { Scratch } from '../../io/lake/scratch.ts'
import type { PartWriter } from '../../io/lake/staging.ts'
import { byPath } from '../../record/by-path.ts'
import { addCounts as add, NO_RECORDS, type RecordCounts } from '../../record/record-counts.ts'
import { fieldTree } from '../../plan/field-tree.ts'
import { outputLayout } from '../wire/output-layout.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Pass } from '../read/block.ts'
import { blockTasks, bytesBefore, faultOf, totalBytes, type PassOptions } from './block-tasks.ts'
import type { Input } from '../read/input.ts'
import type { FinishedPart, Journal } from './journal-frames.ts'
import type { WorkerSetup } from '../wire/setup.ts'
import { addDecisions, addReceipt, finishedCounts, startCounting, type Counted, type Tally } from './count-receipts.ts'
import { createMadeBits, inOrder, type MadeBits } from './made-bits.ts'
import { openOutputs, type OutputFiles, type WrittenOutput } from './output-files.ts'
import { placeInputs } from './partition-folders.ts'
import { createShuffler, type ShuffleOptions, type Shuffler } from './shuffle.ts'
import type { BlockTask, Receipt } from '../wire/task.ts'
import { createRecordEnds } from '../worker/record-ends.ts'

/** What became of one input. */
export interface AppliedPart {
  input: Input
  read: Pass & { records: number }
  /** at least one */
  outputs: WrittenOutput[]
  /** of a document: where the records are */
  place?: string
  records: RecordCounts
  /** numbers of the records that were set aside, from 1; of very many the first */
  aside: number[]
  reasons: Float64Array
  fields: Receipt['fields']
  decisionsSha256: string
}

export interface Applied extends Tally {
  parts: AppliedPart[]
  records: RecordCounts
  recordsSha256: string
}

const NO_BYTES = new Uint8Array()

/** Where an apply pass writes. */
export interface ApplySinks {
  /** `path`: below `data/` */
  part(path: string): PartWriter
  /** bytes of text in a file; undefined: the records of an input are one file */
  fileSize?: number | undefined
  /** where records wait that are shuffled, and what their order hangs on; undefined: they keep it */
  shuffle?: { key: Uint8Array; scratch: Scratch } | undefined
  decisions(part: number): { write(entries: Uint8Array): void; finish(): void } | undefined
  /** hears of what is done; undefined: nobody could go on with it */
  journal?: Journal | undefined
  /** hears of all of it, but who was decided about; undefined: nobody will make the release anew */
  receipts?: Journal | undefined
  /** inputs that an earlier run has written, in their order; they are not read again */
  staged?: readonly StagedPart[] | undefined
}

/** An input that an earlier run has written. */
export interface StagedPart extends FinishedPart {
  /** what its blocks gave, in their order */
  receipts(): Iterable<Receipt>
  /** the text of an output from an offset to its last record */
  texts(output: WrittenOutput, from: number): Iterable<Uint8Array>
  /** the texts have to be read to the end, since that compares the outputs with their digests */
  unread?: true
  /** who was decided about, where the receipts do not have it */
  decisions?(): Iterable<Uint8Array>
}

/** The second pass: every record through gate and transforms, parts staged in order. */
export async function applyPass(setup: WorkerSetup, options: PassOptions, sinks: ApplySinks): Promise<Applied> {
  const { plan } = setup
  const { pool } = options
  const placed = placeInputs(setup, options.inputs)
  const inputs = placed.map(({ input }) => input)
  const total = totalBytes(inputs)
  const passes: Pass[] = []
  const applied: Applied = {
    parts: [],
    records: NO_RECORDS,
    recordsSha256: '',
    classes: plan.sources.map(() => undefined),
    links: plan.sources.map(() => undefined),
    watch: plan.sources.map(() => byPath()),
    quality: plan.sources.map(() => ({ records: 0, fields: byPath() })),
    corrected: 0,
  }
  const [first] = inputs
  // The digest of one file of plain text without anything behind its records is that of all records.
  const alone = inputs.length === 1 && !endsIn(first!.to) && !first!.compression && sinks.fileSize === undefined
  const hash = alone ? undefined : createHash('sha256')
  const headed = new Set<number>()
  let open: OpenPart | undefined
  let counted = NO_RECORDS
  const start = async (task: Omit<BlockTask, 'bytes'>): Promise<OpenPart> => {
    const input = inputs[task.part]!
    const withHeader = !headed.has(task.source)
    headed.add(task.source)
    const { header, writer, layout, assembly, ends } = opening(plan, task)
    const files = await openOutputs({
      name: input.output,
      folders: placed[task.part]!.folders,
      header,
      open: (path) => sinks.part(path),
      packing: input.compression && {
        pack: (text) => pool.pack(text, input.compression!),
        ahead: 2 * pool.threads,
      },
      digest: hash && { hash, withHeader },
      // What has an index or a document around it is not divided.
      split: sinks.fileSize === undefined || endsIn(input.to) ? undefined : { size: sinks.fileSize, ends },
    })
    return openPart(task, input, files, { writer, layout, assembly }, sinks)
  }
  const finish = async () => {
    if (!open) return
    const { files, shuffler, written } = open
    const waiting = open.waiting.part(0, open.waiting.records)
    for (const { bytes, order } of shuffler?.ordered() ?? []) {
      await files.write(written.assembly?.addRecords(bytes) ?? bytes, undefined)
      open.made.add(inOrder(waiting, order), order.length)
    }
    const part = await closePart(open, passes[open.number]!)
    applied.parts.push(part)
    const { bytes, sha256 } = part.read
    const done = finishedPart(open.number, part, { bytes, sha256 })
    sinks.journal?.finished(done)
    sinks.receipts?.finished(done)
    open = undefined
  }
  const { staged = [] } = sinks
  let again = 0
  /** Those of the inputs before one. */
  const takeStaged = (before: number) => {
    for (; again < staged.length && staged[again]!.part < before; again++) {
      const part = staged[again]!
      const input = inputs[part.part]!
      const counts = startCounting(input, sinks.decisions(part.part))
      for (const receipt of part.receipts()) {
        addReceipt(counts, applied, input, receipt)
        sinks.receipts?.receipt(part.part, undecided(receipt))
        counted = add(counted, receipt.records)
      }
      for (const entries of part.decisions?.() ?? []) addDecisions(counts, entries)
      const closed = closeAgain(counts, part)
      applied.parts.push(closed)
      sinks.receipts?.finished(finishedPart(part.part, closed, part.read))
      for (const output of part.outputs) {
        const from = headed.has(input.source) ? output.header : 0
        headed.add(input.source)
        if (hash || part.unread) for (const text of part.texts(output, from)) hash?.update(text)
      }
    }
  }
  try {
    const without = new Set(staged.map(({ part }) => part))
    const tasks = blockTasks(plan, { ...options, inputs, without }, passes)
    for await (const { task, result } of pool.apply(setup, tasks)) {
      const input = inputs[task.part]!
      if (open?.number !== task.part) {
        await finish()
        takeStaged(task.part)
        open = await start(task)
      }
      if ('fault' in result) throw faultOf(plan, result.fault, task, input, open.records.in)
      const { document } = open.written.writer
      if (open.shuffler && result.ends) open.shuffler.add(result.bytes, result.ends)
      else {
        const { bytes } = result
        const apart = document && open.records.out === 0 ? document.first(bytes) : bytes
        const written = result.receipts.reduce((n, { records }) => n + records.out, 0)
        await open.files.write(open.written.assembly?.add(bytes) ?? apart, written)
      }
      const made = open.shuffler && result.ends ? open.waiting : open.made
      for (const receipt of result.receipts) {
        made.add(receipt.made ?? [], receipt.records.out)
        addReceipt(open, applied, input, receipt)
        sinks.journal?.receipt(task.part, receipt)
        sinks.receipts?.receipt(task.part, undecided(receipt))
        counted = add(counted, receipt.records)
      }
      options.onProgress?.({
        phase: 'apply',
        bytes: bytesBefore(inputs, task.part) + task.read,
        totalBytes: total,
        records: counted.in,
        excluded: counted.excluded,
      })
    }
    await finish()
    takeStaged(inputs.length)
  } finally {
    open?.files.abandon()
    sinks.shuffle?.scratch.close()
  }
  applied.records = counted
  const only = applied.parts[0]?.outputs[0]
  applied.recordsSha256 = hash ? hash.digest('hex') : (only!.plain ?? only!).sha256
  return applied
}

interface OpenPart extends Counted {
  number: number
  files: OutputFiles
  shuffler: Shuffler | undefined
  written: WrittenForm
  /** made-up cells of what is written, and of what waits to be shuffled */
  made: MadeBits
  waiting: MadeBits
}

/** How an output is written. */
interface WrittenForm {
  writer: Writer
  /** of the input, with what the policy says of outputs */
  layout: Layout
  /** undefined: written blocks stand one behind another */
  assembly: FileAssembly | undefined
}

/** An input that is written already; who was decided about is kept for this run too. */
function closeAgain(again: Counted, { read, outputs, place }: StagedPart): AppliedPart {
  again.decisions?.finish()
  return {
    ...finishedCounts(again),
    read: { ...read, records: again.records.in, after: NO_BYTES, around: [] },
    outputs,
    ...(place !== undefined && { place }),
  }
}

function openPart(
  task: Omit<BlockTask, 'bytes'>,
  input: Input,
  files: OutputFiles,
  written: WrittenForm,
  sinks: ApplySinks,
): OpenPart {
  return {
    ...startCounting(input, sinks.decisions(task.part)),
    number: task.part,
    files,
    shuffler:
      sinks.shuffle &&
      createShuffler({
        ...sinks.shuffle,
        part: task.part,
        expected: input.bytes.size ?? input.expected,
        joint: jointOf(written),
      }),
    written,
    made: createMadeBits(),
    waiting: createMadeBits(),
  }
}

function jointOf({ writer: { document }, layout: { newline = '\n' }, assembly }: WrittenForm): ShuffleOptions['joint'] {
  if (assembly) return { bare: (record) => record, separator: '' }
  return document ? { bare: document.bare, separator: document.separator } : { newline }
}

async function closePart(open: OpenPart, pass: Pass): Promise<AppliedPart> {
  open.decisions?.finish()
  const { writer, layout, assembly } = open.written
  const { document } = writer
  const rest = assembly?.rest?.()
  if (rest) await open.files.write(rest, undefined)
  const trailer = assembly?.end() ?? document?.epilogue(layout, pass.after) ?? NO_BYTES
  return {
    read: { ...pass, records: open.records.in },
    outputs: withMade(await open.files.finish(trailer, open.records.out), open.made),
    ...(document && { place: document.place(layout) }),
    ...finishedCounts(open),
  }
}

/** The files of an input hold its records one after another. */
function withMade(outputs: WrittenOutput[], made: MadeBits): WrittenOutput[] {
  let from = 0
  return outputs.map((output) => {
    const cells = made.part(from, (from += output.records))
    return cells.length === 0 ? output : { ...output, made: cells }
  })
}

/** Who was decided about stands in the decision files, and once is enough. */
function undecided(receipt: Receipt): Receipt {
  return { ...receipt, decisions: NO_BYTES }
}

function finishedPart(
  number: number,
  { input, outputs, place }: Pick<AppliedPart, 'input' | 'outputs' | 'place'>,
  read: FinishedPart['read'],
): FinishedPart {
  const { ordinal } = input.output
  return {
    part: number,
    read: { bytes: read.bytes, sha256: read.sha256 },
    outputs,
    ...(place !== undefined && { place }),
    ...(ordinal !== undefined && { ordinal }),
  }
}

/** What stands before the records of an output, and what puts its blocks together. */
function opening(
  plan: Plan,
  task: Omit<BlockTask, 'bytes'>,
): WrittenForm & { header: Uint8Array; ends(records: Uint8Array): Uint32Array | undefined } {
  const format = formatOf(task.layout)
  const source = plan.sources[task.source]!
  const tree = fieldTree(source, { at: () => false, below: () => false })
  const layout = outputLayout(plan, source, task.layout)
  // Names first: the columns that leave are known once each has been asked for.
  for (const name of layout.fields ?? []) tree.root.child(name)
  format.meet?.(layout, tree.root)
  const writer = outputWriter(layout, tree.root, tree.removed)
  const own = createRecordEnds(source, tree)
  return {
    writer,
    layout,
    header: writer.prologue(layout, tree.root, tree.removed, task.before ?? NO_BYTES),
    assembly: writer.assemble?.(layout, tree.root, tree.removed),
    // Where written records end, as a reader of the output sees them.
    ends: (records) => writer.ends?.(records) ?? own(format, task.layout, records),
  }
}
