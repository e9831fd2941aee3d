/**
 * Kazakhstan's individual and business identification numbers (ЖСН/ИИН, БСН/БИН): twelve digits, the last one a check
 * digit. Form and check: Government Resolutions P030000565_ and P070000406_.
 */

/** Digits of century and sex of the IIN that are in use; 0 (foreigners, by some sources) is accepted only when asked for. */
export interface IinForm {
  /** false: also a 0 in the place of century and sex, whose century is then unknown; default true */
  century1to6?: boolean
}

/**
 * An IIN `YYMMDD C NNNN K`: a real calendar date, a century that exists, the check digit. Nothing but twelve ASCII digits
 * is one: separators are the caller's business. Whether the person can be alive is not asked.
 */
export function isValidIin(text: string, { century1to6 = true }: IinForm = {}): boolean {
  if (!isTwelveDigits(text)) return false
  const mark = digitAt(text, 6)
  if (mark > 6 || (mark === 0 && century1to6)) return false
  const [year, month, day] = [pairAt(text, 0), pairAt(text, 2), pairAt(text, 4)]
  const isDay = mark === 0 ? isDateOfAny(year, month, day) : isDate(1800 + 100 * ((mark - 1) >> 1) + year, month, day)
  return isDay && hasCheckDigit(text)
}

/** A BIN `YYMM T S NNNNN K`: a month, T 4 (resident), 5 (non-resident) or 6 (joint sole proprietor), S 0…4, the check digit. */
export function isValidBin(text: string): boolean {
  if (!/^\d{4}[456][0-4]\d{6}$/.test(text)) return false
  const month = Number(text.slice(2, 4))
  return month >= 1 && month <= 12 && hasCheckDigit(text)
}

/**
 * The check digit behind the first eleven digits of an IIN or BIN: weights 1…11 modulo 11; where that gives 10, weights
 * 3…11, 1, 2; where that gives 10 again, the number is never issued and the result is 10.
 */
export function kzCheckDigit(text: string): number {
  const check = weighted(text, 0)
  return check === 10 ? weighted(text, 2) : check
}

function hasCheckDigit(text: string): boolean {
  return kzCheckDigit(text) === digitAt(text, 11)
}

function weighted(text: string, shift: number): number {
  let sum = 0
  for (let i = 0; i < 11; i++) sum += digitAt(text, i) * (((i + shift) % 11) + 1)
  return sum % 11
}

function isTwelveDigits(text: string): boolean {
  if (text.length !== 12) return false
  for (let i = 0; i < 12; i++) if (!(digitAt(text, i) >= 0 && digitAt(text, i) <= 9)) return false
  return true
}

/** Two digits as a number. */
function pairAt(text: string, index: number): number {
  return 10 * digitAt(text, index) + digitAt(text, index + 1)
}

/** Whether the day exists in one of the centuries whose years are in use. */
function isDateOfAny(year: number, month: number, day: number): boolean {
  return [1800, 1900, 2000].some((century) => isDate(century + year, month, day))
}

function digitAt(text: string, index: number): number {
  return text.charCodeAt(index) - 0x30
}

function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day <= (month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31)
}
