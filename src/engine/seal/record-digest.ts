import { createHash, createHmac } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { ReleaseRecord } from '../../evidence/release/release-record.ts'
import type { SubjectKeys } from '../consents/subject-keys.ts'

/**
 * Digest of what `use` will ask by: which register, for which controller and categories, under which keys. It stands in
 * the signed commit, so nobody can point a release at another register; keyed, so that it tells nothing of paths.
 */
export function recordDigest(record: ReleaseRecord, keys: SubjectKeys): string {
  const { baseDir, register, decisions, keys: sources, subjectKeyEphemeral, written } = record
  const asked = {
    ...{ baseDir, decisions, keys: sources, subjectKeyEphemeral },
    ...(register && { register }),
    ...(written && { written }),
  }
  return createHmac('sha256', keys.digest).update(canonicalize(asked)!).digest('hex')
}

/**
 * Digest of where the keys of a release come from, where it is, and in which log. A source may be a command, run in `baseDir`, so it is
 * compared with the signed commit before any of them is asked; unkeyed for that reason, and told apart by the release.
 */
export function keySourcesDigest({ release, target, baseDir, log, keys, signingKey }: ReleaseRecord): string {
  return createHash('sha256')
    .update(
      canonicalize({
        ...{ release, target, baseDir, keys },
        ...(log !== undefined && { log }),
        ...(signingKey && { signingKey }),
      })!,
    )
    .digest('hex')
}
