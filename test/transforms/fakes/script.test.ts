import { describe, expect, it } from 'vitest'
import { foldWord, lettersOf, toLatin, toRussianLetters } from '../../../src/transforms/fakes/script.ts'

describe('letters', () => {
  it.each([
    // a letter that Russian lacks makes a text Kazakh
    ['Әсем', 'kk'],
    ['Айгерим', 'ru'],
    ['Aigerim', 'en'],
    ['Smith Иванов', 'ru'],
    ['12-34', undefined],
    ['', undefined],
  ])('row %# of the table is told', (text, expected) => {
    expect(lettersOf(text)).toBe(expected)
  })

  it.each([
    ['Сәдуақасова', 'Saduakasova'],
    ['Щербаков', 'Shcherbakov'],
    ['Жұмабай', 'Zhumabai'],
    ['Юрьева', 'Yureva'],
    ['Һәм', 'Ham'],
    ['Smith-2', 'Smith-2'],
  ])('%s is %s in Latin letters', (text, expected) => {
    expect(toLatin(text)).toBe(expected)
  })

  it('spells Kazakh as Russian documents do', () => {
    expect(toRussianLetters('Айгүл Жәнібекқызы')).toBe('Айгуль Жанибеккызы')
    expect(toRussianLetters('Гүлмира ГҮЛНӘР Күләш Төлеген')).toBe('Гульмира ГУЛЬНАР Кулаш Толеген')
  })

  it('folds both Cyrillic spellings of a name to one', () => {
    expect(foldWord('ӘЙГЕРІМ')).toBe(foldWord('айгерим'))
    expect(foldWord('Артём')).toBe(foldWord('АРТЕМ'))
  })
})
