// ITU-T E.164 and national forms, confirmed by libphonenumber (parsing is dear, so digits are counted first)
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { CountryCode } from 'libphonenumber-js/max'
import { digitsOf } from '../../boundary.ts'
import type { NameToken } from '../../names/tokens.ts'
import type { Candidate, Recogniser } from '../../recogniser.ts'
import { isCounting, spokenNumbers } from '../../spoken-numbers.ts'
import { isEverydayNumber } from '../../whole-value.ts'
import { isValidOfZone7, OF_ZONE_7 } from '../../zone-7.ts'

const RUN =
  /(?<![\p{Lu}\p{Ll}\p{N}]|\p{N}[.,/-]|[+(]\p{N}{0,3})(?:\+ ?|00)?\(?\d[\d ()./-]{4,22}\d(?:(?: ?(?:x|ext\.?|доб\.?|вн\.?) ?)\d{2,6})?(?![\p{Lu}\p{Ll}\p{N}])/gu
// Dates, years, decimals, IP addresses, grouped thousands, postcodes with four more digits.
const NOT_A_PHONE =
  /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2})|(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d|\d{1,20}\.\d{1,20}|\d{1,3}(?:\.\d{1,3}){3}|\d{1,3}(?: \d{3}){1,6}(?:\.\d{1,20})?|\d{5}-\d{4}|\d{1,3}[-/]\d{1,3}|\d{4}[-/]\d{1,4})$/
