import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKnownFinder } from '../../src/transforms/known-words.ts'
import type { KnownValue } from '../../src/transforms/verb.ts'

const found = (text: string, ...known: [entity: string | undefined, text: string][]) =>
  (
    createKnownFinder(
      known.map(([entity, value]): KnownValue => ({ entity, text: value })),
      [text],
    )?.find(text) ?? []
  ).map(({ start, end, entity }) => `${entity}: ${text.slice(start, end)}`)

describe('a name of the record', () => {
  const name = ['person', 'Ахметова Айгүл Серікқызы'] as const

  it.each([
    // as it is, in capitals, small; with Russian letters, with and without ь
    ['Айгүл', ['person: Айгүл']],
    ['АХМЕТОВА АЙГҮЛ', ['person: АХМЕТОВА АЙГҮЛ']],
    ['айгул келді', ['person: айгул']],
    ['Айгуль пришла', ['person: Айгуль']],
    // Kazakh and Russian cases
    ['айгүлдің үйі', ['person: айгүлдің']],
    ['айгүлдерге', ['person: айгүлдерге']],
    ['серікқызына', ['person: серікқызына']],
    ['у ахметовой', ['person: ахметовой']],
    ['с Ахметовым и Ахметовыми', ['person: Ахметовым', 'person: Ахметовыми']],
    ['айгуле', ['person: айгуле']],
    // initials of the name, and other letters
    ['звонила а. с. ахметова, вышла', ['person: а. с. ахметова']],
    ['ахметова а.с. вышла', ['person: ахметова а.с.']],
    ['ахметова б.д., у. ахметовой', ['person: ахметова', 'person: ахметовой']],
    // other words that begin alike
    ['айгүлденді серіктестік ахметовщина', []],
    // inside a word
    ['майгүл', []],
  ])('row %# of the table is found as whole words', (text, spans) => {
    expect(found(text, [...name])).toEqual(spans)
  })

  it.each([
    // the vowel that falls out, -ия, -й, a short name, -ский, accents, Latin
    ['Павел', 'павлом'],
    ['Лев', 'льва'],
    ['Мария', 'марией'],
    ['Сергей', 'сергею'],
    ['Юлий', 'юлием'],
    ['Аня', 'ане'],
    ['Каменский', 'каменскому'],
    ['Каменская', 'каменскую'],
    ['José', 'jose'],
    ['Aigerim', 'AIGERIM'],
    // of two letters, with a capital
    ['Ая', 'Аи'],
    ['Ая', 'Аей'],
    ['Юя', 'Юю'],
  ])('row %# of the table is found in another form', (value, text) => {
    expect(found(`x ${text} y`, ['person', value])).toEqual([`person: ${text}`])
  })
})

