import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createUnits } from '../../src/transforms/text-units.ts'

const text = fc.string({ unit: 'grapheme' })

describe('units of a text', () => {
  it.each(['code-point', 'utf-16', 'byte'] as const)(
    '%s: the length of every beginning is the offset behind it',
    (unit) => {
      const length = {
        'code-point': (t: string) => [...t].length,
        'utf-16': (t: string) => t.length,
        byte: Buffer.byteLength,
      }
      fc.assert(
        fc.property(text, (whole) => {
          const units = createUnits(whole, unit)
          let at = 0
          for (const character of ['', ...whole]) {
            at += character.length
            expect(units.fromUtf16(at)).toBe(length[unit](whole.slice(0, at)))
            expect(units.toUtf16(length[unit](whole.slice(0, at)))).toBe(at)
          }
        }),
      )
    },
  )

  it('has nothing behind the end', () => {
    expect(createUnits('аб🙂', 'code-point').toUtf16(3)).toBe(4)
    expect(createUnits('аб🙂', 'code-point').toUtf16(4)).toBeUndefined()
    expect(createUnits('аб🙂', 'byte').toUtf16(8)).toBe(4)
    expect(createUnits('аб🙂', 'byte').toUtf16(9)).toBeUndefined()
    expect(createUnits('аб', 'utf-16').toUtf16(3)).toBeUndefined()
  })

  it('puts an offset inside of a character at its beginning', () => {
    expect(createUnits('а🙂', 'byte').toUtf16(4)).toBe(1)
  })
})
