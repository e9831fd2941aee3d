import { expect, it } from 'vitest'
import { reviewFault } from '../../src/policy/risk-review.ts'

const NOW = new Date('2026-03-01T12:00:00Z')

it.each<[string, Parameters<typeof reviewFault>[0], string | undefined]>([
  ['365 days ago', { risk: 'high', reviewed: '2025-03-01' }, undefined],
  ['a day more', { risk: 'high', reviewed: '2025-02-28' }, 'older than a year'],
  ['never', { risk: 'high' }, 'never reviewed'],
  ['never, of a system of medium risk', { risk: 'medium' }, undefined],
  ['long ago, of a system that is not stated', { reviewed: '2001-01-01' }, undefined],
])('R51: the risks of a high-risk system are reviewed every year: %s', (_, system, fault) => {
  const found = reviewFault(system, NOW)
  if (fault === undefined) expect(found).toBeUndefined()
  else expect(found).toContain(fault)
})
