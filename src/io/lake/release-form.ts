import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { systemCode } from '../../errors.ts'

/**
 * Digest of the manifest, where `dir` is a whole release of perde and holds nothing else; undefined for anything that
 * is not ours to replace. Spark, Hadoop and Flink write a `_SUCCESS` too, so the name alone says nothing; and a note
 * that somebody laid beside the data is theirs.
 */
export function releaseAt(dir: string): string | undefined {
  try {
    if (!lstatSync(dir).isDirectory()) return undefined
    const form = releaseDigest(readOwn(join(dir, 'manifest.json')), readOwn(join(dir, '_SUCCESS')), entriesBelow(dir))
    return form.isWhole ? form.manifestSha256 : undefined
  } catch (e) {
    if (systemCode(e) === 'ENOENT' || systemCode(e) === 'ENOTDIR') return undefined
    throw e
  }
}

/** Digest of a manifest, if there is one, and whether it, `_SUCCESS` and all that stands there are one whole release. */
export function releaseDigest(
  manifest: Buffer | undefined,
  success: Buffer | undefined,
  paths: readonly string[],
): { manifestSha256: string | undefined; isWhole: boolean } {
  if (manifest === undefined) return { manifestSha256: undefined, isWhole: false }
  const digest = createHash('sha256').update(manifest).digest('hex')
  const isFinished = success?.toString() === `${digest}  manifest.json\n`
  return { manifestSha256: digest, isWhole: isFinished && paths.every(namesInManifest(manifest)) }
}

/** Is a path one of a release with this manifest? */
export function namesInManifest(manifest: Buffer): (path: string) => boolean {
  const named = filesOf(manifest)
  return (path) => named !== undefined && (named.has(path) || OWN.test(path))
}

/** What a manifest cannot name: itself, and what is written after it. */
const OWN =
  /^(manifest\.json|report\.html|_SUCCESS|proof\/(checkpoint|log\.vkey|SHA256SUMS|verify\.sh|\d{1,16}\.(entry\.json|tlog-proof)))$/

function filesOf(manifest: Buffer): Set<string> | undefined {
  let value: { perde?: unknown; release?: unknown; outputs?: { path: string }[]; files?: { path: string }[] }
  try {
    value = JSON.parse(manifest.toString()) as typeof value
  } catch {
    return undefined
  }
  if (typeof value?.perde !== 'string' || typeof value.release !== 'string') return undefined
  if (!Array.isArray(value.outputs) || !Array.isArray(value.files)) return undefined
  return new Set([...value.outputs, ...value.files].map((file) => file?.path))
}

function readOwn(path: string): Buffer | undefined {
  return lstatSync(path).isFile() ? readFileSync(path) : undefined
}

/** Everything below but folders, with forward slashes; a link is never followed. */
function entriesBelow(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((e) => !e.isDirectory())
    .map((e) => {
      const path = relative(dir, join(e.parentPath, e.name)).split(sep).join('/')
      // A link under the name of a file of ours is not ours.
      return e.isFile() ? path : `${path}/`
    })
}
