import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameEvidence } from '../../../src/detect/names/evidence.ts'
import { nameTokens } from '../../../src/detect/names/tokens.ts'
import { evidenceOf } from '../../../src/detect/names/words.ts'

/** What the scanner does without an expression: the definition of a word. */
const WORD = /\p{L}[\p{L}\p{M}]{0,60}(?:['’ʼ\u0060-]\p{L}[\p{L}\p{M}]{0,60}){0,6}/gu

const texts = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'аяЁёАЖқІabzAZIß1 5.,:;-–—’\'ʼ`"«“„‘\n!?…•'),
    // titlecase, a letter without case, marks, a letter and a sign beyond the BMP, halves of pairs, invisible ones
    fc.constantFrom('ǅ', 'ª', 'ა', '漢', '\u0301', '\u20dd', '𐐀', '😀', '\ud800', '\udc00', '\u00ad', '\u200d'),
    fc.constantFrom('. ', '  ', '. А', 'Иван ', ' Дж. ', 'МИДа ', ' Th. '),
  ),
  maxLength: 120,
})

describe('words of a text', () => {
  it('stand where the expression for a word finds them', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const found = nameTokens(text).map((t) => [t.start, t.end, t.word.text])
        expect(found).toEqual([...text.matchAll(WORD)].map((m) => [m.index, m.index + m[0].length, m[0]]))
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    // a word of more letters than one part holds
    'ж'.repeat(200),
    // more parts than one word holds
    'a-'.repeat(20),
    // marks fill a part too
    `a${'\u0301'.repeat(130)}b`,
  ])('are cut as the expression cuts them in row %#', (text) => {
    expect(nameTokens(text).map((t) => t.word.text)).toEqual([...text.matchAll(WORD)].map((m) => m[0]))
  })

  it('are joined, open a sentence or are quoted as the gap before them says', () => {
    fc.assert(
      fc.property(texts, (text) => {
        let end = 0
        nameTokens(text).forEach((t, i) => {
          const gap = text.slice(end, t.start)
          if (/^ {1,2}$/.test(gap) && i > 0) expect(t.joined).toBe(true)
          if (/[^ .]/.test(gap) || gap.length > 3) expect(t.joined).toBe(false)
          if (i === 0 || /[\n!?…•:;]|[«"“„]$|[-–—] $/u.test(gap)) expect(t.opens).toBe(true)
          else if (!gap.includes('.')) expect(t.opens).toBe(false)
          expect(t.quoted).toBe(/[«"“„'‘]$/u.test(gap))
          end = t.end
        })
      }),
      { numRuns: 500 },
    )
  })

  it('say the same of a name in every text and at every place', () => {
    const names = 'Ольга Петровна Серікқызы Қасым-Жомарт Aigerim Smith'.split(' ')
    for (const name of names)
      for (const text of [name, `  ${name}`, `${name}${'.'.repeat(40)} ${name}`])
        for (const { word } of nameTokens(text)) {
          expect(word.text).toBe(name)
          expect(evidenceOf(word)).toEqual(nameEvidence(name.toLowerCase(), word.script))
        }
  })

  it('are told apart when their hashes meet', () => {
    // 31 * 65 + 97 = 31 * 66 + 66: "Aa" and "BB" have one hash in base 31
    expect(nameTokens('Aa BB Aa').map((t) => t.word.text)).toEqual(['Aa', 'BB', 'Aa'])
  })

  it('stay right when more of them were met than are kept', () => {
    const letters = 'abcdefghij'
    const word = (n: number): string => [...String(n)].map((d) => letters[Number(d)]).join('')
    const many = Array.from({ length: 25_000 }, (_, n) => word(n))
    expect(nameTokens(many.join(' ')).map((t) => t.word.text)).toEqual(many)
  })
})
