import { expect, test } from 'vitest'
import { namedEntity } from '../../src/detect/named-entity.ts'

test.each([
  // the last name counts, not what it stands in
  ['patient.address.zip', 'postcode'],
  ['patient.address.state', 'locality'],
  ['patient.telecom[].phone', 'phone'],
  ['patient.@iin', 'iin'],
  // a pattern says what stands around its star
  ['patient.name.*', 'person'],
  ['"date of birth"', 'birth-date'],
  // letters of any script, joined words
  ['Дата рождения', 'birth-date'],
  ['fullName', 'person'],
  // a count or a flag of something is not the thing
  ['email_verified', undefined],
  ['phone_count', undefined],
  // a thing's name is no person's
  ['company_name', undefined],
  ['score', undefined],
  ['**', undefined],
])('%s says %s', (path, entity) => {
  expect(namedEntity(path)).toBe(entity)
})
