import { expect, it } from 'vitest'
import { createTextDetector } from '../../src/detect/detect-text.ts'

const detect = createTextDetector({ find: ['birth-date'], locales: [], confidence: 0.5 })
const dates = (text: string): string[] => detect(text).map(({ start, end }) => text.slice(start, end))

it.each([
  // below the head of a column
  ['фио;дата рожд.;сумма\nА;12.03.1964;500\nБ;;700\nВ;1.4.2011;700', ['12.03.1964', '1.4.2011']],
  ['name\tDOB\tid\nA\t1964-03-12\t1', ['1964-03-12']],
  ['№   Ученик   Дата рождения\n1   А   01.02.2011', ['01.02.2011']],
  // behind the names of a list, of which one is decades old
  ['1. Гельман Анна 01.02.58\n2. Резник Олег 03.04.12', ['01.02.58', '03.04.12']],
  ['Резник О. Л., 21/09/1955, учитель', ['21/09/1955']],
  ['дочь Камила 2016-02-11', ['2016-02-11']],
])('dates of birth by their place: row %#', (text, found) => {
  expect(dates(text)).toEqual(found)
})

it.each([
  ['фио;дата выдачи;сумма\nА;12.03.1964;500'],
  ['Гельман Анна 01.02.25\nРезник Олег 03.04.25'],
  ['Резник О. Л. 12.03.2018'],
])('and other dates: row %#', (text) => {
  expect(dates(text)).toEqual([])
})
