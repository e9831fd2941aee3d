import type { NewEntry } from '../../evidence/log/entry-schemas.ts'
import { openLog } from '../../evidence/log/log-writer.ts'
import { verifyLog } from '../../evidence/log/verify-log.ts'
import { readReleaseRecord } from '../../evidence/release/release-record.ts'
import type { Estimate } from '../../evidence/review/estimate.ts'
import type { ReviewDigest } from '../../evidence/review/judgements.ts'
import { loadKey } from '../../keys/sources.ts'
import { VERSION } from '../../version.ts'
import { commitOf, otherRecord } from '../seal/logged-release.ts'

export interface ReviewResult {
  target: ReviewDigest
  /** bytes of the inputs; undefined for a release */
  bytes: number | undefined
  release: string | undefined
  seed: number
  estimate: Estimate
}

/** Below this the digest of an input could be found by trying inputs (decision 24); the log then goes without. */
const GUESSABLE = 1024 * 1024

/** Appends what a review found to the log, and signs it. Gives the entry's index. Counts and digests only. */
export async function logReview(
  dir: string,
  env: NodeJS.ProcessEnv,
  result: ReviewResult,
): Promise<{ index: number; keyCreated: boolean }> {
  const signingKey = await signingKeyOf(dir, env, result.release)
  const log = openLog(dir, { tool: `perde/${VERSION}`, ...(signingKey && { signingKey }) })
  try {
    const [index] = log.append([reviewEntry(result)])
    log.checkpoint()
    return { index: index!, keyCreated: log.keyCreated }
  } finally {
    log.close()
  }
}

export function reviewEntry({ target, bytes, release, seed, estimate }: ReviewResult): NewEntry {
  const { documents, judged, leaked, unsure, share, upper } = estimate
  return {
    type: 'review.result',
    ...('manifestSha256' in target
      ? target
      : bytes !== undefined && bytes >= GUESSABLE
        ? { inputSha256: target.sha256 }
        : {}),
    ...(release !== undefined && { release }),
    documents,
    judged,
    leaked,
    unsure,
    ...(share !== undefined && { leakedPpm: Math.round(share * 1e6) }),
    upperPpm: Math.ceil(upper * 1e6),
    seed,
  }
}

/** The key of the log that the run of this release wrote; it may be a command, so only where the log vouches for it. */
async function signingKeyOf(
  dir: string,
  env: NodeJS.ProcessEnv,
  release: string | undefined,
): Promise<Uint8Array | undefined> {
  const record = release === undefined ? undefined : readReleaseRecord(dir, release)
  if (!record?.signingKey) return undefined
  if (!verifyLog(dir).ok || !commitOf(dir, record)) throw otherRecord()
  return (await loadKey(record.signingKey, { baseDir: record.baseDir, env })).root
}
