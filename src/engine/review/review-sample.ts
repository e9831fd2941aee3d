import { PerdeError } from '../../errors.ts'
import { LENGTHS, type LengthClass, type Stratum } from '../../evidence/review/judgements.ts'
import { eachRead } from '../../io/formats/each-read.ts'
import type { Layout } from '../../io/formats/format.ts'
import { fieldTree, type FieldTree } from '../../plan/field-tree.ts'
import { Kind, type Batch } from '../../record/batch.ts'
import { matchesPath, parsePath, PathSyntaxError, type Segment, type Step } from '../../record/path.ts'
import { cutBlocks } from '../read/blocks.ts'
import { shownInput } from '../read/table-input.ts'
import { faultOfPart } from '../wire/fault.ts'
import { allocate, createReservoir, drawKey, hasMarks, lengthClass, type Reservoir } from './review-strata.ts'
import type { ReviewPart, ReviewTarget } from './review-target.ts'

/** A document that was drawn: one record's texts, which are not read yet. `record`: in its source, from 1. */
export interface Drawn {
  source: string
  record: number
  /** number of its stratum */
  stratum: number
}

export interface Sample {
  fields: string[]
  strata: Stratum[]
  /** in the order in which they are shown: a beginning of it is a random sample, too */
  drawn: Drawn[]
  /** digests of the parts */
  sha256: string[]
  /** bytes of all parts */
  bytes: number
}

/** A drawn document with what stands in it. */
export interface ReviewDocument extends Drawn {
  part: string
  texts: { field: string; text: string }[]
}

const BLOCK = 256 * 1024

/** UTF-16 units of all documents of a sample, which are held in memory together. */
const MOST_HELD = 128 * 1024 * 1024

/**
 * Draws documents from every stratum (source, length, marks of perde), in one pass and in memory that does not depend
 * on the size of the data. Records without a text in the fields are no documents. The same seed draws the same.
 */
export async function drawSample(
  target: ReviewTarget,
  fields: string[],
  sample: number,
  seed: number,
): Promise<Sample> {
  const patterns = fields.map(patternOf)
  const strata = new Map<string, Omit<Stratum, 'documents' | 'sampled'> & { drawn: Reservoir }>()
  const sources = [...new Set(target.parts.map((p) => p.source))]
  const records = new Map<string, number>()
  const sha256: string[] = []
  let bytes = 0
  for (const part of target.parts) {
    const { source } = part
    const pass = await readPart(target, part, patterns, records.get(source) ?? 0, {
      see(batch, before) {
        const { lengths, marked } = measure(batch)
        for (let row = 0; row < batch.records; row++) {
          if (lengths[row] === 0) continue
          const [length, marks] = [lengthClass(lengths[row]!), marked[row] === 1]
          const key = `${source}\n${length}\n${marks}`
          let stratum = strata.get(key)
          if (!stratum) strata.set(key, (stratum = { source, length, marks, drawn: createReservoir(sample) }))
          const record = before + row + 1
          stratum.drawn.add(drawKey(seed, sources.indexOf(source), record), record)
        }
      },
    })
    records.set(source, pass.records)
    sha256.push(pass.sha256)
    bytes += pass.bytes
  }
  const ordered = [...strata.values()].sort(
    (a, b) => sources.indexOf(a.source) - sources.indexOf(b.source) || order(a, b),
  )
  if (ordered.length === 0)
    throw new PerdeError('INPUT_EMPTY', 'no record has a text in the fields that are to be read', {
      where: { part: shownInput(target.job.target) },
      hints: ['is the path of --field right? "perde scan" shows the fields of a file'],
    })
  const taken = allocate(
    ordered.map((s) => s.drawn.seen),
    sample,
  )
  const drawn = ordered.flatMap(({ source, drawn: of }, stratum) =>
    of.smallest(taken[stratum]!).map(({ key, record }) => ({ key, source, record, stratum })),
  )
  drawn.sort((a, b) => a.key - b.key || a.stratum - b.stratum)
  return {
    fields,
    strata: ordered.map(({ source, length, marks, drawn: { seen } }, i) => ({
      source,
      length,
      marks,
      documents: seen,
      sampled: taken[i]!,
    })),
    drawn: drawn.map(({ source, record, stratum }) => ({ source, record, stratum })),
    sha256,
    bytes,
  }
}

