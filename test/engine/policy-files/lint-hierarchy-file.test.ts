import { expect, it } from 'vitest'
import { findingsOf, lintHierarchyText } from '../../../src/engine/policy-files/lint-hierarchy-file.ts'

it('names five lines of a fault at a level, and counts the rest', () => {
  const rows = Array.from({ length: 8 }, (_, i) => `${10 * i + 10};${10 * i}-${10 * i + 9};*\n`)
  const findings = findingsOf(lintHierarchyText(`1;0-9;*\n${rows.join('')}`), 'age.csv')
  expect(findings.map(({ message, where }) => [message, where.line])).toEqual([
    ...[2, 3, 4, 5, 6].map((line) => ['the leaf lies outside of the range of its row', line]),
    ['the same on 3 more lines', undefined],
  ])
  expect(findings.map(({ hint }) => hint !== undefined)).toEqual([true, false, false, false, false, false])
})
