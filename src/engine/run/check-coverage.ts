import { WITHHELD } from '../../detect/publishable.ts'
import { PerdeError } from '../../errors.ts'
import { outputLayout } from '../wire/output-layout.ts'
import { BlockFault } from '../../io/formats/format.ts'
import { conversionOf } from '../../io/formats/convert/conversion.ts'
import { formatOf } from '../../io/formats/format-named.ts'
import type { Layout } from '../../io/formats/format.ts'
import { fieldTree } from '../../plan/field-tree.ts'
import type { Plan, SourcePlan } from '../../plan/plan.ts'
import { conditionPaths, parseCondition } from '../../policy/condition.ts'
import type { Policy } from '../../policy/policy.ts'
import { Kind } from '../../record/batch.ts'
import { formatName, parsePath } from '../../record/path.ts'
import { guardedNames, namedPaths } from '../passes/block-tasks.ts'
import { cutBlocks } from '../read/blocks.ts'
import type { Block } from '../read/block.ts'
import { checkColumns } from '../read/check-columns.ts'
import { checkAround } from '../read/check-around.ts'
import { checkNames } from '../read/check-names.ts'
import { declaredTypes } from '../read/declared-types.ts'
import type { Input } from '../read/input.ts'

/** What the beginning of an input shows. */
export interface Coverage {
  /** names of the header; undefined where the format has none */
  fields: string[] | undefined
  /** fields that no rule of the policy names, as they may be shown, in the order of the file */
  unlisted: string[]
  /** types that it declares, by field path; undefined: those of its values */
  declared: ReadonlyMap<string, string> | undefined
  /** kinds of the values at its beginning, a bit `1 << Kind` each, by field path */
  kinds: ReadonlyMap<string, number>
}

/** Enough for a header, and for the keys of the first records where there is none. */
const BEGINNING = 64 * 1024

/**
 * Looks at the beginning of every input before any work is done: are the header's names names, and do files of one source
 * have the same columns? One element per input. Throws INPUT_* where a header cannot be read or is another than that of the
 * first, INPUT_NO_HEADER. Fields that only later records have are found by the run itself.
 */
export async function lookAtInputs(
  plan: Plan,
  inputs: readonly Input[],
  publishable: (name: string) => boolean,
): Promise<Coverage[]> {
  const seen: Coverage[] = []
  for (const input of inputs) seen.push(await coverageOf(plan, input, publishable))
  checkColumns(inputs, seen, publishable)
  return seen
}

/**
 * Has every field at the beginning of the inputs a rule? Throws, where the policy's `unlisted` is `fail`, one
 * POLICY_UNCOVERED_FIELD with all fields of all inputs.
 */
export function checkCoverage(
  plan: Plan,
  inputs: readonly Input[],
  seen: readonly Coverage[],
  unlisted: Policy['unlisted'],
): void {
  if (unlisted === 'keep') refuseLostRules(plan, inputs, seen)
  if (unlisted !== 'fail') return
  const missing = new Map<string, Set<string>>()
  for (const [i, { unlisted: paths }] of seen.entries()) {
    if (paths.length === 0) continue
    const { sourceName } = inputs[i]!
    missing.set(sourceName, new Set([...(missing.get(sourceName) ?? []), ...paths]))
  }
  if (missing.size > 0) throw uncovered(missing, lostRules(plan, inputs, seen))
}

