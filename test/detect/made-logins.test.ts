import { expect, it } from 'vitest'
import { madeLogins } from '../../src/detect/made-logins.ts'

const logins = (text: string) => madeLogins(text).map(({ start, end }) => text.slice(start, end))

it.each([
  ['Reporter: mkettle (Morwenna Kettle)', 'mkettle'],
  ['Assignee: Tobias Lund (tlund)', 'tlund'],
  ['Tobias Lund <tobias.l>', 'tobias.l'],
  ['a.seitkali | Айбек Сейткали', 'a.seitkali'],
  ['Заявитель: kov_petr (Ковалёв Пётр)', 'kov_petr'],
  ['dhargreaves7\tDoris M. Hargreaves\tactive', 'dhargreaves7'],
])('a login made of the name beside it is found: row %#', (text, login) => {
  expect(logins(text)).toEqual([login])
})

it.each([
  ['see utils (Helper Functions) and cfg (Base Config)'],
  ['rosemary (Rosalind Marsh likes it)'],
  ['Tobias Lund (absent), Doris Hargreaves (doctor)'],
  ['Anna Brown (anna)'],
])('another word beside a name is none: row %#', (text) => {
  expect(logins(text)).toEqual([])
})
