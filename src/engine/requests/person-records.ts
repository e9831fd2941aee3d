import { encodeRef } from '../../consent/ledger/reference.ts'
import { createSubjectKeyer } from '../../consent/subject-ref.ts'
import { createPublishable } from '../../detect/publishable.ts'
import { PerdeError } from '../../errors.ts'
import { formatOf } from '../../io/formats/format-named.ts'
import { fieldTree } from '../../plan/field-tree.ts'
import type { SourcePlan } from '../../plan/plan.ts'
import type { Policy } from '../../policy/policy.ts'
import { Kind, type Batch } from '../../record/batch.ts'
import type { SubjectKeys } from '../consents/subject-keys.ts'
import { cutBlocks } from '../read/blocks.ts'
import { findAllInputs, type InputOptions } from '../read/inputs.ts'
import { closeInputs, type Input } from '../read/input.ts'
import { faultOfPart } from '../wire/fault.ts'

/** Whose records are looked for, and where. */
export interface PersonSearch {
  policy: Policy
  sources: readonly SourcePlan[]
  /** the person's reference, base64url */
  ref: string
  keys: SubjectKeys
  options: InputOptions
  signal: AbortSignal
}

/** A record of the person, decoded. */
export interface PersonRecord {
  source: string
  /** what the manifest calls its input */
  input: string
  /** number in its input, from 1 */
  record: number
  cells: { path: string; kind: Kind; text: string }[]
}

export interface PersonFound {
  /** by source, in the order of the policy; records: undefined where the policy does not say whom its records are about */
  sources: { source: string; records: number | undefined }[]
  /** records that were set aside, as ragged ones are: nobody looked at them */
  aside: number
}

/**
 * Reads the inputs of a policy for the records of one person. `fields`: all that stands in them, or nobody asks.
 * Throws INPUT_*, PLAN_MISMATCH where no record of a source names its subject.
 */
export async function personRecords(
  search: PersonSearch,
  fields: 'all' | 'none',
  take: (record: PersonRecord) => void,
): Promise<PersonFound> {
  const counts = new Map<string, number>()
  let aside = 0
  const inputs = await findAllInputs(search.policy, search.options, createPublishable())
  try {
    for (const input of inputs) {
      const plan = search.sources[input.source]!
      if (!plan.subject) continue
      const found = await readInput(search, plan, input, fields, take)
      counts.set(plan.name, (counts.get(plan.name) ?? 0) + found.records)
      aside += found.aside
    }
  } finally {
    await closeInputs(inputs)
  }
  return {
    sources: search.sources.map(({ name, subject }) => ({
      source: name,
      records: subject ? (counts.get(name) ?? 0) : undefined,
    })),
    aside,
  }
}

async function readInput(
  { ref, keys, signal }: PersonSearch,
  plan: SourcePlan,
  input: Input,
  fields: 'all' | 'none',
  take: (record: PersonRecord) => void,
): Promise<{ records: number; aside: number }> {
  const { path, entity } = plan.subject!
  const tree = fieldTree(
    { name: plan.name, fields: [], unlisted: 'keep', tables: {} },
    { at: (field) => fields === 'all' || field === path, below: () => true },
    'pass',
  )
  const keyer = createSubjectKeyer(keys.a, keys.b, entity)
  const read = { records: 0, all: 0, aside: 0, named: false }
  const where = { source: plan.name, part: input.bytes.name }
  try {
    for await (const block of cutBlocks(input.bytes, input.format, input.options, 1 << 20, signal)) {
      try {
        const { batch, quarantined } = formatOf(block.layout).read(block.bytes, block.layout, tree.root)
        const subjects = textsAt(batch, path)
        read.named ||= subjects.some((text) => text !== '')
        const { refs, flags } = keyer(subjects)
        for (let row = 0; row < batch.records; row++) {
          if (flags[row] !== 0 || encodeRef(refs, row) !== ref) continue
          read.records++
          const record = quarantined.reduce((n, one) => (one <= n ? n + 1 : n), row)
          const cells = fields === 'all' ? cellsOf(batch, row) : []
          take({ source: plan.name, input: input.name, record: read.all + record + 1, cells })
        }
        read.all += batch.records + quarantined.length
        read.aside += quarantined.length
      } catch (e) {
        throw faultOfPart(e, input.bytes.name, read.all, block.offset)
      }
    }
  } catch (e) {
    throw e instanceof PerdeError ? e.at(where) : e
  }
  // A misspelt subject would make everybody unknown.
  if (read.all > 0 && !read.named)
    throw new PerdeError('PLAN_MISMATCH', 'no record of the source names its subject, so nobody is found in it', {
      where: { source: plan.name, field: path },
      hints: [`correct dataset.subject.${plan.name}`],
    })
  return read
}

function textsAt(batch: Batch, path: string): string[] {
  const texts = new Array<string>(batch.records).fill('')
  const column = batch.columns.find((one) => one?.path === path)
  column?.text.forEach((text, i) => {
    if (column.kind[i] !== Kind.null) texts[column.row[i]!] = text
  })
  return texts
}

/** What stands in a record, in the order of its fields; what holds other values is these. */
function cellsOf(batch: Batch, row: number): PersonRecord['cells'] {
  return batch.columns.flatMap((column) => {
    if (!column) return []
    return [...column.row.keys()].flatMap((i) =>
      column.row[i] === row && column.kind[i] !== Kind.container
        ? [{ path: column.path, kind: column.kind[i]! as Kind, text: column.text[i]! }]
        : [],
    )
  })
}
