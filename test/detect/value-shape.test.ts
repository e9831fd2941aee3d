import { expect, it } from 'vitest'
import { shapeOf } from '../../src/detect/value-shape.ts'

it.each([
  ['[1, 2, 3]', 'structure'],
  ['{"a": 1}', 'structure'],
  ['["A-1", "B-2"]', 'structure'],
  ['[A-1, B-2]', 'structure'],
  // what scrub leaves of a text that began with a name
  ['[PERSON-1] came in the evening with a cough', 'text'],
  ['[REDACTED] came in the evening with a cough', 'text'],
  ['[PERSON-12]', 'structure'],
])('case %# is told by how it begins', (value, shape) => {
  expect(shapeOf(value)).toBe(shape)
})
