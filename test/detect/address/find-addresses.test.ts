import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findAddresses } from '../../../src/detect/address/find-addresses.ts'
import { createTextDetector } from '../../../src/detect/detect-text.ts'
import { nameTokens } from '../../../src/detect/names/tokens.ts'

const detect = createTextDetector({ find: ['address'], locales: [], confidence: 0.5 })
const found = (text: string) => detect(text).map(({ start, end }) => text.slice(start, end))

/** The address stands between bars. */
const WHOLE = [
  // a street word in front, in full or short, with and without points
  'Живу: |ул. Абая, 150, кв. 12|, заходите',
  'везите на |улицу Сатпаева 90/4|',
  '|пр-т Достык, д. 5, подъезд 2, этаж 3|',
  '|пр. Аль-Фараби 77/8|',
  '|б-р Бухар Жырау, 33|',
  '|переулок Тихий 4а|',
  '|ул. 28 Панфиловцев, д. 3|',
  '|ул. 50 лет Октября 7 кв 1|',
  '|2-я Садовая улица, 14|'.replace('2-я ', ''),
  '|ул. Б. Момышулы 12|',
  '|ул. имени Жамбыла, 114|',
  '|ул. академика Маргулана, 6|',
  // a house with a letter and a flat
  '|ул. Мичурина, 9а-31|',
  // a street by its adjective, in a cell, and behind a town
  'вези на |Набережная 3, кв. 5|',
  '09:50\t|Садовая 5, кв. 88|',
  '|Караганда, Ерубаева 45|',
  '|Астана, Кабанбай батыра 11|',
  'я на |Толе би 189|, выходи',
  'живу на |мира 15|',
  'dostavka na |ulicu Abaya 150 kvartira 4|',
  'курьеру: |3 мкр, 24 дом, кв 71|',
  '|ул. Садовая, 74 «А»|',
  '|Актау, 12-й микрорайон, дом 20, кв. 33|',
  // a street word behind
  '|Ленинский проспект, 45|',
  // capitals and small letters throughout
  'Улица стоит так: |Улица Абая, 150|',
  '|УЛ. АБАЯ 150|',
  '|УЛ. ТОЛЕ БИ 45 КВ 7|',
  'забери на |ул жибекова 15 кв 4| пожалуйста',
  'мы на |абай көшесі 12| тұрмыз',
  'привези |сейфуллина 500 кв 3| и всё',
  // towns, regions, postcodes and countries at either end
  '|г. Шымкент, ул. Тауке хана, д. 15, кв. 7|',
  '|Астана, ул. Сыганак 10|',
  '|010000, г. Астана, пр. Кабанбай батыра 53|',
  '|050000, ул. Гоголя, д. 39, оф. 401|',
  '|ул. Гоголя 39, Алматы, 050000|',
  '|Казахстан, Алматы, ул. Гоголя 39|',
  'Адрес: |Каскелен, ул. Жангозина 4|',
  '|Карагандинская обл., г. Абай, ул. Мира, д. 3|',
  // Kazakh street words and their endings
  '|Абай к-сі, 5 үй|',
  '|Қонаев көш. 14, 8-пәтер|',
  '|Тәуелсіздік даң., 12|',
  '|Мәңгілік Ел даңғылы, 55/20|',
  '|Түркістан қ., Б. Саттарханов даңғылы, 22-үй, 15-пәтер|',
  '|Алматы қаласы, Бостандық ауданы, Тимирязев көшесі 42|',
  '|Төле би көшесіндегі 12-үй|',
  '|Қабанбай батыр көшесі, 49, 3-кіреберіс, 5-қабат|',
  '|Шарипов к. 8|',
  // districts
  '|8-ықшамаудан, 12-үй, 44-пәтер|',
  '|Самал-2 мкр, 33 үй|',
  '|мкр. Самал-2, 33, кв 5|',
  '|Ақбұлақ ы-а, 15-үй|',
  '|Аксай-4 ш/а, 17|',
  '|мкр Мамыр 3 дом 12 кв 4|',
  // a bare name with a house number, proven by a flat
  'адрес тот же |Жандосова 58а кв.10|',
  'курьер келеді, |Сарыарқа 31, 77 пәтер|, тел жоқ',
  '|Навои 208 дом 3 кв 71|, тез кел',
  '|Мәңгілік Ел 19 үй 204|',
  '|Сатпаева 30/1 подъезд 2|',
  '|Розыбакиева 247 офис 12|',
  // or by a word of address
  'мекенжай |Сарыарқа 31|',
  'живу на |Райымбека 212|',
  'Мекенжайымыз: |Бөгенбай батыр 73|',
  'адрес доставки: |Жібек жолы 50|',
  // English, beyond the street
  'it is |17 Example Street, flat 92|, come',
  'I live at |67 Sample Batyr St, entrance 2|, please come',
]

