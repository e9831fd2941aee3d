import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { createDecisionReader, splitEntries, type DecisionFileId } from '../../consent/decision-file.ts'
import { createLook, type Look } from '../../consent/last-look.ts'
import { isUsed, reasonName } from '../../consent/reasons.ts'
import { PerdeError } from '../../errors.ts'
import { decisionFile } from '../../evidence/release/release-record.ts'
import type { SubjectKeys } from '../consents/subject-keys.ts'
import { openReleaseKey } from './release-key.ts'

/** Where the decisions of a release are kept, and what opens them. */
export interface KeptDecisions {
  /** folder of the log */
  log: string
  release: string
  parts: number
  keys: SubjectKeys
}

export interface DeniedNow {
  /** records of the release that were used and may not be any more */
  denied: number
  /** how many by which reason; exact, so not for publication */
  reasons: Record<string, number>
  /** digest of the decisions of each part, as the log has it */
  digests: string[]
}

/**
 * Everyone whose record was used, asked again. `onUsed` hears of them in the order of the records: 1 may still be used, 0 not
 * any more. Throws DENIED_CONSENT where the decisions are gone, KEY_INVALID, LOG_TAMPERED.
 */
export function deniedInRelease(look: Look, kept: KeptDecisions, onUsed?: (stays: Uint8Array) => void): DeniedNow {
  const lookAgain = createLook(look)
  const found: DeniedNow = { denied: 0, reasons: {}, digests: [] }
  const opened = openDecisionFiles(kept)
  for (let part = 0; part < kept.parts; part++) {
    const hash = createHash('sha256')
    for (const frame of opened(part)) {
      hash.update(frame)
      const { refs, reasons } = splitEntries(frame)
      const changed = lookAgain(reasons, refs)
      found.denied += changed.positions.length
      onUsed?.(staying(reasons, changed.positions))
      for (const reason of changed.reasons) {
        const name = reasonName(reason) ?? 'OTHER'
        found.reasons[name] = (found.reasons[name] ?? 0) + 1
      }
    }
    found.digests.push(hash.digest('hex'))
  }
  return found
}

/** Of those who were used: 1 where they may still be, 0 at the positions of those who may not. */
function staying(reasons: Uint8Array, gone: Uint32Array): Uint8Array {
  const stays = new Uint8Array(reasons.length)
  let used = 0
  let next = 0
  for (let i = 0; i < reasons.length; i++) {
    if (!isUsed(reasons[i]!)) continue
    const goes = gone[next] === i
    if (goes) next++
    stays[used++] = goes ? 0 : 1
  }
  return stays.subarray(0, used)
}

/** Opens the decisions of a release: gives the entries of a part, frame by frame. */
export function openDecisionFiles({ log, release, keys }: KeptDecisions): (part: number) => Generator<Uint8Array> {
  const key = openReleaseKey(log, release, keys.decisions)
  return (part) => framesOf(decisionFile(log, release, part), key, { release, part })
}

function* framesOf(file: string, key: Uint8Array, id: DecisionFileId): Generator<Uint8Array> {
  const reader = createDecisionReader(key, id)
  let fd: number
  try {
    fd = openSync(file, 'r')
  } catch (cause) {
    throw new PerdeError(
      'DENIED_CONSENT',
      'the decisions of the run are not there any more, so its subjects cannot be asked about',
      { cause, hints: ['run the policy again'] },
    )
  }
  try {
    const buffer = Buffer.alloc(1 << 20)
    for (let n = readSync(fd, buffer); n > 0; n = readSync(fd, buffer)) yield* reader.push(buffer.subarray(0, n))
    reader.end()
  } finally {
    closeSync(fd)
  }
}
