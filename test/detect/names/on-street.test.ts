import { expect, it } from 'vitest'
import { peopleIn } from './people.ts'

it.each([
  ['пробка на Сейфуллина, стоим уже час'],
  ['едем по Розыбакиева, потом вверх'],
  ['магазин на Жандосова 140, рядом с парком'],
  ['Момышулы бойымен кептеліс'],
])('a street called after somebody is nobody: row %#', (text) => {
  expect(peopleIn(text)).toEqual([])
})

it.each([
  ['пожаловалась на Рустама и на Сафронова', ['Рустама', 'Сафронова']],
  ['с Ерланом по телефону говорили', ['Ерланом']],
])('people behind the same prepositions stay: row %#', (text, found) => {
  expect(peopleIn(text)).toEqual(found)
})
