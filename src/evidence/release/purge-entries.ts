import type { Entry } from '../log/entry-schemas.ts'
import { readEntries } from '../log/log-reader.ts'

type PurgeEntry = Extract<Entry, { type: 'release.purge' }>

/** How far the destruction of a release has come, by the log; undefined: nobody began one. */
export interface LoggedPurge {
  state: PurgeEntry['state']
  reason: PurgeEntry['reason']
  /** when it began, RFC 3339 in UTC */
  time: string
}

/** The last word of a log about a release's data. */
export function loggedPurge(log: string, release: string): LoggedPurge | undefined {
  let purge: LoggedPurge | undefined
  for (const entry of readEntries(log, { type: 'release.purge' }))
    if (entry.type === 'release.purge' && entry.release === release)
      purge = { state: entry.state, reason: entry.reason, time: purge?.state === 'begun' ? purge.time : entry.time }
  return purge
}
