import { expect, it } from 'vitest'
import { createTextDetector } from '../../../src/detect/detect-text.ts'

const detect = createTextDetector({ find: ['person'], locales: [], confidence: 0.5 })
const names = (text: string) =>
  detect(text)
    .map(({ start, end }) => text.slice(start, end))
    .sort()

it.each([
  // fathers and husbands
  [
    'D/o Shri Lalmuanvela, aged 9, W/o Balgar Singh Dhillow, of this town',
    ['Balgar Singh Dhillow', 'Shri Lalmuanvela'],
  ],
  ['This is to certify that Kum. Zothanvei has passed', ['Zothanvei']],
  // professions in short
  ['resched w/ NP Lindqvar at noon, SHO Pelwick is aware', ['Lindqvar', 'Pelwick']],
  ['spoke w/ Yevhenka in billing', ['Yevhenka']],
  ['Bed 12 Gallowin - home today. Bed 14 Novarek - scan', ['Gallowin', 'Novarek']],
  // names before, first names that are days
  ['she is Nerys Pugh (formerly Trumble)', ['Nerys Pugh', 'Trumble']],
  ['my first name is Friday, surname Nwosu', ['Friday', 'Nwosu']],
  ['no, first name Sunday, as the day', ['Sunday']],
  // all capitals
  ['the name on it is ANA DI LUCA-REED, it ends 08', ['ANA DI LUCA-REED']],
  ['You were served by TARQUIN today, come back soon', ['TARQUIN']],
  // hours and logs
  ['Evening slots: 4:10 Zuzanna, 4:20 Freya, 4:30 Caoimhe', ['Caoimhe', 'Freya', 'Zuzanna']],
  ['Brexo: did you see it\nQuilla: no lol', ['Brexo', 'Quilla']],
  // the answer to a question, who is visited
  ['Agent: who am I speaking to?\nCaller: Bronwen Quilliam. I lost it', ['Bronwen Quilliam']],
  ['Operator: Your surname? Caller: Hope.', ['Hope']],
  ['VISITOR 4 TO SEE D MUKHERJEE at ten', ['D MUKHERJEE']],
  ['Rota: Oluchi 9-5, Fergus 12-8, open 9-5', ['Fergus', 'Oluchi']],
  ['TIME IN 08:40 NAME R FOTHERINGHAM at the gate', ['R FOTHERINGHAM']],
  // a patronymic of two words
  ["guest Tursunov Bekzod Alisher o'g'li, of Tashkent", ["Tursunov Bekzod Alisher o'g'li"]],
  // small letters
  ['can ollie sleep over on saturday', ['ollie']],
])('somebody is named by the writing: row %#', (text, found) => {
  expect(names(text)).toEqual(found)
})

it.each([
  ['Signed by ALL parties, served by COURIER, delivered by HAND'],
  ['First name, surname and date of birth are needed. Surname: see above'],
  ['PA system, NP hard, GP surgery, RN pool, MA degree, Bed 12 is free'],
  ['12:30 Lunch, 13:15 Maths, 14:05 Assembly'],
  ['Note: call back\nResult: it is ok\nTotal: you owe 5'],
  ['formerly Yugoslavia, alias Tuesday, w/ Tuesday off'],
  ['Name on card: AS SHOWN, payee: BANK OF ENGLAND'],
  ['Agent: your name? Caller: No idea. Agent: Name? Caller: What do you mean?'],
  ['Mon 9-5, Reception 9-5, Sat 10-4'],
  ['It is near Block C. Staff know. Vit K given at St Thomas, Regulation Z. Truth'],
  ['can everyone stay, could someone help, will it rain'],
])('and others are not: row %#', (text) => {
  expect(names(text)).toEqual([])
})
