import { createClassTable, type ClassCounts } from '../anonymity/class-table.ts'
import { ANY } from '../anonymity/tuple-table.ts'
import { TOP } from '../anonymity/hierarchy.ts'
import { minimalUniques } from '../anonymity/measures/minimal-uniques.ts'
import { sensitiveMeasures } from '../anonymity/measures/sensitive-values.ts'
import { PerdeError } from '../errors.ts'
import { riskReport, rounded, sourceRisk, type RiskReport, type SourceRisk } from '../evidence/release/risk.ts'
import { BlockFault, type FormatOptions } from '../io/formats/format.ts'
import { formatFor, formatNamed } from '../io/formats/format-named.ts'
import { findInputs } from '../io/lake/find-inputs.ts'
import { localFile } from '../io/stores/local.ts'
import { spool } from '../io/stores/spool.ts'
import type { ByteSource } from '../io/stores/store.ts'
import { fieldTree, type FieldTree } from '../plan/field-tree.ts'
import type { PlannedField, SourcePlan } from '../plan/plan.ts'
import { closest } from '../policy/suggest.ts'
import { Kind } from '../record/batch.ts'
import { formatName } from '../record/path.ts'
import { alikeTokens } from './alike-tokens.ts'
import { cutBlocks, type Block } from './blocks.ts'
import { checkUnknownNames } from './check-names.ts'
import { asFault, faultError } from './fault.ts'
import { createLinkCollector, type LinkCollector } from './link-collector.ts'
import { createLinker, linkBits, type Linker } from './link-sample.ts'
import { writtenTokens } from './measure.ts'
import { measureUndeclared } from './measure-linkage.ts'
import { populationRisk } from './measure-risk.ts'

export interface RiskJob {
  /** files or globs, or `-`; all together are one table */
  inputs: readonly string[]
  cwd: string
  stdin: AsyncIterable<Uint8Array>
  /** field paths, or names as they stand in a header */
  quasiIdentifiers: readonly string[]
  sensitive: readonly string[]
  /** people of whom the records are a sample; undefined: nobody knows */
  population?: number
  format?: string
  options: FormatOptions
  publishable(name: string): boolean
  signal?: AbortSignal
}

/** Different values of one field that are held. */
const MOST_VALUES = 4_000_000

/**
 * Measures how well the records of a file hide among each other. Streams: memory grows with the different combinations
 * only. Throws INPUT_*, USAGE for a field that the input lacks, PLAN_LIMIT for too many combinations.
 */
export async function riskOfFile(job: RiskJob): Promise<RiskReport> {
  const { quasiIdentifiers, sensitive } = job
  const count: Count = {
    job,
    paths: [...quasiIdentifiers, ...sensitive],
    dictionaries: [...quasiIdentifiers, ...sensitive].map(() => new Map()),
    table: createClassTable({ leaves: quasiIdentifiers.map(() => ANY), sensitive: sensitive.map(() => ANY) }),
    links: createLinkCollector(),
    records: 0,
  }
  const met = new Set<string>()
  const files: CountedFile[] = []
  for (const input of job.inputs)
    if (input === '-') files.push({ bytes: await spool(job.stdin, '-'), path: '-', name: '-' })
    else
      for (const { path, name } of await findInputs(input, job.cwd))
        files.push({ bytes: await localFile(path, name), path, name })
  checkOnce(files)
  const bits = linkBits(files.reduce((sum, { bytes }) => sum + (bytes.size ?? 0), 0))
  try {
    for (const file of files) await countInput(count, file, bits, met)
  } finally {
    for (const { bytes } of files) await bytes.close().catch(() => undefined)
  }
  for (const path of count.paths) if (count.records > 0 && !met.has(path)) throw unknownField(path, met, job)
  const sizes = { leaves: quasiIdentifiers.map(() => ANY), sensitive: sensitive.map(valuesOf(count)) }
  const counts: ClassCounts = { ...count.table.counts(), shape: sizes }
  return riskReport({ [job.inputs.join(', ')]: measured(count, counts) })
}

function measured(count: Count, counts: ClassCounts): SourceRisk {
  const { quasiIdentifiers, sensitive, population, publishable } = count.job
  const l = Object.fromEntries(sensitive.map((path, f) => [path, sensitiveMeasures(counts, f).distinctL]))
  const sizes = sourceRisk([...quasiIdentifiers], counts.counts, l)
  if (count.records === 0) return sizes
  if (population !== undefined && population < count.records)
    throw new PerdeError('USAGE', `--population is less than the ${count.records} records of the input`, {
      hints: ['it is how many people there are of whom the records are a sample'],
    })
  const special = minimalUniques(counts)
  const suppressedLooking = suppressedRows(count, counts)
  return {
    ...sizes,
    ...(population !== undefined && { population: populationRisk(counts.counts, population) }),
    minimalUniques: {
      largest: special.largest,
      bySize: special.bySize,
      records: rounded(special.records / count.records),
      highest: special.highest,
      columns: Object.fromEntries(quasiIdentifiers.map((path, q) => [path, rounded(special.columns[q]!)])),
    },
    undeclared: measureUndeclared(openSource(quasiIdentifiers), count.links.result(), count.records, publishable),
    ...(suppressedLooking > 0 && { suppressedLooking }),
  }
}

