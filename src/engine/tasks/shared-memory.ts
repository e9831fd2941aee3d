import type { SharedRecoding } from '../../anonymity/recoder.ts'
import { attachIndex } from '../../consent/consent-index.ts'
import type { ReadRegister } from '../consents/read-register.ts'
import type { WorkerSetup } from '../wire/setup.ts'

// What threads share in memory, as plain arrays for a file, and back: a file holds no shared memory.

type Array = Uint8Array | Uint32Array | Int32Array

/** What is the same for every task of the second pass: all but the keys, the consents and requests, which stand elsewhere. */
export type KeptSetup = Omit<WorkerSetup, 'keys' | 'peopleKey' | 'consent' | 'asked'>

export function unshared({ keys: _, peopleKey: __, consent: ___, asked: ____, ...setup }: WorkerSetup): KeptSetup {
  return { ...setup, ...large(setup, (array) => array.slice() as typeof array) }
}

export function shared(setup: KeptSetup): KeptSetup {
  return { ...setup, ...large(setup, share) }
}

/** A register of consents, without the memory that threads share. */
export type KeptRegister = ReturnType<typeof unsharedRegister>

export function unsharedRegister({ index, ...rest }: ReadRegister) {
  const plain = (memory: SharedArrayBuffer) => new Uint8Array(memory).slice()
  return { ...rest, index: { bytes: plain(index.bytes), table: plain(index.table) } }
}

export function sharedRegister({ index, ...rest }: KeptRegister): ReadRegister {
  return { ...rest, index: attachIndex(share(index.bytes).buffer, share(index.table).buffer) }
}

function large(
  { tables, recodings }: KeptSetup,
  copy: <A extends Array>(array: A) => A,
): Pick<KeptSetup, 'tables' | 'recodings'> {
  return {
    tables: Object.fromEntries(Object.entries(tables).map(([id, table]) => [id, copy(table)])),
    ...(recodings && { recodings: recodings.map((own) => own && recoding(own, copy)) }),
  }
}

function recoding(own: SharedRecoding, copy: <A extends Array>(array: A) => A): SharedRecoding {
  const { packed, nodeOf, slots, held } = own
  return { ...own, packed: copy(packed), nodeOf: copy(nodeOf), slots: copy(slots), ...(held && { held: copy(held) }) }
}

function share<A extends Array>(array: A): A & { buffer: SharedArrayBuffer } {
  const Kind = array.constructor as new (
    memory: SharedArrayBuffer,
  ) => A & { buffer: SharedArrayBuffer; set(from: A): void }
  const into = new Kind(new SharedArrayBuffer(array.byteLength))
  into.set(array)
  return into
}
