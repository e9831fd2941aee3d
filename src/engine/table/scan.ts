import { addHashes, noHashes, type RecordHashes } from '../../detect/combinations.ts'
import { createValueCounter, emptyFacts, type ColumnFacts } from '../../detect/column-facts.ts'
import type { ForeignKey } from '../../detect/joined-columns.ts'
import { countLists } from '../../detect/list-facts.ts'
import { isFirstName } from '../../detect/publishable.ts'
import { vectorIn } from '../../detect/vectors.ts'
import { PerdeError } from '../../errors.ts'
import { documentsIn } from '../../io/formats/cell-documents.ts'
import { formatTableName } from '../../io/databases/postgres/place.ts'
import { ANYWHERE, BlockFault, type DocumentKind, type Format, type FormatOptions } from '../../io/formats/format.ts'
import { eachRead } from '../../io/formats/each-read.ts'
import { formatNamed, formatOf } from '../../io/formats/format-named.ts'
import { fieldTree, type FieldTree } from '../../plan/field-tree.ts'
import { Kind, type Batch } from '../../record/batch.ts'
import { byPath } from '../../record/by-path.ts'
import { factsOf, type FormatName } from '../../record/format-facts.ts'
import { formatName, formatPath, parsePath } from '../../record/path.ts'
import { cutBlocks } from '../read/blocks.ts'
import type { Block, Pass } from '../read/block.ts'
import { findAround, type AroundFinding } from '../read/check-around.ts'
import { checkUnknownNames } from '../read/check-names.ts'
import { faultOfPart } from '../wire/fault.ts'
import { madeUpFields } from './made-up-fields.ts'
import { openPlainFiles, readingOf, type PlainFile, type PlainPlaces, type Reading } from './plain-file.ts'

export interface ScanJob extends PlainPlaces {
  /** files, globs, tables of databases, or `-` */
  inputs: string[]
  /** records looked at in each input */
  sample: number
  format?: string
  options: FormatOptions
  locales: string[]
  publishable(name: string): boolean
}

/** What was seen of one input: facts by field path, no values. */
export interface ScannedInput {
  input: string
  /** the same, though it may be somebody's name: for the user's own policy only */
  given?: string
  format: FormatName
  /** where its records are, in a document */
  record?: string
  /** what stands in a document outside its records and would stop a run that writes it */
  around?: AroundFinding
  /** cells that hold documents, by path */
  documents?: Documents
  records: number
  facts: Map<string, ColumnFacts>
  hashes: RecordHashes
  /** paths of fields that a generator made, as the release says that the input is the data of */
  madeUp: ReadonlySet<string>
  /** of a table of a database: how it is called there, and its foreign keys, by field path */
  table?: string
  foreignKeys?: ForeignKey[]
}

type Documents = Readonly<Record<string, DocumentKind>>

/** Half of the sample from the head, the rest spread over the file to its end: heads alone mislead (sorted files, test rows). */
const SPREAD = 16

/** Records looked at in each file of a folder of very many. */
const LEAST = 50

/** Looks at a sample of every input. Constant memory; nothing is kept but facts. The files of a folder are one input. */
export async function scanInputs(job: ScanJob): Promise<ScannedInput[]> {
  const scanned: ScannedInput[] = []
  const files = await openPlainFiles(job.inputs, job)
  try {
    for (const table of tablesOf(files)) scanned.push(await scanTable(job, table))
  } finally {
    for (const { bytes } of files) await bytes.close().catch(() => undefined)
  }
  return scanned
}

/** Files of one input that are one table stand together; any other is one of its own. */
function tablesOf(files: readonly PlainFile[]): PlainFile[][] {
  const tables: PlainFile[][] = []
  for (const file of files) {
    const last = tables.at(-1)
    if (last && file.table !== undefined && last[0]!.table === file.table) last.push(file)
    else tables.push([file])
  }
  return tables
}

