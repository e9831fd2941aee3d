import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalise, originalSpan } from '../../src/detect/normalise.ts'

/** Characters that expand, shrink, vanish or are astral, between plain ones; of one script, so that no look-alike is folded. */
const SIGNS = [
  '7',
  ' ',
  '-',
  '.',
  '\n',
  '\u00a0',
  '\u00ad',
  '\u200b',
  '\u2011',
  '\uff17',
  '½',
  '😀',
  '𝟕',
  '№',
  '٣',
  '\ufdfa',
]
const unit = (letters: string[]) => fc.string({ unit: fc.constantFrom(...SIGNS, ...letters), maxLength: 40 })
const texts = fc.oneof(unit(['a', 'Z', 'ﬁ', 'e\u0301', '㎏']), unit(['ж', 'Қ', 'й', 'и\u0306', 'ж\u0301']))
const LONE_SURROGATE = /\p{Surrogate}/u

describe('normalised text', () => {
  it.each([
    ['ИИН 010203300174', 'ИИН 010203300174', 'plain text stays'],
    ['010203\u00a0300174', '010203 300174', 'no-break space'],
    ['077\u2011673\u2011390', '077-673-390', 'non-breaking hyphen'],
    ['０１０２０３', '010203', 'full-width digits'],
    ['01\u200b02\u00ad03', '010203', 'zero-width space, soft hyphen'],
    ['٠١٢', '012', 'Arabic-Indic digits'],
    ['Ива\u0301нов', 'Иванов', 'stress mark'],
    ['Алексей', 'Алексей', 'decomposed й is composed'],
    ['№ 5 … «а»', '№ 5 … «а»', 'signs that NFKC would change stay'],
    ['KZ09000КZT', 'KZ09000KZT', 'Cyrillic К in a Latin number'],
    ['А001АА77', 'A001AA77', 'Cyrillic plate beside digits'],
    ['бiлiм', 'білім', 'Latin i in a Kazakh word'],
    ['2014г', '2014г', 'a letter without a twin stays'],
    ['IP-адрес', 'IP-адрес', 'two words of two scripts'],
  ])('of case %# is what patterns expect', (text, expected) => {
    expect(normalise(text).text).toBe(expected)
  })

  it('costs no map where offsets stay', () => {
    expect(normalise('plain ASCII, және қазақша мәтін – 12').starts).toBeUndefined()
  })

  it('maps every span into the original without cutting a surrogate pair', () => {
    fc.assert(
      fc.property(texts, fc.nat(60), fc.nat(60), (text, a, b) => {
        const n = normalise(text)
        if (n.text.length === 0) return
        const start = Math.min(a, b) % n.text.length
        const end = start + 1 + (Math.max(a, b) % (n.text.length - start))
        const [from, to] = originalSpan(text, n, start, end)
        expect(from >= 0 && from < to && to <= text.length).toBe(true)
        expect(text.slice(from, to)).not.toMatch(LONE_SURROGATE)
        // What the span shows is what was matched: the normal form of the original span holds it.
        expect(normalise(text.slice(from, to)).text).toContain(n.text.slice(start, end))
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps the order of characters: starts never fall', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { starts, ends } = normalise(text)
        starts?.forEach((s, i) => expect(i === 0 || (s >= starts[i - 1]! && ends![i]! >= ends![i - 1]!)).toBe(true))
      }),
    )
  })
})
