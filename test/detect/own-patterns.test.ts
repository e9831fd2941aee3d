import { describe, expect, it } from 'vitest'
import { createAnswerer } from '../../src/detect/answer.ts'
import { createTextDetector } from '../../src/detect/detect-text.ts'
import { ownRecognisers, patternFault } from '../../src/detect/own-patterns.ts'
import type { OwnPattern } from '../../src/detect/own-patterns.ts'
import { surpriseIn } from '../../src/detect/surprise.ts'
import { createValueCounter, emptyFacts } from '../../src/detect/column-facts.ts'

const STAFF: Record<string, OwnPattern> = { 'staff-number': { pattern: 'EMP-[0-9]{6}' } }
const detector = (patterns: Record<string, OwnPattern>) =>
  createTextDetector({ find: [], locales: [], confidence: 0.5, own: ownRecognisers(patterns) })
const foundIn = (text: string, patterns = STAFF) =>
  detector(patterns)(text).map(({ start, end, entity }) => [text.slice(start, end), entity])

describe('a pattern of the policy', () => {
  it('is found in a text, at the place in the original', () => {
    expect(foundIn('Өтініш: EMP‑004711 жұмыстан шықты, EMP-004712 келді')).toEqual([
      ['EMP‑004711', 'staff-number'],
      ['EMP-004712', 'staff-number'],
    ])
  })

  it('matches whole words only', () => {
    expect(foundIn('EMP-0047111 TEMP-004711')).toEqual([])
  })

  it('below the threshold counts only beside a word of its context', () => {
    const weak = { 'case-number': { pattern: '[0-9]{5}', score: 0.3, context: ['Дело'] } }
    expect(foundIn('дело 48213', weak)).toEqual([['48213', 'case-number']])
    expect(foundIn('всего 48213', weak)).toEqual([])
  })

  it('does not take what a check has proven to be something else', () => {
    expect(foundIn('4111 1111 1111 1111', { 'ticket-number': { pattern: '[0-9]{4}( [0-9]{4}){3}' } })).toEqual([
      ['4111 1111 1111 1111', 'card'],
    ])
  })

  it('takes no more than linear time where a backtracking engine takes exponential', () => {
    // Forty repetitions would keep a backtracking engine busy for hours.
    expect(foundIn(`${'a'.repeat(40)}!`, { odd: { pattern: '(a+)+b' } })).toEqual([])
  })

  it('makes a column of its matches a column of that entity', () => {
    const values = Array.from({ length: 20 }, (_, i) => `EMP-00${4000 + i}`)
    expect(createAnswerer([], ownRecognisers(STAFF))({ id: 1, name: 'who', values })).toMatchObject({
      entity: 'staff-number',
      role: 'identifier',
    })
    expect(createAnswerer()({ id: 1, name: 'who', values })).toMatchObject({ role: 'insensitive' })
  })

  it('is a surprise in a field that is declared harmless', () => {
    const own = ownRecognisers(STAFF)
    const facts = emptyFacts()
    createValueCounter([], own)(facts, ['moved by EMP-004711', 'asked EMP-004712', 'see EMP-004713', 'none', 'done'])
    expect(surpriseIn('remark', facts, [], 0.5, own)).toBe('staff-number')
    expect(surpriseIn('remark', facts, ['iin'], 0.5, own)).toBeUndefined()
  })
})

describe('the fault of a pattern', () => {
  it.each([
    // An open group.
    ['(EMP', 'missing closing )'],
    // What no linear-time engine has.
    ['(x)\\1', 'invalid escape sequence'],
    ['(?=x)y', 'looks ahead with "(?="'],
    ['(?<=EMP)[0-9]{6}', 'looks behind with "(?<="'],
    ['x(?<!y)', 'looks behind with "(?<!"'],
    // Edges have no character.
    ['\\b', 'matches an empty text only'],
    ['(?:^|$)', 'matches an empty text only'],
    ['(\\B){1,3}', 'matches an empty text only'],
    // It would be everywhere.
    ['[0-9]*', 'matches an empty text'],
  ])('is said: %s', (pattern, phrase) => {
    expect(patternFault(pattern)).toContain(phrase)
  })

  it('is none where the pattern runs', () => {
    expect(patternFault('[(?=]{2}\\(\\?=')).toBeUndefined()
    expect(patternFault('(?P<number>[0-9]{6})\\b')).toBeUndefined()
    expect(patternFault('(?i)№ ?\\p{Cyrillic}{2}-[0-9]{3,9}')).toBeUndefined()
  })
})
