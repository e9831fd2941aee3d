import { describe, expect, it } from 'vitest'
import { ownText } from '../../src/record/own-text.ts'

describe('a copy of a text', () => {
  it('has the same characters, whole or halves of pairs', () => {
    const long = 'Айгүл Серікова, 12 наурыз 😀'
    for (const text of ['', 'a', long, long.slice(3), `${long}\ud83d`, `\ude00${long}`, '\ufffd'.repeat(20)])
      expect(ownText(text)).toBe(text)
  })
})
