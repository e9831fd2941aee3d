import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutText, hide, joinCuts } from '../../src/transforms/scrub-text.ts'
import type { CutText, Detect } from '../../src/transforms/scrub-text.ts'

/** Finds runs of digits, and words in capitals, as two entities. */
const detect: Detect = (text) => [
  ...[...text.matchAll(/\d+/g)].map((m) => ({
    start: m.index,
    end: m.index + m[0].length,
    entity: 'number',
    score: 1,
  })),
  ...[...text.matchAll(/[A-Z]{2,}/g)].map((m) => ({
    start: m.index,
    end: m.index + m[0].length,
    entity: 'word',
    score: 1,
  })),
]

const joinText = (cut: CutText, replacements: string[], detect: Detect): string =>
  joinCuts([cut], [replacements], (texts) => texts.map(detect))[0]!

describe('a text that is cut', () => {
  it('is the original when its pieces are put together', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '1', 'B', ' ', '😀', '.') }), (text) => {
        const { clear, found } = cutText(text, detect)
        expect(clear).toHaveLength(found.length + 1)
        expect(clear[0] + found.map((span, i) => span.text + clear[i + 1]).join('')).toBe(text)
      }),
    )
  })

  it('has its replacements where the found pieces stood', () => {
    const cut = cutText('a 12 b CD.', detect)
    expect(joinText(cut, ['<n>', '<w>'], detect)).toBe('a <n> b <w>.')
  })

  it('keeps replacements that would be found themselves', () => {
    expect(joinText(cutText('a 12 b', detect), ['99'], detect)).toBe('a 99 b')
  })
})

describe('the second look', () => {
  /** Finds `x…y` only when there is no digit in the text: something that the first replacement brings out. */
  const late: Detect = (text) =>
    /\d/.test(text)
      ? detect(text)
      : [...text.matchAll(/x\w*/g)].map((m) => ({
          start: m.index,
          end: m.index + m[0].length,
          entity: 'late',
          score: 1,
        }))

  it('masks what is found only now, outside of the replacements', () => {
    expect(joinText(cutText('1 xab x', late), ['-'], late)).toBe('- *** *')
    expect(joinText(cutText('1 xab', late), ['x-x'], late)).toBe('x-x ***')
  })

  it('masks the part of a finding that lies outside of a replacement', () => {
    // The replacement `xx` and the text behind it are found as one word.
    expect(joinText(cutText('1ab', late), ['xx'], late)).toBe('xx**')
  })

  it('gives up a text in which something new is found every time', () => {
    let at = 0
    const restless: Detect = () => [{ start: at, end: ++at, entity: 'x', score: 1 }]
    expect(joinText({ clear: ['abcdefghij'], found: [] }, [], restless)).toBe('[REDACTED]')
  })

  it('is taken at many texts, and again only at those in which something was found', () => {
    const looks: string[][] = []
    const cuts = ['1 xab', 'plain', '2 b'].map((text) => cutText(text, late))
    const joined = joinCuts(cuts, [['-'], [], ['+']], (texts) => {
      looks.push([...texts])
      return texts.map(late)
    })
    expect(joined).toEqual(['- ***', 'plain', '+ b'])
    expect(looks).toEqual([['- xab', 'plain', '+ b'], ['- ***']])
  })
})

describe('hide', () => {
  it('keeps length and spaces and nothing else', () => {
    expect(hide('Аж 12\t😀')).toBe('** **\t**')
  })
})
