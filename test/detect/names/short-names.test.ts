import { describe, expect, it } from 'vitest'
import { isRespectfulForm, nameInPetForm } from '../../../src/detect/names/short-names.ts'
import { peopleIn } from './people.ts'

describe('short and respectful forms', () => {
  it.each(['сәке', 'мәкең', 'жәкеңнің', 'асеке', 'нұреке', 'нұрекеңе'])('are known: %s', (word) => {
    expect(isRespectfulForm(word)).toBe(true)
  })

  it.each(['неке', 'мереке', 'береке', 'мекеме', 'теке', 'жеке', 'көке', 'аптеке', 'опеке', 'темекең'])(
    'are no words that end so: %s',
    (word) => {
      expect(isRespectfulForm(word)).toBe(false)
    },
  )

  it('leave the name without its ending', () => {
    expect([nameInPetForm('ерланчик'), nameInPetForm('жанарка'), nameInPetForm('стол')]).toEqual([
      'ерлан',
      'жанар',
      undefined,
    ])
  })

  it.each([
    ['Мәкеңе хабарласып көрші', ['Мәкеңе']],
    ['ой, Зауреш, а Витёк где?', ['Зауреш', 'Витёк']],
    ['Натусик, передай Лёхе и Танюше', ['Натусик', 'Лёхе', 'Танюше']],
    ['Асельчик и Диаска уже тут', ['Асельчик', 'Диаска']],
  ])('are people in talk: row %#', (text, found) => {
    expect(peopleIn(text)).toEqual(found)
  })

  it.each([['Мереке құтты болсын'], ['В Аптеке скидка'], ['Тема письма: отчёт'], ['Галка села на забор']])(
    'are left alone where they are words: row %#',
    (text) => {
      expect(peopleIn(text)).toEqual([])
    },
  )
})
