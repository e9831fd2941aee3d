import { describe, expect, it } from 'vitest'
import { createAnswerer } from '../../src/detect/answer.ts'
import { createValueCounter, emptyFacts } from '../../src/detect/column-facts.ts'
import { verdict } from '../../src/detect/column-verdict.ts'
import { createTextDetector } from '../../src/detect/detect-text.ts'
import { recognisers } from '../../src/detect/registry.ts'
import { isCalendar, isClock, isEverydayNumber, wholeSpans } from '../../src/detect/whole-value.ts'

const find = recognisers.map((r) => r.entity)
const alone = createTextDetector({ find, locales: [], confidence: 0.5, wholeValue: true })
const inRuns = createTextDetector({ find, locales: [], confidence: 0.5 })
const entities = (detect: typeof alone, text: string) => detect(text).map((d) => d.entity)

/** Invented, of unassigned offices, or published as specimens. */
const WHOLE: [value: string, entity: string, why: string][] = [
  ['9700000010', 'ru-inn-organisation', 'one number in ten passes'],
  ['5029600000030', 'ru-ogrn', 'one number in ten passes'],
  ['122000030', 'us-aba-routing', 'a region and one number in ten'],
  ['100000601', 'de-lanr', 'a specialty and one number in ten'],
  ['200015389756', 'in-aadhaar', "Verhoeff's check"],
  ['2000000021', 'au-medicare', 'a card of a person, and one number in ten'],
  ['87010000003', 'phone', 'a mobile number of Kazakhstan'],
  ['7010000003', 'phone', 'the same without the 8'],
  ['09170000001', 'phone', 'a national mobile number behind its zero'],
  ['ABCND1234Z', 'in-pan', 'five letters, four digits, a letter'],
  ['27ZZZPZ0460Z3ZU', 'in-gstin', 'the form, its check letter copied wrong'],
  ['ZZ123456785', 'de-driving-licence', 'an authority, eight digits and one more'],
  ['HH AB 1234', 'de-plate', 'a district that exists'],
  ['U1BB0000BA', 'it-driving-licence', 'the form that begins with U1'],
  ['Z05T1X0', 'kz-postcode', 'the new form'],
  ['Q10000008', 'us-passport', 'a letter and eight digits'],
  ['Q10000008', 'us-driving-licence', 'the same'],
  ['S10000008', 'kr-passport', 'the same behind the letter of a kind'],
  ['QQ1000008', 'uk-passport', 'two letters and seven digits'],
  ['900700018', 'us-itin', 'a group that is given'],
  ['1000000004', 'us-npi', 'one number in ten, before the clocks of 2004'],
  ['1500000000012', 'th-identity-number', 'one number in ten, not a whole second'],
  ['2899081508150', 'de-tax-number', 'the federal form with its zero'],
  ['0199000000000', 'de-tax-number', 'the key of the state before it'],
  ['K1 AAA', 'uk-plate', 'a mark of 1983 to 2001'],
  ['AAA 1D', 'uk-plate', 'a mark before 1983'],
]

describe('a text that is nothing but one value', () => {
  it.each(WHOLE)('is told as what it may be, in case %#', (value, entity) => {
    expect(entities(alone, value)).toContain(entity)
    expect(entities(alone, `  ${value}\n`)).toContain(entity)
  })

  it('is less sure than what proves itself', () => {
    for (const [value, entity] of WHOLE.slice(0, 6))
      expect(alone(value).find((d) => d.entity === entity)!.score).toBeLessThan(0.6)
  })

  it('claims more than the same among other words', () => {
    const among = WHOLE.filter(([value, entity]) => entities(alone, `see ${value} there`).includes(entity))
    // A mobile number of Kazakhstan behind its 8 is one anywhere.
    expect(among.map(([value]) => value)).toEqual(['87010000003'])
  })

  it('claims more only where that is asked for', () => {
    const found = WHOLE.filter(([value, entity]) => entities(inRuns, value).includes(entity))
    expect(found.map(([value]) => value)).toEqual(['87010000003'])
  })

  it('keeps every entity that it may be, the likeliest first, each once', () => {
    const answers = alone('87010000003')
    expect(answers.map((d) => d.entity)).toEqual(['phone', 'de-tax-id'])
    expect(new Set(answers.map((d) => `${d.start}-${d.end}`)).size).toBe(1)
    expect(entities(inRuns, '87010000003')).toEqual(['phone'])
  })

  it('is asked so by the answers about texts', () => {
    expect(createAnswerer()({ id: 1, text: '9700000010' })).toMatchObject({
      detections: [{ entity: 'ru-inn-organisation', score: 0.55 }],
    })
  })

  it('says so in its reasons', () => {
    expect(alone('9700000010')[0]!.why).toEqual(['pattern ru-inn-organisation', 'checksum', 'the whole value'])
  })

  it('changes nothing for a column, which is tested against chance', () => {
    const facts = emptyFacts()
    createValueCounter([])(
      facts,
      Array.from({ length: 500 }, (_, i) => String(2_100_000_000 + (Math.imul(i, 2_654_435_761) >>> 0))),
    )
    const { role, confidence } = verdict('ref', facts)
    expect(role === 'identifier' && confidence >= 0.5).toBe(false)
  })

  it('may be one of a list of codes of one form', () => {
    const found = alone('AA0000001B and AA0000002B')
    expect(found.map((d) => [d.start, d.end])).toEqual([
      [0, 10],
      [15, 25],
    ])
    expect(alone('AA0000001B and AA00002B')).toEqual([])
    expect(alone('9700000010 9700000011')).toEqual([])
  })

  it('ends at the spaces, and is no long text', () => {
    expect(wholeSpans('  12 ')).toEqual([[2, 4]])
    expect(wholeSpans('   ')).toEqual([])
    expect(wholeSpans('x'.repeat(65))).toEqual([])
  })
})

describe('an everyday number', () => {
  it.each([
    ['1700000001', 'seconds since 1970'],
    ['1619961849123', 'milliseconds since 1970'],
    ['20240501123059', 'a date and a time'],
    ['240501123059', 'the same, without the century'],
    ['2024050117', 'a running number of the day'],
    ['4006381333931', 'EAN-13, the example of GS1'],
    ['036000291452', 'UPC-A, the example of GS1'],
    ['0306406152', 'ISBN-10, the example of the standard'],
    ['5000000000', 'a round amount'],
    ['1234567890', 'a run of digits'],
    ['9876543210', 'a run downwards'],
  ])('is one of clocks, calendars, goods or amounts, in case %#', (value) => {
    expect(isEverydayNumber(value)).toBe(true)
    expect(entities(alone, value)).toEqual([])
  })

  it.each(['9700000010', '010203300174', '200015389756', 'AB1234567', '12345'])('is not any, in case %#', (value) => {
    expect(isEverydayNumber(value)).toBe(false)
  })

  it('is no birth date of those who lived before the clocks', () => {
    expect(isCalendar('199109242397')).toBe(false)
    expect(isCalendar('201913011200')).toBe(false)
    expect(isClock('1099700000014')).toBe(false)
  })
})
