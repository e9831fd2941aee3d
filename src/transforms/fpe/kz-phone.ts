import { digitsOf, numberOf, symbolsOf, withDigits } from './shape.ts'
import type { Shape } from './shape.ts'

/** Three-digit beginnings of the national number, mobile and geographic (numbering plan of Kazakhstan). */
const MOBILE = prefixes([700, 708], [747, 747], [760, 764], [771, 771], [775, 778], [785, 785])
const GEOGRAPHIC = prefixes([710, 729])

/** Phone of Kazakhstan to phone of Kazakhstan, mobile to mobile and land line to land line, in the same written form. */
export function kzPhoneShape(kept: ReadonlySet<string>): Shape {
  return {
    radix: 10,
    read(text) {
      const national = nationalOf(text, kept)
      const plan = planOf(national)
      if (!national || !plan) return 'not a phone number of Kazakhstan'
      return symbolsOf(plan.indexOf(national.slice(0, 3)) * 1e7 + Number(national.slice(3)), 9)
    },
    fits: (symbols, text) => numberOf(symbols) < planOf(nationalOf(text, kept))!.length * 1e7,
    write(symbols, text) {
      const n = numberOf(symbols)
      const prefix = planOf(nationalOf(text, kept))![Math.floor(n / 1e7)]!
      return withDigits(text, prefix + String(n % 1e7).padStart(7, '0'))
    },
  }
}

function prefixes(...ranges: [number, number][]): string[] {
  return ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => String(from + i)))
}

/** The ten digits behind +7 or 8. */
function nationalOf(text: string, kept: ReadonlySet<string>): string | undefined {
  const digits = digitsOf(text, kept)
  if (digits?.length === 11 && (digits[0] === '7' || digits[0] === '8')) return digits.slice(1)
  return digits?.length === 10 ? digits : undefined
}

function planOf(national: string | undefined): string[] | undefined {
  const prefix = national?.slice(0, 3) ?? ''
  return [MOBILE, GEOGRAPHIC].find((plan) => plan.includes(prefix))
}
