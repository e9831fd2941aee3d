import { describe, expect, it } from 'vitest'
import { joinColumns, type JoinedSource } from '../../src/detect/joined-columns.ts'
import type { ReportRow } from '../../src/detect/report-row.ts'

const row = (source: string, path: string, suggest: string, more: Partial<ReportRow> = {}): ReportRow => ({
  source,
  path,
  entity: 'none',
  role: suggest.includes('identifier') ? 'identifier' : 'insensitive',
  confidence: 0.4,
  evidence: [],
  suggest,
  ...more,
})
const id = (domain: string) => `{ role: identifier, do: pseudonym ${domain} }`
const IIN = '{ role: identifier, type: iin, do: pseudonym person }'
const suggested = (rows: ReportRow[], sources: JoinedSource[]) =>
  Object.fromEntries(joinColumns(rows, sources).map(({ source, path, suggest }) => [`${source}.${path}`, suggest]))

describe('columns that name the same things', () => {
  it('get one rule where a foreign key connects them, the one that knows what they are', () => {
    const key = { columns: ['who'], table: 'public.people', references: ['iin'] }
    const sources = [{ source: 'people', table: 'public.people' }, { source: 'visits', table: 'public.visits', foreignKeys: [key] }] // prettier-ignore
    const rows = [row('people', 'iin', IIN), row('visits', 'who', 'insensitive'), row('visits', 'cost', 'insensitive')]
    expect(suggested(rows, sources)).toEqual({ 'people.iin': IIN, 'visits.who': IIN, 'visits.cost': 'insensitive' })
  })

  it('get one rule where both are of a table that was not scanned', () => {
    const key = (column: string) => ({ columns: [column], table: 'public.staff', references: ['id'] })
    const sources = ['a', 'b'].map((source) => ({ source, foreignKeys: [key('boss')] }))
    const rows = [row('a', 'boss', id('boss')), row('b', 'boss', 'insensitive')]
    expect(suggested(rows, sources)).toEqual({ 'a.boss': id('boss'), 'b.boss': id('boss') })
  })

  it('get one rule where ids have one name, or the name of the table', () => {
    const rows = [
      row('customers', 'id', id('id')),
      row('orders', 'id', id('id')),
      row('orders', 'customer_id', 'insensitive'),
      row('calls', 'customerId', id('customer-id')),
    ]
    expect(
      suggested(
        rows,
        ['customers', 'orders', 'calls'].map((source) => ({ source })),
      ),
    ).toEqual({
      'customers.id': id('customer-id'),
      'orders.id': id('order-id'),
      'orders.customer_id': id('customer-id'),
      'calls.customerId': id('customer-id'),
    })
  })

  it('keep what is surely something else, and what nothing connects', () => {
    const rows = [
      row('a', 'tax_id', id('tax-id')),
      row('b', 'tax_id', '{ role: identifier, type: de-tax, do: drop }', { confidence: 0.9 }),
      row('b', 'other', 'insensitive'),
    ]
    expect(suggested(rows, [{ source: 'a' }, { source: 'b' }])).toMatchObject({
      'b.tax_id': '{ role: identifier, type: de-tax, do: drop }',
      'b.other': 'insensitive',
    })
  })
})
