import { expect, it } from 'vitest'
import { peopleIn } from './people.ts'

it.each([
  // to whom, whose, with whom, from whom; a name that no list has among them
  ['кітапты Жәңгіршеге бере салшы', ['Жәңгіршеге']],
  ['бұл Мәрияштың әкесі, танып қой', ['Мәрияштың']],
  ['ертең Сағынышпен сөйлесіп көремін', ['Сағынышпен']],
  ['кілтті Бердештен сұра', ['Бердештен']],
  ['кеше Қарлыша деген қыз келіп кетті', ['Қарлыша']],
  // who does what nobody but a person does
  ['бүгін Дәркембай ауырып қалды', ['Дәркембай']],
  // a brother, an aunt, a title
  ['Бәтеш апайға сәлем айт', ['Бәтеш']],
  ['аға менеджер мен курьеріміз Тәжіхан келді', ['Тәжіхан']],
  ['сынып жетекшісі Нағыма сізді күтіп отыр', ['Нағыма']],
  // a list
  ['жарысқа Бекнұр, Зейтін және Сәпен барады', ['Бекнұр', 'Зейтін', 'Сәпен']],
])('somebody is found by the part in a Kazakh sentence: row %#', (text, found) => {
  expect(peopleIn(text)).toEqual(found)
})

it.each([
  ['Құрметті тұтынушы, тапсырысыңыз дайын'],
  ['Санаты жоғары, Артикулы төменде'],
  // things that are called after somebody or something
  ['дүкеннен Раушан сабыны мен Маржан ұны алдым'],
  ['Шырын 1 литр, Гүлдер 3 дана'],
  ['Алматыға бердік, Көктөбенің үйлері көрінеді'],
  ['Дәріхана кешке дейін ашық'],
  ['Береке картасымен төледім'],
])('what is nobody is left alone: row %#', (text) => {
  expect(peopleIn(text)).toEqual([])
})
