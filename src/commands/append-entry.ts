import type { NewEntry } from '../evidence/log/entry-schemas.ts'
import { openLog } from '../evidence/log/log-writer.ts'
import { VERSION } from '../version.ts'
import type { WrittenLog } from './log-place.ts'

/** Appends one entry, signed and, of a log in a store, brought there; gives its index. Throws LOG_LOCKED while a run writes the log. */
export async function appendEntry(
  { dir, pushLog }: WrittenLog,
  signingKey: Uint8Array | undefined,
  entry: NewEntry,
): Promise<number> {
  const log = openLog(dir, { tool: `perde/${VERSION}`, ...(signingKey && { signingKey }) })
  try {
    const [index] = log.append([entry])
    log.checkpoint()
    await pushLog?.()
    return index!
  } finally {
    log.close()
  }
}