/** Reads the drawn documents, in their order. Throws INPUT_CHANGED where the data is not what they were drawn from. */
export async function readDocuments(
  target: ReviewTarget,
  sample: Sample,
  mostHeld = MOST_HELD,
): Promise<ReviewDocument[]> {
  const patterns = sample.fields.map(patternOf)
  const found = new Map<string, ReviewDocument>(
    sample.drawn.map((d) => [`${d.source}\n${d.record}`, { ...d, part: '', texts: [] }]),
  )
  const wanted = new Map<string, number[]>()
  for (const { source, record } of sample.drawn) wanted.set(source, [...(wanted.get(source) ?? []), record])
  for (const list of wanted.values()) list.sort((a, b) => a - b)
  const records = new Map<string, number>()
  let held = 0
  for (const [p, part] of target.parts.entries()) {
    const { source } = part
    const list = wanted.get(source) ?? []
    const pass = await readPart(target, part, patterns, records.get(source) ?? 0, {
      wants: (from, to) => upTo(list, from) < upTo(list, to),
      see(batch, before) {
        for (const { row, field, text } of textsOf(batch)) {
          const document = found.get(`${source}\n${before + row + 1}`)
          if (!document) continue
          document.part = part.name
          // Copied: a piece of a block's string would keep the whole block.
          document.texts.push({ field, text: Buffer.from(text, 'utf16le').toString('utf16le') })
          held += text.length
          if (held > mostHeld) throw tooMuch(target)
        }
      },
    })
    records.set(source, pass.records)
    if (pass.sha256 !== sample.sha256[p]) throw changed(part)
  }
  return sample.drawn.map((d) => found.get(`${d.source}\n${d.record}`)!)
}

/** Who looks at the records of a part. `wants`: is there one behind record `from` and up to `to` to look at? */
interface Reading {
  wants?(from: number, to: number): boolean
  see(batch: Batch, before: number): void
}

/** Reads one part block by block; gives the number of records of its source so far, and its digest. */
async function readPart(
  { job }: ReviewTarget,
  part: ReviewPart,
  patterns: readonly (readonly Segment[])[],
  before: number,
  reading: Reading,
): Promise<{ records: number; sha256: string; bytes: number }> {
  const tree = treeOf((path) => patterns.some((p) => matchesPath(p, parsePath(path) as Step[])))
  const skip = treeOf(() => false)
  const look = ({ format }: ReviewPart, bytes: Uint8Array, layout: Layout, seen: number): number => {
    if (reading.wants) {
      const n = format.read(bytes, layout, skip.root).batch.records
      if (!reading.wants(seen, seen + n)) return n
    }
    let n = 0
    eachRead(format, bytes, layout, tree.root, ({ batch }) => {
      reading.see(batch, seen + n)
      n += batch.records
    })
    return n
  }
  const blocks = cutBlocks(part.bytes, part.format, part.options, BLOCK, job.signal)
  let records = before
  try {
    for (let next = await blocks.next(); ; next = await blocks.next()) {
      if (next.done) {
        if (part.sha256 !== undefined && next.value.sha256 !== part.sha256) throw changed(part)
        return { records, ...next.value }
      }
      const { bytes, layout, offset } = next.value
      try {
        records += look(part, bytes, layout, records)
      } catch (e) {
        throw faultOfPart(e, part.name, records - before, offset)
      }
    }
  } catch (e) {
    throw e instanceof PerdeError ? e.at({ part: part.name }) : e
  } finally {
    await blocks.return(undefined as never)
  }
}

function treeOf(wanted: (path: string) => boolean): FieldTree {
  return fieldTree(
    { name: 'review', fields: [], unlisted: 'keep', tables: {} },
    { at: (path) => path !== '' && wanted(path), below: () => true },
    'pass',
  )
}

function* textsOf(batch: Batch): Generator<{ row: number; field: string; text: string }> {
  for (const column of batch.columns) {
    if (!column) continue
    for (let i = 0; i < column.text.length; i++) {
      const kind = column.kind[i]
      const text = column.text[i]!
      if ((kind === Kind.string || kind === Kind.number) && text.trim() !== '')
        yield { row: column.row[i]!, field: column.path, text }
    }
  }
}

function measure(batch: Batch): { lengths: Float64Array; marked: Uint8Array } {
  const lengths = new Float64Array(batch.records)
  const marked = new Uint8Array(batch.records)
  for (const { row, text } of textsOf(batch)) {
    lengths[row]! += text.length
    if (marked[row] === 0 && hasMarks(text)) marked[row] = 1
  }
  return { lengths, marked }
}

function patternOf(field: string): Segment[] {
  try {
    return parsePath(field)
  } catch (e) {
    if (!(e instanceof PathSyntaxError)) throw e
    throw new PerdeError('USAGE', `--field is no path: ${e.message}`, {
      hints: ['write it as in a policy: text, messages[].content, "a name with dots.in it"'],
    })
  }
}

function order(a: { length: LengthClass; marks: boolean }, b: { length: LengthClass; marks: boolean }): number {
  return LENGTHS.indexOf(a.length) - LENGTHS.indexOf(b.length) || Number(a.marks) - Number(b.marks)
}

/** Number of records in an ascending list that are at most `record`. */
function upTo(list: readonly number[], record: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (list[middle]! <= record) low = middle + 1
    else high = middle
  }
  return low
}

function changed(part: ReviewPart): PerdeError {
  return new PerdeError('INPUT_CHANGED', 'the data changed while it was read', {
    where: { part: part.name },
    retryable: true,
    hints: ['run again when nobody writes to it; nothing was judged'],
  })
}

function tooMuch({ job }: ReviewTarget): PerdeError {
  return new PerdeError('PLAN_LIMIT', 'the documents that were drawn are too large to be held in memory together', {
    where: { part: shownInput(job.target) },
    hints: ['judge fewer at a time with --sample, or fewer fields with --field'],
  })
}
