import { expect, it } from 'vitest'
import { createTextDetector } from '../../../src/detect/detect-text.ts'

const detect = createTextDetector({ find: ['person'], locales: [], confidence: 0.5 })
const names = (text: string) => detect(text).map(({ start, end }) => text.slice(start, end))

it.each([
  ['Звонил Виктор Ли, просил счёт', ['Виктор Ли']],
  ['Справка для Ли Анны готова', ['Ли Анны']],
  ['Виктору Андреевичу Ли отказано', ['Виктору Андреевичу Ли']],
])('a surname of two letters is a part of the name beside it: row %#', (text, found) => {
  expect(names(text)).toEqual(found)
})

it.each([
  ['придёт ли Виктор Ли или нет', ['Виктор Ли']],
  ['НАЛИЧИЕ У ВИКТОРА ПЕТРОВИЧА ЛИ НЕТ', ['ВИКТОРА ПЕТРОВИЧА']],
  ['Пришли от Виктора Петровича. Ни звонка, ни письма', ['Виктора Петровича']],
])('what is no surname stays outside: row %#', (text, found) => {
  expect(names(text)).toEqual(found)
})
