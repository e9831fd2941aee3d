import type { ConsentIndex } from '../../consent/consent-index.ts'
import { createDecider } from '../../consent/decide.ts'
import { LedgerCompiler } from '../../consent/ledger/compile.ts'
import type { ConsentEvent } from '../../consent/ledger/event.ts'
import { partsOf } from '../../consent/ledger/line.ts'
import { encodeRef } from '../../consent/ledger/reference.ts'
import { reasonName, type ReasonName } from '../../consent/reasons.ts'
import type { ConsentRequest } from '../../consent/request.ts'
import { createSubjectKeyer, keyCheckValue, REF_BYTES } from '../../consent/subject-ref.ts'
import { PerdeError } from '../../errors.ts'
import { ledgerPlace } from './ledger-place.ts'
import { checkIdentity } from './ledger-writer.ts'
import { existingHead, keyCheckHex, type LedgerReading } from './read-ledger.ts'
import { scanLedger } from './scan-ledger.ts'
import type { SubjectKeys } from './subject-keys.ts'

export interface SubjectStatus {
  /** what the ledger knew of the subject, in the order in which it learnt of it; without the reference */
  events: Omit<ConsentEvent, 'ref'>[]
  /** the decision about a request; undefined: none was asked */
  reason: ReasonName | undefined
}

/** What a ledger says of one subject. `knownAt`: as it was known then, in seconds since 1970. */
export async function subjectStatus(
  path: string,
  reading: LedgerReading,
  subject: string,
  { request, knownAt = Infinity }: { request?: ConsentRequest | undefined; knownAt?: number | undefined },
): Promise<SubjectStatus> {
  const { events, decide } = await subjectDecisions(path, reading, subject, knownAt)
  return { events, reason: request && decide(request) }
}

export interface SubjectDecisions extends Pick<SubjectStatus, 'events'> {
  /** all requests of one instant, as the first has it */
  decide(request: ConsentRequest): ReasonName | undefined
}

/** What a ledger says of one subject, and what it decides about whatever is asked of them as of one instant. */
export async function subjectDecisions(
  path: string,
  reading: LedgerReading,
  subject: string,
  knownAt = Infinity,
): Promise<SubjectDecisions> {
  const { keys, entity, shown } = reading
  const refs = subjectRef(subject, keys, entity)
  const ref = encodeRef(refs, 0)
  const head = existingHead(path, shown)
  checkIdentity(head, { subjectType: entity ?? null, keyCheck: keyCheckHex(keys) }, shown)
  const compiler = new LedgerCompiler(knownAt)
  const events: SubjectStatus['events'] = []
  await scanLedger(ledgerPlace(path), head, shown, (bytes, start, end) => {
    const parts = partsOf(bytes, start, end)
    if (parts && bytes.toString('latin1', parts.ref, parts.ref + ref.length) !== ref) return
    compiler.add(bytes, start, end)
    if (parts!.known > knownAt) return
    const { ref: _, ...event } = JSON.parse(bytes.toString('utf8', start, end)) as ConsentEvent
    events.push(event)
  })
  let index: ConsentIndex | undefined
  return {
    events,
    decide(request) {
      index ??= compiler.finish(request.asOf, keyCheckValue(keys.a, keys.b))
      return reasonName(createDecider(index, request)(refs, new Uint8Array(1))[0]!)
    },
  }
}

/** The 16 bytes of a person. Throws USAGE, without a word of the identifier, where it is none. */
export function subjectRef(subject: string, keys: SubjectKeys, entity: string | undefined): Uint8Array {
  const { refs, flags } = createSubjectKeyer(keys.a, keys.b, entity)([subject])
  if (flags[0] === 0) return refs.subarray(0, REF_BYTES)
  throw new PerdeError(
    'USAGE',
    `the subject is no valid identifier${entity === undefined ? '' : ` of type ${entity}`}`,
    {
      hints: ['is it written as in the data? It is the first line of standard input'],
    },
  )
}
