import { expect, it } from 'vitest'
import { createTextDetector } from '../../../src/detect/detect-text.ts'

const detect = createTextDetector({ find: ['person'], locales: [], confidence: 0.5 })
const names = (text: string) => detect(text).map(({ start, end }) => text.slice(start, end))

it.each([
  // called, at the beginning
  ['Жанар, позвони маме, она ждёт', ['Жанар']],
  // who did it, within three words
  ['Айгерим вчера вечером звонила из школы', ['Айгерим']],
  // a roster
  ['дежурство: пн — Марат, вт - Лена', ['Марат', 'Лена']],
  // a preposition in a text of capitals
  ['ВСТРЕЧА БЫЛА С НУРЛАНОМ В ПЯТНИЦУ ВЕЧЕРОМ', ['НУРЛАНОМ']],
  // pet forms
  ['привет, Ержанчик уже дома?', ['Ержанчик']],
  // I am, to whom, who says it
  ['біреу «банктен Азаматмын» деп қоңырау шалды', ['Азамат']],
  ['мен бұны Данаға айттым кеше', ['Данаға']],
  // two stems of names in small letters
  ['апай нұрсұлтан бүгін сабаққа келмейді', ['нұрсұлтан']],
])('somebody is found by the place in the sentence: row %#', (text, found) => {
  // A Kazakh ending may be a part of what is found.
  expect(names(text).map((name, i) => name.slice(0, found[i]?.length))).toEqual(found)
})

it.each([
  // things and feelings that are called so too
  ['Вера в людей не пропала'],
  ['Роза увяла за день'],
  ['Надежда есть, ждём'],
  ['ОТЧЁТ С ПЕЧАТЬЮ ЖДЁМ К ВЕЧЕРУ'],
  // words in -ик, -мын
  ['Вчера приходил Сантехник, Электрик и Школьник'],
  ['мен оқушымын, сен мұғалімсің'],
  // small letters that are words
  ['айналайын балам, дәулетті бол'],
])('what is nobody is left alone: row %#', (text) => {
  expect(names(text)).toEqual([])
})
