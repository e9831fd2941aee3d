import { electronicFormatIBAN, isValidIBAN } from 'ibantools'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { halfOf, KINDS, LANGS, parseMarkedTexts } from '../../bench/detection/marked-texts.ts'
import { iinCheckDigit } from '../../bench/corpus/identifiers.ts'
import { entities } from '../../src/detect/entities.ts'
import { recognisers } from '../../src/detect/registry.ts'

const source = readFileSync(join(import.meta.dirname, '../../bench/detection/texts.txt'), 'utf8')
const texts = parseMarkedTexts(source)
const spans = texts.flatMap(({ id, text, spans }) =>
  spans.map(({ start, end, type }) => ({ id, type, value: text.slice(start, end) })),
)
const valuesOf = (...types: string[]) => spans.filter(({ type }) => types.includes(type)).map(({ value }) => value)
const digits = (value: string) => value.replace(/\D/gu, '')
/** Not dictated in words. */
const isOfDigits = (value: string) => /\d/u.test(value)

describe('the own set of texts', () => {
  it('has at least 300 texts, each with an id of its own, none twice', () => {
    expect(texts.length).toBeGreaterThanOrEqual(300)
    expect(new Set(texts.map(({ id }) => id)).size).toBe(texts.length)
    expect(new Set(texts.map(({ text }) => text.toLowerCase())).size).toBe(texts.length)
  })

  it('has every kind in every language', () => {
    const there = new Set(texts.map(({ lang, kind }) => `${lang} ${kind}`))
    expect(there).toEqual(new Set(LANGS.flatMap((lang) => KINDS.map((kind) => `${lang} ${kind}`))))
  })

  it('is a quarter or more texts with nothing personal', () => {
    const quiet = texts.filter(({ spans }) => spans.length === 0)
    expect(quiet.length / texts.length).toBeGreaterThanOrEqual(0.25)
  })

  it('is cut into two halves of about the same size', () => {
    const dev = texts.filter(({ id }) => halfOf(id) === 'dev').length
    expect(Math.abs(dev / texts.length - 0.5)).toBeLessThan(0.1)
  })

  it('has labels that are entities of perde, on no blanks at their edges', () => {
    const known = new Set(entities().map(({ entity }) => entity))
    expect(spans.filter(({ type }) => !known.has(type))).toEqual([])
    expect(spans.filter(({ value }) => value !== value.trim())).toEqual([])
  })
})

describe('identifiers of the own set', () => {
  it('have right check digits where their kind has any', () => {
    const wrong = spans.filter(({ type, value }) => {
      if (!isOfDigits(value)) return false
      const validate = recognisers.find((r) => r.entity === type && r.checksum)?.validate
      return validate?.(value.replace(/[\s-]/gu, '')) === false
    })
    expect(wrong).toEqual([])
    for (const value of valuesOf('iin', 'bin').filter(isOfDigits))
      expect(iinCheckDigit(digits(value))).toBe(Number(digits(value)[11]))
    for (const value of valuesOf('iban')) expect(isValidIBAN(electronicFormatIBAN(value)!)).toBe(true)
    for (const value of valuesOf('card')) expect(luhn(digits(value))).toBe(true)
  })

  it('belong to nobody: births long ago or in the 2090s', () => {
    const births = valuesOf('iin')
      .filter(isOfDigits)
      .map((value) => ({ year: digits(value).slice(0, 2), century: digits(value)[6]! }))
    expect(
      births.filter(({ year, century }) => !(year <= '05' ? '34' : year >= '90' ? '56' : '').includes(century)),
    ).toEqual([])
  })

  it('belong to nobody: telephones with 000 or 555-01, cards of test ranges, mail of domains for examples', () => {
    const telephones = valuesOf('phone').filter((value) => /\d/u.test(value) && digits(value).length >= 7)
    expect(
      telephones.filter((value) => !/00000\d\d$|555\D?01\d\d$|5550\d{3}$|20000\d\d$/u.test(digits(value))),
    ).toEqual([])
    expect(valuesOf('card').filter((value) => !/^(?:4{1}1{11}|5{12})/u.test(digits(value)))).toEqual([])
    const mail = valuesOf('email').filter((value) => value.includes('@'))
    expect(mail.filter((value) => !/@example\.(?:com|org|net)$/u.test(value))).toEqual([])
  })
})

describe('marked texts', () => {
  it('are read as text and places', () => {
    const marked = '=== kk-chat-01\nСәлем 😀 ⟦person:Айгүл⟧,\nтел ⟦phone:8 700⟧\n=== ru-form-02\nНет\n'
    expect(parseMarkedTexts(marked)).toEqual([
      {
        id: 'kk-chat-01',
        lang: 'kk',
        kind: 'chat',
        text: 'Сәлем 😀 Айгүл,\nтел 8 700',
        spans: [
          { start: 9, end: 14, type: 'person' },
          { start: 20, end: 25, type: 'phone' },
        ],
      },
      { id: 'ru-form-02', lang: 'ru', kind: 'form', text: 'Нет', spans: [] },
    ])
  })

  it.each([
    // a mark that lasts to the next text
    '=== kk-chat-01\n⟦person:Айгүл\n',
    // a mark in a mark
    '=== kk-chat-01\n⟦person:⟦person:Айгүл⟧⟧\n',
    // a text before the first id
    'Айгүл\n=== kk-chat-01\n',
  ])('are refused where a mark or an id is missing', (marked) => {
    expect(() => parseMarkedTexts(marked)).toThrow()
  })
})

/** H. P. Luhn, US patent 2950048. */
function luhn(number: string): boolean {
  const sum = [...number].reverse().reduce((total, char, i) => {
    const doubled = Number(char) * (i % 2 === 0 ? 1 : 2)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}
