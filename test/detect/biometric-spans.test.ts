import { describe, expect, it } from 'vitest'
import { biometricSpans } from '../../src/detect/biometric-spans.ts'
import { createValueCounter, emptyFacts } from '../../src/detect/column-facts.ts'
import { verdict } from '../../src/detect/column-verdict.ts'
import { createTextDetector } from '../../src/detect/detect-text.ts'
import { surpriseIn } from '../../src/detect/surprise.ts'
import { numbers, vectors } from './columns.ts'

const detect = createTextDetector({ find: [], locales: [], confidence: 0.5 })

/** Bytes that mean nothing. */
const noise = (seed: number, count: number): Buffer => Buffer.from(numbers(seed, count, 256))
const jpeg = (size: number): Buffer => Buffer.concat([Buffer.from('ffd8ffe000104a464946000101', 'hex'), noise(7, size)])
const finger = Buffer.concat([Buffer.from('FMR\0 20\0\0\0\0\xac', 'latin1'), noise(3, 160)])
const wave = Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVEfmt ', 'latin1'), noise(4, 90)])
const lines = (code: string, end: string): string => code.replace(/.{76}(?=.)/g, (line) => line + end)

const INSIDE: [string, string, string][] = [
  ['a finger template in base64', finger.toString('base64'), 'finger'],
  ['the same in base64url', finger.toString('base64url'), 'finger'],
  ['in hex', finger.toString('hex'), 'finger'],
  ['in hex of a program', `0x${finger.toString('hex')}`, 'finger'],
  ['as PostgreSQL writes it', `\\x${finger.toString('hex')}`, 'finger'],
  ['in lines', lines(finger.toString('base64'), '\r\n'), 'finger'],
  ['in lines of a text in a text', lines(finger.toString('base64'), '\\n'), 'finger'],
  ['cut off', finger.toString('base64').slice(0, 101), 'finger'],
  ['an image', jpeg(300).toString('base64'), 'face'],
  ['an image in a data URI', `data:image/png;base64,${noise(5, 60).toString('base64')}`, 'face'],
  ['a data URI without a media type', `data:;base64,${jpeg(60).toString('base64')}`, 'face'],
  ['a recording', wave.toString('base64'), 'voice'],
  ['bases', 'GATCCTGACCTAGCATTGACCATGCATTCGATCGGATCATTACG'.repeat(2), 'dna'],
  ['the vector of a face', vectors(1, 128, 1.45)[0]!.slice(1, -1), 'face'],
  ['a vector of unit norm', vectors(1, 512, 1)[0]!.slice(1, -1), 'biometric'],
  [
    'the same in bytes',
    Buffer.from(new Float32Array(JSON.parse(vectors(1, 256, 1)[0]!) as number[]).buffer).toString('base64'),
    'biometric',
  ],
]

describe.each(INSIDE)('%s', (_, code, entity) => {
  it.each([
    ['', ''],
    ['Шаблон: ', ', проверьте.'],
    ['{"x":"', '"}'],
    ['said "', '" and left'],
  ])('is found between words, row %#', (before, after) => {
    const spans = biometricSpans(before + code + after)
    expect(spans.map(({ start, end, entity: found }) => [start, end, found])).toEqual([
      [before.length, before.length + code.length, entity],
    ])
    expect(detect(before + code + after).filter((d) => d.entity === entity)).toMatchObject([
      { start: before.length, end: before.length + code.length },
    ])
  })
})

