import { expect, it } from 'vitest'
import { peopleIn } from './people.ts'

it.each([
  // districts in a list with one that is nobody's name
  ['Алмагуль и Орбита теперь в зоне 3, Айнабулак — в зоне 1'],
  ['Сегодня свет отключат: Дархан, Аксай, Думан, Береке'],
  ['Микрорайоны Айгуль, Мадина и Аружан закрыты на ремонт дорог'],
  // papers of voyages
  ['Port of Discharge: Santos\nPlace of Delivery: Santa Maria'],
  ['Vessel: MV Grace / 12E\nMarks & Nos.: N/M'],
  ['Passport issued by MIA RK 12.03.2021'],
  // one of a kind, programs, herbs
  ['The app crashes when I open a Julia notebook twice'],
  ['We ordered a Victoria sponge and a Charlotte dress'],
  ['Claude and Siri got the answer wrong'],
  ['Rosemary, thyme and basil are for sale'],
  ['Кеше қасымда құрбым болды, Қасымда тағы бір адам тұрды'],
])('what is called as people are is none by its place: row %#', (text) => {
  expect(peopleIn(text)).toEqual([])
})

it.each([
  ['Доставка для Айгерим и Самал, склад у Марата', ['Айгерим', 'Самал', 'Марата']],
  ['Аксай и Орбита: Айгерим и Самал развозят', ['Айгерим', 'Самал']],
  ['Заказ примут Дархан и Асхат, склад №2', ['Дархан', 'Асхат']],
  ['Rosemary and Heather are coming', ['Rosemary', 'Heather']],
  ['Ask Claude from accounting about the invoice', ['Claude']],
])('and people in the same places are found: row %#', (text, people) => {
  expect(peopleIn(text)).toEqual(people)
})
