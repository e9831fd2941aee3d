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
    expect(createKnownFinder([{ entity: undefined, text: 'x'.repeat(200) }], ['x'.repeat(200)])).toBeUndefined()
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
