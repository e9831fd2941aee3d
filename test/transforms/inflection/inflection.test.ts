import { describe, expect, it } from 'vitest'
import { createNameIndex } from '../../../src/transforms/fakes/name-index.ts'
import { nameLists } from '../../../src/transforms/fakes/tables.ts'
import { KAZAKH_CASES, RUSSIAN_CASES } from '../../../src/transforms/inflection/grammar.ts'
import type { DeclinedPart, Gender } from '../../../src/transforms/inflection/grammar.ts'
import { languageOf } from '../../../src/transforms/inflection/governing-words.ts'
import { attachKazakh } from '../../../src/transforms/inflection/kazakh-endings.ts'
import { kazakhReadings } from '../../../src/transforms/inflection/kazakh-readings.ts'
import { declineRussian, russianPlural } from '../../../src/transforms/inflection/russian-declension.ts'
import { russianReadings } from '../../../src/transforms/inflection/russian-readings.ts'
import { STAND_INS } from './stand-in-forms.ts'

const index = createNameIndex()

describe('Russian names', () => {
  it('are declined as the hand-written forms are', () => {
    for (const { gender, ru } of STAND_INS)
      for (const part of ['given', 'surname', 'patronymic'] as const)
        expect(declineRussian(ru[part][0], part, gender)).toEqual(ru[part])
  })

  it.each<[string, DeclinedPart, Gender, string]>([
    // the vowel that falls out
    ['Лев', 'given', 'male', 'Льва Льву Льва Львом Льве'],
    ['Пётр', 'given', 'male', 'Петра Петру Петра Петром Петре'],
    // sibilants take -ем
    ['Қаныш', 'given', 'male', 'Қаныша Қанышу Қаныша Қанышем Қаныше'],
    ['Абай', 'given', 'male', 'Абая Абаю Абая Абаем Абае'],
    ['Игорь', 'given', 'male', 'Игоря Игорю Игоря Игорем Игоре'],
    ['Илья', 'given', 'male', 'Ильи Илье Илью Ильей Илье'],
    ['Лука', 'given', 'male', 'Луки Луке Луку Лукой Луке'],
    ['Құрманғазы', 'given', 'male', 'Құрманғазы Құрманғазы Құрманғазы Құрманғазы Құрманғазы'],
    ['Ия', 'given', 'female', 'Ии Ие Ию Ией Ие'],
    ['Дарья', 'given', 'female', 'Дарьи Дарье Дарью Дарьей Дарье'],
    ['Ольга', 'given', 'female', 'Ольги Ольге Ольгу Ольгой Ольге'],
    ['Айгүл', 'given', 'female', 'Айгүл Айгүл Айгүл Айгүл Айгүл'],
    ['Айгуль', 'given', 'female', 'Айгули Айгули Айгуль Айгулью Айгули'],
    ['Кравец', 'surname', 'male', 'Кравца Кравцу Кравца Кравцем Кравце'],
    ['Стрелец', 'surname', 'male', 'Стрельца Стрельцу Стрельца Стрельцем Стрельце'],
    ['Кузнец', 'surname', 'male', 'Кузнеца Кузнецу Кузнеца Кузнецем Кузнеце'],
    ['Соловей', 'surname', 'male', 'Соловья Соловью Соловья Соловьём Соловье'],
    ['Корней', 'surname', 'male', 'Корнея Корнею Корнея Корнеем Корнее'],
    ['Соловей', 'surname', 'female', 'Соловей Соловей Соловей Соловей Соловей'],
    ['Толстой', 'surname', 'male', 'Толстого Толстому Толстого Толстым Толстом'],
    ['Белый', 'surname', 'male', 'Белого Белому Белого Белым Белом'],
    ['Черных', 'surname', 'male', 'Черных Черных Черных Черных Черных'],
    ['Станкевич', 'surname', 'male', 'Станкевича Станкевичу Станкевича Станкевичем Станкевиче'],
    ['Станкевич', 'surname', 'female', 'Станкевич Станкевич Станкевич Станкевич Станкевич'],
    ['Кузьмич', 'patronymic', 'male', 'Кузьмича Кузьмичу Кузьмича Кузьмичом Кузьмиче'],
    ['Никитич', 'patronymic', 'male', 'Никитича Никитичу Никитича Никитичем Никитиче'],
    // double names
    [
      'Петров-Водкин',
      'surname',
      'male',
      'Петрова-Водкина Петрову-Водкину Петрова-Водкина Петровым-Водкиным Петрове-Водкине',
    ],
    ['Қасым-Жомарт', 'given', 'male', 'Қасым-Жомарта Қасым-Жомарту Қасым-Жомарта Қасым-Жомартом Қасым-Жомарте'],
  ])('row %# of the table is declined', (name, part, gender, forms) => {
    expect(declineRussian(name, part, gender).slice(1).join(' ')).toBe(forms)
  })

  it('are families in the plural where their kind has one', () => {
    expect(russianPlural('Садыков').join(' ')).toBe('Садыковы Садыковых Садыковым Садыковых Садыковыми Садыковых')
    expect(russianPlural('Каменский').join(' ')).toBe('Каменские Каменских Каменским Каменских Каменскими Каменских')
    expect(russianPlural('Ким')[1]).toBe('Ким')
  })
})

