import { Kind } from '../../record/batch.ts'
import { isValidIin, kzCheckDigit } from '../../record/kz-id.ts'
import { civilFromDays, daysFromCivil } from '../../record/civil-days.ts'
import { digitsOf, numberOf, symbolsOf, withDigits } from './shape.ts'
import type { Shape } from './shape.ts'

/** Births 1900-01-01 … 2029-12-31: with two sexes and 10,000 serials a day the ranks fit into nine digits, 95 % of them. */
const FIRST_DAY = daysFromCivil(1900, 1, 1)
const RANKS = (daysFromCivil(2030, 1, 1) - FIRST_DAY) * 20_000

/**
 * IIN of Kazakhstan to IIN: rank of day, sex and serial, then a new check digit. Ranks whose check would be 10 are never
 * issued and walked over. The result may be the number of a living person.
 */
export function iinShape(kept: ReadonlySet<string>): Shape {
  return {
    radix: 10,
    read(text, kind) {
      const digits = digitsOf(text, kept)
      // A number has lost the zeros of a year 2000 … 2009.
      const iin = kind === Kind.number ? digits?.padStart(12, '0') : digits
      const rank = iin !== undefined && isValidIin(iin) ? rankOf(iin) : -1
      return rank >= 0 && rank < RANKS ? symbolsOf(rank, 9) : 'not an IIN of a birth in 1900 to 2029'
    },
    fits(symbols) {
      const rank = numberOf(symbols)
      return rank < RANKS && kzCheckDigit(elevenOf(rank)) !== 10
    },
    write(symbols, text, kind) {
      const eleven = elevenOf(numberOf(symbols))
      const iin = `${eleven}${kzCheckDigit(eleven)}`
      return kind === Kind.number ? iin.replace(/^0+/, '') : withDigits(text, iin)
    },
  }
}

function rankOf(iin: string): number {
  const mark = Number(iin[6]) - 1
  const day = daysFromCivil(
    1800 + 100 * (mark >> 1) + Number(iin.slice(0, 2)),
    Number(iin.slice(2, 4)),
    Number(iin.slice(4, 6)),
  )
  return ((day - FIRST_DAY) * 2 + (mark & 1)) * 10_000 + Number(iin.slice(7, 11))
}

/** The eleven digits before the check digit. */
function elevenOf(rank: number): string {
  const dayAndSex = Math.floor(rank / 10_000)
  const { year, month, day } = civilFromDays(FIRST_DAY + (dayAndSex >> 1))
  const mark = 1 + 2 * (Math.floor(year / 100) - 18) + (dayAndSex & 1)
  return `${pad(year % 100, 2)}${pad(month, 2)}${pad(day, 2)}${mark}${pad(rank % 10_000, 4)}`
}

function pad(n: number, length: number): string {
  return String(n).padStart(length, '0')
}
