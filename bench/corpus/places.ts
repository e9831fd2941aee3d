import { faker as russian } from '@faker-js/faker/locale/ru'
import type { Random } from './random.ts'
import { weighted } from './random.ts'

export interface Place {
  city: string
  district: string
}

/** A city, about as often as people live there, and one of its districts. */
export function drawPlace(random: Random): Place {
  const [city, districts] = drawCity(random)
  return { city, district: random.pick(districts) }
}

/** Street, house and mostly a flat, as people write them in Kazakh or in Russian. */
export function drawAddress(random: Random, language: 'kk' | 'ru'): string {
  const house = `${random.between(1, 240)}${random.chance(12) ? random.pick(['А', 'Б', '/1', '/2']) : ''}`
  const flat = random.chance(70) ? random.between(1, 180) : 0
  if (language === 'kk') return `${kazakhStreet(random)}, ${house} үй${flat ? `, ${flat} пәтер` : ''}`
  return `${russianStreet(random)}, д. ${house}${flat ? `, кв. ${flat}` : ''}`
}

function kazakhStreet(random: Random): string {
  if (random.chance(22)) return `${random.pick(QUARTERS)} ш/а`
  const kind = random.pick(['көшесі', 'көшесі', 'көш.', 'даңғылы'])
  return `${random.pick(STREETS)} ${kind}`
}

function russianStreet(random: Random): string {
  if (random.chance(18)) return `мкр. ${random.pick(QUARTERS)}`
  return `${random.pick(['ул.', 'ул.', 'улица'])} ${random.pick(RUSSIAN_STREETS)}`
}

const RUSSIAN_STREETS: readonly string[] = (russian.rawDefinitions.location?.street_name_part ?? []).slice(0, 120)

const STREETS = (
  'Абай Достық Жамбыл Сарыарқа Бейбітшілік Тәуелсіздік Қажымұқан Жібек_жолы Толе_би Қазыбек_би Әйтеке_би Құрманғазы ' +
  'Әл-Фараби Абылай_хан Кенесары Мәңгілік_Ел Бөгенбай_батыр Қабанбай_батыр Райымбек_батыр Алаш Самұрық Тұран Ақан_сері ' +
  'Біржан_сал Шоқан_Уәлиханов Ыбырай_Алтынсарин Мұхтар_Әуезов Сәкен_Сейфуллин Жастар Наурыз Ақбұлақ Көктем Бәйтерек'
)
  .split(' ')
  .map((name) => name.replaceAll('_', ' '))

const QUARTERS = [
  'Самал-1',
  'Самал-2',
  'Көктем-2',
  'Нұрсат',
  'Шұғыла',
  'Алмагүл',
  'Мамыр-4',
  'Таугүл-3',
  'Жетісу-2',
  'Жұлдыз',
  'Думан-2',
  'Саялы',
  'Қарасу',
  'Степной-3',
]

const CITIES: [name: string, weight: number, districts: string][] = [
  ['Алматы', 210, 'Алатау Алмалы Әуезов Бостандық Жетісу Медеу Наурызбай Түрксіб'],
  ['Астана', 150, 'Алматы Байқоңыр Есіл Нұра Сарыарқа'],
  ['Шымкент', 120, 'Абай Әл-Фараби Еңбекші Қаратау Тұран'],
  ['Қарағанды', 52, 'Әлихан_Бөкейхан Қазыбек_би'],
  ['Ақтөбе', 52, 'Алматы Астана'],
  ['Тараз', 44, 'Орталық Шығыс Батыс'],
  ['Павлодар', 36, 'Орталық Дачный'],
  ['Өскемен', 36, 'Орталық Защита Үлбі'],
  ['Семей', 34, 'Орталық Жаңасемей'],
  ['Атырау', 34, 'Орталық Балықшы'],
  ['Қостанай', 26, 'Орталық КЖБИ'],
  ['Қызылорда', 36, 'Орталық Тасбөгет'],
  ['Орал', 28, 'Орталық Зачаганск'],
  ['Петропавл', 24, 'Орталық Береке'],
  ['Ақтау', 26, 'Орталық Мұнайлы'],
  ['Түркістан', 24, 'Орталық Отырар'],
  ['Көкшетау', 18, 'Орталық Бурабай'],
  ['Талдықорған', 20, 'Орталық Қаратал'],
  ['Жезқазған', 12, 'Орталық Сәтбаев'],
  ['Екібастұз', 18, 'Орталық Солнечный'],
]

const drawCity = weighted(
  CITIES.map(
    ([city, weight, districts]) =>
      [[city, districts.split(' ').map((name) => name.replaceAll('_', ' '))] as const, weight] as const,
  ),
)
