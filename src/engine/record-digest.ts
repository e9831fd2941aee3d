import { createHmac } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { ReleaseRecord } from '../evidence/release/release-record.ts'
import type { SubjectKeys } from './consent-step.ts'

/**
 * Digest of what `use` will ask by: which register, for which controller and categories, under which keys. It stands in
 * the signed commit, so nobody can point a release at another register; keyed, so that it tells nothing of paths.
 */
export function recordDigest(record: ReleaseRecord, keys: SubjectKeys): string {
  const { baseDir, register, decisions, keys: sources, subjectKeyEphemeral } = record
  const asked = { baseDir, decisions, keys: sources, subjectKeyEphemeral, ...(register && { register }) }
  return createHmac('sha256', keys.digest).update(canonicalize(asked)!).digest('hex')
}
