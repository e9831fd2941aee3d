import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsOf, visibleText } from '../../src/commands/visible.ts'

describe('text on a terminal', () => {
  it.each([
    // a sequence that clears the screen
    ['\u001b[2J', '␛[2J'],
    // one that sets the title, with its bell
    ['\u001b]0;x\u0007', '␛]0;x␇'],
    // the same introducer as one character of C1
    ['\u009b2J', '‹009B›2J'],
    ['\u0000\u0008\u007f', '␀␈␡'],
    // line ends and tabs are made visible too: the caller breaks lines before
    ['a\r\n\tb', 'a␍␊␉b'],
    // words turned round
    ['\u202eabc\u202c \u2066x\u2069', '‹202E›abc‹202C› ‹2066›x‹2069›'],
    // nothing where something stands
    ['a\u200bb\u00adc\ufeff\u3164', 'a‹200B›b‹00AD›c‹FEFF›‹3164›'],
    // tags, which can hold a hidden text
    ['\u{e0041}\u{e01ef}', '‹E0041›‹E01EF›'],
    ['a\ud800b\udc00', 'a‹D800›b‹DC00›'],
    ['\u2028\u2029', '‹2028›‹2029›'],
    // left alone
    ['Қазақша, русский, ελληνικά 漢字 😀 é', 'Қазақша, русский, ελληνικά 漢字 😀 é'],
  ])('case %# shows signs in the place of controls', (text, expected) => {
    expect(visibleText(text)).toBe(expected)
  })

  it('never has a control in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
        expect(visibleText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      }),
    )
    const codes = Array.from({ length: 0x10000 }, (_, code) => code)
    const sent = codes.filter((code) =>
      /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(visibleText(String.fromCharCode(code))),
    )
    expect(sent).toEqual([])
  })

  it.each([
    ['a', 1],
    ['ж', 1],
    ['漢', 2],
    ['가', 2],
    ['😀', 2],
    // a mark stands on the letter before it
    ['\u0301', 0],
  ])('case %# takes as many columns as it does', (character, columns) => {
    expect(columnsOf(character)).toBe(columns)
  })
})