async function coverageOf(plan: Plan, input: Input, publishable: (name: string) => boolean): Promise<Coverage> {
  const source = plan.sources[input.source]!
  const block = await firstBlock(input)
  if (!block) return { fields: undefined, unlisted: [], declared: undefined, kinds: new Map() }
  if (input.format.document)
    checkAround(
      input.format.document.texts(block.layout, block.before!, undefined),
      input,
      publishable,
      guardedNames(plan, input),
    )
  const partition = partitionNames(input)
  const fields = block.layout.fields && [...block.layout.fields, ...partition]
  const named = namedPaths(plan, input)
  checkPartition(source, block.layout.fields ?? [], input)
  checkNames(partition, input, publishable, named)
  if (fields) {
    checkNames(block.layout.fields!, input, publishable, named)
    checkConditions(source, fields, input)
    checkSubject(source, fields, input)
  }
  // Nothing stops at a field without a rule here: all of them are wanted.
  const tree = fieldTree({ ...source, unlisted: 'keep' }, { at: () => false, below: () => false })
  const holding = holdersOf(input)
  for (const name of fields ?? []) if (!holding.has(formatName(name))) tree.root.child(name).meet(Kind.string)
  // Fields in documents are found in the records, as all are where there is neither header nor schema.
  const { meet } = formatOf(block.layout)
  meet?.(block.layout, tree.root)
  if (holding.size > 0 || (!meet && !fields)) meetRecords(block, tree.root)
  checkConversion(plan, source, block.layout)
  const unlisted = [...tree.met].filter(([, field]) => field < 0).map(([path]) => path)
  // A schema that was made of a file without a header has a record for its names: one that is data makes the others suspect.
  const record = !fields && input.format.meet !== undefined && unlisted.some((path) => !publishable(path))
  return {
    fields,
    unlisted: [...new Set(unlisted.map((path) => (record || !publishable(path) ? WITHHELD : path)))],
    declared: declaredTypes(input, block.layout),
    kinds: tree.takeKinds(),
  }
}

/** Fields that have no place in the format of the output stop the run before its first record. */
function checkConversion(plan: Plan, source: SourcePlan, layout: Layout): void {
  const tree = fieldTree(source, { at: () => false, below: () => false })
  for (const name of layout.fields ?? []) tree.root.child(name)
  try {
    conversionOf(outputLayout(plan, source, layout), tree.root, tree.removed)
  } catch (e) {
    throw e instanceof PerdeError ? e.at({ source: source.name }) : e
  }
}

function partitionNames({ options }: Input): string[] {
  return (options.partition ?? []).map(({ name }) => name)
}

/** A folder has one value for all its records: it can be no column of theirs, and they cannot be generalised one by one. */
function checkPartition({ name: source, anonymity }: SourcePlan, columns: readonly string[], input: Input): void {
  for (const name of partitionNames(input)) {
    const field = formatName(name)
    const where = { source, part: input.bytes.name }
    if (columns.includes(name))
      throw new PerdeError('INPUT_DUPLICATE_FIELD', 'a folder and the records have a column of the same name', {
        where,
        hints: ['take it out of the records, or rename the folder: nobody can tell which of the two is meant'],
      })
    if (anonymity?.fields.includes(field))
      throw new PerdeError('PLAN_MISMATCH', 'a quasi-identifier of "anonymity" stands in the names of folders', {
        where: { ...where, field },
        hints: ['drop it, or move it into the records: a folder cannot be made coarser record by record'],
      })
  }
}

/** Columns that rules of a source spell out and that no header of its inputs has; sources without a header have none. */
function lostRules(
  plan: Plan,
  inputs: readonly Input[],
  seen: readonly Coverage[],
): { source: string; path: string }[] {
  return plan.sources.flatMap((planned, s) => {
    const { name, fields } = planned
    const headers = seen.flatMap((coverage, i) => (inputs[i]!.source === s ? [coverage.fields] : []))
    if (headers.length === 0 || headers.includes(undefined)) return []
    const columns = headers.flatMap((header) => header ?? [])
    const holders = holdersOf(inputs.find(({ source }) => source === s)!)
    return fields
      .filter(({ path, origin }) => origin === 'rule' && !path.includes('*') && !isColumn(path, columns, holders))
      .map(({ path }) => ({ source: name, path }))
  })
}

/** Where unnamed fields are kept, a misspelt rule would release what it was written for. */
function refuseLostRules(plan: Plan, inputs: readonly Input[], seen: readonly Coverage[]): void {
  const [lost] = lostRules(plan, inputs, seen)
  if (lost)
    throw new PerdeError(
      'PLAN_MISMATCH',
      `the policy has a rule for "${lost.path}", which no input of "${lost.source}" has`,
      {
        where: { source: lost.source, field: lost.path },
        hints: ['correct its name or remove it: with "unlisted: keep" a field without a rule is released as it is'],
      },
    )
}

