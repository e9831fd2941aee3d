/** The rule that a verdict suggests: direct identifiers go or become pseudonyms, the rest is coarsened or named. */
import type { ColumnFacts } from './column-facts.ts'
import type { Verdict } from './verdict.ts'
import { headerWords } from './header-words.ts'
import { modalities } from './modalities.ts'
import { recognisers } from './registry.ts'
import { distinctIn } from './sketch.ts'
import { asSpecial } from './special-names.ts'

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
  'birth-date': birthDates,
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

/** Plates of every country are one pseudonym with those that only their field's name tells of. */
function asVehicle(entity: string): string {
  return entity.endsWith('-plate') ? 'vehicle' : entity
}

const TYPES = new Set([...recognisers.map((r) => r.entity), ...modalities.map((m) => m.entity)])

/** One line of YAML: `{ role: identifier, type: iin, do: pseudonym person }`, or the role alone where the value may stay. */
export function suggestRule({ entity, role }: Verdict, facts: ColumnFacts, path: string): string {
  if (entity === ID) return `{ role: ${role}, do: pseudonym ${idName(path)} }`
  const rule = DO[asVehicle(entity)]
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

/** The entity of customer numbers and the like; what it is called is the field's own name. */
const ID = 'person-number'

/**
 * The id of a person or thing by its name (`customer_id`, `buyer.id`, `orderId`), where its values tell records apart
 * and no recogniser is sure that they are something else. By name, so that it is one pseudonym in every source.
 */
function asId(path: string, found: Verdict, facts: ColumnFacts): Verdict {
  if (found.role === 'biometric' || headerWords(path).at(-1) !== 'id') return found
  if (found.entity === ID) return { ...found, role: 'identifier' }
  if (found.confidence >= 0.5 && found.entity !== 'none') return found
  const filled = facts.count - facts.blank
  const distinct = distinctIn(facts.distinct)
  // The sketch is exact where there are few values; a key of another table may stand in several records.
  if (distinct < 2 || distinct < 0.2 * filled) return found
  return {
    entity: ID,
    role: 'identifier',
    confidence: 0.5,
    evidence: ['the name of an id', 'values that tell records apart'],
  }
}

/** What the name of a field says, where its values say less. */
export function asNamed(path: string, found: Verdict, facts: ColumnFacts): Verdict {
  return asSpecial(path, asId(path, found, facts))
}

/** `customer_id`, `customer.id` and `customerId` are one id: `customer-id`. */
function idName(path: string): string {
  const words = headerWords(path)
  const name = words.at(-1) === 'id' ? words.slice(-2) : [headerWords(path.split('.').at(-1)!).join('-')]
  return name.filter((word) => word !== '').join('-') || ID
}

/** The year, whatever the spelling of the rest; what is no date that perde reads becomes null. */
function birthDates(facts: ColumnFacts): string {
  return dates('year')(facts) ?? `${coarser('year', facts)}, on-error: null`
}

/** Coarser dates where all values are dates of one order; else the field is named for a person to decide. */
function dates(level: 'year' | 'month'): (facts: ColumnFacts) => string | undefined {
  return (facts) => {
    const { dayFirst, monthFirst } = facts.slashDates
    if (dayFirst > 0 && monthFirst > 0) return undefined
    return shareOf(facts, 'date', 'date-time') === 1 ||
      (level === 'year' && shareOf(facts, 'date', 'date-time', 'year') === 1)
      ? coarser(level, facts)
      : undefined
  }
}

/** `01/02/2020` has the month first where other values of the column can be read in no other way. */
function coarser(level: 'year' | 'month', { slashDates: { dayFirst, monthFirst } }: ColumnFacts): string {
  return monthFirst > dayFirst ? `{ generalise: { to: ${level}, slash: mdy } }` : `generalise ${level}`
}

function shareOf(facts: ColumnFacts, ...shapes: string[]): number {
  const filled = facts.count - facts.blank
  return filled === 0 ? 0 : shapes.reduce((sum, s) => sum + (facts.shapes[s] ?? 0), 0) / filled
}
