import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { checkPurpose } from '../../src/policy/gate.ts'
import { explainPolicy } from '../../src/policy/explain.ts'
import { FINDINGS } from '../../src/policy/finding.ts'
import { parsePolicy } from '../../src/policy/parse-policy.ts'
import { readYaml } from '../../src/policy/yaml-source.ts'
import { AS_OF, ENTITIES, GOOD } from './good-policy.ts'
import { mutations } from './mutations.ts'

/** Never throws; each finding has a place in the text; a policy that is handed out can be asked, explained and hashed. */
function survives(text: string): void {
  const { policy, digest, findings } = parsePolicy(text, { entities: ENTITIES, asOf: AS_OF })
  const lines = text.split('\n')
  for (const { code, message, severity, where } of findings) {
    expect(FINDINGS).toHaveProperty(code, severity)
    expect(message).toMatch(/^[^\n]+$/)
    expect(where.line).toBeGreaterThanOrEqual(1)
    expect(where.line).toBeLessThanOrEqual(lines.length)
    expect(where.column).toBeGreaterThanOrEqual(1)
    expect(where.column).toBeLessThanOrEqual(lines[where.line! - 1]!.length + 1)
  }
  const refused = findings.some(({ severity }) => severity === 'error')
  expect(policy === undefined).toBe(refused)
  if (!policy) return
  expect(digest).toMatch(/^[0-9a-f]{64}$/)
  expect(['permit', 'deny']).toContain(checkPurpose({ policy, asOf: AS_OF }).decision)
  expect(explainPolicy(policy).length).toBe(Object.values(policy.fields).flatMap(Object.keys).length)
}

test('a policy with random changes of its data is never a crash', () => {
  const { value } = readYaml(GOOD)
  fc.assert(
    fc.property(mutations(value), fc.boolean(), (document, json) => {
      survives(json ? JSON.stringify(document, null, 1) : stringify(document))
    }),
    { numRuns: 600 },
  )
})

test('a policy with random changes of its text is never a crash', () => {
  const pieces = fc.constantFrom(
    '',
    ' ',
    '\n',
    '  ',
    '\t',
    ':',
    ': ',
    '- ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '"',
    "'",
    '&a ',
    '*a',
    '!x ',
    '<<: ',
    '#',
    '|',
    '>',
    '%',
    '\u0000',
    '\ufeff',
    '\ud83d',
    '😀',
    'null',
    '~',
    '1e999',
    '---\n',
    '\r',
    '?',
    '\u2028',
    '__proto__',
    'constructor',
  )
  const edit = fc.record({ at: fc.nat(GOOD.length), cut: fc.nat(6), put: pieces })
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
      survives(edits.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), GOOD))
    }),
    { numRuns: 1000 },
  )
})

test('any text at all is never a crash', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), survives), { numRuns: 500 })
})