const QUIET = [
  'Наш адрес: г. Алматы, ул. Толе би 101',
  'Самовывоз: пр. Райымбека 212А, с 10 до 22',
  'обменник на Достык 44 работает до 20',
  'Погода: Алматы, Школа 5, Гимназия 73',
  // the history of a street
  'Улица Абая была названа в 1961 году в честь поэта.',
  'Проспект Достык построили в 2010 году, его длина 5 км.',
  'Абай көшесінің бойында 5 адам тұрды.',
  'На улице Абая 5 домов снесли за 3 года.',
  'Көше бойында 12 үй, 240 пәтер салынды.',
  'улица длиной 3 км, ширина 20 м',
  // small letters and the weather
  'на улице минус 20, оденься теплее',
  'на улице холодно 5 дней подряд',
  'на улице было 15 человек',
  // prices, scores, versions, pages
  'цена 150 тенге, скидка 5 процентов',
  'квартира 45 кв м, цена 12 млн',
  'кв. 5 м, потолок 3 м',
  'счет 3:2, гол на 5 минуте',
  'версия 2.15, сборка 8',
  'см. стр. 5, п. 3, абзац 2',
  'Глава 3, дом 2 героя описан кратко',
  'Дом 2 снова идёт по телевизору',
  'смотрели Дом-2, 5 серий',
  'том 2, стр. 15',
  'таблица 5, 3 столбца',
  // offices and rooms
  'кабинет 204, 2 этаж',
  'жиналыс 204 кабинетте, 3-қабатта',
  'подъезд 3 моют в среду',
  'үйде 3 бала, 2 мысық бар',
  'пәтер 3 бөлмелі, 20 млн',
  // years beside towns
  'в 2010 г. Алматы принял игры',
  'в 2010 г. Астана, 5 тысяч гостей',
  'Живу в Алматы 10 лет',
  'проживает в Астане 3 года',
  'тұрады Алматыда 5 жыл',
  'мекенжайы өзгерді 2020 жылы',
  'адрес сменили 2 раза',
  'адрес 192.168.0.1 недоступен',
  // numbers behind names
  'Рустам 15 мая придёт, кв оплачена',
  'Айгерим 5 сынып, Асем 7 сынып',
  'автобус 12, маршрут 37',
  'поезд Алматы 5 вагон',
  'приём 5 г соли, 3 д. подряд',
  'домофон не работает, 2 дня ждём',
  'Район занимает 5 место, область 3 место',
]

describe('an address', () => {
  it.each(WHOLE)('is found from its first word to its last in row %#', (row) => {
    const [before, address] = row.split('|') as [string, string]
    const text = row.replaceAll('|', '')
    const spans = detect(text)
    const covers = spans.some(({ start, end }) => start <= before.length && end >= before.length + address.length)
    expect(covers, found(text).join(' + ')).toBe(true)
  })

  it.each(QUIET)('is not seen in row %#', (text) => {
    expect(found(text)).toEqual([])
  })

  it('keeps to itself what stands before and behind it', () => {
    const text = 'Сәлем, мен Абай көшесі 12 үйде тұрамын, тел 8 700 000 00 00'
    expect(found(text)).toEqual(['Абай көшесі 12 үйде'])
    expect(found('Везите на ул. Абая 150, Айгуль встретит')).toEqual(['ул. Абая 150'])
    expect(found('ул. Абая 150. Дома буду в 5')).toEqual(['ул. Абая 150'])
    expect(found('ул. Абая, 8 700 000 00 00')).toEqual([])
  })

  it('begins and ends inside the text, whatever its pieces', () => {
    const piece = fc.oneof(
      fc.constantFrom('ул', 'көшесі', 'д', 'кв', 'үй', 'пәтер', 'мкр', 'к', 'адрес', 'г', 'қ', 'область', 'Алматы'),
      fc.constantFrom('Абай', 'А', 'Ж.', 'би', '5', '12а', '050000', '№', '\u0301', '𐐀', '’'),
      fc.constantFrom(' ', ' ', ' ', '.', ',', '-', '. ', ', ', ' 5', '\n'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('')
        let last = 0
        for (const { start, end } of findAddresses(text, nameTokens(text))) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          last = end
        }
        expect(last).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 2000 },
    )
  })
})
