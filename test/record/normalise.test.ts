import fc from 'fast-check'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { joiningForm, normaliser, plainForm, seenForm, subjectForm } from '../../src/record/normalise.ts'

const NBSP = '\u00a0'

/** Groups of invented values: all of a group are one, none of them is another group's. */
const GROUPS: [entity: string | undefined, what: string, groups: string[][]][] = [
  [
    undefined,
    'NFC and no spaces around, but case and inner spaces count',
    [['Абай', ' Абай\t', 'Абаи\u0306'], ['абай'], ['А бай'], ['А  бай'], ['']],
  ],
  ['unheard-of', 'an entity without a normaliser is plain text', [['a B', ' a B '], ['a b']]],
  [
    'iin',
    'digits; the zeros that a number loses come back',
    [
      [
        '900101300017',
        '900101300017.0',
        '900101 300017',
        '900101-300-017',
        ` 900101300017${NBSP}`,
        '\uff19\uff10\uff10101300017',
      ],
      ['000101500012', '101500012'],
      ['090101500016', '90101500016'],
    ],
  ],
  ['bin', 'digits', [['050740001234', '50740001234', '050740 001234'], ['150740001234']]],
  [
    'card',
    'digits of 12 to 19',
    [
      ['4000000000000002', '4000000000000002.0', '4000 0000 0000 0002'],
      ['400000000000', '400000000000.00'],
    ],
  ],
  ['ru-snils', 'eleven digits', [['00100200300', '001-002-003 00'], ['00100200301']]],
  ['ru-inn', 'ten or twelve digits', [['5000000000', '50 0000 0000'], ['500000000000']]],
  ['us-ssn', 'digits in groups or not', [['900-00-0001', '900000001', '900000001.0', '900 00 0001'], ['900-00-0002']]],
  ['kz-plate', 'upper case without separators', [['000 ABC 02', '000abc02', '000-ABC-02'], ['000ABD02']]],
  [
    'phone',
    'E.164, as dialled in Kazakhstan',
    [
      [
        '+77010000001',
        '8 701 000 00 01',
        '8(701)000-00-01',
        '77010000001',
        '77010000001.0',
        '701 000 00 01',
        '+7 (701) 000-00-01',
        `8${NBSP}701${NBSP}0000001`,
      ],
      ['87010000001;ext=5', '8 701 000 00 01 доб. 5'],
      ['+79160000001', '8 916 000-00-01', '79160000001', '9160000001'],
      ['+12025550123', '+1 (202) 555-0123', '8~10 1 202 555 0123'],
      ['+493012345678', '+49 30 12345678', '810 49 30 12345678'],
    ],
  ],
  [
    'email',
    'lower case without spaces around',
    [['a.b@example.com', ' A.B@Example.COM '], ['ab@example.com'], ['ұлы@example.com', 'Ұлы@example.com']],
  ],
  [
    'person',
    'single spaces, lower case, Ё as Е, invisible characters dropped',
    [
      [
        'Семён Ёлкин',
        'СЕМЕН  ЕЛКИН',
        ' семен\tелкин\n',
        `Семён${NBSP}Ёлкин`,
        'Се\u00adмён Ёлкин',
        'Семе\u0308н Е\u0308лкин',
      ],
      ['Семенелкин'],
      // the small letter alone has a composed form
      ['J\u030c', '\u01f0', 'j\u030c'],
      ['Әйгерім Үлгі', 'ӘЙГЕРІМ ҮЛГІ'],
    ],
  ],
  [
    'iban',
    'upper case without spaces',
    [['KZ000000000000000000', 'kz00 0000 0000 0000 0000'], ['KZ000000000000000001']],
  ],
]

describe('normalised values', () => {
  it.each(GROUPS)('of the entity %s are equal where they mean one thing: %s', (entity, _, groups) => {
    const form = joiningForm(entity)
    const forms = groups.map((group) => new Set(group.map(form)))
    for (const set of forms) expect(set.size).toBe(1)
    expect(new Set(forms.flatMap((set) => [...set])).size).toBe(groups.length)
  })

  // What is written there is no value of the entity, so the plain form must do.
  it.each([
    ['iin', ['12345678', '9001013000170', 'x900101300017', '', '+900101300017']],
    ['card', ['40000000000', '40000000000000000000', 'card']],
    ['ru-snils', ['1002003000']],
    ['phone', ['', '12', 'call me', '5']],
    ['email', ['nobody', '@example.com', 'a@', '']],
    ['person', ['', '  ', '\u00ad']],
    ['iban', ['KZ00', '00KZ0000000000000000']],
    ['us-ssn', ['', '--', '900_00']],
  ])('of the entity %s do not exist for other texts', (entity, texts) => {
    expect(texts.map(normaliser(entity))).toEqual(texts.map(() => undefined))
    expect(texts.map(joiningForm(entity))).toEqual(texts.map(plainForm))
  })

  it.each(GROUPS.map(([entity]) => entity))('of the entity %s are their own normal form', (entity) => {
    const form = joiningForm(entity)
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom(...'0123456789 -+()ЁеİA@.') }),
    )
    fc.assert(
      fc.property(text, (value) => {
        expect(form(form(value))).toBe(form(value))
      }),
    )
  })

  it('need no new string where a plain value is in normal form already', () => {
    for (const [entity, value] of [
      ['iin', '900101300017'],
      ['phone', '+77010000001'],
      [undefined, 'plain text'],
    ] as const)
      expect(normaliser(entity)(value)).toBe(value)
  })
})

describe('phones of Kazakhstan and Russia, read without tables', () => {
  it('are read as libphonenumber reads them', () => {
    const subscriber = fc.tuple(
      fc.constantFrom('70', '72', '77', '74', '91', '98', '49', '38'),
      fc.stringMatching(/^\d{8}$/),
    )
    const written = fc.constantFrom<(a: string, n: string) => string>(
      (a, n) => `+7${a}${n}`,
      (a, n) => `+7 (${a}${n[0]}) ${n.slice(1, 4)}-${n.slice(4, 6)}-${n.slice(6)}`,
      (a, n) => `8${a}${n}`,
      (a, n) => `8 ${a}${n[0]} ${n.slice(1)}`,
    )
    fc.assert(
      fc.property(subscriber, written, ([area, rest], write) => {
        const text = write(area, rest)
        expect(normaliser('phone')(text)).toBe(parsePhoneNumberFromString(text, 'KZ')?.number)
      }),
    )
  })
})

describe('what nobody sees in an identifier', () => {
  const UNSEEN = [
    '\u200b',
    '\u2060',
    '\u202a',
    '\u034f',
    '\ufe0f',
    '\u3164',
    '\u115f',
    '\u2800',
    '\u17b4',
    '\x7f',
    '\x01',
    '\u{e0100}',
  ]

  it.each(UNSEEN)('does not make another person of somebody (%#)', (char) => {
    expect(seenForm(`ivan${char}@mail.ru`)).toBe('ivan@mail.ru')
    expect(subjectForm(`iv${char}an`)).toBe('IVAN')
  })

  it('is not the space between words', () => {
    expect(subjectForm('ivan\tpetrov')).toBe('IVAN PETROV')
    expect(seenForm('ivan\tpetrov')).toBe('ivan petrov')
  })
})
