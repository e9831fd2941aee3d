import { expect, it } from 'vitest'
import { createTextDetector } from '../../../src/detect/detect-text.ts'

const detect = createTextDetector({ find: ['address'], locales: [], confidence: 0.5 })
const addresses = (text: string) => detect(text).map(({ start, end }) => text.slice(start, end))

it.each([
  // behind a town or a village
  ['Мен Сәбитова, Щучинск, Бөгенбаев 17 тұрғынымын', 'Щучинск, Бөгенбаев 17'],
  ['Тараз, Әйтеке би 40/2, под. 1, кв. 6 апарыңыз', 'Тараз, Әйтеке би 40/2, под. 1, кв. 6'],
  ['Шамалған ауылы, Бейбітшілік 21, көк қақпа', 'Шамалған ауылы, Бейбітшілік 21'],
  // streets of nearly every town
  ['үйім тимирязев 45/3 те', undefined],
  ['түсіріп кетші, қабанбай батыр 119/4', 'қабанбай батыр 119/4'],
  ['такси абылай хан 60 қа керек', 'абылай хан 60'],
  ['курьерге: жібек жолы 15 пәтер 9', 'жібек жолы 15 пәтер 9'],
  // districts with their numbers, and Latin letters
  ['Аксай-5 17 дом 40 кв, код жоқ', 'Аксай-5 17 дом 40 кв'],
  ['salem, adres Aksai-2, 9 dom, 31 kv', 'Aksai-2, 9 dom, 31 kv'],
  ['Orbita 1 mkr, 30 ui, 4 kv, 2 podezd', 'Orbita 1 mkr, 30 ui, 4 kv, 2 podezd'],
])('an address is found without the word of a street: row %#', (text, found) => {
  expect(addresses(text)).toEqual(found === undefined ? [] : [found])
})

it.each([
  ['Қызылорда, Экспо 2017 көрмесі'],
  ['Тараз, Асқар 12 жаста'],
  ['Шымкент, Оңтүстік 4 команда ойнады'],
  ['Павлодар 3, Семей 2 – матч нәтижесі'],
  ['Алматы, Достық 85 мекемесінде концерт, билет 2000 тг'],
  ['Абай 3 кітап жазды, Самал 2 кг алма алды'],
  ['Гагарин 108 минут ұшты'],
])('and what is counted or public is none: row %#', (text) => {
  expect(addresses(text)).toEqual([])
})