describe('Kazakh names', () => {
  it('take the hand-written endings', () => {
    const cases = ['nominative', 'genitive', 'dative', 'accusative', 'locative', 'ablative', 'instrumental'] as const
    for (const { kk } of STAND_INS)
      for (const part of ['given', 'surname', 'patronymic'] as const)
        expect(cases.map((to) => attachKazakh(kk[part][0], { case: to, plural: false }))).toEqual(kk[part])
  })

  it.each([
    // vowel, glide, р, nasal, voiced, voiceless; back and front
    ['Жанна', 'Жаннаның Жаннаға Жаннаны Жаннада Жаннадан Жаннамен'],
    ['Сәуле', 'Сәуленің Сәулеге Сәулені Сәуледе Сәуледен Сәулемен'],
    ['Абай', 'Абайдың Абайға Абайды Абайда Абайдан Абаймен'],
    ['Әли', 'Әлидің Әлиге Әлиді Әлиде Әлиден Әлимен'],
    ['Ғани', 'Ғанидың Ғаниға Ғаниды Ғанида Ғанидан Ғанимен'],
    ['Ернар', 'Ернардың Ернарға Ернарды Ернарда Ернардан Ернармен'],
    ['Айгерім', 'Айгерімнің Айгерімге Айгерімді Айгерімде Айгерімнен Айгеріммен'],
    ['Наурыз', 'Наурыздың Наурызға Наурызды Наурызда Наурыздан Наурызбен'],
    ['Болат', 'Болаттың Болатқа Болатты Болатта Болаттан Болатпен'],
    ['Бек', 'Бектің Бекке Бекті Бекте Бектен Бекпен'],
    ['Қонаев', 'Қонаевтың Қонаевқа Қонаевты Қонаевта Қонаевтан Қонаевпен'],
    ['Әлиев', 'Әлиевтің Әлиевке Әлиевті Әлиевте Әлиевтен Әлиевпен'],
  ])('row %# of the table takes the endings of its last sound', (name, forms) => {
    const cases = ['genitive', 'dative', 'accusative', 'locative', 'ablative', 'instrumental'] as const
    expect(cases.map((to) => attachKazakh(name, { case: to, plural: false })).join(' ')).toBe(forms)
  })

  it.each([
    ['ым', 'Қайсарым Сәулем Серікім'],
    ['сыз', 'Қайсарсыз Сәулесіз Серіксіз'],
    ['жан', 'Қайсаржан Сәулежан Серікжан'],
    ['мысың', 'Қайсармысың Сәулемісің Серікпісің'],
    ['м', 'Қайсарым Сәулем Серікім'],
  ])('take the tail of another name: %s', (tail, forms) => {
    expect(
      ['Қайсар', 'Сәуле', 'Серік']
        .map((name) => attachKazakh(name, { case: 'nominative', plural: false, tail }))
        .join(' '),
    ).toBe(forms)
  })

  it('are families in the plural', () => {
    const families = ['Ахметов', 'Айдар', 'Айгүл', 'Ерлан', 'Абай', 'Бек']
    expect(families.map((name) => attachKazakh(name, { case: 'dative', plural: true })).join(' ')).toBe(
      'Ахметовтарға Айдарларға Айгүлдерге Ерландарға Абайларға Бектерге',
    )
  })
})

const { kk, ru } = nameLists
const EVERY: [DeclinedPart, Gender, string[], string[]][] = [
  ['given', 'male', kk.male, ru.male],
  ['given', 'female', kk.female, ru.female],
  ['surname', 'male', kk.surnamesMale, ru.surnamesMale],
  ['surname', 'female', kk.surnamesFemale, ru.surnamesFemale],
  ['patronymic', 'male', kk.patronymicsMale, ru.patronymicsMale],
  ['patronymic', 'female', kk.patronymicsFemale, ru.patronymicsFemale],
]
const plain = (word: string) => word.replaceAll('ё', 'е')

describe('every name of the tables', () => {
  it.each(EVERY)('is read back from its Russian cases: %s names, %s', (part, gender, first, second) => {
    const lost = [...first, ...second].flatMap((name) =>
      declineRussian(name, part, gender).filter((form, at) => {
        const found = russianReadings(form, index).some(
          (r) => plain(r.lemma) === plain(name) && r.case === RUSSIAN_CASES[at] && r.gender === gender,
        )
        return !found
      }),
    )
    expect(lost).toEqual([])
  })

  it.each(EVERY)('is read back from its Kazakh cases and plurals: %s names, %s', (_part, _gender, first, second) => {
    const lost = [...first, ...second].flatMap((name, n) =>
      KAZAKH_CASES.map((to, c) => ({ case: to, plural: (n + c) % 4 === 0 })).flatMap((form) => {
        const text = attachKazakh(name, form)
        const found = kazakhReadings(text, index).some(
          (r) => r.lemma === name && r.case === form.case && r.plural === form.plural,
        )
        return found ? [] : [text]
      }),
    )
    expect(lost).toEqual([])
  })
})

describe('the language of a text', () => {
  it('is told by letters and small words', () => {
    expect(languageOf('телефоны өшіп тұр')).toBeGreaterThan(0)
    expect(languageOf('не пришла на приём')).toBeLessThan(0)
    expect(languageOf('12:30')).toBe(0)
  })
})