/** An amount, by far more often than a number of Poland or Spain: only a word tells. */
const THREES = /^[2-9]\d{2} \d{3} \d{3}$/
const SEPARATED = /\d[ ()./-]+\d/
/** `Mobile: 723 813 266`: behind the label a number may be grouped as thousands are. */
const LABEL =
  /(?:(?<!\p{L})(?:phone|tel|telephone|mobile|mob|cell|cellphone|fax|desk|office|hotline|whatsapp|тел|моб|факс|телефон(?:ы)?)\.?(?: (?:no|number|nr))?\.?:? {0,3}|(?<!\p{L})(?:my|his|her|our|their|your|new|home|work|contact|phone) number(?: is|:) |(?<!\p{L})(?:call|text|ring|reach|dial|phone|contact)(?: [\p{L}'’]{1,15}){0,3} (?:at|on|under) )$/iu
/** `(37) 788-063-Office`, `21 253 109 8211-Fax` */
const LABEL_BEHIND = /^ ?[-–(] ?(?:office|fax|mobile|cell|home|desk|work|phone)(?!\p{L})/iu

const OF_AN_ORDER =
  /(?<!\p{L})(?:orders?|invoices?|заказ(?:а|у|ом|е|ы|ов)?|сч[её]т(?:а|у)?|тапсырыс(?:ы|тың)?)(?: (?:no|nr|number|id|номер|нөмірі))?[.:]?(?: ?[#№])? ?$/iu

/** 27-00-15 */
const CITY = /(?<![\p{L}\p{N}]|\p{N}[.,/:-])\d{2}-\d{2}-\d{2}(?![\p{L}\p{N}]|[./:-]\p{N})/gu
/** Phones have a 7, an 8 or a 0 among their words. */
const SPOKEN = /нол|нуль|нөл|сем|сегіз|жеті|жетпіс|zero|double|triple|seven|eight/iu

/** Countries whose national forms are tried, with a leading zero; +7 first. */
const WITH_ZERO: readonly CountryCode[] = [
  'GB',
  'DE',
  'FR',
  'TR',
  'UA',
  'IT',
  'NL',
  'BE',
  'AT',
  'CH',
  'SE',
  'FI',
  'UZ',
  'KG',
  'PH',
  'AU',
  'NZ',
  'JP',
  'KR',
  'ZA',
  'IN',
  'PK',
  'ID',
  'TH',
  'VN',
  'RO',
  'BG',
  'RS',
  'HR',
  'SK',
  'IE',
  'IL',
  'EG',
  'SA',
  'AE',
  'NG',
  'KE',
  'AZ',
  'GE',
]

/** How numbers behind a trunk zero are grouped; `04-804-229-920` is a plot of land, `02.8887.820` a part. */
const GROUPS =
  /^(?:\(?0\d{2,5}\)?[ /-]{0,2}\d{3,8}|\(?0\d{1,4}\)?(?:[ .-]\d{2}){3,4}|\(?0\d{1,4}\)?[ .-]{0,2}\d{3,4}(?:[ .-]\d{2}){2}|\(?0\d\)?[ .-]{0,2}\d{3,4}[ .-]\d{4}|\(?0\d{2,4}\)?[ .-]{0,2}\d{3,4}[ .-]\d{3,4}|0[ -]\(?\d{3}\)?[ -]\d{3,7}(?:[ -]\d{2,4}){0,2})$/u

/** Tried only for a value that is nothing else. */
const MORE_WITH_ZERO: readonly CountryCode[] = [
  'GH',
  'UG',
  'TZ',
  'CD',
  'MY',
  'TW',
  'CN',
  'IR',
  'IQ',
  'JO',
  'LY',
  'MA',
  'DZ',
  'BD',
  'LK',
  'NP',
  'AM',
  'MD',
  'AL',
  'BA',
  'MK',
  'ME',
  'SI',
  'ZM',
  'ZW',
  'BR',
]

export const recogniser = {
  entity: 'phone',
  aliases: ['PHONE_NUMBER', 'PHONE', 'KZ_PHONE', 'RU_PHONE', 'TR_PHONE_NUMBER', 'PH_MOBILE_NUMBER', 'CONTACT'],
  family: 'contact',
  role: 'identifier',
  checksum: false,
  patterns: [],
  prefilter: { minLength: 6 },
  find: (text, _, words) => [
    ...(digitsIn(text) < 6 ? [] : [...(digitsIn(text) < 7 ? [] : phones(text)), ...cityNumbers(text)]),
    ...spoken(text, words),
  ],
  needs: [RUN, CITY, SPOKEN],
  expressions: [RUN, NOT_A_PHONE, GROUPS, LABEL, LABEL_BEHIND, OF_AN_ORDER, CITY, SPOKEN],
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
      'Mobile: 723 000 266',
      'номер заказа 13354, мой +7 701 000 00 46',
      'my order 55, call me at 8 701 000 00 46',
      'перезвони бабушке на городской 27-00-15',
      'сегіз жеті жүз жетпіс жеті, нөл нөл нөл, нөл нөл, отыз бес',
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

/** Six digits of a town's own numbers; the score is under the threshold until a word of phoning is near. */
function cityNumbers(text: string): Candidate[] {
  const found: Candidate[] = []
  for (const m of text.matchAll(CITY)) {
    const [a, b, c] = m[0].split('-').map(Number) as [number, number, number]
    // 12-05-15 is a date
    const date = (a >= 1 && a <= 31 && b >= 1 && b <= 12) || (c >= 1 && c <= 31 && b >= 1 && b <= 12)
    if (!date) found.push({ start: m.index, end: m.index + m[0].length, score: 0.25, why: ['pattern phone of a town'] })
  }
  return found
}

/** A number read out in words. Nine digits and more that are no counting are hardly anything but somebody's number. */
function spoken(text: string, words: () => readonly NameToken[]): Candidate[] {
  if (text.length < 25 || !SPOKEN.test(text)) return []
  return spokenNumbers(text, words()).flatMap(({ start, end, digits, plus }) => {
    if (digits.length < 6 || digits.length > 16 || isCounting(digits)) return []
    const national = /^[78]/.test(digits) && digits.length === 11
    const score = plus || national ? 0.7 : digits.length >= 9 ? 0.5 : 0.3
    return [{ start, end, score, why: ['number read out'] }]
  })
}

function phones(text: string): Candidate[] {
  const found: Candidate[] = []
  RUN.lastIndex = 0
  for (let m = RUN.exec(text); m; m = RUN.exec(text)) {
    const c = longestNumber(m[0], m.index) ?? labelled(text, m[0], m.index)
    if (
      c &&
      c.score < 0.5 &&
      !c.validated &&
      (onItsLine(text, c.start, c.end) ||
        LABEL_BEHIND.test(text.slice(c.end, c.end + 12)) ||
        LABEL.test(text.slice(Math.max(0, c.start - 60), c.start)))
    ) {
      c.score = 0.6
      c.why.push('label')
    }
    if (c && !isOfAnOrder(text, c.start)) found.push(c)
    if (c) RUN.lastIndex = c.end
  }
  return found
}

/** `заказ № 8701…`: right behind such a word a number is its own. Anywhere else, and with a plus, it is somebody's. */
function isOfAnOrder(text: string, start: number): boolean {
  return text[start] !== '+' && OF_AN_ORDER.test(text.slice(Math.max(0, start - 40), start))
}

/** A line of a card: nothing but the number, grouped, below a line without digits. */
function onItsLine(text: string, start: number, end: number): boolean {
  if (text[start - 1] !== '\n' || (end < text.length && text[end] !== '\n')) return false
  const above = text.lastIndexOf('\n', start - 2)
  return above > 0 && SEPARATED.test(text.slice(start, end)) && /^[^\d\n]{3,80}$/.test(text.slice(above + 1, start - 1))
}

function labelled(text: string, run: string, start: number): Candidate | undefined {
  const digits = digitsOf(run).length
  if (digits < 7 || digits > 15 || /[/]|\d\.\d{1,2}$/.test(run)) return undefined
  if (
    !LABEL.test(text.slice(Math.max(0, start - 60), start)) &&
    !LABEL_BEHIND.test(text.slice(start + run.length, start + run.length + 12))
  )
    return undefined
  return { start, end: start + run.length, score: 0.55, why: ['pattern phone', 'label'] }
}

/** The longest beginning of a run of digits and separators that is a number; a run may hold several. */
function longestNumber(run: string, start: number): Candidate | undefined {
  let best: Candidate | undefined
  const extension = EXTENSION.exec(run)?.[0] ?? ''
  let part = extension === '' ? run : run.slice(0, -extension.length)
  for (let tries = 0; tries < 4 && part !== ''; tries++) {
    const c = judge(part)
    if (c && (!best || c.score > best.score + 0.1)) best = { start, end: start + part.length, ...c }
    if (best && extension !== '' && best.end === start + run.length - extension.length) best.end = start + run.length
    if (best?.validated) break
    const cut = /[ ()./-]+\d+$/.exec(part)
    if (!cut || cut.index < 6) break
    part = part.slice(0, cut.index)
  }
  return best
}

const EXTENSION = / ?(?:x|ext\.?|доб\.?|вн\.?) ?\d{2,6}$/

type Judgement = Pick<Candidate, 'score' | 'validated' | 'why'>

function judge(part: string): Judgement | undefined {
  const digits = digitsOf(part)
  if (THREES.test(part)) return { score: 0.2, validated: false, why: ['pattern phone in threes'] }
  if (
    digits.length < 7 ||
    digits.length > 15 ||
    /^(\d)\1+$/.test(digits) ||
    (NOT_A_PHONE.test(part) && !part.startsWith('+'))
  )
    return undefined
  const separated = SEPARATED.test(part)
  if (part.startsWith('+') || part.startsWith('00')) {
    if (OF_ZONE_7.test(part) && isValidOfZone7(part)) return proven(0.8, 'international')
    const number = parsePhoneNumberFromString(part.startsWith('+') ? part : `+${digits.slice(2)}`)
    if (number?.isValid()) return proven(0.8, 'international')
    // 6xx and 7xx of zone 7 are Kazakhstan's, whatever libphonenumber knows to be assigned there.
    if (/^7[67]\d{9}$/.test(part.startsWith('+') ? digits : digits.slice(2)))
      return { score: 0.55, validated: undefined, why: ['pattern phone of zone 7'] }
    // given to Kazakhstan, not in use yet
    if (/^\+997 ?[67]/.test(part) && digits.length === 13) return proven(0.7, 'reserved')
    return number?.isPossible() && part.startsWith('+')
      ? { score: 0.45, validated: undefined, why: ['pattern international phone'] }
      : undefined
  }
  const national = nationalForm(part, digits, separated)
  if (national) return national
  // groups of 3, 3, 2 and 2 digits, as Turkey writes its mobile numbers
  if (/^5\d{2}[ -]\d{3}[ -]\d{2}[ -]\d{2}$/.test(part) && isValid(`+90${digits}`))
    return { score: 0.5, validated: undefined, why: ['pattern phone of zone 90'] }
  const shaped = digits.length >= 9 && digits.length <= 12
  if (separated && !/[./]/.test(part))
    return { score: shaped ? 0.3 : 0.25, validated: undefined, why: ['pattern phone'] }
  return { score: separated ? 0.2 : 0.15, validated: undefined, why: ['pattern digits of a phone'] }
}

/** 8 and a mobile number of Kazakhstan: no other run of eleven digits is as likely to begin so. */
const KZ_MOBILE = /^87(?:0[0-8]|47|71|7[5-8])/

function nationalForm(part: string, digits: string, separated: boolean): Judgement | undefined {
  // +7: the first digit behind the prefix tells Kazakhstan (6, 7) from Russia (3, 4, 8, 9); libphonenumber knows both.
  if (/^[78](?:[ ().-]|\d{3})/.test(part) && digits.length === 11 && isValid(`+7${digits.slice(1)}`))
    return separated || KZ_MOBILE.test(digits)
      ? proven(separated ? 0.75 : 0.6, 'national')
      : { score: 0.55, validated: undefined, why: ['pattern phone of zone 7'] }
  if (digits.length === 10 && separated && isValid(`+7${digits}`) && /^[79]/.test(digits))
    return { score: 0.5, validated: undefined, why: ['pattern phone of zone 7'] }
  if (digits.length === 10 && /^\(?[2-9]\d{2}\)?[ .-]{0,2}[2-9]\d{2}[ .-]?\d{4}$/.test(part) && isValid(`+1${digits}`))
    return separated ? proven(0.6, 'national') : { score: 0.25, validated: undefined, why: ['pattern phone of zone 1'] }
  if (separated && /^1[ .-]?\(?[2-9]\d{2}\)?[ .-]?[2-9]\d{2}[ .-]?\d{4}$/.test(part) && isValid(`+${digits}`))
    return proven(0.55, 'national')
  if (digits.startsWith('0') && digits.length >= 9 && digits.length <= 12) {
    for (const country of WITH_ZERO) {
      const number = parsePhoneNumberFromString(digits, country)
      if (!number?.isValid()) continue
      // Without separators only a mobile number is believed: long codes begin with zeros too.
      const believed = separated
        ? GROUPS.test(part)
          ? 0.55
          : 0.4
        : digits.length >= 10 && number.getType() === 'MOBILE'
          ? 0.5
          : 0.4
      return { score: believed, validated: undefined, why: ['pattern phone with a trunk zero'] }
    }
  }
  return undefined
}

/**
 * A whole value: with a plus, any number that its zone may have; without one, a mobile number of some zone (of numbers of
 * 11 digits one in twenty is, of 12 one in forty), or a national one behind the trunk zero.
 */
function isPhoneAlone(value: string): boolean {
  const digits = digitsOf(value)
  if (value.startsWith('+')) return parsePhoneNumberFromString(value)?.isPossible() ?? false
  if (isEverydayNumber(value)) return false
  const plain = value === digits
  if (plain && /^0[1-9]\d{8,9}$/.test(digits))
    return [...WITH_ZERO, ...MORE_WITH_ZERO].some((country) => isMobile(digits, country))
  if (plain && digits.length === 10) return KZ_MOBILE.test(`8${digits}`)
  // In groups, the first is the code of the zone.
  const zone = /^\d{1,3}(?=[ -])/.exec(value)?.[0]
  if (zone === undefined && !plain) return false
  return digits.length >= 11 && digits.length <= 13 && isMobile(`+${digits}`, undefined, zone)
}

function isMobile(number: string, country?: CountryCode, zone?: string): boolean {
  const parsed = parsePhoneNumberFromString(number, country)
  return (
    parsed?.isValid() === true &&
    parsed.getType() === 'MOBILE' &&
    (zone === undefined || parsed.countryCallingCode === zone)
  )
}

function isValid(number: string): boolean {
  return OF_ZONE_7.test(number) ? isValidOfZone7(number) : (parsePhoneNumberFromString(number)?.isValid() ?? false)
}

function proven(score: number, form: string): Judgement {
  return { score, validated: true, why: [`pattern ${form} phone`, 'numbering plan'] }
}