/** A table about which nothing is planned. */
function openSource(quasiIdentifiers: readonly string[]): SourcePlan {
  const fields = quasiIdentifiers.map((path): PlannedField => {
    const handling = { nulls: 'keep', empty: 'keep', onError: 'fail' } as const
    return { path, role: 'quasi-identifier', do: [], ...handling, origin: 'rule' }
  })
  return { name: '', fields, unlisted: 'keep', tables: {} }
}

/** Records that look suppressed: `*` in every quasi-identifier. */
function suppressedRows({ dictionaries }: Count, { columns, counts }: ClassCounts): number {
  const stars = columns.map((_, q) => dictionaries[q]!.get(STAR))
  const entry = counts.findIndex((_, e) => columns.every((column, q) => column[e] === stars[q]))
  return entry < 0 ? 0 : counts[entry]!
}

/** As `writtenTokens` spells it. */
const STAR = `${Kind.string}:${TOP.length}:${TOP};`

interface CountedFile {
  bytes: ByteSource
  path: string
  name: string
}

/** Whoever is counted twice looks less alone than they are. */
function checkOnce(files: readonly CountedFile[]): void {
  const twice = files.find(({ path }, i) => files.findIndex((other) => other.path === path) < i)
  if (twice) throw new PerdeError('USAGE', 'an input is named twice', { where: { part: twice.name } })
}

interface Count {
  job: RiskJob
  /** quasi-identifiers, then sensitive fields */
  paths: string[]
  /** number of each value, from 1; null or absent is 0 */
  dictionaries: Map<string, number>[]
  table: ReturnType<typeof createClassTable>
  /** some records with all their fields */
  links: LinkCollector
  records: number
}

const valuesOf = (count: Count) => (_: string, f: number) =>
  count.dictionaries[count.job.quasiIdentifiers.length + f]!.size + 1

async function countInput(
  count: Count,
  { bytes: source, path, name }: CountedFile,
  bits: number,
  met: Set<string>,
): Promise<void> {
  const { job } = count
  const format = formatFor(job.format, path, job.options)
  if (!format)
    throw new PerdeError('INPUT_FORMAT', 'the format of an input is not known from its name', {
      where: { part: name },
      hints: ['name it with --format csv, tsv, jsonl or json'],
    })
  const wanted = new Set(count.paths)
  const tree = fieldTree(
    { name: 'risk', fields: [], unlisted: 'keep', tables: {} },
    { at: (field) => wanted.has(field), below: () => true },
    'pass',
  )
  const linker = createLinker(openSource(count.job.quasiIdentifiers), tree, bits)
  let names: readonly string[] | undefined
  try {
    for await (const block of cutBlocks(source, format, job.options, 1024 * 1024, job.signal)) {
      const { fields } = block.layout
      if (fields && names !== fields) {
        checkUnknownNames((names = fields), { sourceName: '', bytes: source }, job.publishable)
        for (const field of fields) met.add(formatName(field))
        for (const field of count.paths) if (!met.has(field)) throw unknownField(field, met, job)
      }
      countBlock(count, tree, linker, block, name)
    }
  } catch (e) {
    throw e instanceof PerdeError ? e.at({ part: name }) : e
  }
  for (const field of tree.met.keys()) met.add(field)
  for (const column of tree.columns) met.add(column.path)
}

function countBlock(count: Count, tree: FieldTree, linker: Linker, block: Block, part: string): void {
  const format = formatNamed(block.layout.format)
  try {
    const read = format.read(block.bytes, block.layout, tree.root)
    const { batch } = read
    const numbers = count.paths.map((path, p) => {
      const column = batch.columns.find((c) => c?.path === path)
      const own = new Uint32Array(batch.records)
      if (!column) return own
      const written = writtenTokens(column, column, batch.records)
      const tokens = p < count.job.quasiIdentifiers.length ? written : alikeTokens(written)
      const known = tokens.distinct.map((token) => numberOf(count.dictionaries[p]!, token, path))
      for (let r = 0; r < own.length; r++) if (tokens.numbers[r]! >= 0) own[r] = known[tokens.numbers[r]!]!
      return own
    })
    const quasi = count.job.quasiIdentifiers.length
    count.table.addColumns(numbers.slice(0, quasi), numbers.slice(quasi), batch.records)
    const keep = new Uint8Array(batch.records).fill(1)
    const sample = linker.look(format, block.layout, read, [], new Map(), keep)
    if (sample) count.links.add(sample)
    count.records += batch.records
  } catch (e) {
    if (!(e instanceof BlockFault)) throw e
    const { source: _, ...where } = faultError(asFault(e), {
      source: '',
      part,
      records: count.records,
      offset: block.offset,
    }).where
    throw new PerdeError(e.code, e.message, { hints: e.hints, where })
  }
}

function numberOf(dictionary: Map<string, number>, token: string, path: string): number {
  let number = dictionary.get(token)
  if (number === undefined) {
    if (dictionary.size >= MOST_VALUES)
      throw new PerdeError('PLAN_LIMIT', `a field has more than ${MOST_VALUES} different values`, {
        where: { field: path },
        hints: ['a field that is nearly unique is an identifier, not a quasi-identifier'],
      })
    dictionary.set(token, (number = dictionary.size + 1))
  }
  return number
}

function unknownField(path: string, known: ReadonlySet<string>, { publishable }: RiskJob): PerdeError {
  const near = closest(
    path,
    [...known].filter((name) => publishable(name)),
  )
  return new PerdeError('USAGE', `the input has no field "${path}"`, {
    hints: [near === undefined ? 'perde scan lists the fields of a file' : `did you mean "${near}"?`],
  })
}