/** A condition on a field that is not there would be false, or true, for every record: a slip of the pen would release values. */
function checkConditions(source: SourcePlan, fields: readonly string[], input: Input): void {
  for (const { path, when } of source.fields) {
    const asked = when === undefined ? [] : conditionPaths(parseCondition(when))
    const missing = asked.find((path) => !isColumn(path, fields, holdersOf(input)))
    if (missing !== undefined)
      throw new PerdeError(
        'PLAN_MISMATCH',
        `the condition of field "${path}" asks for "${missing}", which the header does not have`,
        {
          where: { source: input.sourceName, part: input.bytes.name, field: path },
          hints: ['correct its "when", or leave the input out'],
        },
      )
  }
}

/** A subject that is nowhere makes of all records nobody's: no consent would be found, and no release before. */
function checkSubject(source: SourcePlan, fields: readonly string[], input: Input): void {
  const { subject } = source
  const { sourceName, bytes } = input
  if (!subject || isColumn(subject.path, fields, holdersOf(input))) return
  throw new PerdeError('PLAN_MISMATCH', 'no record of the source names its subject', {
    where: { source: sourceName, part: bytes.name, field: subject.path },
    hints: [`correct dataset.subject.${sourceName}: it names "${subject.path}", which the header does not have`],
  })
}

/** Cells that hold documents: as the policy names them, or as the database has their columns. */
function holdersOf({ options }: Input): ReadonlySet<string> {
  return new Set(Object.keys(options.documents ?? {}))
}

/** A column, or a place in a document that one of them holds, which may have any fields. */
function isColumn(path: string, fields: readonly string[], holders: ReadonlySet<string>): boolean {
  const [first, ...below] = parsePath(path)
  if (first?.kind !== 'name' || !fields.includes(first.name)) return false
  return below.length === 0 || holders.has(formatName(first.name))
}

async function firstBlock(input: Input): Promise<Block | undefined> {
  const blocks = cutBlocks(input.bytes, input.format, input.options, BEGINNING)
  try {
    const first = await blocks.next()
    return first.done === true ? undefined : first.value
  } catch (e) {
    throw e instanceof PerdeError ? e.at({ source: input.sourceName, part: input.bytes.name }) : e
  } finally {
    await blocks.return(undefined as never)
  }
}

/** A fault in a record is the run's to report, with its place. */
function meetRecords(block: Block, root: Parameters<Input['format']['read']>[2]): void {
  try {
    formatOf(block.layout).read(block.bytes, block.layout, root)
  } catch (e) {
    if (!(e instanceof BlockFault)) throw e
  }
}

/** Longer lists are not read. */
const MOST_NAMED = 20

function uncovered(
  missing: ReadonlyMap<string, ReadonlySet<string>>,
  lost: readonly { source: string; path: string }[],
): PerdeError {
  const all = [...missing].flatMap(([source, paths]) => [...paths].map((path) => ({ source, path })))
  const [first] = all
  const [source] = missing.keys()
  const lists = [...missing].map(([name, paths]) => `${shown(paths)} of "${name}"`)
  return new PerdeError(
    'POLICY_UNCOVERED_FIELD',
    all.length === 1
      ? `field "${first!.path}" of "${first!.source}" has no rule in the policy`
      : `${all.length} fields have no rule in the policy: ${lists.join('; ')}`,
    {
      hints: [
        all.length === 1
          ? 'add a rule for it, or set "unlisted: drop"'
          : 'add a rule for each of them, or set "unlisted: drop"',
        ...(lost.length > 0
          ? [
              `no input has the field of these rules, perhaps they are misspelt: ${shown(new Set(lost.map((l) => l.path)))}`,
            ]
          : []),
      ],
      where: { ...(missing.size === 1 && { source: source! }), ...(all.length === 1 && { field: first!.path }) },
      facts: { fields: Object.fromEntries([...missing].map(([name, paths]) => [name, [...paths]])) },
    },
  )
}

function shown(paths: ReadonlySet<string>): string {
  const list = [...paths].slice(0, MOST_NAMED).map((path) => `"${path}"`)
  return `${list.join(', ')}${paths.size > MOST_NAMED ? ` and ${paths.size - MOST_NAMED} more` : ''}`
}
