import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { policyDigest } from '../../src/policy/digest.ts'
import { parsePolicy } from '../../src/policy/parse-policy.ts'
import { readYaml } from '../../src/policy/yaml-source.ts'
import { GOOD, goodBut } from './good-policy.ts'

const DIGEST = parsePolicy(GOOD).digest

test('the digest is SHA-256 over canonical JSON', () => {
  expect(policyDigest({ b: [1, 'ж'], a: { d: null, c: 1.5 } })).toBe(
    createHash('sha256').update('{"a":{"c":1.5,"d":null},"b":[1,"ж"]}').digest('hex'),
  )
})

test('comments, layout and quotes do not change the digest', () => {
  const commented = GOOD.replaceAll('\n', ' # a comment\n').replace('clinic-2026', '"clinic-2026"')
  expect(parsePolicy(commented).digest).toBe(DIGEST)
  expect(parsePolicy(JSON.stringify(readYaml(GOOD).value)).digest).toBe(DIGEST)
  expect(parsePolicy(GOOD.replaceAll('\n', '\r\n')).digest).toBe(DIGEST)
})

/** The same data with the keys of every mapping in another order. */
function shuffled(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, random))
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).map(([key, item]) => [random(), key, shuffled(item, random)] as const)
  return Object.fromEntries(entries.sort(([a], [b]) => a - b).map(([, key, item]) => [key, item]))
}

test('the order of keys does not change the digest', () => {
  const { value } = readYaml(GOOD)
  fc.assert(
    fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), fc.boolean(), (numbers, json) => {
      const other = shuffled(value, () => numbers.next().value as number)
      const text = json ? JSON.stringify(other) : stringify(other)
      expect(parsePolicy(text).digest).toBe(DIGEST)
    }),
    { numRuns: 50 },
  )
})

test('any change of what is written changes the digest', () => {
  const changed = [
    goodBut(['generalise year', 'generalise month']),
    goodBut(['until: 2027-12-31', 'until: 2027-12-30']),
    goodBut(['title: Visits', 'title: visits']),
    goodBut(['unlisted: fail\n', '']),
    goodBut(['[kk, ru, en]', '[ru, kk, en]']),
  ].map((text) => parsePolicy(text).digest)
  expect(new Set([DIGEST, ...changed]).size).toBe(changed.length + 1)
})
