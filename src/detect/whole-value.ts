/**
 * A text that is nothing but one value: a bare cell. With no word and no column around it, a check digit that one number in
 * ten passes is believed, unless the number has the form of one that everyday tables are full of.
 */
import { isDayMonth } from './checks.ts'
import type { Validation } from './recogniser.ts'
import type { Span } from './surroundings.ts'

/** No document number is longer, with its spaces. */
const LONGEST = 64

/** The text without the spaces around it, or the parts of a list of codes of one form; none where it is too long to be one value. */
export function wholeSpans(text: string): Span[] {
  const start = text.length - text.trimStart().length
  const end = text.trimEnd().length
  if (end <= start || end - start > LONGEST) return []
  return [[start, end], ...listed(text)]
}

/** `AA0000001B and AA0000002B`: as many letters and digits in each, and both in each, since two amounts are no list of codes. */
function listed(text: string): Span[] {
  const parts = [...text.matchAll(/[\p{L}\p{N}.-]{1,64}/gu)].filter(([p]) => !JOINS.has(p.toLowerCase()))
  const form = formOf(parts[0]?.[0] ?? '')
  if (parts.length < 2 || !/A/.test(form) || !/9.*9.*9/.test(form) || parts.some(([p]) => formOf(p) !== form)) return []
  return parts.map((p) => [p.index, p.index + p[0].length])
}

const JOINS = new Set(['and', 'or', 'и', 'или', 'және'])

function formOf(part: string): string {
  return part.replace(/\p{L}/gu, 'A').replace(/\p{N}/gu, '9')
}

/** For `whole`: the check passed, and the number has no form that everyday tables are full of. */
export function provenAlone(value: string, validated: Validation): boolean {
  return validated === true && !isEverydayNumber(value)
}

/**
 * Digits that are more likely time, merchandise or an amount than anybody's number: clocks since 1970, calendar stamps,
 * GS1 and ISBN numbers with their check digit, round amounts, runs like 1234567890.
 */
export function isEverydayNumber(value: string): boolean {
  if (!/^\d{6,20}$/.test(value)) return false
  return isClock(value) || isCalendar(value) || isMerchandise(value) || /0000$/.test(value) || isRun(value)
}

/** Seconds since 1970 of 2001 to 2033; milliseconds of 2010 to 2033, since those before are few and would cover the ОГРН. */
export function isClock(d: string): boolean {
  if (!/^\d+$/.test(d)) return false
  return (d.length === 10 && d.startsWith('1')) || (d.length === 13 && d >= '1262304000000' && d < '2000000000000')
}

const STAMP = /^(20(?:1[2-9]|2\d|3[0-5]))(\d\d)(\d\d)(?:(?:[01]\d|2[0-3])(?:[0-5]\d){0,2}\d{0,3}|\d{1,6})$/
const SHORT_STAMP = /^(\d\d)(\d\d)(\d\d)(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$/

/** YYYYMMDD, from 2012, and what follows: hours, minutes, a running number of the day; YYMMDDhhmmss. */
export function isCalendar(d: string): boolean {
  const m = STAMP.exec(d) ?? SHORT_STAMP.exec(d)
  return m !== null && isDayMonth(Number(m[3]), Number(m[2]), Number(m[1]!.padStart(4, '20')))
}

/** ISBN-10 where the group is English, GTIN-8 and -14, GTIN-12 and -13 of prefixes that are given to goods. */
export function isMerchandise(d: string): boolean {
  if (d.length === 10) return d.startsWith('0') && isbn10(d)
  if (d.length === 12) return /^[^245]/.test(d) && gtin(d)
  if (d.length === 13) return /^(?:0|[3-9])/.test(d) && !/^51/.test(d) && gtin(d)
  return (d.length === 8 || d.length === 14) && gtin(d)
}

/** GS1 General Specifications 7.9: weights 3 and 1 from the right. */
function gtin(d: string): boolean {
  let sum = 0
  for (let i = d.length - 1, w = 1; i >= 0; i--, w = 4 - w) sum += w * Number(d[i])
  return sum % 10 === 0
}

/** ISO 2108, the form before 2007: the last place may be X, for ten. */
export function isbn10(d: string): boolean {
  let sum = 0
  for (let i = 0; i < 10; i++) sum += (10 - i) * (d[i] === 'X' ? 10 : Number(d[i]))
  return sum % 11 === 0
}

const DOCUMENT = /^[A-Z]{1,2}[1-9]\d{6,7}$/

/**
 * One or two capitals and digits that fill the nine places which ICAO 9303 gives to the number of a document; no counter with
 * zeros before it, no day behind a letter.
 */
export function fillsDocumentNumber(value: string): boolean {
  return value.length === 9 && DOCUMENT.test(value) && !isBatchOfADay(value)
}

/** A letter or two and a day without marks: `B20240501`. */
export function isBatchOfADay(value: string): boolean {
  return /^\p{L}{1,2}(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d$/u.test(value)
}

/** Each digit one more, or one less, than the one before it. */
function isRun(d: string): boolean {
  const steps = new Set<number>()
  for (let i = 1; i < d.length; i++) steps.add((Number(d[i]) - Number(d[i - 1]) + 10) % 10)
  return steps.size === 1 && (steps.has(1) || steps.has(9) || steps.has(0))
}