describe('a form of a name of the record', () => {
  it.each<[why: string, value: string, forms: string]>([
    [
      'Kazakh possession, person, question and address',
      'Қайсар',
      'Қайсарсыз Қайсарым Қайсарымыз Қайсарыңыз Қайсарымның Қайсармысың Қайсарекең Қайсаржан Қайсаржанға Қайсарлардікі қайсарсыз Қайсармын Қайсарша Қайсары',
    ],
    [
      'the same behind a vowel and in the other row',
      'Дәмелі',
      'Дәмелісіз Дәмелім Дәмеліңіз Дәмелімнің Дәмелісің дамелимиз',
    ],
    ['the same of a surname without an ending', 'Төлебай', 'Төлебайсыз Төлебайлардың төлебаймен ТӨЛЕБАЙМЫСЫҢ'],
    ['whose it is', 'Таисия', 'Таисиин Таисииной таисиины'],
    ['whose it is', 'Прохор', 'Прохоров Прохорова прохорову'],
    ['a vowel that falls out', 'Кравец', 'кравца Кравцу Кравцом кравцы'],
    ['a vowel that falls out', 'Заяц', 'Зайца зайцу'],
    ['a vowel that falls out', 'Орёл', 'орла Орлу Орлом'],
    ['a vowel that falls out', 'Гребень', 'гребня Гребню Гребнем гребне'],
    ['a vowel that falls out', 'Коготь', 'когтя Когтю'],
    ['a vowel that falls out', 'Заєць', 'зайца Зайцу'],
    ['a vowel that falls out', 'Орёл'.normalize('NFD'), 'орла Орлу'],
    ['a soft sign in its place', 'Палец', 'Пальца пальцу'],
    ['a soft sign in its place', 'Соловей', 'соловья Соловью Соловьём'],
    ['a given name on -ая', 'Рая', 'Раи Рае Раю Раей рае раю раи'],
    ['a given name on -ая', 'Аглая', 'аглае Аглаю аглаи Аглаей Аглаею'],
    ['a given name on -ая', 'Даная', 'данае данаю Данаин'],
    ['an adjective', 'Белая', 'белой Белую Белою белого Белыми'],
    ['Latin letters', 'Дерюгин', 'Deryugin DERYUGIN Deriugin derjugin Deryugina deryuginu'],
    ['Latin letters', 'Фёдоров', 'Fyodorov Fedorov Fiodorov FEDOROV'],
    ['Latin letters', 'Мағжан', 'Magzhan Maghzhan Magjan Mağjan'],
    ['Latin letters', 'Шыңғыс', 'Shyngys Şyñğys Shingys'],
    ['Latin letters', 'Алексей', 'Alexey Aleksei Aleksey Alekseya'],
    ['Latin letters', 'Юлия', 'Yulia Yuliya Iuliia'],
    ['Latin letters', 'Шварц', 'Shvarts Shvartz SHVARTS'],
    ['Cyrillic letters', 'Deryugin', 'Дерюгин дерюгин Дерюгина дерюгиным'],
    ['Cyrillic letters', 'Aigerim', 'Айгерім Айгерим айгеримге'],
    ['an apostrophe', "О'Коннор", "оконнор ОКоннор О'Коннору ОКОННОР О’Коннор"],
    ['an apostrophe', 'Оконнор', "О'Коннор"],
  ])('is found: %s, row %#', (_, value, forms) => {
    for (const form of forms.split(' ')) expect(found(`x: ${form}, y`, ['person', value])).toEqual([`person: ${form}`])
  })

  it('is found between signs, as machines write names', () => {
    const name = ['person', 'Дерюгин Прохор'] as const
    expect(found('DERYUGIN/PROKHOR P<KAZDERYUGIN<<PROKHOR', [...name])).toEqual([
      'person: DERYUGIN',
      'person: PROKHOR',
      'person: PROKHOR',
    ])
  })

  it('is no other word', () => {
    const spare = (text: string, ...names: string[]) =>
      expect(found(text, ...names.map((name): [string, string] => ['person', name]))).toEqual([])
    spare('Пришёл Степан или Артём, or Emil', 'Илья')
    spare('market, marketing, remark; roma, romantic', 'Марк', 'Роман')
    spare('pack of pakistan, Lime, lion, yang', 'Пак', 'Ли', 'Ян')
    spare('горд, гордый, гордым', 'Гордей')
    spare('қайсарлық, қайсарландыру', 'Қайсар')
    spare('айсыз, айсыздар', 'Ай')
    spare('справка дана, рецепты даны, день прав', 'Даная', 'Правая')
    spare('игра, игры, о сне, с ним, лён', 'Игорь', 'Семён', 'Олень')
    spare('мы в раме, рады, тает', 'Рая', 'Тая')
  })

  it('is found however long the cell is that names many', () => {
    const cell =
      Array.from({ length: 40 }, (_, i) => `Иванов${'абвгдежзик'[i % 10]} Пётр`).join('; ') + '; Дерюгин Прохор'
    expect(cell.length).toBeGreaterThan(500)
    expect(found('сказали дерюгину', ['person', cell])).toEqual(['person: дерюгину'])
  })
})

describe('several values in one cell', () => {
  it('are each found', () => {
    expect(found('qx90815 и 77-12', [undefined, 'QX-90815; ZZ-7712 | 77-12-9'])).toEqual(['identifier: qx90815'])
    const address = `г. Алматы, ${'мкр. Самал, '.repeat(12)}д. 5`
    expect(found(`живёт: ${address}.`, ['address', address])).toEqual([`address: ${address.slice(0)}`])
  })
})

describe('an address of mail of the record', () => {
  it.each([
    'p.deryugin%40example.com',
    'p.deryugin%40example%2Ecom',
    'p.deryugin&#64;example.com',
    'p.deryugin(at)example.com',
    'p.deryugin [at] example [dot] com',
    'p dot deryugin at example dot com',
    'p.deryugin собака example точка com',
    'P.DERYUGIN @ EXAMPLE.COM',
  ])('is found: %s', (text) => {
    expect(found(`почта ${text}, да`, ['email', 'p.deryugin@example.com'])).toEqual([`email: ${text}`])
  })
})

describe('a number or code of the record', () => {
  it.each<[string | undefined, string, string, string[]]>([
    ['phone', '+77012345678', 'тел 8 (701) 234-56-78!', ['phone: 8 (701) 234-56-78']],
    ['phone', '8 701 234 56 78', '+7-701-234-5678', ['phone: +7-701-234-5678']],
    ['phone', '+77012345678', '7012345678', ['phone: 7012345678']],
    ['phone', '+77012345678', '17012345678', []],
    ['iin', '850101300459', '850101 300 459', ['iin: 850101 300 459']],
    ['iin', '850101300459', '8501013004590', []],
    [undefined, 'QX-90815', 'qx90815, QX 90815', ['identifier: qx90815', 'identifier: QX 90815']],
    ['email', 'A.Sadykova@mail.kz', 'a.sadykova@mail.kz', ['email: a.sadykova@mail.kz']],
    ['email', 'A.Sadykova@mail.kz', 'a.sadykova', []],
    // too short, or no value at all
    [undefined, '1234', '1234', []],
    [undefined, 'да', 'да', []],
    [undefined, 'Не указано', 'не указано', []],
  ])('row %# of the table is found in any punctuation, whole', (entity, value, text, spans) => {
    expect(found(text, [entity, value])).toEqual(spans)
  })

  it('is the value of its own field', () => {
    const finder = createKnownFinder([{ entity: 'phone', text: '8 701 234 56 78' }], ['1'])!
    expect(finder.valueOf('phone', '+7 (701) 2345678')).toBe('8 701 234 56 78')
    expect(finder.valueOf('iin', '+7 (701) 2345678')).toBeUndefined()
    expect(finder.valueOf('phone', '+7 (701) 2345679')).toBeUndefined()
  })
})

