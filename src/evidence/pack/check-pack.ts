import { PerdeError } from '../../errors.ts'
import { needsLog, verifyProofBundle } from '../log/proof-bundle.ts'
import { isManifest } from '../release/manifest-schema.ts'
import { manifestBytes, sha256Hex, successText, type Manifest } from '../release/manifest.ts'
import { isProofName } from '../release/verify-release.ts'
import { report } from '../report/report.ts'
import { reportInput } from '../report/report-input.ts'
import type { ReadFile } from './audit-pack.ts'
import { isAuditPack } from './audit-pack-schema.ts'
import { VERIFY } from './how-to-check.ts'
import { FOLDER, packBytes, sumsOf } from './pack-files.ts'
import { readTar } from './tar.ts'

export interface PackCheck {
  ok: boolean
  /** `trust`: a key or a checkpoint from outside vouches for it; `itself`: it only agrees with itself */
  against: 'trust' | 'itself'
  release: string
  origin: string
  /** places and reasons, without a word of what stands there; empty where `ok` */
  problems: string[]
}

/**
 * Checks an archive by itself: its form, its digests, the proof, that the manifest is the one that the log's entry names,
 * and that `audit-pack.json` and the report are what the files beside them make. Throws PACK_INVALID for what is none.
 */
export function checkPack(archive: Uint8Array, trust?: string): PackCheck {
  const files = new Map<string, Uint8Array>()
  const listed = readTar(archive)
  for (const { path, bytes } of listed) {
    if (!path.startsWith(`${FOLDER}/`)) throw invalid('a file stands beside its folder')
    files.set(path.slice(FOLDER.length + 1), bytes)
  }
  const read: ReadFile = (path) => files.get(`release/${path}`)
  const manifestText = text(read('manifest.json'))
  const manifest = json(manifestText)
  if (!isManifest(manifest)) throw invalid('there is no manifest of a release in it')
  const problems = [...checkSums(files), ...checkFiles(files, manifest, manifestText), ...checkMade(files, read)]
  const proof = Object.fromEntries(
    [...files].flatMap(([path, bytes]) => (path.startsWith(PROOF) ? [[path.slice(PROOF.length), bytes] as const] : [])),
  )
  const bundle = verifyProofBundle(proof, trust === undefined ? {} : { trust })
  problems.push(...bundle.problems.map((problem) => `proof: ${problem}`))
  const commit = bundle.entries.find((entry) => entry.type === 'run.commit' && entry.release === manifest.release)
  if (commit?.type !== 'run.commit' || commit.manifestSha256 !== sha256Hex(manifestText))
    problems.push('release/manifest.json: the log has no commit of it')
  else if (commit.seq !== manifest.log.index || bundle.origin !== manifest.log.origin)
    problems.push('release/manifest.json: it names another place in the log')
  const ok = problems.length === 0
  if (ok && bundle.undecided)
    throw needsLog([
      'give a key that you trust: --trust VKEY; with the log the release itself can be held against it: perde verify RELEASE --trust CHECKPOINT --log DIR',
    ])
  return {
    ok,
    against: ok && bundle.trusted === 'external' ? 'trust' : 'itself',
    release: manifest.release,
    origin: manifest.log.origin,
    problems,
  }
}

const PROOF = 'release/proof/'

function checkSums(files: ReadonlyMap<string, Uint8Array>): string[] {
  const listed = [...files].filter(([path]) => path !== 'SHA256SUMS').map(([path, bytes]) => ({ path, bytes }))
  return text(files.get('SHA256SUMS')) === sumsOf(listed) ? [] : ['SHA256SUMS: it does not fit the files']
}

/** Every file that the manifest names besides the records is there as it was released, and nothing else is. */
function checkFiles(files: ReadonlyMap<string, Uint8Array>, manifest: Manifest, manifestText: string): string[] {
  const problems: string[] = []
  if (manifestBytes(manifest) !== manifestText) problems.push('release/manifest.json: it is not written canonically')
  if (text(files.get('release/_SUCCESS')) !== successText(manifestText))
    problems.push('release/_SUCCESS: it names another manifest')
  for (const { path, sha256 } of manifest.files) {
    const bytes = files.get(`release/${path}`)
    if (!bytes) problems.push(`release/${path}: it is missing`)
    else if (sha256Hex(bytes) !== sha256) problems.push(`release/${path}: it is not the one that was released`)
  }
  const known = new Set([
    ...['audit-pack.json', 'HOW-TO-CHECK.txt', 'SHA256SUMS'],
    ...['manifest.json', '_SUCCESS', 'report.html', ...manifest.files.map(({ path }) => path)].map(
      (path) => `release/${path}`,
    ),
  ])
  for (const path of files.keys())
    if (!known.has(path) && !(path.startsWith(PROOF) && isProofName(path.slice(PROOF.length))))
      problems.push('a file is in it that is not of the release')
  return problems
}

/** What perde made of the release is made again. */
function checkMade(files: ReadonlyMap<string, Uint8Array>, read: ReadFile): string[] {
  const problems: string[] = []
  const own = text(files.get('audit-pack.json'))
  if (!isAuditPack(json(own))) problems.push('audit-pack.json: it has not the form of one')
  else
    try {
      if (packBytes(read).toString() !== own) problems.push('audit-pack.json: the files beside it say something else')
    } catch (e) {
      if (!(e instanceof PerdeError)) throw e
      problems.push(`audit-pack.json: ${e.message}`)
    }
  if (text(files.get('HOW-TO-CHECK.txt')) !== VERIFY)
    problems.push('HOW-TO-CHECK.txt: it is not of this version of perde')
  try {
    const proof = Object.fromEntries(
      [...files].flatMap(([path, bytes]) =>
        path.startsWith(PROOF) ? [[path.slice(PROOF.length), bytes] as const] : [],
      ),
    )
    const made = report(reportInput((name) => text(read(name)), proof))
    if (text(read('report.html')) !== made) problems.push('release/report.html: the files beside it make another one')
  } catch (e) {
    if (!(e instanceof PerdeError)) throw e
    problems.push(`release/report.html: ${e.message}`)
  }
  return problems
}

/** '' where it is not there. */
function text(bytes: Uint8Array | undefined): string {
  return bytes ? Buffer.from(bytes).toString() : ''
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function invalid(why: string): PerdeError {
  return new PerdeError('PACK_INVALID', `this is no audit pack: ${why}`, {
    hints: ['ask whoever made it for a new one: perde pack RELEASE --out FILE'],
  })
}
