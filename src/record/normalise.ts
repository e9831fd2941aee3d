import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { withoutFraction } from './whole-number.ts'

/**
 * One spelling for one value, so that a person written in two ways is one person to every keyed function and to the
 * consent index. Most values are in that form already: they cost one look at their characters and are returned as they are.
 */
export type Normaliser = (text: string) => string | undefined

/**
 * The normaliser of an entity id (`iin`, `phone`, `email`, `person`, …); undefined or unknown: NFC without the spaces
 * around. Its result is undefined where the text is no value of the entity (eleven digits for a card, words for a
 * phone): a caller that must have a form anyway takes `plainForm`, which is what `joiningForm` does.
 */
export function normaliser(entity: string | undefined): Normaliser {
  if (entity === undefined) return plainForm
  return NORMALISERS.get(entity) ?? (COUNTRY.test(entity) ? numberOfCountry : plainForm)
}

/** The normalised form, or the plain one where the text is no value of the entity. */
export function joiningForm(entity: string | undefined): (text: string) => string {
  const normalise = normaliser(entity)
  return normalise === plainForm ? plainForm : (text) => normalise(text) ?? plainForm(text)
}

/** NFC without the spaces around. */
export function plainForm(text: string): string {
  const length = text.length
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) > 0x7e) return text.normalize('NFC').trim()
  return length > 0 && (text.charCodeAt(0) <= 0x20 || text.charCodeAt(length - 1) <= 0x20) ? text.trim() : text
}

/**
 * The form of a subject's identifier whose kind is not known: NFKC, capitals, Latin letters for the Cyrillic ones that
 * look the same, plain hyphens, nothing invisible, single spaces. Registers are typed and pasted by people, and a
 * withdrawal that is spelt otherwise than its consent must reach it: identifiers that differ in case or look alike are
 * taken for one person.
 */
export function subjectForm(text: string): string {
  if (PRINTABLE.test(text)) return text.trim().toUpperCase()
  return text
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .replace(UNSEEN, '')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/ +/g, ' ')
    .trim()
    .toUpperCase()
    .replace(/[\u0400-\u04ff]/gu, (letter) => LATIN_LOOK_ALIKES.get(letter) ?? letter)
    .normalize('NFC')
}

/** A text without what nobody sees in it. */
export function seenForm(text: string): string {
  return PRINTABLE.test(text) ? text : text.replace(/\s+/gu, ' ').replace(UNSEEN, '')
}

/** Format and control characters, fillers, selectors of variants, the blank of Braille. */
const UNSEEN = /[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/gu

/** ASCII without control characters, and no two spaces beside each other. */
const PRINTABLE = /^(?:[!-~]| (?! ))*$/

const LATIN_LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  Array.from('АВЕКМНОРСТУХІЅЈ', (letter, i) => [letter, 'ABEKMHOPCTYXISJ'[i]!]),
)

/** Entities of one country (`us-ssn`, `kz-plate`): numbers on cards and papers, with or without letters. */
const COUNTRY = /^[a-z]{2}-/

const NORMALISERS = new Map<string, Normaliser>([
  // Identifiers of Kazakhstan that begin with the year 2000 … 2009 lose their zeros in spreadsheets and as numbers.
  ['iin', digits([12], 12)],
  ['bin', digits([12], 12)],
  ['card', digits([12, 13, 14, 15, 16, 17, 18, 19])],
  ['ru-snils', digits([11])],
  ['ru-inn', digits([10, 12])],
  ['phone', phone],
  ['email', email],
  ['person', person],
  ['iban', iban],
])

/** Digits without separators, of one of some lengths; up to three lost zeros are put back where `padded` says to how many. */
function digits(lengths: readonly number[], padded?: number): Normaliser {
  return (text) => {
    const bare = isDigits(text) ? text : withoutSeparators(withoutFraction(text))
    if (bare === undefined) return undefined
    if (lengths.includes(bare.length)) return bare
    return padded !== undefined && bare.length >= padded - 3 && bare.length < padded
      ? bare.padStart(padded, '0')
      : undefined
  }
}

