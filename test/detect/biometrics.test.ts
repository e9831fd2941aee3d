import { describe, expect, it } from 'vitest'
import { createValueCounter, emptyFacts } from '../../src/detect/column-facts.ts'
import type { ColumnFacts } from '../../src/detect/column-facts.ts'
import { verdict } from '../../src/detect/column-verdict.ts'
import { detectColumn } from '../../src/detect/detect-column.ts'

import { countLists } from '../../src/detect/list-facts.ts'
import { cbeff, containerOf, tlvAt } from '../../src/detect/magic.ts'
import { peel } from '../../src/detect/peel.ts'
import { vectorIn, vectorInBytes } from '../../src/detect/vectors.ts'
import { vectors } from './columns.ts'

const countValues = createValueCounter()
function factsOf(values: readonly string[]): ColumnFacts {
  const facts = emptyFacts()
  countValues(facts, values)
  return facts
}

const bytes = (latin1: string): Buffer => Buffer.from(latin1, 'latin1')
const zeros = (n: number): string => '\0'.repeat(n)
const u32 = (n: number): string => String.fromCharCode(n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255)

/** Records of invented content whose declared length fits. */
const RECORDS: [string, Buffer, string][] = [
  ['ISO/IEC 19794-2:2005', bytes(`FMR\0 20\0${u32(40)}${zeros(28)}`), 'finger'],
  [
    'the same, one byte longer than declared, as the annex of the standard',
    bytes(`FMR\0 20\0${u32(40)}${zeros(29)}`),
    'finger',
  ],
  ['INCITS 378-2004, length in two bytes', bytes(`FMR\0 20\0\0\x28${zeros(30)}`), 'finger'],
  ['ISO/IEC 19794-2:2011', bytes(`FMR\x00030\0${u32(40)}${zeros(28)}`), 'finger'],
  ['ISO/IEC 19794-4, length in six bytes', bytes(`FIR\x00010\0\0\0${u32(40)}${zeros(26)}`), 'finger'],
  ['ISO/IEC 19794-5', bytes(`FAC\x00010\0${u32(40)}\0\x01${zeros(26)}`), 'face'],
  ['ISO/IEC 19794-6, any version', bytes(`IIR\x00015\0${u32(40)}${zeros(28)}`), 'iris'],
  ['WSQ', bytes(`\xff\xa0\xff\xa4\0\x3a${zeros(34)}`), 'finger'],
  ['ANSI/NIST-ITL', bytes(`1.001:134\x1d1.002:0300\x1d1.003:1\x1f1${zeros(12)}`), 'biometric'],
  [
    'CBEFF group template',
    bytes(
      `\x7f\x61\x1f\x02\x01\x01\x7f\x60\x1a\xa1\x0a\x80\x02\x01\x01\x87\x02\x01\x01\x88\x00\x5f\x2e\x09${zeros(9)}`,
    ),
    'biometric',
  ],
  [
    'eMRTD data group 3',
    bytes(
      `\x63\x22\x7f\x61\x1f\x02\x01\x01\x7f\x60\x1a\xa1\x0a\x80\x02\x01\x01\x87\x02\x01\x01\x88\x00\x5f\x2e\x09${zeros(9)}`,
    ),
    'finger',
  ],
  ['DICOM', bytes(`${zeros(128)}DICM${zeros(20)}`), 'physiological'],
]

const ENCODINGS: [string, (b: Buffer) => string][] = [
  ['base64', (b) => b.toString('base64')],
  ['base64url', (b) => b.toString('base64url')],
  ['hex', (b) => b.toString('hex')],
  ['hex in capitals', (b) => b.toString('hex').toUpperCase()],
  ['0x', (b) => `0x${b.toString('hex')}`],
  ['bytea', (b) => `\\x${b.toString('hex')}`],
  ["x'…'", (b) => `x'${b.toString('hex')}'`],
  ['a data URI', (b) => `data:application/octet-stream;base64,${b.toString('base64')}`],
]

describe.each(RECORDS)('a record of %s', (_, record, entity) => {
  it.each(ENCODINGS)('is found in %s, whatever the field is called', (_, encode) => {
    expect(detectColumn('payload', [encode(record)])).toMatchObject({ entity, role: 'biometric' })
    expect(detectColumn('payload', [encode(record)]).confidence).toBeGreaterThanOrEqual(0.95)
  })

  it('is found among other values', () => {
    const others = Array.from({ length: 200 }, (_, i) => `attachment number ${i}`)
    expect(detectColumn('attachment', [...others, record.toString('hex')])).toMatchObject({ role: 'biometric' })
  })
})

