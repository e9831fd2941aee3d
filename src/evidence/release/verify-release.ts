import { createHash } from 'node:crypto'
import { closeSync, readdirSync, readSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { PerdeError } from '../../errors.ts'
import type { Compression } from '../../io/codings/compression.ts'
import { sha256Hex, type Manifest, type ManifestOutput } from './manifest.ts'
import { openRegular, readRegular } from './regular-file.ts'
import { checkManifest, checkStated, type ReleaseProblem } from './verify-stated.ts'

export interface ReleaseCheck {
  manifest: Manifest
  manifestSha256: string
  problems: ReleaseProblem[]
}

/** Records that are in a database or a store instead of in files: what was found there. */
export interface ReadRecords {
  /** undefined: it is not there */
  of(output: { path: string; source: string }): { bytes: number; sha256: string } | undefined
  recordsSha256: string
  /** what stands beside them */
  others: string[]
}

/** The text of a packed file, a piece at a time; `read` fills a beginning of a buffer, 0 at the end. */
export type Unpack = (compression: Compression, read: (into: Uint8Array) => number) => Iterable<Uint8Array>

/**
 * Checks a release against itself: `_SUCCESS`, the manifest, every file's bytes and digest, nothing missing and
 * nothing added, what it says of itself. What the log says is checked apart. Throws RELEASE_INVALID for what is no release.
 */
export function checkRelease(dir: string, unpack: Unpack, elsewhere?: ReadRecords): ReleaseCheck {
  const success = readRequired(dir, '_SUCCESS', 'it was not finished, or is no release of perde')
  const text = readRequired(dir, 'manifest.json', 'its manifest is missing')
  const problems: ReleaseProblem[] = []
  const manifest = checkManifest(text, success, problems)
  checkFiles(dir, manifest, unpack, problems, elsewhere)
  checkStated((path) => readRegular(join(dir, path)), manifest, problems)
  return { manifest, manifestSha256: sha256Hex(text), problems }
}

function checkFiles(
  dir: string,
  manifest: Manifest,
  unpack: Unpack,
  problems: ReleaseProblem[],
  elsewhere?: ReadRecords,
): void {
  const records = createHash('sha256')
  const headed = new Set<string>()
  let whole = true
  const outputs = new Map(manifest.outputs.map((output) => [output.path, output]))
  for (const file of [...manifest.outputs, ...manifest.files]) {
    const output = outputs.get(file.path)
    const skip = output && headed.has(output.source) ? output.header : 0
    if (output) headed.add(output.source)
    const sealed = output?.plain !== undefined
    const packed = output?.compression !== undefined && !sealed
    const stretch = output && !sealed ? stretchOf(output, skip) : undefined
    const found =
      elsewhere && output
        ? elsewhere.of(output)
        : digestFile(join(dir, file.path), packed || !stretch ? undefined : { hash: records, ...stretch })
    if (!found)
      problems.push({ code: 'FILE_MISSING', message: 'a file that the manifest names is missing', path: file.path })
    else if (found.bytes !== file.bytes)
      problems.push({
        code: 'FILE_SIZE',
        message: `a file has ${found.bytes} bytes where the manifest says ${file.bytes}`,
        path: file.path,
      })
    else if (found.sha256 !== file.sha256)
      problems.push({ code: 'FILE_DIGEST', message: 'a file is not the one that was released', path: file.path })
    else if (packed && !elsewhere && !addText(join(dir, file.path), output, unpack, { hash: records, ...stretch! }))
      problems.push({ code: 'FILE_TEXT', message: 'a file does not unpack to what the manifest says', path: file.path })
    else continue
    whole = false
  }
  // What is in sealed files is checked by whoever can open them.
  const isSealed = manifest.outputs.some(({ plain }) => plain)
  if (whole && !isSealed && (elsewhere?.recordsSha256 ?? records.digest('hex')) !== manifest.recordsSha256)
    problems.push({ code: 'RECORDS_DIGEST', message: 'the records are not those that the manifest names' })
  for (const name of elsewhere?.others ?? [])
    problems.push({
      code: 'FILE_ADDED',
      message: 'something stands beside the records, or about a table of them, that is not of the release',
      path: name,
    })
  checkNothingAdded(dir, new Set([...manifest.outputs, ...manifest.files].map((f) => f.path)), problems)
}

/** Adds the text of a packed file, whose digest is right. False: it has another text than the manifest says. */
function addText(path: string, output: ManifestOutput, unpack: Unpack, also: Stretch): boolean {
  const fd = openRegular(path)
  if (fd === undefined) return false
  try {
    let text = 0
    for (const piece of unpack(output.compression!, (into) => readSync(fd, into))) text += addPiece(piece, text, also)
    return text === output.text
  } catch {
    // Whatever is wrong with a packed file that has its digest: the manifest is.
    return false
  } finally {
    closeSync(fd)
  }
}

/** Files, links, pipes and folders that no run of perde made. */
function checkNothingAdded(dir: string, named: ReadonlySet<string>, problems: ReleaseProblem[]): void {
  const folders = new Set(['proof', ...[...named].flatMap(foldersOf)])
  for (const { path, kind } of entriesBelow(dir)) {
    if (kind === 'folder' && !folders.has(path))
      problems.push({ code: 'FILE_ADDED', message: 'a folder is in the release that the manifest does not name', path })
    if (kind === 'other')
      problems.push({ code: 'FILE_KIND', message: 'a link or a special file is in the release', path })
    if (kind === 'file' && !named.has(path) && !isUnlisted(path))
      problems.push({ code: 'FILE_ADDED', message: 'a file is in the release that the manifest does not name', path })
  }
}

/** What the manifest cannot name: itself, what is written after it. */
function isUnlisted(path: string): boolean {
  return (
    path === 'manifest.json' ||
    path === '_SUCCESS' ||
    path === 'report.html' ||
    (path.startsWith('proof/') && isProofName(path.slice(6)))
  )
}

/** May a file of `proof/` have this name? */
export function isProofName(name: string): boolean {
  return /^(checkpoint|log\.vkey|SHA256SUMS|verify\.sh|(0|[1-9]\d{0,15})\.(entry\.json|tlog-proof))$/.test(name)
}

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}

