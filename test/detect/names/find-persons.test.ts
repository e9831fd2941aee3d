import { describe, expect, it } from 'vitest'
import { createTextDetector } from '../../../src/detect/detect-text.ts'
import { nameEvidence } from '../../../src/detect/names/evidence.ts'
import { kazakhForms, russianForms } from '../../../src/detect/names/forms.ts'
import { isPlace } from '../../../src/detect/names/places.ts'
import { latinKey } from '../../../src/detect/names/tables.ts'

const detect = createTextDetector({ find: ['person'], locales: [], confidence: 0.5 })
const names = (text: string): string[] => detect(text).map((d) => text.slice(d.start, d.end))

describe('names of people', () => {
  it.each([
    // structure of official and polite names
    ['Пациент Ахметов Асқар Болатұлы осмотрен', ['Ахметов Асқар Болатұлы']],
    ['осмотрена Иванова Ольга Петровна', ['Иванова Ольга Петровна']],
    ['поговорите с Ольгой Петровной завтра', ['Ольгой Петровной']],
    ['врач А. Б. Ахметов принял', ['А. Б. Ахметов']],
    ['врач Ахметов А.Б. принял', ['Ахметов А.Б.']],
    // cases
    ['письмо Сергею Петрову от вчера', ['Сергею Петрову']],
    ['вместе с Марией Ивановой', ['Марией Ивановой']],
    ['Асқар Жұмабаевтың өтініші', ['Асқар Жұмабаевтың']],
    ['Айгүл Серікқызына хабарласыңыз', ['Айгүл Серікқызына']],
    // letters: Kazakh names in Russian spelling, Latin ones
    ['Кайрат Серикович пришёл', ['Кайрат Серикович']],
    ['this is Aigerim Bekova speaking', ['Aigerim Bekova']],
    ['Qairat Nurlanuly signed it', ['Qairat Nurlanuly']],
    ['please add John Smith to the list', ['John Smith']],
    ['my name is anna kowalska', ['anna kowalska']],
    // titles and verbs make sure of what the form leaves open
    ['министр Хасенов выступил', ['Хасенов']],
    ['как сообщил Петренко, всё готово', ['Петренко']],
    // particles and double names
    ['поэт Мағжан Жұмабаев пен Қасым-Жомарт Беков', ['Мағжан Жұмабаев', 'Қасым-Жомарт Беков']],
    ['Иван фон Берг приехал', ['Иван фон Берг']],
    // two people, one after the other
    ['Сергей Петров, Ольга Иванова и Асқар Беков', ['Сергей Петров', 'Ольга Иванова', 'Асқар Беков']],
  ])('are found whole in case %#', (text, expected) => {
    expect(names(text)).toEqual(expected)
  })

  it.each([
    'улица Абая пересекает проспект Достык',
    'Алматы облысы Талғар ауданы',
    'Ішкі істер министрлігінің өкілі',
    'Сегодня в Москве и Астане пасмурно',
    'в Свердловской области и Нидерландах',
    'Основной вопрос — Кирпич и Москвич',
    'Қызыл кітап пен Ұлытау',
    'The United Nations and the European Union met in New York',
    'Rosa-canina',
  ])('are not seen in row %#', (text) => {
    expect(names(text)).toEqual([])
  })

  it('are not every word of a text in capitals', () => {
    expect(names('ХИРУРГИЧЕСКОЕ ОТДЕЛЕНИЕ ЗАКРЫТО ДО ПОНЕДЕЛЬНИКА')).toEqual([])
    expect(names('ПАЦИЕНТ ИВАНОВ ПЁТР СЕРГЕЕВИЧ')).toEqual(['ИВАНОВ ПЁТР СЕРГЕЕВИЧ'])
  })
})

describe('evidence of one word', () => {
  it.each([
    ['ольга', 'given', 1],
    ['ольге', 'given', 1],
    ['павла', 'given', 1],
    ['асқардың', 'given', 1],
    ['нұрдәулет', 'given', 0.7],
    ['петровичу', 'patronymic', 0.7],
    ['болатұлына', 'patronymic', 0.9],
    ['гогоберидзе', 'surname', 0.95],
    ['вера', 'given', 0.5],
  ] as const)('row %# counts as what it is', (word, part, least) => {
    expect(nameEvidence(word, 'cyrillic')[part]).toBeGreaterThanOrEqual(least)
  })

  it.each(['основна', 'царевна', 'президентом', 'казахстане', 'облысында', 'сегодня'])('row %# is ordinary', (word) => {
    expect(nameEvidence(word, 'cyrillic').ordinary).toBe(true)
  })
})

describe('forms of words', () => {
  it('give back the nominative', () => {
    expect(russianForms('игорем')).toContain('игорь')
    expect(russianForms('льва')).toContain('лев')
    expect(kazakhForms('нұрланның')).toContain('нұрлан')
    expect(kazakhForms('бековтардың')).toContain('беков')
  })

  it('tell places from surnames made of them', () => {
    expect(isPlace('москве') && isPlace('алматыда') && isPlace('казахстанский')).toBe(true)
    expect(isPlace('ливанов') || isPlace('николаевич')).toBe(false)
  })

  it('meet in one key for all Latin spellings of a name', () => {
    expect(new Set(['Qairat', 'Kairat', 'Kayrat', 'Qayrat'].map(latinKey)).size).toBe(1)
  })
})
