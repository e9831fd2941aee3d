import { expect, test } from 'vitest'
import { verbs } from '../../src/transforms/registry.ts'
import { propertiesWith } from '../../src/transforms/any-verb.ts'
import { ru996Of } from '../../src/transforms/ru996.ts'

test('R33: every verb but keep has a technique class of ISO/IEC 20889 and a method of order 996', () => {
  const methods = Object.fromEntries(verbs.map((verb) => [verb.name, ru996Of(propertiesWith(verb, {}))]))
  const keepsWhatLeadsBack = ['pseudonym', 'surrogate', 'encrypt', 'fpe', 'lookup']
  expect(methods).toEqual(
    Object.fromEntries(
      verbs.map(({ name }) => [
        name,
        name === 'keep' ? undefined : keepsWhatLeadsBack.includes(name) ? 'identifiers' : 'change-of-composition',
      ]),
    ),
  )
  for (const verb of verbs) expect(propertiesWith(verb, {}).iso20889 === 'none', verb.name).toBe(verb.name === 'keep')
})
