import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asUtf8, type Charset } from '../../../src/io/codings/charset.ts'
import { decoded } from '../../../src/io/codings/decode.ts'
import { gunzip } from '../../../src/io/codings/gunzip.ts'
import type { ByteStream } from '../../../src/io/codings/byte-stream.ts'
import { all, streamOf } from './byte-streams.ts'

const utf16 = (text: string, big = false) => {
  const bytes = Buffer.from(text, 'utf16le')
  return big ? bytes.swap16() : bytes
}
const code = (name: string) => expect.objectContaining({ code: name }) as Error

describe('an input that is read as text', () => {
  it('is itself where it is UTF-8, whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), fc.integer({ min: 1, max: 9 }), async (bytes, size) => {
        // What begins otherwise than text is another matter.
        fc.pre(bytes[0] === undefined || (bytes[0] < 0xfd && ![0x1f, 0x28, 0x42, 0x50].includes(bytes[0])))
        expect(await all(await decoded(streamOf(bytes, size), undefined), size)).toEqual(Buffer.from(bytes))
      }),
    )
  })

  it('may have columns that are called like the beginning of a container', async () => {
    for (const text of ['BZh9,b\n', 'PAR1,PAR2\n', 'PK,b\n'])
      expect((await all(await decoded(streamOf(Buffer.from(text)), undefined))).toString()).toBe(text)
  })

  it('is the same text in gzip, in one member or several, however it comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }),
        fc.integer({ min: 1, max: 50 }),
        async (texts, size) => {
          const members = Buffer.concat(texts.map((text) => gzipSync(text)))
          expect((await all(await decoded(streamOf(members, size), undefined), size)).toString()).toBe(texts.join(''))
        },
      ),
      { numRuns: 40 },
    )
  })

  it('is the same text in UTF-16 with a mark, also in gzip', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.boolean(), fc.boolean(), async (text, big, zipped) => {
        const bytes = utf16(`\ufeff${text}`, big)
        const stream = streamOf(zipped ? gzipSync(bytes) : bytes)
        expect((await all(await decoded(stream, undefined))).toString()).toBe(text)
      }),
      { numRuns: 60 },
    )
  })

  it('is UTF-16 without a mark where that is declared', async () => {
    const cases: [Charset, Buffer][] = [
      ['utf-16le', utf16('Әсем')],
      ['utf-16be', utf16('Әсем', true)],
      ['utf-16', utf16('Әсем', true)],
      ['utf-16', utf16('\ufeffӘсем')],
    ]
    for (const [charset, bytes] of cases)
      expect((await all(await decoded(streamOf(bytes, 3), charset))).toString()).toBe('Әсем')
  })
})

describe('UTF-16 that does not say which it is', () => {
  it.each(['id,name\n1,Әсем\n', 'аты;тегі\nӘсем;Ж\n'])('is refused where it is little-endian: %j', async (text) => {
    await expect(decoded(streamOf(utf16(text)), 'utf-16')).rejects.toMatchObject({
      code: 'INPUT_ENCODING',
      hints: [expect.stringContaining('utf-16le')],
    })
    expect((await all(await decoded(streamOf(utf16(text)), 'utf-16le'))).toString()).toBe(text)
    expect((await all(await decoded(streamOf(utf16(text, true)), 'utf-16'))).toString()).toBe(text)
  })
})

describe('the byte order mark of UTF-8', () => {
  const text = '\ufeffid,note\n2,Әсем\n'
  it.each(['windows-1251', 'kz-1048', 'utf-16', 'utf-16le', 'utf-16be'] as const)(
    'proves that a text is not %s, packed or not',
    async (charset) => {
      for (const bytes of [Buffer.from(text), gzipSync(text)])
        await expect(decoded(streamOf(bytes), charset)).rejects.toMatchObject({
          code: 'INPUT_ENCODING',
          where: { offset: 0 },
          message: expect.stringContaining(`is not ${charset}`),
        })
    },
  )

  it('is as good as nothing where UTF-8 is declared', async () => {
    expect((await all(await decoded(streamOf(Buffer.from(text)), 'utf-8'))).toString()).toBe(text)
  })
})

