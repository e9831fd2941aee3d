import { describe, expect, it } from 'vitest'
import { marked } from './marked.ts'

const dates = marked('date')

describe('dates in English running text', () => {
  it.each([
    ['During 1971, they invested heavily', ['1971']],
    ['the Civil Rights Act of 2001 protects them', ['2001']],
    ['which later became another in 1980.', ['1980']],
    ['When: 2000-04-16 11:34:35\nWhere: the Example Club', ['2000-04-16 11:34:35']],
    ['she left on March 3, 2015 and came back', ['March 3, 2015']],
    ['it opened in August 1995 again', ['August 1995']],
    ['we start on May 4th with 12 people', ['May 4th']],
  ])('are found in row %#', (text, expected) => {
    expect(dates(text)).toEqual(expected)
  })

  it.each([
    'a story told in 2000 words',
    'the box of 1900 nails is there',
    'we paid by 2.1950 and by 1950.5 each',
    'it may 5 times be so',
    '2004',
    '12 May 2020',
    'это было в 1980 году, и было хорошо',
  ])('are not counts, and not in bare cells, in row %#', (text) => {
    expect(dates(text)).toEqual([])
  })
})
