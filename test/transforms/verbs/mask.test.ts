import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verb } from '../../../src/transforms/verbs/mask.ts'
import { applyTo } from '../apply.ts'

describe('mask', () => {
  it.each([
    // no options: all of it
    [{}, 'secret', '******'],
    // first and last are left readable
    [{ first: 1, last: 2 }, 'secret', 's***et'],
    [{ last: 4 }, '4111111111111111', '************1111'],
    // as many characters as would be readable, and fewer: all masked
    [{ first: 2, last: 2 }, 'abcd', '****'],
    [{ first: 2, last: 2 }, 'ab', '**'],
    [{ first: 2, last: 2 }, 'abcde', 'ab*de'],
    // kept characters stay and are not counted
    [{ last: 4, keep: '+ -' }, '+7 701 234-56-78', '+* *** ***-56-78'],
    [{ first: 1, keep: '@.' }, 'aigerim@example.org', 'a******@*******.***'],
    // a value of kept characters only
    [{ keep: '-' }, '---', '---'],
    [{ char: '#' }, 'ab', '##'],
    [{}, '', ''],
    // letters of two UTF-16 units count once and are never cut
    [{ first: 1 }, '😀😀😀', '😀**'],
    [{ last: 1, keep: ' ' }, '😀 😀', '* 😀'],
    // Cyrillic and Kazakh
    [{ first: 1 }, 'Әйгерім', 'Ә******'],
  ])('row %# of the table is masked as it says', (options, text, expected) => {
    expect(applyTo(verb, options, [text])).toEqual([expected])
  })

  it('never leaves more than first + last characters readable', () => {
    const anything = fc.string({ unit: fc.constantFrom('a', 'ж', 'ә', '1', '😀', '-', ' ') })
    fc.assert(
      fc.property(anything, fc.nat(4), fc.nat(4), fc.constantFrom('', '-', '- '), (text, first, last, keep) => {
        const masked = Array.from(applyTo(verb, { first, last, keep, char: '*' }, [text])[0]!)
        const characters = Array.from(text)
        expect(masked).toHaveLength(characters.length)
        const readable = masked.filter((c, i) => c === characters[i] && !keep.includes(c)).length
        expect(readable).toBeLessThanOrEqual(first + last)
        // Something countable is always hidden, if there is anything countable.
        if (characters.some((c) => !keep.includes(c))) expect(masked).toContain('*')
      }),
    )
  })

  it('refuses a mask character that is also kept', () => {
    expect(verb.check({ char: '-', keep: '+-' })).toHaveLength(1)
    expect(verb.check({ char: '*', keep: '+-' })).toEqual([])
  })
})