describe('a charset of one byte', () => {
  const text = async (charset: Charset, bytes: Uint8Array) => (await all(asUtf8(streamOf(bytes), charset))).toString()

  it('windows-1251 is what browsers read', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i).filter((c) => c !== 0x98)
    expect(await text('windows-1251', bytes)).toBe(new TextDecoder('windows-1251').decode(bytes))
  })

  it('KZ-1048 has the Kazakh letters', async () => {
    // The alphabet as STRK1048-2002 places it, and what it shares with windows-1251.
    const letters = 'ҚҺқһҰұӘӨҒҮөғәҢңү'
    expect(
      await text(
        'kz-1048',
        Uint8Array.of(0x8d, 0x8e, 0x9d, 0x9e, 0xa1, 0xa2, 0xa3, 0xa5, 0xaa, 0xaf, 0xb4, 0xba, 0xbc, 0xbd, 0xbe, 0xbf),
      ),
    ).toBe(letters)
    expect(await text('kz-1048', Uint8Array.of(0xb2, 0xb3, 0xc0, 0xff, 0x41))).toBe('ІіАяA')
  })

  it('has no character for one byte, which is said with its place', async () => {
    for (const charset of ['windows-1251', 'kz-1048'] as const)
      await expect(text(charset, Uint8Array.of(0x41, 0x42, 0x98))).rejects.toMatchObject({
        code: 'INPUT_ENCODING',
        where: { offset: 2 },
      })
  })
})

describe('what cannot be read as text', () => {
  it('is UTF-16 that is cut in a character or has half of a pair', async () => {
    for (const bytes of [utf16('\ufeffab').subarray(0, 5), utf16('\ufeffa\ud800b')])
      await expect(decoded(streamOf(bytes), undefined).then(all)).rejects.toThrow(code('INPUT_ENCODING'))
  })

  it('is gzip that is cut off, damaged, or has something behind its end', async () => {
    const whole = gzipSync('a,b\n'.repeat(500))
    const damaged = Buffer.from(whole)
    damaged[whole.length - 6]! ^= 1
    for (const bytes of [
      whole.subarray(0, 30),
      whole.subarray(0, whole.length - 3),
      damaged,
      Buffer.concat([whole, Buffer.from('more')]),
    ])
      await expect(decoded(streamOf(bytes, 100), undefined).then(all)).rejects.toThrow(code('INPUT_COMPRESSED'))
  })

  it('is another container, or gzip in gzip', async () => {
    const starts = ['28b52ffd00', 'fd377a585a00', '425a6839314159265359', '504b03041400', '5041523115']
    for (const bytes of [...starts.map((start) => Buffer.from(start, 'hex')), gzipSync(gzipSync('a'))])
      await expect(decoded(streamOf(bytes), undefined)).rejects.toThrow(code('INPUT_COMPRESSED'))
  })

  it('is gzip that grows beyond all measure, before it has', async () => {
    const bomb = gzipSync(Buffer.alloc(4 * 1024 * 1024))
    const limits = { ratio: 200, from: 1024 * 1024, most: 2 ** 40 }
    let given = 0
    const stream = gunzip(streamOf(bomb, 1024), limits)
    const reading = async () => {
      for (const piece = new Uint8Array(65536); ;) {
        const n = await stream.read(piece)
        if (n === 0) return
        given += n
      }
    }
    await expect(reading()).rejects.toThrow(code('INPUT_COMPRESSED'))
    expect(given).toBeLessThanOrEqual(limits.from)
    await expect(all(gunzip(streamOf(bomb, 1024), { ...limits, ratio: 2000, most: 100_000 }))).rejects.toThrow(
      code('INPUT_COMPRESSED'),
    )
  })

  it('is a failure of the store, which stays what it is', async () => {
    const broken: ByteStream = { read: () => Promise.reject(new Error('the disk is gone')) }
    await expect(decoded(broken, undefined)).rejects.toThrow('the disk is gone')
    let first = true
    const later: ByteStream = {
      read: async (into) => {
        if (!first) throw new Error('the disk is gone')
        first = false
        into.set([0x1f, 0x8b])
        return 2
      },
    }
    await expect(decoded(later, undefined).then(all)).rejects.toThrow('the disk is gone')
  })
})
