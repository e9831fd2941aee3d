import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { mergeFacts, type ColumnFacts } from '../../detect/column-facts.ts'
import { isText } from '../../detect/is-text.ts'
import { createPublishable } from '../../detect/publishable.ts'
import { PerdeError } from '../../errors.ts'
import type { ReviewDigest } from '../../evidence/review/judgements.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import { checkRelease } from '../../evidence/release/verify-release.ts'
import type { Format, FormatOptions } from '../../io/formats/format.ts'
import { unpackMembers } from '../../io/codings/unpack-members.ts'
import { findInputs } from '../../io/lake/find-inputs.ts'
import type { FoundInput } from '../../io/lake/found-input.ts'
import { localFile } from '../../io/stores/local.ts'
import type { ByteSource } from '../../io/stores/store.ts'
import { formatPath, parsePath } from '../../record/path.ts'
import { isSchema, isTable, openTableInputs, shownInput, tableFormat } from '../read/table-input.ts'
import { openRelease } from '../release/open-release.ts'
import { formatOfFile } from '../table/plain-file.ts'
import { scanInputs } from '../table/scan.ts'

export interface ReviewJob {
  /** folder of a release, a file or a glob, relative to `cwd`; or a table, a query or a schema of a database */
  target: string
  cwd: string
  /** as a source of a policy may name it; default: by the names of the files */
  format?: string
  options: FormatOptions
  /** where credentials of databases are found */
  env?: NodeJS.ProcessEnv
  signal?: AbortSignal
}

/** One file of what is reviewed. */
export interface ReviewPart {
  source: string
  /** as the user would name it */
  name: string
  bytes: ByteSource
  format: Format
  options: FormatOptions
  /** digest that the manifest gives it */
  sha256?: string
  /** of a table of a database */
  address?: string
}

/** What is reviewed: a release, or inputs, which are one source called `input`. */
export interface ReviewTarget {
  job: ReviewJob
  parts: ReviewPart[]
  release?: { manifest: Manifest; manifestSha256: string; dir: string }
}

/**
 * Finds what is to be reviewed; of the data nothing is read but, of a release, its digests. Throws RELEASE_TAMPERED for
 * a release that is not what was released: there is nothing to be said about it.
 */
export async function openReviewTarget(job: ReviewJob): Promise<ReviewTarget> {
  if (isTable(job.target)) return isSchema(job.target) ? openSchema(job) : openTables(job, { input: job.target })
  const path = resolve(job.cwd, job.target)
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? openFolder(job, path) : openInputs(job)
}

/** Once the documents are read nothing is asked any more: a table is not held while a person thinks. */
export async function closeTarget({ parts }: ReviewTarget): Promise<void> {
  for (const { bytes } of parts) await bytes.close()
}

async function openTables(job: ReviewJob, addresses: Record<string, string>): Promise<ReviewTarget> {
  const tables = await openTableInputs(Object.values(addresses), job.env ?? {})
  try {
    const parts = Object.entries(addresses).map(([source, address], i): ReviewPart => {
      const table = tables[i]!
      return { source, name: table.name, bytes: table, address, ...tableFormat(table, job.format, job.options) }
    })
    return { job, parts }
  } catch (e) {
    for (const table of tables) await table.close()
    throw e
  }
}

/** A release in a database: it is verified in one reading, and its tables are then read as tables. */
async function openSchema(job: ReviewJob): Promise<ReviewTarget> {
  const open = await openRelease(job.target, job.cwd, job.env ?? {})
  try {
    const { manifest, manifestSha256, problems } = checkRelease(open.dir, unpackMembers, open.elsewhere)
    if (problems.length > 0) throw tampered(open.shown)
    const addresses = Object.fromEntries(manifest.outputs.map((output) => [output.source, open.place(output)]))
    return { ...(await openTables(job, addresses)), release: { manifest, manifestSha256, dir: open.dir } }
  } finally {
    open.close()
  }
}

async function openInputs(job: ReviewJob): Promise<ReviewTarget> {
  const parts: ReviewPart[] = []
  for (const { path, name, open } of await findInputs(job.target, job.cwd))
    parts.push(await partOf(job, { source: 'input', path, name, options: job.options, open }))
  return { job, parts }
}

