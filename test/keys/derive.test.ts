import { describe, expect, it } from 'vitest'
import { deriveKey, keyCheckValue } from '../../src/keys/derive.ts'
import type { KeyPlace } from '../../src/keys/derive.ts'
import type { KeyRequest } from '../../src/transforms/verb.ts'

const ROOT = Uint8Array.from({ length: 32 }, (_, i) => i)
const PLACE: KeyPlace = { dataset: 'clinic', purpose: 'training', source: 'patients', path: 'iin' }
const FIELD: KeyRequest = { algorithm: 'cmac', bytes: 32 }
const NAMED: KeyRequest = { ...FIELD, domain: 'person' }

const derived = (request: KeyRequest, place: Partial<KeyPlace> = {}, root = ROOT) =>
  Buffer.from(deriveKey(root, request, { ...PLACE, ...place })).toString('hex')

describe('key derivation', () => {
  it('gives the same key for the same use, of the length asked for', () => {
    expect(derived(NAMED)).toBe(derived({ ...NAMED }))
    expect(deriveKey(ROOT, { ...NAMED, bytes: 64 }, PLACE)).toHaveLength(64)
  })

  // openssl kdf HKDF over the length-prefixed parts gives these: a change here is a change of every pseudonym ever made.
  it('is fixed', () => {
    expect(derived(NAMED)).toBe('519eafa808c0058955fa331cd79de2bf5e071a17cf38a09ac71b318fd5bf8f1e')
    expect(derived(FIELD)).toBe('f07a5e3ad786d16c1b4a9c6b94a9002ddf87f39a8aa64bf848af585c4e0e6e7c')
  })

  it('with a named domain depends on root, algorithm, purpose and domain, and on nothing else', () => {
    const same = [{ dataset: 'other' }, { source: 'visits' }, { path: 'patient.iin' }].map((place) =>
      derived(NAMED, place),
    )
    expect(new Set(same)).toEqual(new Set([derived(NAMED)]))
    const different = [
      derived(NAMED),
      derived(
        NAMED,
        {},
        ROOT.map((b) => b ^ 1),
      ),
      derived({ ...NAMED, algorithm: 'siv' }),
      derived(NAMED, { purpose: 'analytics' }),
      derived({ ...NAMED, domain: 'Person' }),
    ]
    expect(new Set(different).size).toBe(different.length)
  })

  it('without a domain also depends on dataset, source and path, so nothing joins', () => {
    const different = [
      derived(FIELD),
      derived(FIELD, { dataset: 'other' }),
      derived(FIELD, { source: 'visits' }),
      derived(FIELD, { path: 'patient.iin' }),
      derived(FIELD, { source: 'patientsiin', path: '' }),
      derived({ ...FIELD, domain: 'iin' }),
    ]
    expect(new Set(different).size).toBe(different.length)
  })
})

describe('the key check value', () => {
  it('is eight hex digits that differ between roots', () => {
    expect(keyCheckValue(ROOT)).toMatch(/^[0-9a-f]{8}$/)
    expect(keyCheckValue(ROOT.map((b) => b ^ 1))).not.toBe(keyCheckValue(ROOT))
  })
})
