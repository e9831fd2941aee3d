import { base32 } from '../../crypto/base32.ts'
import { isValidIin } from '../../record/kz-id.ts'
import type { NameIndex } from './name-index.ts'
import { latinPerson, PERSON_DRAW } from './person.ts'
import type { FakeMaker, FakeRequest } from './request.ts'
import type { Language } from './tables.ts'
import { pick, pickNumber } from './tables.ts'

/** RFC 2606, section 3: nobody gets mail there. */
const DOMAINS = ['example.com', 'example.org', 'example.net']

/** An e-mail address made of the fake name, in a domain reserved for examples. */
export function createEmailMaker(index: NameIndex, options: FakeRequest): FakeMaker {
  const userName = createUserNameMaker(index, options)
  return (text, draws, at, further, subject) => {
    const mailbox = text.split('@', 1)[0]!
    return `${userName(mailbox, draws, at, further, subject)}@${pick(DOMAINS, draws[at + PERSON_DRAW.domain]!)}`
  }
}

/** `given.surname` in Latin letters. */
export function createUserNameMaker(index: NameIndex, options: FakeRequest): FakeMaker {
  return (text, draws, at, further, subject) => {
    const words = text.replace(/[^\p{L}]+/gu, ' ').trim()
    const [given, surname] = latinPerson(words, index, options, draws, at, further, subject)
    return options.unique ? `${given}.${surname}.${tail(draws, at)}` : `${given}.${surname}`
  }
}

/** Forty keyed bits in eight characters: among a million addresses of one and the same name one pair may be equal. */
function tail(draws: Uint32Array, at: number): string {
  const [high, low] = [draws[at + PERSON_DRAW.tail]!, draws[at + PERSON_DRAW.tail + 1]!]
  return base32(Uint8Array.of(high >>> 24, high >>> 16, high >>> 8, high, low >>> 24))
}

const KZ_MOBILE = [
  '700',
  '701',
  '702',
  '703',
  '704',
  '705',
  '706',
  '707',
  '708',
  '747',
  '771',
  '775',
  '776',
  '777',
  '778',
]
const US_AREA = [
  '202',
  '206',
  '212',
  '213',
  '303',
  '305',
  '312',
  '404',
  '415',
  '503',
  '512',
  '602',
  '617',
  '702',
  '713',
  '773',
]

/**
 * Kazakhstan and Russia have no range for fiction, so the last four digits are masked: a complete number could be
 * somebody's. North America has one: 555-0100 to 555-0199.
 */
export function createPhoneMaker({ language }: FakeRequest): FakeMaker {
  return (text, draws, at, further) => {
    const where = language ?? phoneLanguage(text)
    const [first, second] = [draws[at]!, draws[at + 1]!]
    if (where === 'en')
      return `+1 ${pick(US_AREA, first)} 555 01${String(pickNumber(0, 99, second, further)).padStart(2, '0')}`
    const operator = where === 'kk' ? pick(KZ_MOBILE, first) : String(pickNumber(901, 999, first))
    return `+7 ${operator} ${pickNumber(200, 999, second, further)} ** **`
  }
}

/** The first digit behind the country code 7 is 6 or 7 in Kazakhstan and 3, 4, 8 or 9 in Russia. */
function phoneLanguage(text: string): Language {
  const digits = text.replace(/\D/g, '')
  const national = /^[78](\d{10})$/.exec(digits)?.[1] ?? (text.includes('+') ? '' : digits.length === 10 ? digits : '')
  return /^[67]/.test(national) ? 'kk' : /^[3489]/.test(national) && digits.length === 11 ? 'ru' : 'en'
}

/** RFC 5737 and RFC 3849: networks for documentation. */
const DOCUMENTATION = ['192.0.2', '198.51.100', '203.0.113']

export const makeIp: FakeMaker = (text, draws, at, further) => {
  const [first, second] = [draws[at]!, draws[at + 1]!]
  if (!text.includes(':')) return `${pick(DOCUMENTATION, first)}.${pickNumber(1, 254, second, further)}`
  const part = (bits: number): string => (bits & 0xffff).toString(16)
  return `2001:db8:${part(first >>> 16)}:${part(first)}::${part(second >>> 16)}:${part(second + further)}`
}

/**
 * Twelve digits in the form of an IIN whose check digit cannot be right, so that it is nobody's. Neither birth date nor
 * sex is the original's.
 */
export const makeIin: FakeMaker = (_text, draws, at, further) => {
  const days = pickNumber(0, 27_000, draws[at]!)
  // From 1940-01-01 on.
  const date = new Date(Date.UTC(1940, 0, 1) + days * 86_400_000)
  const born = date.toISOString()
  const mark = pickNumber(0, 1, draws[at + 2]!) + (date.getUTCFullYear() < 2000 ? 3 : 5)
  const serial = String(pickNumber(0, 9999, draws[at + 1]!, further)).padStart(4, '0')
  const body = `${born.slice(2, 4)}${born.slice(5, 7)}${born.slice(8, 10)}${mark}${serial}`
  const check = pickNumber(0, 9, draws[at + 3]!)
  return isValidIin(`${body}${check}`) ? `${body}${(check + 1) % 10}` : `${body}${check}`
}
