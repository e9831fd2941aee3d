import { describe, expect, it } from 'vitest'
import { nameEvidence, SURNAME_AND_WORD } from '../../../src/detect/names/evidence.ts'
import { peopleIn } from './people.ts'

describe('names of the peoples of the region', () => {
  it.each([
    'дильшат',
    'шохрух',
    'ляйсан',
    'гюльнара',
    'рузанна',
    'зарема',
    'одарка',
    'йонас',
    'малгожата',
    'чинара',
    'фирдавс',
    'нодар',
    'цырен',
    'хаджар',
    'эльфрида',
    'ботагоз',
  ])('are given names: %s', (word) => {
    expect(nameEvidence(word, 'cyrillic').given).toBeGreaterThanOrEqual(0.7)
  })

  it.each(['югай', 'хегай', 'шмидт', 'вебером', 'шиваза', 'кушнир', 'кравченко'])(
    'are surnames without a telling ending: %s',
    (word) => {
      expect(nameEvidence(word, 'cyrillic').surname).toBeGreaterThanOrEqual(0.8)
    },
  )

  it.each(['гусь', 'жук', 'ткач', 'сухих', 'мельник'])('are surnames and words: %s', (word) => {
    expect(nameEvidence(word, 'cyrillic').surname).toBe(SURNAME_AND_WORD)
  })

  it.each([
    ['участковый Дудка не пришёл', ['Дудка']],
    ['приехали Ткач Семён и Швец О.', ['Ткач Семён', 'Швец О.']],
    ['медсестра Сухих и врач Мороз', ['Сухих', 'Мороз']],
    ['тётя Хадижат и дядя Вазген', ['Хадижат', 'Вазген']],
    ['бро, Aibekke скажи, что Dilnaz ждёт', ['Aibekke', 'Dilnaz']],
    ['Nurbolattyn uii alys, Erkezhanga aityndar', ['Nurbolattyn', 'Erkezhanga']],
  ])('are people: row %#', (text, found) => {
    expect(peopleIn(text)).toEqual(found)
  })

  it.each([
    ['Гусь и Заяц — герои сказки про лес'],
    ['Мельник мелет, Ткач ткёт'],
    ['купил чай Ahmad Tea и Nokia 3310'],
    ['Скобка закрыта, Ошибка исправлена'],
    ['Сервера упали, Версия старая'],
  ])('are left alone where they are words or goods: row %#', (text) => {
    expect(peopleIn(text)).toEqual([])
  })
})
