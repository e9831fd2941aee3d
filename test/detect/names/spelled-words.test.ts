import { expect, it } from 'vitest'
import { peopleIn } from './people.ts'

it.each([
  [
    'фамилия кравчук по буквам константин роман александр владимир человек ульяна константин',
    ['кравчук', 'константин роман александр владимир человек ульяна константин'],
  ],
  [
    'Фамилия Шульц, по буквам: Шура, Ульяна, Леонид, мягкий знак, Цапля.',
    ['Шульц', 'Шура, Ульяна, Леонид, мягкий знак, Цапля'],
  ],
  ['тегім Тлеп, әріптеп айтсам: Талғат, Лаура, Ерлан, Петр', ['Тлеп', 'Талғат, Лаура, Ерлан, Петр']],
  [
    'my surname is kowal k for kilo o for oscar w for whiskey a for alpha l for lima',
    ['kowal', 'k for kilo o for oscar w for whiskey a for alpha l for lima'],
  ],
  [
    'spell: Tran, T as in Tom, R as in Robert, A as in Adam, N as in Nancy',
    ['Tran', 'T as in Tom, R as in Robert, A as in Adam, N as in Nancy'],
  ],
])('a name and the words that spell it are found: row %#', (text, found) => {
  expect(peopleIn(text)).toEqual(found)
})

it.each([
  ['по буквам: мама мыла ананас вечером'],
  ['                Қ О Л Х А Т\nАқша алдым, әріптер анық.'],
  ['фамилию не указывайте\n  З А Я В Л Е Н И Е'],
])('other words and headings written with spaces are none: row %#', (text) => {
  expect(peopleIn(text)).toEqual([])
})
