import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ioError, PerdeError } from '../../errors.ts'
import { syncDirectory, systemFs } from '../log/log-fs.ts'
import { fits } from '../../schema/shape.ts'
import { object } from '../release/closed-object.ts'
import { openRegular } from '../release/regular-file.ts'

/** Documents that one review can look at. */
export const MOST_SAMPLED = 10_000

export const JUDGEMENTS = ['clean', 'leak', 'unsure'] as const
export type Judgement = (typeof JUDGEMENTS)[number]

/** Characters of a document's texts: below 200, below 2,000, and more. */
export const LENGTHS = ['short', 'medium', 'long'] as const
export type LengthClass = (typeof LENGTHS)[number]

/** Documents that are alike before anybody reads them; `marks`: perde's labels or masks stand in them. */
export interface Stratum {
  source: string
  length: LengthClass
  marks: boolean
  documents: number
  sampled: number
}

/** `record`: number among the records of the source, from 1. */
export interface Judged {
  source: string
  record: number
  judgement: Judgement
}

/** What a review is of: a release by its manifest, inputs by their bytes. */
export type ReviewDigest = { manifestSha256: string } | { sha256: string }

/** The file that a review leaves: places and judgements, no value of the data. */
export interface ReviewFile {
  /** version that wrote it */
  perde: string
  kind: 'review'
  target: ReviewDigest
  seed: number
  /** documents asked for */
  sample: number
  /** paths of the text fields; `*` for a key that may be data */
  fields: string[]
  strata: Stratum[]
  judgements: Judged[]
}

/** Bytes of the largest file that a review can leave, with room. */
const LARGEST_FILE = 16 * 1024 * 1024

/**
 * The judgements in a file; undefined where nothing is. Throws INPUT_FORMAT for a file that is none of a review, and
 * for a link or anything else that is no file: nothing that somebody else laid there is followed or written over.
 */
export function readReview(path: string, name: string): ReviewFile | undefined {
  const where = { part: name }
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return undefined
  const fd = openRegular(path)
  if (fd === undefined) throw notOne('what stands in the place of the judgements is a link or no regular file', where)
  let text: string
  try {
    if (fstatSync(fd).size > LARGEST_FILE) throw notOne('the file is too large to be one of judgements', where)
    text = readFileSync(fd, 'utf8')
  } catch (e) {
    throw ioError(e, 'reading the judgements', where)
  } finally {
    closeSync(fd)
  }
  const file = parse(text)
  if (!file) throw notOne('the file is not one of judgements', where)
  return file
}

/** Replaces the file in one step, readable by its owner only; after a crash the old judgements or the new ones are there. */
export function writeReview(path: string, name: string, file: ReviewFile): void {
  // A name that nobody can have laid a link under.
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`)
  try {
    const fd = openSync(temporary, 'wx', 0o600)
    try {
      const bytes = Buffer.from(`${JSON.stringify(file)}\n`)
      for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(temporary, path)
    syncDirectory(systemFs, dirname(path))
  } catch (e) {
    rmSync(temporary, { force: true })
    throw ioError(e, 'writing the judgements', { part: name })
  }
}

function notOne(message: string, where: { part: string }): PerdeError {
  return new PerdeError('INPUT_FORMAT', message, {
    where,
    hints: ['name another file for the judgements with --out, or take this one away'],
  })
}

const count = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }
const digest = { type: 'string', pattern: '^[0-9a-f]{64}$' }
const name = { type: 'string', minLength: 1, maxLength: 200 }

const schema = object({
  perde: name,
  kind: { const: 'review' },
  target: { anyOf: [object({ manifestSha256: digest }), object({ sha256: digest })] },
  seed: { type: 'integer', minimum: 0, maximum: 0xffffffff },
  sample: { type: 'integer', minimum: 1, maximum: MOST_SAMPLED },
  fields: { type: 'array', minItems: 1, maxItems: 1000, items: { type: 'string', minLength: 1, maxLength: 1000 } },
  strata: {
    type: 'array',
    maxItems: 10_000,
    items: object({
      source: name,
      length: { enum: LENGTHS },
      marks: { type: 'boolean' },
      documents: count,
      sampled: count,
    }),
  },
  judgements: {
    type: 'array',
    maxItems: MOST_SAMPLED,
    items: object({ source: name, record: { ...count, minimum: 1 }, judgement: { enum: JUDGEMENTS } }),
  },
})

function parse(text: string): ReviewFile | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  return isReview(value) ? value : undefined
}

function isReview(value: unknown): value is ReviewFile {
  if (!fits(value, schema)) return false
  const { judgements } = value as unknown as ReviewFile
  // Of two judgements of one document nobody knows which is meant.
  return new Set(judgements.map((j) => `${j.source}\n${j.record}`)).size === judgements.length
}
