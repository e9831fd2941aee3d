import { join } from 'node:path'

/** Where the parts of a consent ledger stand. */
export interface LedgerPlace {
  /** one event a line */
  events: string
  /** how much of it counts, and its digest */
  head: string
  lock: string
  /** the folder that has to be there */
  folder: string
}

/** The ledger at an absolute path: a folder, or the file of its events where the name ends in `.jsonl`. */
export function ledgerPlace(path: string): LedgerPlace {
  if (path.endsWith('.jsonl'))
    return { events: path, head: `${path}.head`, lock: `${path}.lock`, folder: join(path, '..') }
  return { events: join(path, 'events.jsonl'), head: join(path, 'head.json'), lock: join(path, 'lock'), folder: path }
}
