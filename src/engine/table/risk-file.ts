import { createClassTable, type ClassCounts } from '../../anonymity/class-table.ts'
import { ANY } from '../../anonymity/tuple-table.ts'
import { TOP } from '../../anonymity/hierarchy.ts'
import { minimalUniques } from '../../anonymity/measures/minimal-uniques.ts'
import { sensitiveMeasures } from '../../anonymity/measures/sensitive-values.ts'
import { PerdeError } from '../../errors.ts'
import { riskReport, rounded, sourceRisk, type RiskReport, type SourceRisk } from '../../evidence/release/risk.ts'
import { eachRead } from '../../io/formats/each-read.ts'
import { formatOf } from '../../io/formats/format-named.ts'
import { fieldTree, type FieldTree } from '../../plan/field-tree.ts'
import type { PlannedField, SourcePlan } from '../../plan/plan.ts'
import type { Format, ReadBlock } from '../../io/formats/format.ts'
import { Kind } from '../../record/batch.ts'
import { alikeTokens } from '../worker/alike-tokens.ts'
import type { Block } from '../read/block.ts'
import { faultOfPart } from '../wire/fault.ts'
import { createLinkCollector, type LinkCollector } from '../passes/link-collector.ts'
import { createLinker, linkBits, type Linker } from '../worker/link-sample.ts'
import { writtenTokens } from '../worker/measure.ts'
import { measureUndeclared } from '../risk/measure-linkage.ts'
import { populationRisk } from '../risk/measure-risk.ts'
import { shownInput } from '../read/table-input.ts'
import {
  blocksWithFields,
  openPlainFiles,
  unknownField,
  type PlainFile,
  type PlainJob,
  type PlainPlaces,
} from './plain-file.ts'

export interface RiskJob extends PlainJob, PlainPlaces {
  /** files, globs, tables of databases, or `-`; all together are one table */
  inputs: readonly string[]
  /** field paths, or names as they stand in a header */
  quasiIdentifiers: readonly string[]
  sensitive: readonly string[]
  /** people of whom the records are a sample; undefined: nobody knows */
  population?: number
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
  const files = await openPlainFiles(job.inputs, job)
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
  return riskReport({ [job.inputs.map(shownInput).join(', ')]: measured(count, counts) })
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

/** Whoever is counted twice looks less alone than they are. */
function checkOnce(files: readonly PlainFile[]): void {
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

async function countInput(count: Count, file: PlainFile, bits: number, met: Set<string>): Promise<void> {
  const { job } = count
  const wanted = new Set(count.paths)
  const tree = fieldTree(
    { name: 'risk', fields: [], unlisted: 'keep', tables: {} },
    { at: (field) => wanted.has(field), below: () => true },
    'pass',
  )
  const linker = createLinker(openSource(count.job.quasiIdentifiers), tree, bits)
  try {
    for await (const block of blocksWithFields(job, file, count.paths, met))
      countBlock(count, tree, linker, block, file.name)
  } catch (e) {
    throw e instanceof PerdeError ? e.at({ part: file.name }) : e
  }
  for (const field of tree.met.keys()) met.add(field)
  for (const column of tree.columns) met.add(column.path)
}

function countBlock(count: Count, tree: FieldTree, linker: Linker, block: Block, part: string): void {
  const format = formatOf(block.layout)
  const before = count.records
  try {
    eachRead(format, block.bytes, block.layout, tree.root, (read) => {
      countRecords(count, linker, format, block, read)
    })
  } catch (e) {
    throw faultOfPart(e, part, before, block.offset)
  }
}

function countRecords(count: Count, linker: Linker, format: Format, block: Block, read: ReadBlock): void {
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
