import { expect, it } from 'vitest'
import { createTextDetector } from '../../../src/detect/detect-text.ts'

const detect = createTextDetector({ find: ['person'], locales: [], confidence: 0.5 })
const names = (text: string) => detect(text).map(({ start, end }) => text.slice(start, end))

it.each([
  // diseases, signs, tests, laws
  ["Alzheimer's disease, Babinski sign negative, Korsakoff syndrome"],
  ["The Crohn's clinic is in Room 4, the Parkinson's nurse will ring."],
  ['McMurray test negative. Foley catheter changed.'],
  ['Barthel, Waterlow and Wells scores are in the notes'],
  // goods and brands
  ['1 x Calvin Klein belt, 2x Ted, Martin x6'],
  ['a Paul Smith scarf and a Wilson racket'],
  ['Dr Pepper, Mr Muscle and Captain Morgan'],
  ['Hart & Daughters, bakers'],
  // plants and food
  ['Iris bulbs and Daisy seeds, The Jasmine rice'],
  ['Rose bushes. Frank discussion. Grant applications close today.'],
  // machines, storms, prizes, houses
  ['node Thor is down, Storm Eunice is near, project Juliet went live'],
  ['The Nelson Okoro Bursary and the Anna Berg Lecture'],
  ['Darwin and Martin houses are level'],
  ['seats at The Frosted Fern'],
])('what is called as people are is nobody: row %#', (text) => {
  expect(names(text)).toEqual([])
})

it.each([
  // the same words, and people
  ["Sam's test is on Monday", ["Sam's"]],
  ["I'm Thomas's daughter", ["Thomas's"]],
  ['did Anna test it', ['Anna']],
  ['Frank thinks it is late', ['Frank']],
  ['the Okafor family moved in', ['Okafor']],
  ['Mrs. Jennifer Okoro Suite 541', ['Jennifer Okoro']],
  ['Iris said no', ['Iris']],
])('and people stay: row %#', (text, found) => {
  expect(names(text)).toEqual(found)
})