function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x30 || code > 0x39) return false
  }
  return text.length > 0
}

/** Letters and digits alone, in upper case: what is printed in groups is typed without them. */
function numberOfCountry(text: string): string | undefined {
  const plain = withoutFraction(text).normalize('NFKC').replace(SEPARATORS, '').toUpperCase()
  return /^[\p{L}\p{N}]+$/u.test(plain) ? plain : undefined
}

/** Spaces, hyphens, invisible characters, dots, slashes and brackets. */
const SEPARATORS = /[\s\p{Pd}\p{Cf}.()/]/gu

/** The digits of a text of digits and separators; NFKC turns full-width forms into plain ones. */
function withoutSeparators(text: string): string | undefined {
  const plain = text.normalize('NFKC').replace(SEPARATORS, '')
  return isDigits(plain) ? plain : undefined
}

/**
 * E.164. Numbers of Kazakhstan and Russia need no table: ten digits behind +7, 7 or 8. Everything else is read by
 * libphonenumber as if dialled in Kazakhstan; an extension stays, since it is another person's phone.
 */
function phone(written: string): string | undefined {
  const text = withoutFraction(written)
  const local = countrySeven(text)
  if (local !== undefined) return local
  const number = parsePhoneNumberFromString(text.normalize('NFKC'), 'KZ')
  if (!number?.isPossible()) return undefined
  return number.ext ? `${number.number};ext=${number.ext}` : number.number
}

function countrySeven(text: string): string | undefined {
  const length = text.length
  if (length === 12 && text.startsWith('+7') && isDigits(text.slice(1))) return isSubscriber(text, 2) ? text : undefined
  let bare = ''
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x30 && code <= 0x39) bare += text[i]
    else if (
      code === 0x2b ? bare !== '' : code !== 0x20 && code !== 0x28 && code !== 0x29 && code !== 0x2d && code !== 0xa0
    )
      return undefined
  }
  const plus = text.includes('+')
  if (bare.length === 11 && (bare[0] === '7' || (bare[0] === '8' && !plus)) && isSubscriber(bare, 1))
    return `+7${bare.slice(1)}`
  return bare.length === 10 && !plus && isSubscriber(bare, 0) ? `+7${bare}` : undefined
}

/** The ten digits from here on begin as numbers of Kazakhstan (6, 7) and Russia (3, 4, 8, 9) do. */
function isSubscriber(text: string, at: number): boolean {
  const first = text.charCodeAt(at)
  return first === 0x33 || first === 0x34 || (first >= 0x36 && first <= 0x39)
}

/** Lower case throughout: no provider in use tells mailboxes apart by case, and people do not write it the same twice. */
function email(text: string): string | undefined {
  const plain = plainForm(text)
  const at = plain.indexOf('@')
  if (at <= 0 || at === plain.length - 1) return undefined
  return CAPITAL.test(plain) ? lowerCase(plain) : plain
}

const CAPITAL = /[^\0-@[-~]/

/** NFC, single spaces, lower case, Ё as Е. */
function person(text: string): string | undefined {
  const tidy = UNTIDY.test(text)
    ? lowerCase(text.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim())
    : text.toLowerCase()
  return tidy === '' ? undefined : tidy.replaceAll('ё', 'е')
}

/** Anything but words of Latin and Cyrillic letters with single spaces between them, of which only the case can vary. */
const UNTIDY = /[^ -~\u0400-\u0482\u048a-\u04ff]|^ | $| {2}/

/** Soft hyphen, zero-width space, byte order mark. */
const INVISIBLE = /[\u00ad\u200b\ufeff]/g

/** NFC comes last: the small letter may have a composed form where the capital has none (J̌, ǰ). */
function lowerCase(text: string): string {
  return text.toLowerCase().normalize('NFC')
}

function iban(text: string): string | undefined {
  const plain = text.replace(/[\s-]+/g, '').toUpperCase()
  return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain) ? plain : undefined
}