describe('text that begins like a record', () => {
  it.each([
    'FMR & Sons',
    'FAC 020 of the plan',
    'FIR wood, third row',
    'IIR section of the filter',
    '1.001: scope of the chapter',
    'TAGACAT',
    'ACTG-7',
  ])('is none in row %#', (text) => {
    expect(detectColumn('note', [text]).role).toBe('insensitive')
    expect(detectColumn('note', [Buffer.from(text.padEnd(40, ' ')).toString('hex')]).role).toBe('insensitive')
  })
})

describe('images and sound', () => {
  const jpeg = bytes(`\xff\xd8\xff\xe0\0\x10JFIF${zeros(40)}`)
  const wave = bytes(`RIFF${zeros(4)}WAVEfmt ${zeros(40)}`)

  it.each([
    ['selfie', jpeg, 'face', 0.85],
    ['фото_лица', jpeg, 'face', 0.85],
    ['бет_бейнесі', jpeg, 'face', 0.85],
    ['photo', jpeg, 'face', 0.5],
    ['voice_sample', wave, 'voice', 0.85],
    ['дауыс_үлгісі', wave, 'voice', 0.85],
    ['қолтаңба', jpeg, 'signature', 0.85],
  ])('in a field called %s are biometric', (name, media, entity, confidence) => {
    expect(detectColumn(name, [media.toString('base64')])).toMatchObject({ entity, role: 'biometric', confidence })
  })

  it.each(['product_image', 'logo', 'qr_code', 'screenshot', 'ringtone', 'attachment'])(
    'in a field called %s are not',
    (name) => {
      for (const media of [jpeg, wave]) expect(detectColumn(name, [media.toString('base64')]).role).toBe('insensitive')
    },
  )

  it.each([
    ['foto', jpeg, 'face', 0.5],
    ['фото_3х4', jpeg, 'face', 0.5],
    ['3x4', jpeg, 'face', 0.5],
    ['podpis', jpeg, 'signature', 0.5],
    ['img', jpeg, 'face', 0.45],
    ['pic', jpeg, 'face', 0.45],
    ['скан_удостоверения', jpeg, 'face', 0.45],
    ['rec', wave, 'voice', 0.45],
  ])('in a field called %s are biometric or a question, and of the person whose key stands beside them', (...row) => {
    const [name, media, entity, confidence] = row
    const facts = factsOf([`data:;base64,${media.toString('base64')}`, `\\x${media.toString('hex')}`])
    expect(verdict(name, facts)).toMatchObject({ entity, role: 'biometric', confidence })
    expect(verdict(name, facts, [], true)).toMatchObject({ entity, role: 'biometric', confidence: 0.7 })
  })

  it('in a field of any name are of the person whose key stands beside them, unless the name says of what they are', () => {
    expect(verdict('attachment', factsOf([wave.toString('base64')]), [], true)).toMatchObject({ confidence: 0.7 })
    expect(verdict('product_image', factsOf([jpeg.toString('base64')]), [], true).role).toBe('insensitive')
  })

  it.each([
    ['\x89PNG\r\n\x1a\n', 'image'],
    ['RIFF\0\0\0\0WEBPVP8 ', 'image'],
    ['\0\0\0\x18ftypheic', 'image'],
    ['\0\0\0\x0cjP  \r\n\x87\n', 'image'],
    ['OggS\0\x02', 'audio'],
    ['#!AMR\n', 'audio'],
    ['fLaC', 'audio'],
    ['ID3\x04', 'audio'],
    ['%PDF-1.7', undefined],
    ['PK\x03\x04', undefined],
  ])('are told by their first bytes, row %#', (magic, kind) => {
    expect(containerOf(peel(bytes(magic + zeros(30)).toString('hex'))!)).toBe(kind)
  })
})

