import { describe, expect, it } from 'vitest'
import { nameLists } from '../../src/transforms/fakes/tables.ts'
import { declineRussian } from '../../src/transforms/inflection/russian-declension.ts'
import type { DeclinedPart, Gender } from '../../src/transforms/inflection/grammar.ts'
import { withoutTitles } from '../../src/transforms/trim-names.ts'

const trimmed = (text: string) =>
  withoutTitles(text, [{ start: 0, end: text.length, entity: 'person', score: 1 }]).map(({ start, end }) =>
    text.slice(start, end),
  )[0]

describe('a found name', () => {
  it.each([
    // imperative, past tense, address, job, Kazakh address
    ['Позвоните Ивановой', 'Ивановой'],
    ['Передай Марии Ивановне', 'Марии Ивановне'],
    ['Звонила А. Ахметова', 'А. Ахметова'],
    ['Уважаемый Сергей Петрович', 'Сергей Петрович'],
    ['Пациентке Жумагуловой', 'Жумагуловой'],
    ['Құрметті Айгерім Болатқызы', 'Айгерім Болатқызы'],
    // a paper of somebody's
    ['Жалоба Әсем Мағжанқызы', 'Әсем Мағжанқызы'],
    ['Заявления Ивановой', 'Ивановой'],
    ['Шағым Серік Болатұлы', 'Серік Болатұлы'],
    // nothing is left over: it stays whole
    ['Директор', 'Директор'],
  ])('row %# of the table is without what is none', (text, name) => {
    expect(trimmed(text)).toBe(name)
  })

  it('keeps every name of the tables in every case', () => {
    const { kk, ru } = nameLists
    const all: [DeclinedPart, Gender, string[]][] = [
      ['given', 'male', [...kk.male, ...ru.male]],
      ['given', 'female', [...kk.female, ...ru.female]],
      ['surname', 'male', [...kk.surnamesMale, ...ru.surnamesMale]],
      ['surname', 'female', [...kk.surnamesFemale, ...ru.surnamesFemale]],
    ]
    const lost = all.flatMap(([part, gender, names]) =>
      names.flatMap((name) => declineRussian(name, part, gender).filter((form) => trimmed(`${form} Ли`) === 'Ли')),
    )
    expect(lost).toEqual([])
  })
})
