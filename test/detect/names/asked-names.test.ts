import { expect, it } from 'vitest'
import { peopleIn } from './people.ts'

it.each([
  ['— Ваша фамилия? — Кравец. — Спасибо.', ['Кравец']],
  ['Оператор: Как к вам обращаться?\nКлиент: Венера.', ['Венера']],
  ['— Тегіңіз кім? — Бақай. — Жақсы.', ['Бақай']],
  ['— Фамилию назовите. — Моя фамилия Гребень.', ['Гребень']],
  ['Менеджер: Атыңызды айтыңыз.\nКлиент: Шолпан.', ['Шолпан']],
])('the answer to a question for a name is one: row %#', (text, found) => {
  expect(peopleIn(text)).toEqual(found)
})

it.each([
  ['— Фамилия? — Какая фамилия? — Ваша.'],
  ['— Кто это? — Полиция.'],
  ['— Как зовут? — Сейчас скажу. Минуту.'],
  ['— Город? — Павлодар.'],
])('other answers are none: row %#', (text) => {
  expect(peopleIn(text)).toEqual([])
})
