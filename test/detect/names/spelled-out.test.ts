import { expect, it } from 'vitest'
import { peopleIn } from './people.ts'

it.each([
  ['по буквам: К-а-л-ь-м-а-н, записали?', ['К-а-л-ь-м-а-н']],
  ['Ж-А-Қ-Ы-П деп жазыңыз', ['Ж-А-Қ-Ы-П']],
  ['it is spelled N-O-V-A-K, thanks', ['N-O-V-A-K']],
  ['фамилия Т Е Г А Й, запишите', ['Т Е Г А Й']],
])('a name is found letter by letter: row %#', (text, found) => {
  expect(peopleIn(text)).toEqual(found)
})

it.each([['н-е-е-е-т, а-а-а-а, не хочу'], ['С-О-С'], ['варианты А Б В Г, нужен один'], ['план А-Б-А-Б']])(
  'drawn-out words and choices are none: row %#',
  (text) => {
    expect(peopleIn(text)).toEqual([])
  },
)
