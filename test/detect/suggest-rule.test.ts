import { expect, it } from 'vitest'
import { createValueCounter, emptyFacts } from '../../src/detect/column-facts.ts'
import { reportRows } from '../../src/detect/scan-report.ts'

const count = createValueCounter()

function suggested(path: string, values: string[]): string {
  const facts = emptyFacts()
  count(facts, values)
  return reportRows([{ source: 's', path: 's.csv', facts: [[path, facts]] }])[0]!.suggest
}

const codes = Array.from({ length: 60 }, (_, i) => `C${String(i).padStart(6, '0')}`)

it.each([
  // [path, what it shows]
  ['customer_id', 'customer-id'],
  ['customerId', 'customer-id'],
  ['customer.id', 'customer-id'],
  ['id', 'id'],
])('the id %s has one pseudonym, called by its name', (path, name) => {
  expect(suggested(path, codes)).toBe(`{ role: identifier, do: pseudonym ${name} }`)
})

it('a code that a few values repeat is no id, whatever its name', () => {
  expect(
    suggested(
      'status_id',
      codes.map((_, i) => 'abc'[i % 3]!),
    ),
  ).not.toContain('pseudonym')
})

it('a birth date becomes a year, also where some are written in a way that is not read', () => {
  const dates = codes.map((_, i) => (i % 5 === 0 ? '12 ноября 1997 г.' : `19${60 + (i % 40)}-02-01`))
  expect(suggested('birth_date', dates)).toBe('{ role: quasi-identifier, do: generalise year, on-error: null }')
})