async function openFolder(job: ReviewJob, dir: string): Promise<ReviewTarget> {
  const { manifest, manifestSha256, problems } = checkRelease(dir, unpackMembers)
  if (problems.length > 0) throw tampered(job.target)
  if (manifest.outputs.some(({ plain }) => plain)) throw sealed(job.target)
  const parts: ReviewPart[] = []
  for (const { path, source, header, record, sha256 } of manifest.outputs) {
    // What was written without a header is read without one.
    const options = { ...job.options, ...(header === 0 && { header: false }), ...(record !== undefined && { record }) }
    const file = join(dir, path)
    const open = (name: string) => localFile(file, name)
    const part = await partOf(job, { source, path: file, name: relative(job.cwd, file), options, open })
    parts.push({ ...part, sha256 })
  }
  return { job, parts, release: { manifest, manifestSha256, dir } }
}

function sealed(part: string): PerdeError {
  return new PerdeError('USAGE', 'the release is sealed, so its records are read through the gate only', {
    where: { part },
    hints: ["perde use RELEASE … -- sh -c 'perde review $PERDE_DATA'"],
  })
}

function tampered(part: string): PerdeError {
  return new PerdeError('RELEASE_TAMPERED', 'the release is not what was released, so nothing can be said about it', {
    where: { part },
    hints: ['see what is wrong with: perde verify RELEASE'],
  })
}

async function partOf(
  job: ReviewJob,
  {
    source,
    path,
    name,
    options,
    open,
  }: { source: string; options: FormatOptions } & Pick<FoundInput, 'path' | 'name' | 'open'>,
): Promise<ReviewPart> {
  const format = formatOfFile({ ...job, options }, { path, name })
  return { source, name, bytes: await open(name), format, options }
}

/** Records of each file that are looked at to tell texts from other fields. */
const LOOKED_AT = 10_000

/** Paths of the fields that hold texts, by a sample of every file; `*` stands for a name that may be data. */
export async function textFields({ job, parts }: ReviewTarget): Promise<string[]> {
  const publishable = createPublishable()
  const facts = new Map<string, ColumnFacts>()
  for (const { name, options, address } of parts) {
    const [scanned] = await scanInputs({
      inputs: [address ?? name],
      cwd: job.cwd,
      stdin: (async function* () {})(),
      env: job.env ?? {},
      sample: LOOKED_AT,
      ...(job.format !== undefined && { format: job.format }),
      options: address === undefined ? options : job.options,
      locales: [],
      publishable,
    })
    for (const [path, seen] of scanned!.facts) {
      const shown = formatPath(
        parsePath(path).map((s) => (s.kind === 'name' && !publishable(s.name) ? { kind: 'any' } : s)),
      )
      const known = facts.get(shown)
      facts.set(shown, known ? mergeFacts(known, seen) : seen)
    }
  }
  const fields = [...facts].filter(([, seen]) => isText(seen)).map(([path]) => path)
  if (fields.length === 0)
    throw new PerdeError('INPUT_VALUE', 'no field holds texts', {
      where: { part: shownInput(job.target) },
      hints: ['name what is to be read with --field NAME; "perde scan" shows the fields of a file'],
    })
  return fields.sort()
}

/** The digest that judgements are filed under, from the digests of the parts. */
export function digestOf({ release }: ReviewTarget, parts: readonly string[]): ReviewDigest {
  if (release) return { manifestSha256: release.manifestSha256 }
  if (parts.length === 1) return { sha256: parts[0]! }
  return {
    sha256: createHash('sha256')
      .update(parts.map((sha256) => `${sha256}\n`).join(''))
      .digest('hex'),
  }
}

/** Does a path lie in the release that is reviewed? A file laid there would make another release of it. */
export function isInside({ release }: ReviewTarget, path: string): boolean {
  const inode = (place: string) => {
    const s = statSync(place, { throwIfNoEntry: false })
    return s && `${s.dev}:${s.ino}`
  }
  if (!release) return false
  const own = inode(release.dir)
  for (let folder = resolve(path, '..'); ; folder = resolve(folder, '..')) {
    if (inode(folder) === own) return true
    if (folder === resolve(folder, '..')) return false
  }
}
