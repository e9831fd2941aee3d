/** The rule that a verdict suggests: direct identifiers go or become pseudonyms, the rest is coarsened or named. */
import type { ColumnFacts } from './column-facts.ts'
import type { Verdict } from './column-verdict.ts'
import { modalities } from './modalities.ts'
import { recognisers } from './registry.ts'

/** entity → what to do with it; a function where the values decide */
const DO: Record<string, string | ((facts: ColumnFacts) => string | undefined)> = {
  iin: 'pseudonym person',
  phone: 'pseudonym phone',
  email: 'pseudonym email',
  username: 'pseudonym username',
  'person-number': 'pseudonym person-number',
  ip: 'pseudonym ip',
  mac: 'pseudonym device',
  imei: 'pseudonym device',
  card: '{ mask: { last: 4 } }',
  iban: '{ mask: { first: 2, last: 4 } }',
  'birth-date': dates('year'),
  'event-date': dates('month'),
  date: dates('month'),
  age: (facts) => (shareOf(facts, 'integer', 'boolean', 'decimal') === 1 ? 'bucket 10' : undefined),
  postcode: 'prefix 3',
  coordinates: (facts) => (shareOf(facts, 'integer', 'boolean', 'decimal') === 1 ? 'geo 1' : 'drop'),
  vehicle: 'pseudonym vehicle',
  vin: 'pseudonym vehicle',
  text: '{ scrub: { with: label } }',
  secret: 'drop',
  unknown: 'drop',
}

const TYPES = new Set([...recognisers.map((r) => r.entity), ...modalities.map((m) => m.entity)])

/** One line of YAML: `{ role: identifier, type: iin, do: pseudonym person }`, or the role alone where the value may stay. */
export function suggestRule({ entity, role }: Verdict, facts: ColumnFacts): string {
  const rule = DO[entity]
  const steps = (typeof rule === 'function' ? rule(facts) : rule) ?? fallback(entity, role)
  if (steps === undefined) return role
  const type = role === 'identifier' && TYPES.has(entity) ? `, type: ${entity}` : ''
  return `{ role: ${role}${type}, do: ${steps} }`
}

/** Identifiers and biometrics may not stay as they are; national numbers of every kind are dropped, for they join too much. */
function fallback(entity: string, role: Verdict['role']): string | undefined {
  if (role === 'identifier' || role === 'biometric') return 'drop'
  return recognisers.some((r) => r.entity === entity && r.family === 'secret') ? 'drop' : undefined
}

/** Coarser dates where all values are dates; else the field is named for a person to decide. */
function dates(level: 'year' | 'month'): (facts: ColumnFacts) => string | undefined {
  return (facts) =>
    shareOf(facts, 'date', 'date-time') === 1 || (level === 'year' && shareOf(facts, 'date', 'date-time', 'year') === 1)
      ? `generalise ${level}`
      : undefined
}

function shareOf(facts: ColumnFacts, ...shapes: string[]): number {
  const filled = facts.count - facts.blank
  return filled === 0 ? 0 : shapes.reduce((sum, s) => sum + (facts.shapes[s] ?? 0), 0) / filled
}