async function scanTable(job: ScanJob, files: readonly PlainFile[]): Promise<ScannedInput> {
  const input = files[0]!.table ?? (files[0]!.read ? files[0]!.path : files[0]!.name)
  const scan: Scan = {
    job,
    name: input,
    tree: anyField('read'),
    skip: anyField('skip'),
    facts: new Map(),
    hashes: noHashes(),
    shown: new Map(),
    count: createValueCounter(job.locales),
    sample: files.length === 1 ? job.sample : Math.max(LEAST, Math.ceil(job.sample / files.length)),
    documents: undefined,
    around: undefined,
    records: 0,
    before: 0,
    looked: 0,
    next: 0,
  }
  let format: Format | undefined
  let record: string | undefined
  let records = 0
  for (const file of files) {
    const own = readingOf(job, file)
    if (format && own.format.name !== format.name)
      throw new PerdeError('INPUT_FORMAT', 'the files of a folder have several formats', {
        where: { part: file.name },
        hints: ['name those of one format with a pattern, such as DIR/**/*.csv'],
      })
    format = own.format
    Object.assign(scan, { name: file.name, records: 0, looked: 0, next: 0 })
    record = (await scanFile(scan, file, own)) ?? record
    records += scan.records
    scan.before += scan.looked
  }
  const { facts, hashes, documents = {}, around } = scan
  return {
    input,
    ...(input === files[0]!.name && files[0]!.given !== undefined && { given: files[0]!.given }),
    format: format!.is,
    ...(record !== undefined && { record }),
    ...(around && { around }),
    ...(Object.keys(documents).length > 0 && { documents }),
    records,
    facts,
    hashes,
    madeUp: await madeUpFields(files),
    ...keysOf(files[0]!),
  }
}

function keysOf({ database }: PlainFile): Pick<ScannedInput, 'table' | 'foreignKeys'> {
  if (!database?.table) return {}
  const foreignKeys = database.facts.keys.flatMap(({ columns, references }) =>
    references
      ? [
          {
            columns: columns.map(formatName),
            table: formatTableName(references.table),
            references: references.columns.map(formatName),
          },
        ]
      : [],
  )
  return { table: formatTableName(database.table), foreignKeys }
}

/** Gives the place of the records in a document. */
async function scanFile(
  scan: Scan,
  { name, bytes: source, database }: PlainFile,
  { format, options: given }: Reading,
): Promise<string | undefined> {
  const { job } = scan
  let names: readonly string[] | undefined
  let record: string | undefined
  const options = { record: ANYWHERE, ...given }
  // What a policy cannot open, in files of typed columns, is a text like others.
  const isOpened = database !== undefined || factsOf(format.is).kind !== 'typed'
  try {
    const columns = (options.partition ?? []).map((column) => column.name)
    if (columns.length > 0) checkUnknownNames(columns, { sourceName: '', bytes: source }, job.publishable)
    let held: Block | undefined
    const blocks = cutBlocks(source, format, options, 256 * 1024)
    for await (const cut of withEnd(blocks, ({ around }) => {
      scan.around ??= findAround(around, job.publishable, NOTHING)
    })) {
      scan.documents ??= job.options.documents ?? (isOpened ? findDocuments(cut) : {})
      const block = withDocuments(cut, scan.documents)
      if (format.document && !block.layout.none) record = format.document.place(block.layout)
      if (names !== block.layout.fields)
        checkUnknownNames((names = block.layout.fields) ?? [], { sourceName: '', bytes: source }, job.publishable)
      if (held) look(scan, held, source.size, 'more')
      held = block
    }
    if (held) look(scan, held, source.size, 'last')
  } catch (e) {
    throw e instanceof PerdeError ? e.at({ part: name }) : e
  }
  return record
}

/** No policy has said yet which places have rules. */
const NOTHING: ReadonlySet<string> = new Set()

/** The blocks, and what the pass over them has learnt when they end. */
async function* withEnd(blocks: AsyncGenerator<Block, Pass>, ended: (pass: Pass) => void): AsyncGenerator<Block> {
  ended(yield* blocks)
}

interface Scan {
  job: ScanJob
  name: string
  tree: FieldTree
  /** paths as they may be shown */
  shown: Map<string, string>
  /** walks records without decoding them */
  skip: FieldTree
  facts: Map<string, ColumnFacts>
  hashes: RecordHashes
  count: ReturnType<typeof createValueCounter>
  /** cells that hold documents, as those of the first file do; undefined: nobody has looked */
  documents: Documents | undefined
  /** of the first document that has something */
  around: AroundFinding | undefined
  /** records looked at in each file */
  sample: number
  /** of the file */
  records: number
  /** records looked at in the files before it, and in it */
  before: number
  looked: number
  /** offset from which the next spread sample is taken */
  next: number
}

