import { deserialize, serialize } from 'node:v8'
import type { SharedRecoding } from '../../anonymity/recoder.ts'
import type { ConsentSetup, WorkerSetup } from './setup.ts'

/**
 * A setup as it goes along with every block: what is small is serialised once into memory that all threads share, what
 * is large is shared already. So threads can start, and serve several passes, before the plan of the next is known.
 */
export interface SentSetup {
  /** of the setups of one pool */
  id: number
  plain: SharedArrayBuffer
  tables: WorkerSetup['tables']
  recodings: (LargeRecoding | undefined)[]
  index?: Pick<ConsentSetup, 'bytes' | 'table'>
}

/** What grows with the combinations. */
type LargeRecoding = Pick<SharedRecoding, 'packed' | 'nodeOf' | 'slots' | 'held'>
type SmallRecoding = Omit<SharedRecoding, keyof LargeRecoding>

export function sendSetup(id: number, { tables, consent, recodings = [], ...rest }: WorkerSetup): SentSetup {
  const bytes = serialize({
    ...rest,
    ...(consent && { gate: gateOf(consent) }),
    small: recodings.map((recoding) => recoding && smallOf(recoding)),
  })
  const plain = new SharedArrayBuffer(bytes.length)
  new Uint8Array(plain).set(bytes)
  return {
    id,
    plain,
    tables,
    recodings: recodings.map((recoding) => recoding && largeOf(recoding)),
    ...(consent && { index: { bytes: consent.bytes, table: consent.table } }),
  }
}

export function receiveSetup({ plain, tables, recodings, index }: SentSetup): WorkerSetup {
  type Plain = Omit<WorkerSetup, 'tables' | 'consent' | 'recodings'> & {
    gate?: ReturnType<typeof gateOf>
    small: (SmallRecoding | undefined)[]
  }
  // A copy: Node's deserialiser takes no shared memory.
  const { gate, small, ...rest } = deserialize(Buffer.from(new Uint8Array(plain))) as Plain
  return {
    ...rest,
    tables,
    recodings: small.map((own, s) => own && { ...own, ...recodings[s]! }),
    ...(index && gate && { consent: { ...index, ...gate } }),
  }
}

function gateOf({ request, subjectKeys }: ConsentSetup) {
  return { request, subjectKeys }
}

function smallOf({ fields, hierarchies, nodes, packing }: SharedRecoding): SmallRecoding {
  return { fields, hierarchies, nodes, packing }
}

function largeOf({ packed, nodeOf, slots, held }: SharedRecoding): LargeRecoding {
  return { packed, nodeOf, slots, ...(held && { held }) }
}
