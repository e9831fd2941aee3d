// ITU-T E.164 and national forms, confirmed by libphonenumber (parsing is dear, so digits are counted first)
import { CITY, cityNumbers, OF_SOMEBODY, REACHED } from '../../phones/city-numbers.ts'
import { ENCODED_PHONE, encodedPhones } from '../../percent-encoded.ts'
import { GROUPS, NOT_A_PHONE, THREES } from '../../phones/judge-number.ts'
import { isPhoneAlone } from '../../phones/phone-alone.ts'
import { SPOKEN, spokenPhones } from '../../phones/spoken-phones.ts'
import {
  LABEL,
  LABEL_BEHIND,
  LABEL_END,
  OF_AN_ORDER,
  RUN,
  STAMP,
  writtenNumbers,
} from '../../phones/written-numbers.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'phone',
  aliases: ['PHONE_NUMBER', 'PHONE', 'KZ_PHONE', 'RU_PHONE', 'TR_PHONE_NUMBER', 'PH_MOBILE_NUMBER', 'CONTACT'],
  family: 'contact',
  role: 'identifier',
  checksum: false,
  patterns: [],
  prefilter: { minLength: 6 },
  find: (text, _, words) => {
    const digits = digitsIn(text)
    const found = digits < 7 ? [] : [...encodedPhones(text), ...writtenNumbers(text)]
    if (digits >= 6) found.push(...cityNumbers(text))
    found.push(...spokenPhones(text, words))
    return found
  },
  needs: [RUN, ENCODED_PHONE, CITY, OF_SOMEBODY, REACHED, SPOKEN],
  expressions: [
    RUN,
    ENCODED_PHONE,
    NOT_A_PHONE,
    GROUPS,
    STAMP,
    LABEL_END,
    LABEL,
    LABEL_BEHIND,
    OF_AN_ORDER,
    CITY,
    OF_SOMEBODY,
    REACHED,
    SPOKEN,
  ],
  chance: 0.05,
  context: [
    'phone*',
    'telephone*',
    'tel',
    'mobile*',
    'cell',
    'cellphone',
    'fax',
    'whatsapp',
    'viber',
    'contact number',
    'call',
    'desk',
    'phone number',
    'telegram',
    'sms',
    'msisdn',
    'telefon*',
    'telepono*',
    'téléphone*',
    'teléfono*',
    'celular*',
    'cellulare',
    'móvil',
    'handy*',
    'gsm',
    'cep',
    'телефон*',
    'тел',
    'моб',
    'мобильн*',
    'сот',
    'сотов*',
    'факс',
    'звоните',
    'звонить',
    'звони',
    'позвон*',
    'перезвон*',
    'набери*',
    'городск*',
    'нөмірім',
    'номер телефона',
    'ватсап*',
    'ұялы',
    'байланыс',
    'қоңырау*',
    'хабарлас*',
  ],
  veto: ['isbn', 'issn', 'версия'],
  priority: 1,
  validateInContext: (match) => (THREES.test(match) ? undefined : false),
  whole: isPhoneAlone,
  examples: {
    match: [
      '+7 700 000 00 01',
      '+77770000002',
      '8 (701) 000-00-03',
      '8 7172 00 00 04',
      '+7 (727) 200-00-05',
      '7-747-000-00-06',
      '+7 900 000 00 01',
      '8-812-000-00-04',
      '(201) 555-0123',
      '+44 20 7946 0018',
      'тел. 87010000003',
      'phone 555-0199',
      'ask Anna (555-0199)',
      '+44 7700 900555',
      'Mobile: 723 000 266',
      '/thanks?phone=%2B77000000001&x=1',
      'tel:%2B7%20700%20000-00-01',
      'номер заказа 13354, мой +7 701 000 00 46',
      'my order 55, call me at 8 701 000 00 46',
      'перезвони бабушке на городской 27-00-15',
      'сегіз жеті жүз жетпіс жеті, нөл нөл нөл, нөл нөл, отыз бес',
      'liesel is out, shes at 555-0117 till six',
      'and the phone? eight seven zero one, triple zero, double zero, four four',
      'запиши: восемь семьсот один ноль ноль ноль сорок пять шестьдесят семь',
    ],
    reject: [
      '+7 700 000 00',
      '8 900 000 00',
      'order no. 2015550123',
      'заказ № 87010000003',
      '2024-05-01',
      '1 000 000',
      '43.23770125',
      '2010-2015',
      '555-0199',
      'Part (555-0199)',
      '+250 000 000',
      '198.51.100.7',
      'позвони 12-05-15',
      '27-00-15',
      'one two three four five six seven eight nine ten',
      'бір екі үш төрт бес алты жеті сегіз тоғыз он',
      'два миллиона триста сорок пять тысяч шестьсот семьдесят восемь',
    ],
  },
  source: 'ITU-T E.164; numbering plans of libphonenumber; numbers reserved for fiction in the examples',
} satisfies Recogniser

function digitsIn(text: string): number {
  let digits = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x30 && unit <= 0x39) digits++
  }
  return digits
}
