import { describe, expect, it } from 'vitest'
import { namesWithVowel, stemWithoutVowel } from '../../../src/transforms/inflection/fallen-vowel.ts'

describe('the stem of a name whose vowel falls out', () => {
  it.each([
    ['Заяц', 'Зайц'],
    ['Палец', 'Пальц'],
    ['Кравец', 'Кравц'],
    ['Орел', 'Орл'],
    ['Лев', 'Льв'],
    ['Гребень', 'Гребн'],
    ['Коготь', 'Когт'],
    ['Журавель', 'Журавл'],
    ['Уголь', 'Угл'],
    ['Соловей', 'Соловь'],
    ['Паек', 'Пайк'],
    ['Огонек', 'Огоньк'],
    ['Песок', 'Песк'],
    ['Бобер', 'Бобр'],
    ['Овес', 'Овс'],
    ['Заєць', 'Зайц'],
    ['Кравець', 'Кравц'],
  ])('is made, and gives the name back, row %#', (name, stem) => {
    expect(stemWithoutVowel(name)).toBe(stem)
    expect(namesWithVowel(stem)).toContain(name)
  })

  it.each(['Иванов', 'Семён', 'Игорь', 'Матвей', 'Коваль', 'Пень', 'Ли', 'Ольга', 'Айгүл'])(
    'is none, row %#',
    (name) => {
      expect(stemWithoutVowel(name)).toBeUndefined()
    },
  )
})
