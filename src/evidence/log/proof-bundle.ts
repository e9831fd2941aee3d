import { createHash } from 'node:crypto'
import { PerdeError } from '../../errors.ts'
import { openCheckpoint, readCheckpoint } from './checkpoint.ts'
import type { OpenedCheckpoint } from './checkpoint.ts'
import { readEntry } from './entry.ts'
import type { Entry } from './entry-schemas.ts'
import type { ProofSource } from './log-reader.ts'
import { formatTlogProof, verifyTlogProof } from './tlog-proof.ts'
import { VERIFY_SH } from './verify-sh.ts'
import { parseVkey } from './vkey.ts'
import type { Verifier } from './vkey.ts'

// The `proof/` folder of a release: single entries of a log, each with its inclusion proof, without the rest of the log.

/** Name → content. An entry has no newline at its end: its bytes are the leaf. */
export type BundleFiles = Record<string, Buffer>

export interface BundleReport {
  ok: boolean
  trusted: 'external' | 'self'
  origin: string
  size: number
  /** the entries proven, in the order of the log */
  entries: Entry[]
  /** places and reasons; empty where `ok` */
  problems: string[]
  /** the trusted checkpoint is of another size than that of the bundle: only the log can tell whether one grew from the other */
  undecided?: true
}

const CHECKPOINT = 'checkpoint'
const VKEY = 'log.vkey'
const SUMS = 'SHA256SUMS'
const SCRIPT = 'verify.sh'

/** Signs what is not signed yet, then gives the files that prove the entries of these indices. */
export function makeProofBundle(log: ProofSource, indices: readonly number[]): BundleFiles {
  const checkpoint = log.checkpoint()
  const files: BundleFiles = {}
  for (const index of [...indices].sort((a, b) => a - b)) {
    files[`${index}.entry.json`] = log.line(index)
    files[`${index}.tlog-proof`] = Buffer.from(
      formatTlogProof({ index, hashes: log.inclusionProof(index), checkpoint }),
    )
  }
  files[CHECKPOINT] = Buffer.from(checkpoint)
  files[VKEY] = Buffer.from(`${log.vkey}\n`)
  files[SCRIPT] = Buffer.from(VERIFY_SH)
  files[SUMS] = Buffer.from(sumsOf(files))
  return files
}

/**
 * Checks a bundle. `trust` is the log's public key, or a checkpoint of the log, from outside; without it, and against a
 * checkpoint of another size, the bundle can only agree with itself. Throws where `trust` is neither.
 */
export function verifyProofBundle(
  files: Readonly<Record<string, Uint8Array>>,
  options: { trust?: string } = {},
): BundleReport {
  const anchor = options.trust === undefined ? undefined : readTrust(options.trust)
  const problems: string[] = []
  const report = { ok: false, trusted: 'self' as const, origin: '', size: 0, entries: [], problems }
  for (const name of [CHECKPOINT, VKEY, SUMS, SCRIPT]) if (!files[name]) problems.push(`${name} is missing`)
  if (problems.length > 0) return report
  // An auditor may run it: whatever else it says, a script of somebody else's says it in perde's name.
  if (text(files[SCRIPT]!) !== VERIFY_SH) problems.push(`${SCRIPT} is not the script of this version of perde`)
  if (sumsOf(files) !== text(files[SUMS]!)) problems.push(`${SUMS} does not fit the files`)
  const key = collect(problems, VKEY, () => trustedKey(text(files[VKEY]!).trim(), anchor))
  if (!key) return report
  const head = collect(problems, CHECKPOINT, () => openCheckpoint(files[CHECKPOINT]!, [key]))
  if (!head) return report
  if (anchor && 'key' in anchor && text(files[VKEY]!).trim() !== options.trust!.trim())
    problems.push(`${VKEY} is not the trusted key`)
  const kept = anchor && 'checkpoint' in anchor ? openCheckpoint(anchor.checkpoint, [key]) : undefined
  const undecided = kept !== undefined && kept.size !== head.size
  // Two trees of one size are one tree.
  if (kept && !undecided && !kept.root.equals(head.root))
    problems.push(`${CHECKPOINT} contradicts the trusted checkpoint`)
  const entries = indicesOf(files)
    .map((index) => collect(problems, `entry ${index}`, () => provenEntry(files, index, [key], head)))
    .filter((entry) => entry !== undefined)
  if (entries.length === 0 && problems.length === 0) problems.push('there is no entry')
  const ok = problems.length === 0
  const trusted = ok && anchor && !undecided ? 'external' : 'self'
  const { origin, size } = head
  return { ok, trusted, origin, size, entries, problems, ...(undecided && { undecided }) }
}

type Anchor = { key: Verifier } | { checkpoint: string }

function readTrust(trust: string): Anchor {
  if (!isCheckpoint(trust)) return { key: parseVkey(trust.trim()) }
  readCheckpoint(trust)
  return { checkpoint: trust }
}

/** What is said of a bundle that is undecided where the log is not at hand. */
export function needsLog(hints: string[]): PerdeError {
  return new PerdeError(
    'USAGE',
    'the checkpoint that you trust is of another size than that of the release, so only the log can tell whether one grew from the other',
    { hints },
  )
}

/** Is what is trusted a checkpoint, and no key? */
export function isCheckpoint(trust: string): boolean {
  return trust.trim().includes('\n')
}

/** The key that must have signed: the trusted one, or that of the bundle once it has signed the trusted checkpoint. */
function trustedKey(vkey: string, anchor: Anchor | undefined): Verifier {
  const own = parseVkey(vkey)
  if (anchor && 'key' in anchor) return anchor.key
  if (anchor) openCheckpoint(anchor.checkpoint, [own])
  return own
}

function provenEntry(
  files: Readonly<Record<string, Uint8Array>>,
  index: number,
  keys: readonly Verifier[],
  head: OpenedCheckpoint,
): Entry {
  const [line, proof] = [files[`${index}.entry.json`], files[`${index}.tlog-proof`]]
  if (!line || !proof) throw invalid('the entry or its proof is missing')
  const proven = verifyTlogProof(text(proof), line, keys, head.origin)
  if (proven.index !== index) throw invalid('the proof is for another entry than it is named after')
  if (!text(proof).endsWith(`\n\n${text(files[CHECKPOINT]!)}`)) throw invalid('the proof is for another checkpoint')
  const read = readEntry(line)
  if ('fault' in read) throw invalid(read.fault.message)
  if (read.entry.seq !== index || read.entry.log !== head.origin) throw invalid('the entry names another place or log')
  return read.entry
}

function indicesOf(files: Readonly<Record<string, Uint8Array>>): number[] {
  const numbers = Object.keys(files).map((name) => /^(0|[1-9][0-9]{0,15})\.(entry\.json|tlog-proof)$/.exec(name)?.[1])
  return [...new Set(numbers.filter((number) => number !== undefined).map(Number))].sort((a, b) => a - b)
}

/** In the form of `sha256sum`, by name. */
function sumsOf(files: Readonly<Record<string, Uint8Array>>): string {
  const names = Object.keys(files).filter((name) => name !== SUMS)
  return names
    .sort()
    .map((name) => `${createHash('sha256').update(files[name]!).digest('hex')}  ${name}\n`)
    .join('')
}

function collect<T>(problems: string[], place: string, check: () => T): T | undefined {
  try {
    return check()
  } catch (cause) {
    if (!(cause instanceof PerdeError)) throw cause
    problems.push(`${place}: ${cause.message}`)
    return undefined
  }
}

function invalid(message: string): PerdeError {
  return new PerdeError('LOG_INVALID', message)
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}
