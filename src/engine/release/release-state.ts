import type { ReleaseRecord } from '../../evidence/release/release-record.ts'
import { releaseAt } from '../../io/lake/release-form.ts'

/** `published`: it stands at its place; `replaced`: another one does; `missing`: nothing of it does, moved or removed by others. */
export type ReleaseState = 'published' | 'replaced' | 'missing'

/** What became of a release, by what stands in its folder, and by the records of those after it. */
export function stateOf(record: ReleaseRecord, all: readonly ReleaseRecord[]): ReleaseState {
  const { manifestSha256, tables, store, target } = record
  const isElsewhere = tables !== undefined || store !== undefined
  if (!isElsewhere && releaseAt(target) === manifestSha256) return 'published'
  const replaces = (other: ReleaseRecord) => other.tables?.replaces ?? other.store?.replaces ?? other.replaces
  if (all.some((other) => replaces(other) === manifestSha256)) return 'replaced'
  return isElsewhere ? 'published' : 'missing'
}
