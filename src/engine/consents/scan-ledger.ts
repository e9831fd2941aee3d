import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { ioError } from '../../errors.ts'
import { EMPTY_SHA256, tampered, type LedgerHead } from './ledger-head.ts'
import type { LedgerPlace } from './ledger-place.ts'

export interface Scanned {
  /** SHA-256 of the first event's line, its newline too; undefined: there is no event */
  first: Buffer | undefined
  /** SHA-256 of the first so many bytes, for the sizes that were asked for and that the ledger has */
  upTo: ReadonlyMap<number, Buffer>
}

/** A line lies in `bytes` from `start` to `end`, its newline; it is overwritten afterwards. */
export type TakeLine = (bytes: Buffer, start: number, end: number) => void

/**
 * Reads the events that the head counts, in memory of one block, and holds them against its digest: whoever uses what it
 * gave has to wait for the end. `sizes`: positive, of how many bytes digests are wanted. What an import that runs meanwhile appends is not seen.
 * @throws PerdeError CONSENT_LEDGER_TAMPERED, and what `take` throws
 */
export async function scanLedger(
  place: LedgerPlace,
  head: LedgerHead,
  shown: string,
  take: TakeLine,
  { signal, sizes = [] }: { signal?: AbortSignal | undefined; sizes?: readonly number[] | undefined } = {},
): Promise<Scanned> {
  if (head.bytes === 0) {
    if (head.events !== 0 || head.sha256 !== EMPTY_SHA256) throw tampered('its head counts other events', shown)
    return { first: undefined, upTo: new Map() }
  }
  const hash = createHash('sha256')
  const upTo = new Map<number, Buffer>()
  const marks = [...sizes].sort((a, b) => a - b)
  let first: Buffer | undefined
  const block = Buffer.allocUnsafe(BLOCK)
  let events = 0
  let held = 0
  let read = 0
  // Not to wait for a writer, where a pipe stands under that name.
  const file = await open(place.events, constants.O_RDONLY | constants.O_NONBLOCK).catch((e: unknown) => {
    throw (e as { code?: string }).code === 'ENOENT'
      ? tampered('the file of its events is gone', shown)
      : ioError(e, 'reading the consent ledger', { part: shown })
  })
  try {
    if (!(await file.stat()).isFile()) throw tampered('its events are no file', shown)
    while (read < head.bytes) {
      signal?.throwIfAborted()
      const wanted = Math.min(block.length - held, head.bytes - read)
      if (wanted === 0) throw tampered('a line is longer than any event', shown, events + 1)
      const { bytesRead } = await file.read(block, held, wanted, read)
      if (bytesRead === 0) throw tampered('it is shorter than its head says', shown)
      let digested = held
      for (; marks.length > 0 && marks[0]! <= read + bytesRead; marks.shift()) {
        const mark = held + marks[0]! - read
        hash.update(block.subarray(digested, mark))
        digested = mark
        upTo.set(marks[0]!, hash.copy().digest())
      }
      hash.update(block.subarray(digested, held + bytesRead))
      read += bytesRead
      const end = held + bytesRead
      let start = 0
      for (let at = block.indexOf(LF); at >= 0 && at < end; at = block.indexOf(LF, start)) {
        first ??= createHash('sha256')
          .update(block.subarray(start, at + 1))
          .digest()
        take(block, start, at)
        events++
        start = at + 1
      }
      block.copyWithin(0, start, end)
      held = end - start
    }
  } catch (e) {
    if (signal?.aborted) throw e
    throw ioError(e, 'reading the consent ledger', { part: shown })
  } finally {
    await file.close()
  }
  if (held > 0) throw tampered('its last line is not whole', shown)
  if (hash.digest('hex') !== head.sha256) throw tampered('its events do not match the digest in its head', shown)
  if (events !== head.events) throw tampered('its head counts other events', shown)
  return { first, upTo }
}

const BLOCK = 1 << 20
const LF = 0x0a
