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

  it.each<[why: string, pattern: string, text: string, match: string]>([
    ['an en dash', 'EMP–[0-9]{3}', 'с EMP–123 вышел', 'EMP–123'],
    ['an en dash for a hyphen', 'EMP–[0-9]{3}', 'с EMP-123 вышел', 'EMP-123'],
    ['dashes of a class', 'EMP[-–—][0-9]{3}', 'EMP–123', 'EMP–123'],
    ['dashes of a class alone', 'EMP[–‑][0-9]{3}', 'EMP‑123', 'EMP‑123'],
    ['a dash by its number', String.raw`EMP\x{2013}[0-9]{3}`, 'EMP–123', 'EMP–123'],
    ['a dash in a quotation', String.raw`\QEMP–(\E[0-9]{3}\)`, 'EMP–(123)', 'EMP–(123)'],
    ['a superscript', 'Nº[0-9]{2}', 'и Nº77 вышел', 'Nº77'],
    ['a superscript, repeated', 'Nº+[0-9]{2}', 'Nºº77', 'Nºº77'],
    ['what becomes two letters', 'X™?[0-9]{2}', 'X™77', 'X™77'],
    ['fullwidth letters', 'ＥＭＰ[0-9]{3}', 'ＥＭＰ123', 'ＥＭＰ123'],
    ['a range of fullwidth digits', 'EMP[０-９]{3}', 'EMP１２3', 'EMP１２3'],
    ['fullwidth punctuation', 'EMP（[0-9]{3}）', 'EMP（123）', 'EMP（123）'],
    ['a space that does not break', 'дело\u00a0[0-9]{3}', 'дело 123', 'дело 123'],
    ['an invisible character', 'EMP\u00ad?[0-9]{3}', 'EMP123', 'EMP123'],
    ['a letter in two parts', 'й'.normalize('NFD') + 'х-[0-9]{3}', 'йх-123', 'йх-123'],
    ['Cyrillic letters that look like Latin ones', 'ТС[0-9]{4}', 'полис ТС1234', 'ТС1234'],
    ['the same letters in Latin', 'ТС[0-9]{4}', 'полис TC1234', 'TC1234'],
    ['a class of Cyrillic letters', '[А-Я]{2}[0-9]{4}', 'полис АВ1234', 'АВ1234'],
    ['a Latin letter inside a Cyrillic word', 'Дeло[0-9]{3}', 'Дeло123', 'Дeло123'],
    ['the sign of numbers', '№ ?[0-9]{3}', 'дело № 123', '№ 123'],
    ['signs of the syntax', String.raw`(?i)(?P<n>emp)\.[[:digit:]]{3}[\w]?\pL?`, 'EMP.123', 'EMP.123'],
    ['brackets in classes', String.raw`[]\[(]EMP[^\]–]123`, 'x (EMP.123', '(EMP.123'],
  ])('written as the data are is found: %s', (_, pattern, text, match) => {
    expect(patternFault(pattern)).toBeUndefined()
    expect(foundIn(text, { own: { pattern } })).toEqual([[match, 'own']])
  })

  it('has no class of a character that is searched for as several', () => {
    expect(patternFault('EMP[ﬃ]')).toBe(
      'the class "[ﬃ]" has "ﬃ", which is searched for as "ffi": write it outside of the brackets',
    )
  })

  it('means by a class with Cyrillic letters left out no Latin ones', () => {
    expect(foundIn('TC-1234', { own: { pattern: '[^А-Я]C-[0-9]{4}' } })).toEqual([['TC-1234', 'own']])
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
