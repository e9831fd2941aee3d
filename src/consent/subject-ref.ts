import { createCmac } from '../crypto/cmac.ts'
import { createPacker } from '../crypto/pack.ts'
import { isValidIin } from '../record/kz-id.ts'
import { normaliser, plainForm, seenForm, subjectForm } from '../record/normalise.ts'
import { Reason } from './reasons.ts'

/**
 * A subject reference: 16 bytes that stand for a person and tell nothing without the keys. Two AES-256-CMACs of the
 * normalised identifier under two derived keys, 8 bytes of each, because a whole AES block could be decrypted by
 * whoever holds its key.
 */
export const REF_BYTES = 16

export interface SubjectRefs {
  /** 16 bytes a subject, in the order given; zeros where there is no reference */
  refs: Uint8Array
  /** 0, or the reason code SUBJECT_ID_MISSING or SUBJECT_ID_INVALID */
  flags: Uint8Array
}

export type SubjectKeyer = (subjects: readonly string[]) => SubjectRefs

/** References of a batch of decoded subject identifiers of one entity (`iin`, `phone`, …; undefined: `subjectForm`). */
export function subjectRefs(
  subjects: readonly string[],
  keyA: Uint8Array,
  keyB: Uint8Array,
  entity?: string,
): SubjectRefs {
  return createSubjectKeyer(keyA, keyB, entity)(subjects)
}

/** The same for many batches: ciphers, buffers and the normaliser are made once. Keys: 32 bytes each, different. */
export function createSubjectKeyer(keyA: Uint8Array, keyB: Uint8Array, entity?: string): SubjectKeyer {
  const macA = createCmac(keyA)
  const macB = createCmac(keyB)
  const ofEntity = normaliser(entity)
  // Nobody may be told apart from themselves by what cannot be seen, whatever the kind of their identifier.
  const normalise = ofEntity === plainForm ? subjectForm : (text: string) => ofEntity(seenForm(text))
  const packer = createPacker()

  return (subjects) => {
    const flags = new Uint8Array(subjects.length)
    packer.clear()
    for (let i = 0; i < subjects.length; i++) {
      const subject = subjects[i]!
      const normal = normalise(subject)
      if (normal === undefined || normal === '' || (entity === 'iin' && !isValidIin(normal)))
        flags[i] = subject.trim() === '' ? Reason.SUBJECT_ID_MISSING : Reason.SUBJECT_ID_INVALID
      else packer.text(normal)
    }
    const { packed, offsets, count } = packer
    const left = macA.truncated(packed, offsets, count, 8)
    const right = macB.truncated(packed, offsets, count, 8)
    const refs = new Uint8Array(REF_BYTES * subjects.length)
    for (let i = 0, from = 0; i < subjects.length; i++) {
      if (flags[i] !== 0) continue
      const to = REF_BYTES * i
      for (let j = 0; j < 8; j++, from++) {
        refs[to + j] = left[from]!
        refs[to + 8 + j] = right[from]!
      }
    }
    return { refs, flags }
  }
}

/**
 * Eight bytes that show that two sides hold the same keys: the reference's halves of a constant no identifier
 * normalises to, XORed.
 */
export function keyCheckValue(keyA: Uint8Array, keyB: Uint8Array): Uint8Array {
  const packer = createPacker()
  packer.text('\0perde consent index 1')
  const left = createCmac(keyA).truncated(packer.packed, packer.offsets, 1, 8)
  const right = createCmac(keyB).truncated(packer.packed, packer.offsets, 1, 8)
  return left.map((byte, i) => byte ^ right[i]!)
}
