import { deserialize, serialize } from 'node:v8'
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
  index?: Pick<ConsentSetup, 'bytes' | 'table'>
}

export function sendSetup(id: number, { tables, consent, ...rest }: WorkerSetup): SentSetup {
  const bytes = serialize({ ...rest, ...(consent && { asked: askedOf(consent) }) })
  const plain = new SharedArrayBuffer(bytes.length)
  new Uint8Array(plain).set(bytes)
  return {
    id,
    plain,
    tables,
    ...(consent && { index: { bytes: consent.bytes, table: consent.table } }),
  }
}

export function receiveSetup({ plain, tables, index }: SentSetup): WorkerSetup {
  type Plain = Omit<WorkerSetup, 'tables' | 'consent'> & { asked?: ReturnType<typeof askedOf> }
  // A copy: Node's deserialiser takes no shared memory.
  const { asked, ...rest } = deserialize(Buffer.from(new Uint8Array(plain))) as Plain
  return { ...rest, tables, ...(index && asked && { consent: { ...index, ...asked } }) }
}

function askedOf({ request, subjectKeys }: ConsentSetup) {
  return { request, subjectKeys }
}