describe('embeddings', () => {
  const floats = (text: string): string =>
    Buffer.from(new Float64Array(JSON.parse(text) as number[]).buffer).toString('base64')

  it('are read from JSON, separated text, braces and blobs alike', () => {
    const [json] = vectors(1, 128, 1.45) as [string]
    const forms = [
      json,
      json.slice(1, -1).replaceAll(', ', ';'),
      json.slice(1, -1).replaceAll(', ', ' '),
      `{${json.slice(1, -1)}}`,
    ]
    for (const form of forms) expect(vectorIn(form)).toMatchObject({ dimensions: 128, centred: true })
    expect(vectorInBytes(peel(floats(json))!)?.norm).toBeCloseTo(1.45, 3)
  })

  it.each([
    ['face_embedding', 512, 1, 'biometric'],
    ['лицо_вектор', 128, 1.45, 'biometric'],
    ['xvector', 256, 1, 'biometric'],
    ['голос_вектор', 192, 1, 'biometric'],
    ['doc_vector', 768, 1, 'insensitive'],
    ['product_embedding', 128, 1.45, 'insensitive'],
  ])('in a field called %s of %d numbers and norm %d are %s', (name, dimensions, norm, role) => {
    expect(detectColumn(name, vectors(3, dimensions, norm)).role).toBe(role)
  })

  it.each([
    ['vec', 192, 1, 0.45, 0.7],
    ['v', 512, 1, 0.45, 0.7],
    ['enc', 128, 1.45, 0.75, 0.95],
    ['emb', 512, 22, 0.45, 0.6],
    ['text_embedding', 512, 1, undefined, undefined],
    ['x', 768, 1, undefined, undefined],
  ])('in a field called %s of %d numbers and norm %d are a question or more beside a person', (...row) => {
    const [name, dimensions, norm, alone, beside] = row
    const values = vectors(25, dimensions, norm)
    const cells = values.flatMap((value, row) => (JSON.parse(value) as number[]).map((n) => ({ row, text: String(n) })))
    const lists = factsOf(cells.map(({ text }) => text))
    countLists(lists.lists, `${name}[]`, { text: cells.map((c) => c.text), row: Int32Array.from(cells, (c) => c.row) })
    for (const [path, facts] of [
      [name, factsOf(values)],
      [`${name}[]`, lists],
    ] as const) {
      const said = [verdict(path, facts), verdict(path, facts, [], true)]
      expect(said.map((v) => (v.role === 'biometric' ? v.confidence : undefined))).toEqual([alone, beside])
    }
  })

  it.each([
    ['probabilities', Array.from({ length: 128 }, () => '0.0078125')],
    ['counts', Array.from({ length: 128 }, (_, i) => String(i))],
    ['a load curve', Array.from({ length: 256 }, (_, i) => (2 + Math.sin(i / 9)).toFixed(3))],
  ])('are not seen in %s', (_, list) => {
    expect(
      detectColumn('face_scores', [`[${list.join(',')}]`]).confidence >= 0.5 &&
        detectColumn('face_scores', [`[${list.join(',')}]`]).role === 'biometric',
    ).toBe(false)
  })
})

describe('behaviour and genes', () => {
  it.each([
    ['seq', '>sample\n' + 'GGATCCTGACCTAGCATTGACCATGCATTCGATCGGATCATTACG', 'dna'],
    ['vcf', '##fileformat=VCFv4.2\n#CHROM\tPOS\tID\n', 'dna'],
    ['str_profile', 'D8S1179:13,14;D21S11:29,31;TH01:6,9.3', 'dna'],
    ['genotype', 'rs0000001 AG', 'dna'],
    ['typing', '{"H.t": [0.09, 0.11], "DD.t.i": [0.2], "UD.t.i": [0.1]}', 'keystroke'],
    ['gait_cycle', '{"stride_length": 1.31, "cadence": 112}', 'gait'],
    [
      'қолтаңба',
      '[[1,2,0,0.5],[2,3,8,0.6],[3,4,16,0.6],[4,5,24,0.7],[5,6,32,0.7],[6,7,40,0.6],[7,8,48,0.6],[8,9,56,0.5]]',
      'signature',
    ],
  ])('in a field called %s are found, row %#', (name, value, entity) => {
    expect(detectColumn(name, [value])).toMatchObject({ entity, role: 'biometric' })
  })

  it.each([
    ['vcf', 'BEGIN:VCARD\nVERSION:4.0\nEND:VCARD'],
    ['dna_team', 'Data and Numbers'],
    ['keystroke_count', '208'],
    ['подпись_договора', '01.02.2024'],
    ['signature', 'MEUCIQDx0000000000000000000000000000000000000000000000000000000000000000000000000000'],
  ])('are not seen in a field called %s, row %#', (name, value) => {
    const v = detectColumn(name, [value])
    expect(v.role === 'biometric' && v.confidence >= 0.5).toBe(false)
  })
})

describe('reading BER-TLV', () => {
  it.each([
    ['no tag', '', 0],
    ['a length without its bytes', '\x61\x82\x01', 0],
    ['an indefinite length', '\x61\x80\0\0', 0],
    ['a length of more than four bytes', '\x61\x85\0\0\0\0\x01', 0],
  ])('gives nothing for %s', (_, text, at) => {
    expect(tlvAt(bytes(text), at)).toBeUndefined()
    expect(cbeff(bytes(text))).toBeUndefined()
  })
})

describe('peeling', () => {
  it.each([
    'short',
    'not base64 at all, with spaces',
    `0x${'zz'.repeat(20)}`,
    'A'.repeat(25),
    '12345678901234567890123',
  ])('leaves text that is no encoding, row %#', (text) => {
    expect(peel(text)).toBeUndefined()
  })

  it('decodes the head only, and knows the whole length', () => {
    const peeled = peel('ab'.repeat(1_000_000))!
    expect(peeled.length).toBe(1_000_000)
    expect(peeled.head.length).toBe(32_768)
  })
})
