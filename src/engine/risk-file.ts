import { createClassTable, type ClassCounts } from '../anonymity/class-table.ts'
import { ANY } from '../anonymity/tuple-table.ts'
import { sensitiveMeasures } from '../anonymity/measures/sensitive-values.ts'
import { PerdeError } from '../errors.ts'
import { riskReport, sourceRisk, type RiskReport } from '../evidence/release/risk.ts'
import { BlockFault, type FormatOptions } from '../io/formats/format.ts'
import { formatFor, formatNamed } from '../io/formats/format-named.ts'
import { findInputs } from '../io/lake/find-inputs.ts'
import { localFile } from '../io/stores/local.ts'
import { spool } from '../io/stores/spool.ts'
import type { ByteSource } from '../io/stores/store.ts'
import { fieldTree, type FieldTree } from '../plan/field-tree.ts'
import { closest } from '../policy/suggest.ts'
import { formatName } from '../record/path.ts'
import { cutBlocks, type Block } from './blocks.ts'
import { checkUnknownNames } from './check-names.ts'
import { asFault, faultError } from './fault.ts'
import { writtenTokens } from './measure.ts'

export interface RiskJob {
  /** a file or glob, or `-`; several files are one table */
  input: string
  cwd: string
  stdin: AsyncIterable<Uint8Array>
  /** field paths, or names as they stand in a header */
  quasiIdentifiers: readonly string[]
  sensitive: readonly string[]
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
    records: 0,
  }
  const met = new Set<string>()
  if (job.input === '-') await countInput(count, await spool(job.stdin, '-'), '-', '-', met)
  else
    for (const file of await findInputs(job.input, job.cwd))
      await countInput(count, await localFile(file.path, file.name), file.path, file.name, met)
  for (const path of count.paths) if (count.records > 0 && !met.has(path)) throw unknownField(path, met, job)
  const sizes = { leaves: quasiIdentifiers.map(() => ANY), sensitive: sensitive.map(valuesOf(count)) }
  const counts: ClassCounts = { ...count.table.counts(), shape: sizes }
  const l = Object.fromEntries(sensitive.map((path, f) => [path, sensitiveMeasures(counts, f).distinctL]))
  return riskReport({ [job.input]: sourceRisk([...quasiIdentifiers], counts.counts, l) })
}

interface Count {
  job: RiskJob
  /** quasi-identifiers, then sensitive fields */
  paths: string[]
  /** number of each value, from 1; null or absent is 0 */
  dictionaries: Map<string, number>[]
  table: ReturnType<typeof createClassTable>
  records: number
}

const valuesOf = (count: Count) => (_: string, f: number) =>
  count.dictionaries[count.job.quasiIdentifiers.length + f]!.size + 1

async function countInput(
  count: Count,
  source: ByteSource,
  path: string,
  name: string,
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
  let names: readonly string[] | undefined
  try {
    for await (const block of cutBlocks(source, format, job.options, 1024 * 1024, job.signal)) {
      const { fields } = block.layout
      if (fields && names !== fields) {
        checkUnknownNames((names = fields), { sourceName: '', bytes: source }, job.publishable)
        for (const field of fields) met.add(formatName(field))
        for (const field of count.paths) if (!met.has(field)) throw unknownField(field, met, job)
      }
      countBlock(count, tree, block, name)
    }
  } catch (e) {
    throw e instanceof PerdeError ? e.at({ part: name }) : e
  }
  for (const field of tree.met.keys()) met.add(field)
  for (const column of tree.columns) met.add(column.path)
}

function countBlock(count: Count, tree: FieldTree, block: Block, part: string): void {
  const format = formatNamed(block.layout.format)
  try {
    const { batch } = format.read(block.bytes, block.layout, tree.root)
    const numbers = count.paths.map((path, p) => {
      const column = batch.columns.find((c) => c?.path === path)
      const own = new Uint32Array(batch.records)
      if (!column) return own
      const tokens = writtenTokens(column, column, batch.records)
      const known = tokens.distinct.map((token) => numberOf(count.dictionaries[p]!, token, path))
      for (let r = 0; r < own.length; r++) if (tokens.numbers[r]! >= 0) own[r] = known[tokens.numbers[r]!]!
      return own
    })
    const quasi = count.job.quasiIdentifiers.length
    count.table.addColumns(numbers.slice(0, quasi), numbers.slice(quasi), batch.records)
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