/** What of the text of an output is its records; `skip`: its header, but for the first of its source. */
export function stretchOf(output: ManifestOutput, skip: number): Omit<Stretch, 'hash'> {
  return { skip, end: (output.text ?? output.plain?.bytes ?? output.bytes) - (output.trailer ?? 0) }
}

/** What stands from `skip` to `end` of a text goes into a digest. */
export interface Stretch {
  hash: ReturnType<typeof createHash>
  skip: number
  end: number
}

/** Adds what of a piece of text lies in the stretch; `at`: where the piece begins. Gives the length of the piece. */
export function addPiece(piece: Uint8Array, at: number, { hash, skip, end }: Stretch): number {
  const inside = (offset: number) => Math.min(piece.length, Math.max(0, offset - at))
  hash.update(piece.subarray(inside(skip), inside(end)))
  return piece.length
}

/** Digest of a file in constant memory; also feeds a stretch of it into another. */
function digestFile(path: string, also: Stretch | undefined): { bytes: number; sha256: string } | undefined {
  const fd = openRegular(path)
  if (fd === undefined) return undefined
  try {
    const hash = createHash('sha256')
    const buffer = Buffer.allocUnsafe(1 << 20)
    let bytes = 0
    for (;;) {
      const n = readSync(fd, buffer, 0, buffer.length, bytes)
      if (n === 0) return { bytes, sha256: hash.digest('hex') }
      hash.update(buffer.subarray(0, n))
      if (also) addPiece(buffer.subarray(0, n), bytes, also)
      bytes += n
    }
  } finally {
    closeSync(fd)
  }
}

function entriesBelow(dir: string): { path: string; kind: 'file' | 'folder' | 'other' }[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .map((e) => ({
      path: relative(dir, join(e.parentPath, e.name)).split(sep).join('/'),
      kind: e.isDirectory() ? ('folder' as const) : e.isFile() ? ('file' as const) : ('other' as const),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

function readRequired(dir: string, name: string, why: string): string {
  const bytes = readRegular(join(dir, name))
  if (bytes) return bytes.toString()
  throw new PerdeError('RELEASE_INVALID', `there is no release here: ${why}`, {
    where: { part: join(dir, name) },
    hints: ['a release is the folder that "perde run" names at its end'],
  })
}
