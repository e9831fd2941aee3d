// ISO 3779 vehicle identification number; position 9 is a check digit in North America and China
import { number } from '../../boundary.ts'
import type { Recogniser, Validation } from '../../recogniser.ts'

export const recogniser = {
  entity: 'vin',
  aliases: ['VIN', 'VEHICLE_IDENTIFICATION_NUMBER'],
  family: 'document',
  role: 'quasi-identifier',
  checksum: true,
  patterns: [{ expression: number('[A-HJ-NPR-Z0-9]{17}'), score: 0.35, name: 'vin' }],
  prefilter: { digits: 3, capital: true, run: 17, minLength: 17 },
  validate: checkDigit,
  chance: 0.09,
  context: ['vin', 'вин', 'vehicle', 'chassis', 'кузов*', 'шасси'],
  examples: { match: ['VIN 1M8GDM9AXKP042788'], reject: ['1M8GDM9A2KP04278'] },
  source: 'ISO 3779, 49 CFR 565; the example is the one of the regulation',
} satisfies Recogniser

const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
const VALUES = new Map([...'ABCDEFGH', ...'JKLMN', 'P', 'R', ...'STUVWXYZ'].map((c) => [c, letterValue(c)]))

function letterValue(c: string): number {
  if (c <= 'H') return c.charCodeAt(0) - 64
  if (c <= 'R') return c.charCodeAt(0) - 73
  return c.charCodeAt(0) - 81
}

function checkDigit(match: string): Validation {
  if (!/[A-Z]/.test(match) || !/\d{3}$/.test(match)) return false
  const sum = [...match].reduce((s, c, i) => s + (VALUES.get(c) ?? Number(c)) * WEIGHTS[i]!, 0) % 11
  return (sum === 10 ? 'X' : String(sum)) === match[8] ? true : undefined
}
