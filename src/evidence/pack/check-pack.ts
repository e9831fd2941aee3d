import { PerdeError } from '../../errors.ts'
import { needsLog } from '../log/proof-bundle.ts'
import { manifestIn } from '../release/manifest-schema.ts'
import { sha256Hex, type Manifest } from '../release/manifest.ts'
import { checkProof } from '../release/verify-proof.ts'
import { isProofName } from '../release/verify-release.ts'
import { checkManifest, checkStated, type ReadFile, type ReleaseProblem } from '../release/verify-stated.ts'
import { reportInput } from '../report/report-input.ts'
import { checkReport } from '../report/verify-report.ts'
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
 * Checks an archive by itself: its form and its digests, all that `perde verify` checks of a release without its log but the
 * data, and that `audit-pack.json` is what the files beside it make. Throws PACK_INVALID for what is none.
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
  if (!manifestIn(manifestText)) throw invalid('there is no manifest of a release in it')
  const found: ReleaseProblem[] = []
  const manifest = checkManifest(manifestText, text(read('_SUCCESS')), found)
  checkFiles(read, manifest, found)
  checkStated(read, manifest, found)
  const proof = Object.fromEntries(
    [...files].flatMap(([path, bytes]) => (path.startsWith(PROOF) ? [[path.slice(PROOF.length), bytes] as const] : [])),
  )
  const bundle = checkProof(proof, { manifest, manifestSha256: sha256Hex(manifestText), trust }, found)
  // What it is made from has to hold before it can be made again.
  if (found.length === 0) checkReport(read, () => reportInput((name) => text(read(name)), proof), found)
  const problems = [
    ...checkSums(files),
    ...checkNames(files, manifest),
    ...found.map(({ path, message }) => `${path === undefined ? 'release' : `release/${path}`}: ${message}`),
    ...checkMade(files, read),
  ]
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

/** Every file that the manifest names besides the records is there as it was released. */
function checkFiles(read: ReadFile, { files }: Manifest, problems: ReleaseProblem[]): void {
  for (const { path, bytes: size, sha256 } of files) {
    const bytes = read(path)
    if (!bytes) problems.push({ code: 'FILE_MISSING', message: 'a file that the manifest names is missing', path })
    else if (bytes.length !== size || sha256Hex(bytes) !== sha256)
      problems.push({ code: 'FILE_DIGEST', message: 'a file is not the one that was released', path })
  }
}

/** Nothing else is in it. */
function checkNames(files: ReadonlyMap<string, Uint8Array>, manifest: Manifest): string[] {
  const known = new Set([
    ...['audit-pack.json', 'HOW-TO-CHECK.txt', 'SHA256SUMS'],
    ...['manifest.json', '_SUCCESS', 'report.html', ...manifest.files.map(({ path }) => path)].map(
      (path) => `release/${path}`,
    ),
  ])
  return [...files.keys()]
    .filter((path) => !known.has(path) && !(path.startsWith(PROOF) && isProofName(path.slice(PROOF.length))))
    .map(() => 'a file is in it that is not of the release')
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
