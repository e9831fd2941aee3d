import { expect, it } from 'vitest'
import { createTextDetector } from '../../../src/detect/detect-text.ts'

const detect = createTextDetector({ find: ['person'], locales: [], confidence: 0.5 })
const names = (text: string) => detect(text).map(({ start, end }) => text.slice(start, end))

it.each([
  // letters, monarchs, banks
  ['K for Karen, L as in Lucy, "M" like Martin'],
  ['The King Edward ward and Queen Amelia Hall are shut'],
  ['Sterling Saver pays 4 % AER. Marcus and Ally cut rates, transfers take a day'],
  // books
  ['Read Rebecca for Monday, chapter 3 of Carrie, and Emma p. 9'],
  ['The novel Evelina is on the syllabus, the film of Rebecca is not'],
  // what is called after somebody
  ['School No. 4 is named after Bauyrzhan Momyshuly'],
  ['the Bauyrzhan Momyshuly medal and the Anna Berg scholarship'],
  // the members of lists
  ['Servers Athena, Diana and Apollo restart at two. Rooms Lovelace and Hopper are booked.'],
  ['Playlist: Roxanne, Billie Jean, Layla'],
  ['Coming soon: Amelie, then Barbie'],
  ['Roses in the shop. Varieties: Gertrude Jekyll, Olivia, Desdemona.'],
  // houses
  ['House points: Nelson 120, Drake 98, Martin 87. Well done Martin!'],
  ['Franklin house beat Bentley by six points'],
  // goods
  ['Charlotte potatoes 2 kg. Replaced with Desiree. Heather and thyme in stock.'],
  ['1x Billy bookcase, 3 x Henry'],
  // lists with a thing among them, matches, kings, versions, journeys
  ['Toyota, Leon, Chelsea and Stella are in the list'],
  ['Hamilton v Austin, kick off at three. Henry VIII, Julia 1.9'],
  ['Flights to Victoria, Regina and Florence are full'],
  ['Victoria, Elizabeth and Jubilee lines are shut. Barclaycard Avios. Visit Quorrinford today.'],
  ['Romeo and Juliet, Rosa Parks, Ben & Jerry, a Thomas splint'],
  ["Newton's second law, Pascal's law"],
])('what the text says is a thing is nobody: row %#', (text) => {
  expect(names(text)).toEqual([])
})

it.each([
  ['I made one for Peter', ['Peter']],
  ['Dr King and Mrs Queen rang', ['King', 'Queen']],
  ['Marcus told me the savings rate', ['Marcus']],
  ['Emma read a book to Oliver', ['Emma', 'Oliver']],
  ['please book Rebecca Holm in for Monday', ['Rebecca Holm']],
  ['Present: Roxanne, Layla and Martin', ['Layla', 'Martin', 'Roxanne']],
  ['the house is behind the one of Martin Berg', ['Martin Berg']],
  ['the shift of Desiree was swapped, we got Charlotte instead', ['Charlotte', 'Desiree']],
  ['Emma, Leon, Martin and Stella went to Leeds', ['Emma', 'Leon', 'Martin', 'Stella']],
  ['I told Leon, Stella and Martin about Toyota', ['Leon', 'Martin', 'Stella']],
  ['a ticket for Regina, from Florence Holm', ['Florence Holm', 'Regina']],
  ['Olivia called her dad after school', ['Olivia']],
])('and people stay: row %#', (text, found) => {
  expect(names(text).sort()).toEqual(found)
})