describe('what is found', () => {
  const piece = fc.constantFrom(
    'Айгүлге',
    'ахметова',
    '8701',
    '234',
    '5678',
    '+7',
    '-',
    ' ',
    '(',
    '.',
    'é',
    '😀',
    'qx',
    '90815',
  )
  const known: [string | undefined, string][] = [
    ['person', 'Ахметова Айгүл'],
    ['phone', '+77012345678'],
    [undefined, 'QX-90815'],
  ]

  it('is in order, apart, and does not hang on what stands before it', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('')
        const finder = createKnownFinder(
          known.map(([entity, value]) => ({ entity, text: value })),
          ['1'],
        )!
        let last = 0
        for (const { start, end } of finder.find(text)) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          last = end
        }
        expect(finder.find(`слово ${text}`).map(({ start }) => start - 6)).toEqual(
          finder.find(text).map(({ start }) => start),
        )
      }),
    )
  })

  it('is nothing where nothing is worth looking for', () => {
    expect(createKnownFinder([], ['a'])).toBeUndefined()
    expect(createKnownFinder([{ entity: 'phone', text: '8 701 234 56 78' }], ['no number'])).toBeUndefined()
    expect(createKnownFinder([{ entity: 'person', text: 'А' }], ['А'])).toBeUndefined()
    expect(createKnownFinder([{ entity: undefined, text: 'x'.repeat(5000) }], ['x'.repeat(5000)])).toBeUndefined()
  })
})

describe('a value of the record that is written to be overlooked', () => {
  const iin = ['iin', '900101300017'] as const
  const phone = ['phone', '+77010000003'] as const
  const name = ['person', 'Ахметов Серік'] as const

  it.each<[why: string, text: string, spans: string[]]>([
    ['glued to words', 'ИИН900101300017тел87010000003', ['iin: 900101300017', 'phone: 87010000003']],
    ['a tag in it', '900101<br>300017 и 8701<b>000</b>0003', ['iin: 900101<br>300017', 'phone: 8701<b>000</b>0003']],
    ['spaces of markup in it', '900101&nbsp;&nbsp;300017', ['iin: 900101&nbsp;&nbsp;300017']],
    ['tabs in it', '900101\t\t \t\t300017', ['iin: 900101\t\t \t\t300017']],
    [
      'digits of another script',
      '٩٠٠١٠١٣٠٠٠١٧ ９００１０１３０００１７',
      ['iin: ٩٠٠١٠١٣٠٠٠١٧', 'iin: ９００１０１３０００１７'],
    ],
    ['letters for zeros', '9OO1O13OOO17, 9оо1о13ооо17', ['iin: 9OO1O13OOO17', 'iin: 9оо1о13ооо17']],
    ['letters of the other script', 'Axмeтoв', ['person: Axмeтoв']],
    [
      'a hyphen at the end of a line',
      'Ахме-\nтову и Сері-\r\n  ктің',
      ['person: Ахме-\nтову', 'person: Сері-\r\n  ктің'],
    ],
    ['a soft hyphen', 'Ахме\u00adтов', ['person: Ахме\u00adтов']],
    ['a tag in the name', 'А<b>хмет</b>ова', ['person: А<b>хмет</b>ова']],
    ['digits behind the name', 'ник Ахметов90', ['person: Ахметов']],
    ['a part of more digits, more words', '1900101300017, 9001013000171, 900101 — это 300017', []],
    ['a hyphen that joins', 'Ахме-тов', []],
  ])('is found: %s', (_, text, spans) => {
    expect(found(text, [...iin], [...phone], [...name])).toEqual(spans)
  })

  it('is a short code only where it stands alone', () => {
    expect(found('дело 12345, дело12345, А12345', ['identifier', '12345'])).toEqual(['identifier: 12345'])
  })

  it('is found where look-alike letters stand apart from its digits', () => {
    expect(found('уд. АВ 123456', [undefined, 'AB123456'])).toEqual(['identifier: АВ 123456'])
  })
})

describe('a name of two letters', () => {
  it.each<[text: string, spans: string[]]>([
    ['Ли сказал, что придёт', ['person: Ли']],
    ['Звонил Виктор Ли', ['person: Виктор Ли']],
    ['ЛИ ВИКТОР', ['person: ЛИ ВИКТОР']],
    ['ли, виктор', ['person: ли', 'person: виктор']],
    ['придёт ли он, НАДО ЛИ ждать', []],
  ])('is found with a capital, or beside another name: row %#', (text, spans) => {
    expect(found(text, ['person', 'Ли Виктор'])).toEqual(spans)
  })
})
