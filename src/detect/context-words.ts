/** Context words that several recognisers share, in Kazakh, Russian and English; local languages stand with each recogniser. */

export const nationalIdWords = [
  'national id',
  'identity number',
  'identification number',
  'personal number',
  'personal code',
  'personal id',
  'id number',
  'id card',
  'identity card',
  'citizen id',
  'удостоверени* личности',
  'личный номер',
  'персональный номер',
  'идентификационный номер',
  'жеке куәлі*',
  'жеке нөмір*',
  'сәйкестендіру нөмір*',
]

export const taxIdWords = [
  'tax id',
  'tax number',
  'tax no',
  'taxpayer*',
  'tax code',
  'fiscal code',
  'tin',
  'vat',
  'налог*',
  'налогоплательщик*',
  'салық*',
  'салық төлеуші*',
]

export const passportWords = [
  'passport*',
  'travel document',
  'паспорт*',
  'загранпаспорт*',
  'загран',
  'загранник*',
  'төлқұжат*',
]

export const drivingLicenceWords = [
  'вод удост*',
  'вод. удост*',
  'вод права',
  'driver licen*',
  'drivers licen*',
  'driving licen*',
  'driver s licen*',
  "driver's licen*",
  'dl number',
  'водительск*',
  'жүргізуші куәлі*',
]

export const plateWords = [
  'licen* plate*',
  'plate',
  'plates',
  'plate number',
  'number plate*',
  'registration number',
  'vehicle registration',
  'car reg',
  'reg number',
  'госномер*',
  'гос номер*',
  'грнз',
  'номерной знак',
  'автомобил*',
  'гос знак*',
  'г/н',
  'номер* машин*',
  'номер* авто*',
  'машин* номер*',
  'на машине',
  'мемлекеттік нөмір*',
  'мнө',
  'көлік* нөмір*',
  'автокөлік*',
  'машина* нөмір*',
]

export const insuranceWords = [
  'health insurance',
  'social insurance',
  'insurance number',
  'social security',
  'medicare',
  'полис*',
  'страхов*',
  'сақтандыру*',
]

export const bankWords = [
  'account',
  'bank account',
  'account number',
  'acct',
  'a/c',
  'счет',
  'счёт',
  'счета',
  'шот',
  'шоты',
  'есепшот*',
]
