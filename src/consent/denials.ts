import { createHash } from 'node:crypto'
import { RECORD_WORDS } from './record-sort.ts'
import { STATE_BITS, type ConsentIndex } from './consent-index.ts'
import { ConsentState, isGrant } from './states.ts'
import { sameKey } from './subject-table.ts'

/** Who says no in a table of consents, so summed up that two states of it can be compared and nobody is named. */
export interface DenialSums {
  /** SHA-256 of who says no to what, whatever the order of the rows, their times and which word for no they use */
  sha256: Uint8Array
  /** how many denials are of the subjects whose reference begins with each byte: 256 numbers */
  counts: number[]
}

/** Which states are a no. */
export type SaysNo = (state: number) => boolean

/** Every state that is no consent, by a word that is known or not: whichever ends a consent, it may not go from a table. */
export const saysNo: SaysNo = (state) => !isGrant(state)

/** The states by which an older perde summed up a table: refused, withdrawn, revoked. */
export const saidNo: SaysNo = (state) => state >= ConsentState.refused && state <= ConsentState.revoked

/** Rows in which somebody says no. */
export function denialsIn({ words, count }: ConsentIndex, isNo: SaysNo = saysNo): number {
  let denials = 0
  for (let record = 0; record < count; record++) if (isNo(words[record * RECORD_WORDS + 4]! & STATE_BITS)) denials++
  return denials
}

/** Sums of the denials of an index. Whoever said no to the same twice counts twice, so a second one cannot go unseen. */
export function denialSums({ words, count, scopes }: ConsentIndex, isNo: SaysNo = saysNo): DenialSums {
  const texts = scopes.map((scope) => JSON.stringify(scope))
  const counts = new Array<number>(256).fill(0)
  const hash = createHash('sha256')
  const key = Buffer.alloc(16)
  let denied: string[] = []
  for (let record = 0; record < count; record++) {
    const at = record * RECORD_WORDS
    const state = words[at + 4]! & STATE_BITS
    if (isNo(state)) {
      denied.push(texts[words[at + 4]! >>> 8]!)
      counts[words[at]! >>> 24]!++
    }
    if (denied.length === 0 || (record + 1 < count && sameKey(words, at, words, at + RECORD_WORDS))) continue
    for (let w = 0; w < 4; w++) key.writeUInt32BE(words[at + w]!, 4 * w)
    hash.update(key).update(`${JSON.stringify(denied.sort())}\n`)
    denied = []
  }
  return { sha256: hash.digest(), counts }
}
