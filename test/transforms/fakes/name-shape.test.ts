import { describe, expect, it } from 'vitest'
import { createNameIndex } from '../../../src/transforms/fakes/name-index.ts'
import { nameShape } from '../../../src/transforms/fakes/name-shape.ts'

const index = createNameIndex()

/** Parts in order: G(iven), M(iddle), S(urname), P(atronymic), in lower case where only the initial is written. */
function pattern(text: string): string {
  const { pieces, between } = nameShape(text, index)
  return pieces
    .map(({ part, initial }, i) => between[i]! + (initial ? part[0]! + initial.slice(1) : part[0]!.toUpperCase()))
    .join('')
    .concat(between.at(-1)!)
}

describe('the shape of a name', () => {
  it.each([
    // the official order and the polite one
    ['Ахметов Нұрлан Серікұлы', 'S G P'],
    ['Нұрлан Серікұлы', 'G P'],
    ['Айгерим Болатовна Садыкова', 'G P S'],
    ['Nurlan Akhmetov Serikuly', 'G S P'],
    // son and daughter as words of their own
    ['Айгерім Болат қызы Омарова', 'G P S'],
    // two words: by tables and endings, else surname first in Cyrillic and last in Latin letters
    ['Айгерім Садықова', 'G S'],
    ['Петрова Анна', 'S G'],
    ['John Smith', 'G S'],
    ['Smith, John', 'S, G'],
    ['Xxxx Yyyy', 'G S'],
    ['Щщщщ Ъъъъ', 'S G'],
    // a given name that only looks like a surname, before its patronymic; a surname that is a man's given name
    ['Скрипка Полина Андреевна', 'S G P'],
    ['Скрипка Зарина Андреевна', 'S G P'],
    ['Айжан Тұрсын', 'G S'],
    ['Ахметжан Гүлбаршын', 'S G'],
    ['Гүлбаршын Ахметжан', 'G S'],
    ['Gulbarshyn Akhmetzhan', 'G S'],
    // one word
    ['Серік', 'G'],
    ['Ахметова', 'S'],
    // initials
    ['Иванов И.П.', 'S g.p.'],
    ['И. П. Иванов', 'g. p. S'],
    ['John F. Kennedy', 'G m. S'],
    ['John F Kennedy', 'G m S'],
    // three words without a patronymic
    ['Anna Maria Lopez', 'G M S'],
    // inside a sentence: with endings of cases
    ['Петровой Анной Ивановной', 'S G P'],
    ['Серікұлының Нұрлан', 'P G'],
    // a title stays as it is
    ['Dr. Mary Jones', 'Dr. G S'],
    // no name of one to four words: the usual form of its letters, and nothing of the text
    ['Anna Maria van der Berg Lopez', 'G S'],
    ['один два три четыре пять', 'S G P'],
    ['77', 'G S'],
    // what stands between the words and is no separator goes
    ['Иванов 1980 Пётр', 'S G'],
  ])('row %# of the table is read as it says', (text, expected) => {
    expect(pattern(text)).toBe(expected)
  })

  it.each([
    // patronymic, title, given name, surname
    ['Абылай Серікұлы', 'male'],
    ['Женя Ивановна', 'female'],
    ['Mrs Taylor Cox', 'female'],
    ['Айгүл', 'female'],
    ['Женей Ивановной', 'female'],
    ['Абылай Серікұлының', 'male'],
    ['А. Омарова', 'female'],
    ['А. Омаров', 'male'],
    // a given name counts more than what only looks like a surname's ending
    ['Толқын', 'female'],
    // the given name, not a surname that is a man's name
    ['Ахметжан Гүлбаршын', 'female'],
    ['Жүніс Шолпан', 'female'],
    ['Шолпан Жүніс', 'female'],
    ['Есенбек Бақытгүл', 'female'],
    ['Ахметжан Серік', 'male'],
    // by the ending of a name that no table has
    ['Мәмбет Елберген', 'male'],
    ['Оспан Елмұхамбет', 'male'],
    ['Оспан Жұпаргүл', 'female'],
    ['Тұяқбай Ұлбосын', 'female'],
    ['A. Smith', undefined],
  ])('row %# of the table has the gender that it says', (text, expected) => {
    expect(nameShape(text, index).gender).toBe(expected)
  })

  it.each([
    ['Әсем Омарова', 'kk', 'own'],
    // a Kazakh name in Russian letters
    ['Нурлан Жумабаев', 'kk', 'russian'],
    ['Иванов Пётр', 'ru', 'own'],
    // a name that both have, with a surname that tells
    ['Марат Иванов', 'ru', 'own'],
    ['Aigerim Sadykova', 'kk', 'latin'],
    ['Petrov Sergei', 'ru', 'latin'],
    ['John Smith', 'en', 'own'],
  ])('row %# of the table is drawn from the language and spelt as it says', (text, language, spelling) => {
    expect(nameShape(text, index).style).toEqual({ language, spelling })
  })
})
