import { marksOf, type Marks } from '../../consent/requests/marked.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import type { ReleaseRecord } from '../../evidence/release/release-record.ts'
import type { SubjectKeys } from '../consents/subject-keys.ts'
import { askedDatasets, hasRequests, readOthers, readRequests } from '../subjects/request-store.ts'

/** Who asked to be left out of the data that a release is of. */
export interface AskedSince {
  marks: Marks
  /** how many of them asked after the release was made */
  later: number
}

/**
 * What people asked about the data of a release, as of now; undefined: nobody asked anything. `keysOf` is asked only
 * where somebody did. Throws as `readRequests`.
 */
export async function askedSince(
  log: string,
  manifest: Manifest,
  record: ReleaseRecord,
  keysOf: () => Promise<SubjectKeys>,
): Promise<AskedSince | undefined> {
  const { dataset } = manifest
  const datasets = askedDatasets(log, dataset).filter((name) => hasRequests(log, name))
  if (datasets.length === 0) return undefined
  // Under keys that died with the run nobody in it is known again: whatever was asked since may be about them.
  if (record.subjectKeyEphemeral)
    return { marks: new Map(), later: datasets.some((name) => hasRequests(log, name, manifest.log.index)) ? 1 : 0 }
  const keys = await keysOf()
  const states = datasets.flatMap((name) => {
    const place = { log, dataset: name, keys, ephemeral: false }
    return (name === dataset ? readRequests(place) : readOthers(place)) ?? []
  })
  const left = states.flatMap(({ state }) => [...state.blocked, ...state.destroyed])
  return {
    marks: new Map(states.flatMap(({ state }) => [...marksOf(state)])),
    later: left.filter(({ entry }) => entry > manifest.log.index).length,
  }
}
