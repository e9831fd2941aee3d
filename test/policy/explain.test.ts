import { describe, expect, test } from 'vitest'
import { explainPolicy } from '../../src/policy/explain.ts'
import { INVENTED } from '../../src/policy/invented-values.ts'
import { parsePolicy } from '../../src/policy/parse-policy.ts'
import { isValidBin, isValidIin } from '../../src/record/kz-id.ts'
import { GOOD, goodBut } from './good-policy.ts'

function explain(text: string, files: Record<string, string> = {}) {
  const rows = explainPolicy(parsePolicy(text).policy!, { file: (path) => files[path] })
  return new Map(rows.map((row) => [`${row.source}.${row.path}`, row]))
}

describe('a field is explained', () => {
  const rows = explain(GOOD)
  test('in the order of the policy', () => {
    expect([...rows.keys()].slice(0, 3)).toEqual(['patients.iin', 'patients.full_name', 'patients.phone'])
    expect(rows.size).toBe(13)
  })
  test('with its role, its type and its transform as a policy writes it', () => {
    expect(rows.get('patients.iin')).toMatchObject({
      role: 'identifier',
      type: 'iin',
      then: { transform: 'pseudonym person', effect: 'changed' },
    })
    expect(rows.get('visits.date')!.then.transform).toBe('shift-date { days: 180, by: subject, keep: weekday }')
    expect(rows.get('patients.income')!.then.transform).toBe('clip { max: 200000 }, then round 1000')
  })
  test('by what the transform makes of a value of nobody', () => {
    expect(rows.get('patients.birth_date')).toMatchObject({ before: '1990-05-17', then: { after: '1990' } })
    expect(rows.get('patients.age')).toMatchObject({ before: '1234.5', then: { after: '90+' } })
    expect(rows.get('patients.sex')).toMatchObject({ then: { transform: 'keep', effect: 'kept' } })
    expect(rows.get('patients.full_name')!.then).toMatchObject({ effect: 'dropped' })
    expect(rows.get('patients.full_name')!.then).not.toHaveProperty('after')
  })
  test('so that fields of one domain visibly join', () => {
    expect(rows.get('patients.iin')!.then.after).toBe(rows.get('visits.patient.iin')!.then.after)
    expect(rows.get('patients.iin')!.then.after).not.toBe(INVENTED['iin'])
  })
  test('with what happens where its condition does not hold', () => {
    expect(rows.get('visits.note')).toMatchObject({
      when: "kind != 'open'",
      then: { transform: 'redact', after: '[REDACTED]' },
      otherwise: { transform: 'keep', effect: 'kept' },
    })
  })
})

test('a transform that needs a table shows nothing without it', () => {
  const text = goodBut(['do: generalise year', 'do: { lookup: { file: map.csv } }'])
  expect(explain(text).get('patients.birth_date')!.then).toMatchObject({
    effect: 'unknown',
    transform: 'lookup { file: map.csv }',
  })
  expect(explain(text, { 'map.csv': '37,thirty-seven\n' }).get('patients.birth_date')).toMatchObject({
    before: '37',
    then: { after: 'thirty-seven' },
  })
})

test('a transform that counts all values is shown on one', () => {
  const text = goodBut(['full_name: { role: identifier, do: drop }', 'full_name: { role: identifier, do: surrogate }'])
  expect(explain(text).get('patients.full_name')!.then.effect).toBe('changed')
})

describe('invented values', () => {
  test('are no valid numbers of Kazakhstan', () => {
    expect(isValidIin(INVENTED['iin']!, { century1to6: false })).toBe(false)
    expect(isValidBin(INVENTED['bin']!)).toBe(false)
  })
  test('of the internet are reserved for examples', () => {
    expect(INVENTED['email']).toMatch(/@example\.com$/)
    expect(INVENTED['ip']).toMatch(/^192\.0\.2\./)
    expect(INVENTED['ipv6']).toMatch(/^2001:db8:/)
  })
  test('of cards fail the check of Luhn', () => {
    const digits = [...INVENTED['card']!.replaceAll(' ', '')].reverse().map(Number)
    const sum = digits.reduce(
      (total, digit, i) => total + (i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2),
      0,
    )
    expect(sum % 10).not.toBe(0)
  })
})

test('an offset is shown as it moves, and a scrubbed text without the name in it', () => {
  const rows = explain(
    goodBut([
      '    diagnosis[].code: sensitive\n',
      '    text: { role: sensitive, do: scrub }\n    start: { role: insensitive, offset-in: text }\n',
    ]),
  )
  expect(rows.get('visits.start')).toMatchObject({ then: { transform: 'offset-in text', effect: 'changed' } })
  expect(rows.get('visits.text')!.then.after).toBe('Ms [PERSON-1]: call back [PHONE-1] or write to [EMAIL-1]')
})
