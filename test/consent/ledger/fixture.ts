import { createHash } from 'node:crypto'
import type { ConsentIndex } from '../../../src/consent/consent-index.ts'
import { createDecider } from '../../../src/consent/decide.ts'
import { LedgerCompiler } from '../../../src/consent/ledger/compile.ts'
import type { ConsentEvent } from '../../../src/consent/ledger/event.ts'
import { lineOf } from '../../../src/consent/ledger/line.ts'
import { encodeRef } from '../../../src/consent/ledger/reference.ts'
import { reasonName, type ReasonName } from '../../../src/consent/reasons.ts'
import type { ConsentRequest } from '../../../src/consent/request.ts'

/** References as they come out of a cipher: any 16 bytes, the same for the same number. */
export function refBytes(subject: number): Uint8Array {
  return createHash('sha256').update(`subject ${subject}`).digest().subarray(0, 16)
}

export function ref(subject: number): string {
  return encodeRef(refBytes(subject), 0)
}

/** Compiles events, which are written as lines first, in the order in which the ledger learnt of them. */
export function compileEvents(events: readonly ConsentEvent[], asOf: number, knownAt?: number): ConsentIndex {
  const compiler = new LedgerCompiler(knownAt)
  for (const event of events.toSorted((a, b) => (a.known < b.known ? -1 : a.known > b.known ? 1 : 0))) {
    const line = Buffer.from(`${lineOf(event)}\n`)
    compiler.add(line, 0, line.length - 1)
  }
  return compiler.finish(asOf, new Uint8Array(8))
}

/** Reasons for the subjects 0 … count - 1. */
export function reasonsFor(index: ConsentIndex, count: number, request: ConsentRequest): (ReasonName | undefined)[] {
  const refs = new Uint8Array(16 * count)
  for (let subject = 0; subject < count; subject++) refs.set(refBytes(subject), 16 * subject)
  return Array.from(createDecider(index, request)(refs, new Uint8Array(count)), reasonName)
}
