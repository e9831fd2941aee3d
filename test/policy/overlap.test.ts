import fc from 'fast-check'
import { expect, test } from 'vitest'
import { onlyMeeting, overlaps } from '../../src/policy/overlap.ts'
import { formatPath, matchesPath, parsePath } from '../../src/record/path.ts'
import type { Step } from '../../src/record/path.ts'

const meet = (a: string, b: string) => overlaps(parsePath(a), parsePath(b))

test.each([
  ['a.*', '*.b', true],
  ['a.*', 'b.*', false],
  ['**.email', '**.phone', false],
  ['**.email', 'contact.**', true],
  ['**', 'a[].b', true],
  ['*', 'a[]', false],
  ['a[].*', 'a.**', true],
  ['a.*.c', 'a.**', true],
  ['a.*', 'a.b.c', false],
  ['**.a.**', 'a', true],
  ['*.*', '**.x.y.z', false],
])('%s and %s can match the same field: %s', (a, b, expected) => {
  expect(meet(a, b)).toBe(expected)
  expect(meet(b, a)).toBe(expected)
})

const pattern = fc
  .array(fc.constantFrom('a', 'b', '*', '**', '[]'), { minLength: 1, maxLength: 4 })
  .map((parts) =>
    parts.reduce((text, part) => (part === '[]' ? `${text}[]` : text === '' ? part : `${text}.${part}`), ''),
  )

test('patterns that match one field overlap, and such that overlap match one field', () => {
  const steps: Step[] = [{ kind: 'name', name: 'a' }, { kind: 'name', name: 'b' }, { kind: 'each' }]
  const fields: Step[][] = [[]]
  for (let n = 0, from = 0; n < 5; n++) {
    const to = fields.length
    for (; from < to; from++) for (const step of steps) fields.push([...fields[from]!, step])
  }
  fc.assert(
    fc.property(pattern, pattern, (a, b) => {
      const [x, y] = [parsePath(a), parsePath(b)]
      const common = fields.some((field) => matchesPath(x, field) && matchesPath(y, field))
      if (common) expect(overlaps(x, y)).toBe(true)
      // Two patterns of four parts that overlap do so within eight steps; five are looked at here.
      if (!common && x.length + y.length <= 5) expect(overlaps(x, y)).toBe(false)
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['a.*', '*.b', 'a.b'],
  ['*.*', 'a.*', undefined],
  ['a.**', '**.b', undefined],
  ['a.*', 'b.*', undefined],
])('%s and %s meet in %s only', (a, b, expected) => {
  const met = onlyMeeting(parsePath(a), parsePath(b))
  expect(met && formatPath(met)).toBe(expected)
})
