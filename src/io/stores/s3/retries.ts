import { setTimeout as wait } from 'node:timers/promises'
import { systemCode } from '../../../errors.ts'
import { nameOf } from './store-error.ts'

const MOST = 6
const LONGEST_MS = 5_000

/**
 * Decides whether a broken reading is begun once more, and waits before: a random while of up to 100 ms, doubled each time, so
 * that many readers do not come back together. `progress` begins the count anew.
 */
export interface Retries {
  progress(): void
  /** Rethrows what may not be tried again, or was too often. */
  afterFailure(e: unknown): Promise<void>
}

export function retries(): Retries {
  let failed = 0
  return {
    progress: () => void (failed = 0),
    async afterFailure(e) {
      if (++failed >= MOST || !isPassing(e)) throw e
      await wait(Math.random() * Math.min(LONGEST_MS, 100 * 2 ** failed))
    },
  }
}

/** A connection that was cut in the middle of an answer; what the store refuses is refused. */
function isPassing(e: unknown): boolean {
  const { status } = nameOf(e)
  if (status !== undefined) return status >= 500 || status === 429
  const code = systemCode(e)
  const message = e instanceof Error ? e.message : ''
  return (
    e instanceof CutShort ||
    (code !== undefined && NETWORK.test(code)) ||
    /aborted|timeout|socket hang up/i.test(message)
  )
}

const NETWORK = /^(?:E(?:CONN|PIPE|TIMEDOUT|HOST|NET|AI_AGAIN)|ERR_STREAM_PREMATURE_CLOSE|HPE_|UND_ERR)/

/** An answer that ended before its length. */
export class CutShort extends Error {}
