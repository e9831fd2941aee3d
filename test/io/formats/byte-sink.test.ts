import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteSink } from '../../../src/io/formats/byte-sink.ts'

const text = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  // around the length from which texts and copies are handed to native code
  fc.integer({ min: 20, max: 70 }).map((n) => 'x'.repeat(n)),
  fc.integer({ min: 20, max: 70 }).map((n) => 'ә'.repeat(n)),
)
type Call = { call: 'byte'; value: number } | { call: 'text' | 'copy' | 'plain'; value: string }
const calls = fc.array(
  fc.oneof(
    fc.record({ call: fc.constant('byte' as const), value: fc.integer({ min: 0, max: 255 }) }),
    fc.record({ call: fc.constantFrom('text' as const, 'copy' as const, 'plain' as const), value: text }),
  ),
  { maxLength: 40 },
)

/** Is this a text that is written as it stands: letters of one or two bytes, no comma, quote or control character? */
const isPlain = (t: string) => /^[\u0020-\u07ff]*$/.test(t) && !/[,"]/.test(t)

function write(sink: ByteSink, c: Call): Buffer {
  if (c.call === 'byte') {
    sink.byte(c.value)
    return Buffer.of(c.value)
  }
  const bytes = Buffer.from(c.value)
  if (c.call === 'text') sink.text(c.value)
  else if (c.call === 'copy') sink.copy(Buffer.concat([Buffer.of(1, 2), bytes, Buffer.of(3)]), 2, 2 + bytes.length)
  else {
    const taken = sink.plain(c.value, 0x2c, 0x22)
    expect(taken).toBe(isPlain(c.value))
    if (!taken) return Buffer.alloc(0)
  }
  return bytes
}

describe('a byte sink', () => {
  it('holds what was written, in order, however little room it began with', () => {
    fc.assert(
      fc.property(calls, fc.nat(200), (list, expected) => {
        const sink = new ByteSink(expected)
        const pieces = list.map((c) => write(sink, c))
        expect(Buffer.from(sink.finish()).equals(Buffer.concat(pieces))).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  it('owns its memory alone, so that it can be transferred', () => {
    const [a, b] = [new ByteSink(8), new ByteSink(8)]
    a.text('one')
    b.text('two')
    expect(a.finish().buffer).not.toBe(b.finish().buffer)
    expect(a.finish().byteOffset).toBe(0)
  })
})
