import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PerdeError } from '../../errors.ts'
import type { Manifest, ManifestOutput } from '../../evidence/release/manifest.ts'
import { readReleaseRecord, type ReleaseRecord } from '../../evidence/release/release-record.ts'
import { addPiece, stretchOf } from '../../evidence/release/verify-release.ts'
import type { ReleaseProblem } from '../../evidence/release/verify-stated.ts'
import { unpackMembers } from '../../io/codings/unpack-members.ts'
import type { Policy } from '../../policy/policy.ts'
import { deriveSealKey, keyFacts, type Roots } from '../freeze/derive-keys.ts'
import { loadRoots } from '../freeze/load-roots.ts'
import { openDataKey } from '../passes/data-key.ts'
import { commitOf } from '../seal/logged-release.ts'
import { SEALED, unsealedText, type FileKey } from '../passes/sealed-part.ts'

export function isSealed({ outputs }: Manifest): boolean {
  return outputs.some(({ plain }) => plain !== undefined)
}

/** Under another key nobody would be found, and nothing would open. */
export function checkKeys(roots: Roots, manifest: Manifest): void {
  for (const [name, { check, ephemeral }] of Object.entries(keyFacts(roots)))
    if (!ephemeral && manifest.keys[name]?.check !== check)
      throw new PerdeError('KEY_INVALID', `the key "${name}" is not the one that the release was made with`, {
        hints: ['give the key of the run, or run the policy again with the new one'],
      })
}

/**
 * What opens the files of a sealed release. The record has to be that of the signed commit, as its sources of keys are asked.
 * Throws DENIED where the key of the release is gone, KEY_*.
 */
export async function openFileKey(
  log: string,
  record: ReleaseRecord,
  manifest: Manifest,
  env: NodeJS.ProcessEnv,
): Promise<FileKey> {
  const roots = await loadRoots({ keys: record.keys } as Policy, record.baseDir, env)
  checkKeys(roots, manifest)
  const sealing = deriveSealKey(roots)
  if (!sealing) throw new PerdeError('KEY_MISSING', 'the release names no key that its own was kept under')
  return { key: openDataKey(log, manifest.release, sealing), release: manifest.release }
}

/** Path of a data file when it is opened. */
export function openedPath({ path, plain }: ManifestOutput): string {
  return plain && path.endsWith(SEALED) ? path.slice(0, -SEALED.length) : path
}

/** Opens a file of a release, which lies at `from`, into another. Throws RELEASE_TAMPERED where it is not what was released. */
export function unsealFile(from: string, to: string, output: ManifestOutput, key: FileKey): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
  const fd = openSync(to, 'wx', 0o600)
  const hash = createHash('sha256')
  try {
    for (const text of unsealedText(from, key, output.path)) {
      hash.update(text)
      for (let done = 0; done < text.length;) done += writeSync(fd, text, done)
    }
  } finally {
    closeSync(fd)
  }
  if (hash.digest('hex') !== output.plain?.sha256)
    throw new PerdeError('RELEASE_TAMPERED', 'a sealed file of the release holds something else than was released', {
      where: { part: output.path },
    })
}

/** The same from the log of the release, whose record is held against the signed commit before a key is asked for. */
export async function verifySealed(
  dir: string,
  log: string,
  manifest: Manifest,
  env: NodeJS.ProcessEnv,
): Promise<ReleaseProblem[]> {
  if (!isSealed(manifest)) throw new PerdeError('USAGE', 'the release is not sealed', { hints: ['leave --unseal out'] })
  const record = readReleaseRecord(log, manifest.release)
  if (!record || !commitOf(log, record))
    throw new PerdeError('DENIED', 'the log at hand does not know this release', {
      hints: ['name the log that the run wrote with --log DIR or PERDE_LOG'],
    })
  return checkPlain(dir, manifest, await openFileKey(log, record, manifest, env))
}

/** What only who has the key can check: that every file opens, to what the manifest says, and the digest of all records. */
export function checkPlain(dir: string, { outputs, recordsSha256 }: Manifest, key: FileKey): ReleaseProblem[] {
  const problems: ReleaseProblem[] = []
  const records = createHash('sha256')
  const headed = new Set<string>()
  for (const output of outputs) {
    const skip = headed.has(output.source) ? output.header : 0
    headed.add(output.source)
    const { path } = output
    try {
      const hash = createHash('sha256')
      const plain = unsealedText(join(dir, path), key, path)
      const texts = output.compression
        ? unpackMembers(output.compression, reading(hashed(plain, hash)))
        : hashed(plain, hash)
      let at = 0
      for (const text of texts) at += addPiece(text, at, { hash: records, ...stretchOf(output, skip) })
      if (hash.digest('hex') !== output.plain?.sha256)
        problems.push({ code: 'FILE_PLAIN', message: 'a sealed file holds something else than was released', path })
    } catch (e) {
      if (!(e instanceof PerdeError)) throw e
      problems.push({ code: 'FILE_SEALED', message: e.message, path })
    }
  }
  if (problems.length === 0 && records.digest('hex') !== recordsSha256)
    problems.push({ code: 'RECORDS_DIGEST', message: 'the records are not those that the manifest names' })
  return problems
}

function* hashed(texts: Iterable<Uint8Array>, hash: ReturnType<typeof createHash>): Generator<Uint8Array> {
  for (const text of texts) {
    hash.update(text)
    yield text
  }
}

/** Pieces as something that is read: fills a beginning of a buffer, 0 at the end. */
function reading(texts: Generator<Uint8Array>): (into: Uint8Array) => number {
  let held: Uint8Array = new Uint8Array()
  return (into) => {
    while (held.length === 0) {
      const next = texts.next()
      if (next.done) return 0
      held = next.value
    }
    const n = Math.min(held.length, into.length)
    into.set(held.subarray(0, n))
    held = held.subarray(n)
    return n
  }
}