describe('a text without biometric data', () => {
  it.each([
    [
      'digests',
      numbers(1, 40, 1e6)
        .map((n) => noise(n, 32).toString('hex'))
        .join(' '),
    ],
    [
      'tokens',
      numbers(2, 400, 1e6)
        .map((n) => noise(n, 48).toString('base64'))
        .join('\n'),
    ],
    ['a certificate', lines(`MII${noise(9, 900).toString('base64')}`, '\n')],
    [
      'addresses',
      'https://example.com/a/very/long/path/of/many/segments/that-goes-on/and_on?with=queries&and=more '.repeat(9),
    ],
    ['a table of numbers', Array.from({ length: 128 }, (_, i) => (i * 1.5).toFixed(2)).join(', ')],
    ['counts', Array.from({ length: 256 }, (_, i) => String(i - 128)).join(' ')],
    ['a vector of texts', vectors(1, 768, 1)[0]!],
    ['rules', `${'-'.repeat(300)}\n${'_'.repeat(300)}\n${'='.repeat(300)}`],
    ['a document', `data:application/pdf;base64,${Buffer.from(`%PDF-1.7 ${'x'.repeat(90)}`).toString('base64')}`],
  ])('shows none in %s', (_, text) => {
    expect(biometricSpans(text)).toEqual([])
  })
})

describe('a text that was made to be slow', () => {
  const many = (part: string): string => part.repeat(Math.ceil(400_000 / part.length))
  it.each([
    many(' '),
    `0.1${many(' ')}0.1`,
    many('data:'),
    many('data:image/png;base64,'),
    many('A'),
    many(`${'A'.repeat(76)}\n`),
    many(`/9j/${'A'.repeat(72)}\n`),
    many('1.5, '),
    many('\\x00'),
    many(`data:${'a;'.repeat(200)}`),
    many(`${'/9j/'.repeat(9)} `),
  ])('is gone through, row %#', (text) => {
    for (const span of biometricSpans(text)) expect(span.end).toBeGreaterThan(span.start)
  })
})

describe('a text with an image in it', () => {
  const image = jpeg(300_000).toString('base64')
  const text = `Сәлем, ол Әбдіхалық Серікбайұлы Тестов. data:image/jpeg;base64,${image} Жұмыс: demo@example.com, Тестов Әбдіхалық`

  it('is read on both sides of it, in places as they are', () => {
    const found = detect(text).map(({ start, end, entity }) => [entity, text.slice(start, end)])
    expect(found).toContainEqual(['email', 'demo@example.com'])
    expect(found).toContainEqual(['face', `data:image/jpeg;base64,${image}`])
    expect(found.filter(([entity]) => entity === 'person')).toHaveLength(2)
    expect(detect.ofEach(['nothing', text])[1]).toEqual(detect(text))
  })

  it('is left where nobody asks for it', () => {
    const only = createTextDetector({ find: ['email'], locales: [], confidence: 0.5 })
    expect(only(text).map(({ entity }) => entity)).toEqual(['email'])
    const asked = createTextDetector({ find: ['FACE_IMAGE'], locales: [], confidence: 0.5 })
    expect(asked(text).map(({ entity }) => entity)).toEqual(['face'])
  })
})

describe('a column of texts', () => {
  const count = createValueCounter()
  const counted = (values: readonly string[]) => {
    const facts = emptyFacts()
    count(facts, values)
    return facts
  }
  const words = Array.from({ length: 60 }, (_, i) => `thank you for your message of the day number ${i}`)

  it('is a text to scrub where some hold biometric data, and none to call harmless', () => {
    const facts = counted([...words, ...words.slice(0, 5).map((w) => `${w} ${finger.toString('base64')} is it`)])
    expect(verdict('content', facts)).toMatchObject({ entity: 'text', role: 'sensitive' })
    expect(surpriseIn('content', facts, [], 0.5)).toBe('finger')
    expect(surpriseIn('content', facts, ['email'], 0.5)).toBeUndefined()
    expect(surpriseIn('content', counted(words), [], 0.5)).toBeUndefined()
  })

  it('is a text to scrub where some are images from end to end', () => {
    const images = words.slice(0, 5).map(() => `data:image/jpeg;base64,${jpeg(90).toString('base64')}`)
    expect(verdict('content', counted([...words, ...images]))).toMatchObject({ entity: 'text', role: 'sensitive' })
  })
})