/** Cells that hold documents, as most of the first block do. */
function findDocuments({ layout, bytes }: Block): Documents {
  const found = byPath<DocumentKind>()
  try {
    eachRead(formatNamed(layout.format), bytes, layout, anyField('read').root, ({ batch }) => {
      for (const column of batch.columns) {
        const texts = column?.text.slice(0, LOOKED_AT).filter((_, i) => column.kind[i] === Kind.string) ?? []
        const kind = documentsIn(texts)
        if (kind && !areVectors(texts)) found[column!.path] = kind
      }
      return 'enough'
    })
  } catch (e) {
    // The scan itself says what is wrong, and where.
    if (!(e instanceof BlockFault)) throw e
  }
  return found
}

/** `[0.12, -0.03, …]` is one value, which says what it is by all of its numbers. */
function areVectors(texts: readonly string[]): boolean {
  return 2 * texts.filter((text) => vectorIn(text) !== undefined).length > texts.length
}

/** Cells of a column that have to be documents for it to hold them. */
const LOOKED_AT = 200

/** A cell that is none after all sets its record aside: a scan goes on. */
function withDocuments(block: Block, documents: Documents): Block {
  if (Object.keys(documents).length === 0) return block
  const { options } = block.layout
  const opened = { ...options, documents: { ...options.documents, ...documents }, broken: 'quarantine' } as const
  return { ...block, layout: { ...block.layout, options: opened } }
}

function anyField(what: 'read' | 'skip'): FieldTree {
  return fieldTree(
    { name: 'scan', fields: [], unlisted: 'keep', tables: {} },
    { at: () => what === 'read', below: () => what === 'read' },
    'pass',
  )
}

function look(scan: Scan, block: Block, size: number | undefined, place: 'more' | 'last'): void {
  const format = formatOf(block.layout)
  const half = Math.ceil(scan.sample / 2)
  const head = scan.looked < half
  const due = head || place === 'last' || block.read >= scan.next
  const room = head ? half - scan.looked : Math.ceil(half / SPREAD)
  // The last records of the last block: files are sorted, and their ends are unlike their beginnings.
  const atEnd = place === 'last' && !head
  const numbered = scan.before + scan.looked
  try {
    const records =
      due && !atEnd && !format.slice ? undefined : format.read(block.bytes, block.layout, scan.skip.root).batch.records
    let read = records ?? 0
    if (due) {
      // Where nobody knows how much there is, ever further apart.
      if (!head) scan.next = block.read + Math.max(1, Math.floor((size ?? block.read * 4) / SPREAD))
      const from = atEnd ? Math.max(0, records! - room) : 0
      eachRead(format, block.bytes, block.layout, scan.tree.root, ({ batch }, first) => {
        if (records === undefined) read = batch.records
        count(scan, block, batch, { from: from - first, to: from + room - first, number: numbered + first - from })
        if (first + batch.records >= from + room) return 'enough'
      })
      scan.looked += Math.min(read, room)
    }
    scan.records += read
  } catch (e) {
    throw faultOfPart(e, scan.name, scan.records, block.offset)
  }
}

/** What stands in the records from one to another; `number`: of the first of the batch, among those that are looked at. */
function count(
  scan: Scan,
  block: Block,
  { columns }: Batch,
  { from, to, number }: { from: number; to: number; number: number },
): void {
  for (const column of columns) {
    if (!column) continue
    const chosen = (_: unknown, i: number) => column.row[i]! >= from && column.row[i]! < to
    const values = column.text.filter(chosen)
    const path = isField(block, column.path) ? column.path : publicPath(scan, column.path)
    let facts = scan.facts.get(path)
    if (!facts) scan.facts.set(path, (facts = emptyFacts()))
    scan.count(facts, values, path)
    const row = column.row.filter(chosen)
    countLists(facts.lists, path, {
      text: values,
      row,
      ...(column.element && { element: column.element.filter(chosen) }),
    })
    addHashes(scan.hashes, path, number, row, values)
  }
}

function isField({ layout: { fields, options } }: Block, path: string): boolean {
  if (!fields) return false
  return !options.documents || fields.some((name) => formatName(name) === path)
}

/** Keys of objects may be people: what looks like data becomes `*`, which is also the rule that such a place needs. */
function publicPath({ job, shown }: Scan, path: string): string {
  let known = shown.get(path)
  if (known === undefined) {
    known = formatPath(
      parsePath(path).map((s) =>
        s.kind === 'name' && (isFirstName(s.name) || !job.publishable(s.name)) ? { kind: 'any' } : s,
      ),
    )
    shown.set(path, known)
  }
  return known
}
