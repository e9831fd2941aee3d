import { isUtf8 } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PerdeError } from '../../../src/errors.ts'
import { bomLength, checkText } from '../../../src/io/formats/encoding.ts'
import { BlockFault } from '../../../src/io/formats/format.ts'

const lineOf = (block: Uint8Array) => (offset: number) => block.subarray(0, offset).filter((b) => b === 10).length

function faultOf(block: Uint8Array): BlockFault | undefined {
  try {
    checkText(block, lineOf(block))
    return undefined
  } catch (e) {
    return e as BlockFault
  }
}

/** The longest beginning that is UTF-8, found the slow way. */
function goodBytes(block: Uint8Array): number {
  for (let end = block.length; end >= 0; end--) if (isUtf8(block.subarray(0, end))) return end
  return 0
}

describe('a byte order mark', () => {
  const marks: [string, number[], number][] = [
    // what stands at the start, its bytes, the length to pass over
    ['nothing', [], 0],
    ['UTF-8 without a mark', [0x61], 0],
    ['the mark of UTF-8', [0xef, 0xbb, 0xbf, 0x61], 3],
    ['a mark in front of another', [0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf, 0x61], 6],
    ['half a mark', [0xef, 0xbb], 0],
  ]
  it.each(marks)('is found where there is %s', (_, bytes, length) => {
    expect(bomLength(Uint8Array.from(bytes))).toBe(length)
  })

  const refused: [string, number[]][] = [
    // encodings in which the detectors would find nobody
    ['UTF-16, little end first', [0xff, 0xfe, 0x61, 0]],
    ['UTF-16, big end first', [0xfe, 0xff, 0, 0x61]],
    ['UTF-32, little end first', [0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]],
  ]
  it.each(refused)('of %s is refused', (_, bytes) => {
    const error = (() => {
      try {
        return bomLength(Uint8Array.from(bytes))
      } catch (e) {
        return e as PerdeError
      }
    })()
    expect(error).toMatchObject({ code: 'INPUT_ENCODING', where: { offset: 0 } })
  })
})

describe('the text of a block', () => {
  it('passes where it is UTF-8 without a NUL', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(faultOf(Buffer.from(text.replaceAll('\0', '')))).toBeUndefined()
      }),
    )
  })

  it('is refused at its first byte that is not UTF-8, with the record that holds it', () => {
    const piece = fc.oneof(
      fc.constantFrom('a', '\n', 'ә', '€', '\u{1f600}').map((s) => Buffer.from(s)),
      fc.integer({ min: 1, max: 255 }).map((b) => Buffer.of(b)),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const block = Buffer.concat(pieces)
        const fault = faultOf(block)
        if (isUtf8(block)) {
          expect(fault).toBeUndefined()
          return
        }
        const offset = goodBytes(block)
        expect(fault).toBeInstanceOf(BlockFault)
        expect(fault).toMatchObject({ code: 'INPUT_ENCODING', offset, row: lineOf(block)(offset) })
      }),
      { numRuns: 500 },
    )
  })

  const broken: [string, number[], number][] = [
    // what is wrong, bytes, offset of the fault
    ['a continuation without its beginning', [0x61, 0x80], 1],
    ['a character that the block cuts off', [0x61, 0xe2, 0x82], 1],
    ['an overlong form', [0x61, 0x62, 0xc0, 0xaf], 2],
    ['a surrogate', [0xed, 0xa0, 0x80], 0],
    ['a byte that is never UTF-8', [0xff], 0],
    ['a code point above U+10FFFF', [0x61, 0xf4, 0x90, 0x80, 0x80], 1],
  ]
  it.each(broken)('is refused for %s', (_, bytes, offset) => {
    expect(faultOf(Uint8Array.from(bytes))).toMatchObject({ code: 'INPUT_ENCODING', offset })
  })

  it('is refused at a NUL, with its place', () => {
    expect(faultOf(Buffer.from('a\nb\0'))).toMatchObject({ code: 'INPUT_NUL', offset: 3, row: 1 })
  })
})
