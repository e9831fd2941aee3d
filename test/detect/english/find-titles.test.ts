import { describe, expect, it } from 'vitest'
import { marked } from './marked.ts'

const titles = marked('title')

describe('occupations in English text', () => {
  it.each([
    ['I used to work for Zanvirt as Rolling machine operator, but quit', ['Rolling machine operator']],
    ['she was hired as a senior systems analyst in May', ['senior systems analyst']],
    ['my father is a truck driver and my mother is a nurse', ['truck driver', 'nurse']],
    ['he became a dental hygienist after that', ['dental hygienist']],
    ['we are looking for a forklift operator', ['forklift operator']],
    ['she was appointed chief financial officer on Monday', ['chief financial officer']],
    ['please note: Occupation: court, municipal, and license clerk', ['court, municipal, and license clerk']],
    ['please write to Mrs. Example about it', ['Mrs.']],
  ])('are found behind a phrase in row %#', (text, expected) => {
    expect(titles(text)).toEqual(expected)
  })

  it('are lines of a card, with or without the company', () => {
    expect(titles("Anna Example\n\nChildren's librarian\n\nPhone: 5")).toEqual(["Children's librarian"])
    expect(titles('Anna Example\nMarketing manager, Zanvirt\nPhone: 5')).toEqual(['Marketing manager'])
    expect(titles('Anna Example\nHead of Sales at Zanvirt\nPhone: 5')).toEqual(['Head of Sales'])
  })

  it.each([
    'as far as we know it is as good as new',
    'vinegar is a great cleaner, and this tool is a helper',
    'npm is a package manager and the server is a builder',
    'Agenda\nBudget of the year\nHiring plan',
    'as a boy he could swim all day',
    'as the river rises, the guide waits',
  ])('are not other nouns in row %#', (text) => {
    expect(titles(text)).toEqual([])
  })
})
