import { describe, expect, it } from 'vitest'
import { createValueCounter, emptyFacts } from '../../src/detect/column-facts.ts'
import { detectColumn } from '../../src/detect/detect-column.ts'
import { surpriseIn } from '../../src/detect/surprise.ts'

const WRITINGS = [
  ['as they are', (v: string) => v],
  ['in capitals', (v: string) => v.toUpperCase()],
  ['in small letters', (v: string) => v.toLowerCase()],
] as const

/** Thirty times each, as registers repeat them. */
const column = (words: string, write: (v: string) => string): string[] =>
  Array.from({ length: 30 }, () => words.split(/\s+/).map(write)).flat()

const NAMES = {
  'given names': 'Айгүл Иван Анна Сергей Ольга Мейіржан Прохор Дамир Жанель Нұрлан',
  'Kazakh given names': 'Айгерим Серік Болат Қайрат Гүлнар Асқар Бауыржан Ерлан Жанна Динара Талғат Мұрат Сәуле Ермек',
  'Russian given names': 'Татьяна Елена Дмитрий Алексей Светлана Наталья Андрей Мария Юлия Михаил Николай Павел',
  surnames: 'Пустовойтов Зырянова Чумаков Төлепбергенов Жүсіпбеков Крутикова Лапшова Кузнецова Ахметов Оспанова',
  patronymics: 'Ильич Иванович Сергеевна Маратович Титовна Маратқызы',
  'given names in Latin letters': 'Aigul Nurlan Dinara Marat Saule Arman Sergei Olga Gulnara Yerlan',
  'surnames in Latin letters': 'Nurpeisova Abishev Iskakov Zhumabekov Suleimenova Petrov Akhmetov Ospanova',
  'English given names':
    'Oliver Jack Amelia Emily George Charlotte Harry Isabella Thomas Sophia William Jessica Daniel',
}

const TOWNS_IN_LATIN = 'towns in Latin letters'
const ORDINARY = {
  towns:
    'Алматы Астана Шымкент Москва Казань Тараз Павлодар Киров Саратов Ростов Чехов Королёв Семей Орал Ақтау Львов Псков Тамбов Черняхов Пушкино Домодедово Абай Сәтбаев Жаркент Балқаш Атырау Риддер Аксай',
  [TOWNS_IN_LATIN]:
    'London Paris Berlin Kirov Saratov Almaty Shymkent Houston Dallas Pavlodar Madison Austin Atyrau Taraz Lincoln Jackson Charlotte Phoenix Denver Boston Seattle Orlando Florence Milan Madrid',
  goods:
    'хлеб молоко кефир лампа куртка мясо гвозди шурупы масло сметана ноутбук кабель творог марка роза груша стол корова',
  'Kazakh goods': 'нан сүт ет алма шекер тұз май қант шай балық күріш қауын қарбыз өрік сәбіз пияз',
  'metals and stones': 'алтын күміс темір мыс қола меруерт гауһар маржан болат қорғасын қалайы мырыш',
  'English goods': 'bread milk lamp cable hammer rose olive basil ginger rosemary saffron bill mark jacket',
  brands:
    'Samsung Apple Xiaomi Toyota Lada Nike Adidas Mercedes Ford Tesla Philips Bosch Рахат Danone Siemens Dell Lenovo Hyundai Жигули Honda Kia Canon',
  'models of cars':
    'Camry Corolla Octavia Solaris Logan Rio Fabia Astra Vesta Granta Sonata Focus Passat Duster Elantra Prado',
  'Russian colours': 'красный синий зелёный белый чёрный жёлтый серый розовый коричневый голубой оранжевый бордовый',
  'Kazakh colours': 'қызыл көк сары ақ қара жасыл қоңыр сұр күлгін қызғылт',
  'English colours': 'red blue green white black violet amber ruby olive ivory scarlet jade hazel rose gray brown',
  statuses: 'новый закрыт отменён оплачен готов ожидает доставлен возврат отклонён черновик',
  'Kazakh statuses': 'жаңа жабық бекітілді төленді күтуде қайтарылды қабылданды аяқталды',
  'English statuses': 'active closed pending paid cancelled open new draft shipped returned',
  months: 'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь',
  'English months': 'january february march april may june july august september october november december',
  'Kazakh months': 'қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан',
  departments: 'маркетинг продажи бухгалтерия кадры логистика закупки охрана склад юристы снабжение',
  'genitives of plurals': 'цветов столов домов вагонов мостов коров голов дров плодов грибов',
  animals: 'собака кошка корова лошадь коза овца ворона сорока соловей воробей баран медведь',
  'names of medicines': 'аспирин анальгин парацетамол ибупрофен валидол корвалол мезим нурофен амоксициллин',
  professions: 'кузнец мельник врач ткач повар плотник столяр сварщик бондарь гончар',
  subjects: 'алгебра физика химия история география музыка биология черчение литература',
  'telecom operators': 'Beeline Kcell Altel Tele2 Activ Izi Megafon Yota Vodafone Orange',
}

describe('columns of one name a cell', () => {
  for (const [writing, write] of WRITINGS) {
    it.each(Object.entries(NAMES))(`are of people: %s, ${writing}`, (_, words) => {
      for (const header of ['c', 'FAM', 'OWNER', 'менеджер'])
        expect(detectColumn(header, column(words, write))).toMatchObject({ entity: 'person', role: 'identifier' })
    })

    // American towns are called as people are: with their capitals another rule takes them for names.
    const ordinary = Object.entries(ORDINARY).filter(([what]) => what !== TOWNS_IN_LATIN || writing !== WRITINGS[0][0])
    it.each(ordinary)(`are not where they are something else: %s, ${writing}`, (_, words) => {
      for (const header of ['c', 'тип', 'operator', 'item'])
        expect(detectColumn(header, column(words, write)).entity).not.toBe('person')
    })
  }

  it('need few names where the header calls somebody', () => {
    const four = column('AIGUL NURLAN DINARA MARAT', (v) => v)
    for (const header of ['OWNER', 'holder', 'кассир', 'vrach', 'clnt_nm', 'IM'])
      expect(detectColumn(header, four)).toMatchObject({ entity: 'person' })
    expect(detectColumn('c', four).entity).toBe('none')
  })

  it('of a thing are its names', () => {
    for (const header of ['ship_model', 'product', 'city'])
      expect(
        detectColumn(
          header,
          column(NAMES.surnames, (v) => v.toUpperCase()),
        ).entity,
      ).not.toBe('person')
  })

  it('are met by the watch over fields that are said to be harmless', () => {
    const watched = (words: string) => {
      const facts = emptyFacts()
      createValueCounter()(
        facts,
        column(words, (v) => v.toUpperCase()),
        'c',
      )
      return surpriseIn('c', facts, [], 0.5)
    }
    expect(watched(NAMES.surnames)).toBe('person')
    expect(watched(ORDINARY.towns)).toBeUndefined()
  })
})
