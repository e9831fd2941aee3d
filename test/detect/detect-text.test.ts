import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTextDetector } from '../../src/detect/detect-text.ts'
import { recognisers } from '../../src/detect/registry.ts'

const detect = createTextDetector({ find: [], locales: [], confidence: 0.5 })
const found = (text: string, header?: string) => detect(text, header).map((d) => [d.entity, text.slice(d.start, d.end)])
const LONE_SURROGATE = /\p{Surrogate}/u
const IIN = '010203300174'

describe('a text detector', () => {
  it.each([
    [`ИИН: ${IIN}, тел. +7 700 000 00 01`, ['iin', 'phone'], 'two kinds side by side'],
    [`${IIN} 040229400257`, ['iin', 'iin'], 'neighbours of one kind stay separate'],
    ['Write to someone@example.com or call (201) 555-0123.', ['email', 'phone'], 'end of the sentence'],
    ['мемлекеттік нөмірі 123АВС02', ['kz-plate'], 'look-alikes'],
    ['паспорт N01234567 выдан', ['kz-passport'], 'a word raises the score'],
    ['N01234567', [], 'the same without the word'],
    ['индекс 010203300174', ['iin'], 'a number that proves itself needs no word'],
    ['IBAN KZ09 000K ZT00 0000 0001 and more', ['iban'], 'groups end where the number ends'],
  ])('sees in case %# what is there', (text, entities) => {
    expect(found(text).map(([entity]) => entity)).toEqual(entities)
  })

  it.each([
    ['the public library', 'US driving licences are not raised by "lic" in "public"'],
    ['0f8fad5b-d9cb-469f-a165-70867728950e', 'parts of a UUID'],
    ['2025-03-04T05:06:07+0500', 'a time stamp'],
    ['1619961849000', 'milliseconds'],
    ['0.123456789012345', 'a decimal'],
    ['250101123000', 'YYMMDDhhmmss'],
    ['12345678901', 'a number of eleven digits without a check'],
    ['1000000019', 'an order number'],
    ['000000000000', 'one digit twelve times'],
    ['rev. 1.2.3.4-beta', 'a version'],
  ])('is quiet about case %#: a look-alike', (text) => {
    expect(found(text)).toEqual([])
  })

  it('takes the name of the field for context', () => {
    expect(found('012345670')).toEqual([])
    expect(found('012345670', 'doc.id_card_no')).toEqual([['kz-id-card', '012345670']])
    expect(found('991231100030', 'iin')).toEqual([['iin', '991231100030']])
  })

  it('lets a proven number win over a longer pattern, and the longer of two proven ones', () => {
    expect(found('4111 1111 1111 1111')).toEqual([['card', '4111 1111 1111 1111']])
  })

  it('gives reasons that hold no part of the text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(`ИИН ${IIN}`, 'Серікова Айгүл Болатқызы', 'someone@example.com', '+7 700 000 00 01'),
        (text) => {
          for (const d of detect(text))
            for (const why of d.why!)
              for (const word of text.split(/[\s:]+/)) if (word.length > 5) expect(why).not.toContain(word)
        },
      ),
    )
  })

  it('gives offsets of the original, whatever stands around', () => {
    const noise = fc.string({ unit: fc.constantFrom('😀', ' ', '\u00a0', 'ﬁ', '\u200b', 'ж', '.', ','), maxLength: 12 })
    fc.assert(
      fc.property(noise, noise, (before, after) => {
        const text = `${before} ${IIN} ${after}`
        const spans = detect(text).filter((d) => d.entity === 'iin')
        expect(spans.map((d) => text.slice(d.start, d.end))).toEqual([IIN])
      }),
    )
  })

  it('gives ordered spans that do not overlap, on any text', () => {
    const words = fc.constantFrom(
      'иин',
      IIN,
      '+7 700 000 00 01',
      'Ахметов А.Б.',
      'ул. Абая, д. 10',
      'a@b.kz',
      '😀',
      '12',
      ',',
      '-',
      'KZ09000KZT0000000001',
      '\n',
    )
    fc.assert(
      fc.property(fc.array(words, { maxLength: 15 }), fc.constantFrom(' ', '', ', '), (parts, glue) => {
        const text = parts.join(glue)
        const spans = detect(text)
        spans.forEach((d, i) => {
          expect(d.start < d.end && d.end <= text.length && d.score >= 0.5 && d.score <= 1).toBe(true)
          expect(text.slice(d.start, d.end)).not.toMatch(LONE_SURROGATE)
          if (i > 0) expect(d.start).toBeGreaterThanOrEqual(spans[i - 1]!.end)
        })
      }),
      { numRuns: 300 },
    )
  })

  it('finds the same in a long text as in its pieces, once each', () => {
    const line = `😀 сөз ИИН ${IIN} және someone@example.com `
    const text = line.repeat(3000)
    const spans = detect(text)
    expect(spans.length).toBe(6000)
    expect(new Set(spans.map((d) => text.slice(d.start, d.end)))).toEqual(new Set([IIN, 'someone@example.com']))
  })

  it('finds what lies across the border of two windows', () => {
    for (const offset of [65536 - 4096 - 6, 65536 - 6, 61440 - 6, 57344 - 6]) {
      const text = `${'ж '.repeat(offset / 2)} ${IIN} ${' ж'.repeat(8000)}`
      expect(detect(text).map((d) => text.slice(d.start, d.end))).toEqual([IIN])
    }
  })

  it('knows entities by their aliases', () => {
    const both = [['EMAIL_ADDRESS'], ['email'], ['emailaddress']].map(
      (find) => createTextDetector({ find, locales: [], confidence: 0.5 })('a@example.com').length,
    )
    expect(both).toEqual([1, 1, 1])
  })

  it('says the same of texts that go together as of each alone', () => {
    const examples = recognisers.flatMap((r) => [r.examples.match[0]!, `сөз ${r.examples.match[0]!}, and so on`])
    const long = `${'ж '.repeat(33_000)}${IIN}`
    const texts = [...examples, '', long, ...examples.slice(0, 100)]
    const options = { find: recognisers.map((r) => r.entity), locales: [], confidence: 0.5 }
    const [together, alone] = [createTextDetector(options), createTextDetector(options)]
    for (const name of ['', 'телефон'])
      expect(together.ofEach(texts, name)).toEqual(texts.map((text) => alone(text, name)))
  })

  it('flags one text of many where a recogniser fails in it, and reads the others', () => {
    const r = recognisers.find((x) => x.entity === 'iin')!
    const original = r.validate
    r.validate = () => {
      throw new Error('broken')
    }
    try {
      const [failed, ...read] = detect.ofEach([`x ${IIN} y`, 'жаз: a@example.com', 'b@example.com', 'c', 'd e f', 'g'])
      expect(failed).toMatchObject([{ start: 0, end: 16, entity: 'unknown' }])
      expect(read.map((found) => found.map((d) => d.entity))).toEqual([['email'], ['email'], [], [], []])
    } finally {
      r.validate = original!
    }
  })

  it('flags the whole value where a recogniser fails', () => {
    const r = recognisers.find((x) => x.entity === 'iin')!
    const original = r.validate
    r.validate = () => {
      throw new Error('broken')
    }
    try {
      const text = `x ${IIN}`
      expect(detect(text)).toEqual([
        { start: 0, end: text.length, entity: 'unknown', score: 1, why: ['recogniser iin failed'] },
      ])
    } finally {
      r.validate = original!
    }
  })

  it('flags the whole value where the work is more than the budget', () => {
    const find = [{ start: 0, end: 1, score: 0.1, why: [] }]
    const r = recognisers.find((x) => x.entity === 'person')! as { find: unknown }
    const original = r.find
    r.find = () => Array.from({ length: 100_000 }, () => find[0])
    try {
      expect(detect('Some Words here')[0]).toMatchObject({ entity: 'unknown', start: 0, end: 15 })
    } finally {
      r.find = original
    }
  })
})
