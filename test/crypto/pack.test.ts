import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPacker, packTexts } from '../../src/crypto/pack.ts'
import type { Packer } from '../../src/crypto/pack.ts'

function rows({ packed, offsets, count }: Packer): string[] {
  return Array.from({ length: count }, (_, i) =>
    Buffer.from(packed.subarray(offsets[i], offsets[i + 1])).toString('hex'),
  )
}

const utf8 = (text: string) => Buffer.from(text).toString('hex')

describe('a packer', () => {
  it('writes UTF-8, a lone surrogate as U+FFFD', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), fc.array(fc.string()), (odd, plain) => {
        const texts = [...odd, ...plain, '\ud83d', '\ude00', '\ud83dx', 'Әйгерім', '😀', '']
        expect(rows(packTexts(texts))).toEqual(texts.map(utf8))
      }),
    )
  })

  it('grows with many values and with long ones', () => {
    const texts = Array.from({ length: 10_000 }, (_, i) => `value ${i}`)
    texts.push('ж'.repeat(200_000))
    expect(rows(packTexts(texts))).toEqual(texts.map(utf8))
  })

  it('starts afresh after clear', () => {
    const packer = createPacker()
    packer.text('before')
    packer.clear()
    packer.bytes(Uint8Array.of(1, 2))
    packer.text('ü')
    expect(rows(packer)).toEqual(['0102', 'c3bc'])
  })
})
