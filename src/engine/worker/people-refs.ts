import { createCmac, type Cmac } from '../../crypto/cmac.ts'
import { createPacker, type Packer } from '../../crypto/pack.ts'
import type { ReadBlock } from '../../io/formats/format.ts'
import { subjectForm } from '../../record/normalise.ts'

/** Bytes of a reference: two numbers of 32 bits. */
export const PERSON_BYTES = 8

/** Whom each record is about under a key of the ledger; whoever names nobody is known by the bytes of the record. */
export interface PeopleKeyer {
  /** 8 bytes a record, in the order of `rows`; `subject`: of a row, normalised, undefined where it names nobody */
  refs(subject: (row: number) => string | undefined, read: ReadBlock, rows: ArrayLike<number>): Uint8Array
}

export function createPeopleKeyer(key: Uint8Array): PeopleKeyer {
  const cmac: Cmac = createCmac(key)
  const packer: Packer = createPacker()
  return {
    refs(subject, read, rows) {
      packer.clear()
      for (let i = 0; i < rows.length; i++) {
        // As for the count of subjects: who is spelt otherwise the next time is the same person.
        const who = subjectForm(subject(rows[i]!) ?? '')
        if (who !== '') packer.text(`s${who}`)
        else packer.bytes(Buffer.concat([RECORD, read.record(rows[i]!)]))
      }
      return cmac.truncated(packer.packed, packer.offsets, packer.count, PERSON_BYTES)
    },
  }
}

/** No subject begins with it. */
const RECORD = Buffer.from('r')
