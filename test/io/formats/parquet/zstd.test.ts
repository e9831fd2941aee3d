import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packMember } from '../../../../src/io/codings/pack.ts'
import { Damaged } from '../../../../src/io/formats/parquet/damaged.ts'
import { unpackZstd } from '../../../../src/io/formats/parquet/zstd.ts'

/** As pyarrow packs 704 bytes of a column; its byte 24 is one of the sequences. */
const FRAME = Buffer.from(
  '28b52ffd60c0014d010042c402801080aaaaaaaaaaaaaa121e5002008aa2288aa2288a222b8aa2288aa8288aa2288aa228120b',
  'hex',
)
const MAGIC = [0x28, 0xb5, 0x2f, 0xfd]
/** A frame of blocks as they stand; `claimed`: undefined: its header does not say. */
const frameOf = (claimed: number | undefined, ...blocks: Uint8Array[]) =>
  Buffer.concat([
    Buffer.from([...MAGIC, ...(claimed === undefined ? [0, 0x50] : [0x20, claimed])]),
    ...blocks.map((block, i) => {
      const head = Buffer.alloc(3)
      head.writeUIntLE((block.length << 3) | Number(i === blocks.length - 1), 0, 3)
      return Buffer.concat([head, block])
    }),
  ])
/** A block of one byte, many times. */
const repeated = (size: number) => Buffer.from([(size << 3) | 3, (size >> 5) & 0xff, size >> 13, 0x41])

describe('a frame of zstd', () => {
  it('is unpacked into as many bytes as are told, whatever its blocks are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 20_000 })), { maxLength: 6 }),
        async (runs) => {
          const bytes = Buffer.concat(runs.map(([run, times]) => Buffer.concat(Array<Uint8Array>(times).fill(run))))
          const packed = await packMember(bytes, 'zstd')
          expect(Buffer.from(unpackZstd(packed, bytes.length)).equals(bytes)).toBe(true)
          for (const size of [bytes.length + 1, bytes.length - 1].filter((n) => n >= 0))
            expect(() => unpackZstd(packed, size)).toThrow(Damaged)
        },
      ),
      { numRuns: 40 },
    )
    expect(unpackZstd(frameOf(undefined, Buffer.from('ab'), Buffer.from('c')), 3)).toEqual(new Uint8Array([97, 98, 99]))
    expect(unpackZstd(Buffer.concat([frameOf(undefined), repeated(9)]), 9)).toEqual(new Uint8Array(9).fill(0x41))
  })

  it('is refused where a damaged sequence makes more of it or less', () => {
    expect(unpackZstd(FRAME, 704)).toHaveLength(704)
    const answers = Array.from({ length: 256 }, (_, byte) => {
      const damaged = Buffer.from(FRAME)
      damaged[24] = byte
      try {
        return unpackZstd(damaged, 704).length
      } catch (e) {
        expect(e).toBeInstanceOf(Damaged)
        return 'refused'
      }
    })
    // libzstd says of this one that what it unpacks to has no room.
    expect(answers[77]).toBe('refused')
    expect(answers[FRAME[24]!]).toBe(704)
  })

  it.each([
    ['more than its header says', frameOf(4, Buffer.from('abcdef')), 4],
    ['less than its header says', frameOf(9, Buffer.from('abcdef')), 9],
    ['more than is told', frameOf(undefined, Buffer.from('abcdef')), 4],
    ['less than is told', frameOf(undefined, Buffer.from('abcdef')), 9],
    ['something where nothing is told', frameOf(undefined, Buffer.from('abcdef')), 0],
    ['more of one byte than is told', Buffer.concat([frameOf(undefined), repeated(9)]), 8],
    ['less of one byte than is told', Buffer.concat([frameOf(undefined), repeated(9)]), 10],
    ['another frame behind it', Buffer.concat([frameOf(3, Buffer.from('abc')), frameOf(3, Buffer.from('xyz'))]), 3],
    ['no last block', frameOf(undefined, Buffer.from('abcdef')).subarray(0, -1), 6],
  ])('is refused where it holds %s', (_, bytes, size) => {
    expect(() => unpackZstd(bytes, size)).toThrow(Damaged)
  })

  it('may go on in another frame', () => {
    const frames = Buffer.concat([frameOf(undefined, Buffer.from('abc')), frameOf(undefined, Buffer.from('xyz'))])
    expect(Buffer.from(unpackZstd(frames, 6)).toString()).toBe('abcxyz')
  })
})
