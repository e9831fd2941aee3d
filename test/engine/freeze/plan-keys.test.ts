import { describe, expect, it } from 'vitest'
import type { Roots } from '../../../src/engine/freeze/derive-keys.ts'
import { derivePlanKeys } from '../../../src/engine/freeze/plan-keys.ts'
import { keyId } from '../../../src/engine/wire/setup.ts'
import type { PlannedField } from '../../../src/plan/plan.ts'
import { field, planOf, sourceOf, steps } from '../plans.ts'

const root = (byte: number) => ({ root: new Uint8Array(32).fill(byte), ephemeral: false })
const rootsOf = (roots: Record<string, ReturnType<typeof root>>): Roots => new Map(Object.entries(roots))
const keysOf = (fields: PlannedField[], roots = rootsOf({ main: root(1) })) =>
  derivePlanKeys(planOf([sourceOf(fields)]), roots)
const hex = (keys: Record<string, Uint8Array>) => Object.values(keys).map((k) => Buffer.from(k).toString('hex'))

describe('the keys of a plan', () => {
  it('are made for every step of both branches that asks for one', () => {
    const fields = [field('a', 'mask'), field('b', 'pseudonym', { when: 'c == 1', else: steps('mask', 'encrypt') })]
    expect(Object.keys(keysOf(fields))).toEqual([keyId('people', 1, 'do', 0, 0), keyId('people', 1, 'else', 1, 0)])
  })

  it('differ from field to field, and are one in a domain', () => {
    const [a, b] = hex(keysOf([field('a', 'pseudonym'), field('b', 'pseudonym')]))
    expect(a).not.toBe(b)
    const [c, d] = hex(keysOf([field('a', 'pseudonym person'), field('b', 'pseudonym person')]))
    expect(c).toBe(d)
  })

  it('differ from source to source, purpose to purpose and data set to data set', () => {
    const fields = [field('a', 'pseudonym')]
    const plans = [
      planOf([sourceOf(fields)]),
      planOf([sourceOf(fields, { name: 'visits' })]),
      planOf([sourceOf(fields)], { purpose: 'dpv:Marketing' }),
      planOf([sourceOf(fields)], { dataset: 'other' }),
    ]
    const roots = rootsOf({ main: root(1) })
    expect(new Set(plans.flatMap((plan) => hex(derivePlanKeys(plan, roots)))).size).toBe(4)
  })

  it('never are a root, nor tell one', () => {
    for (const key of hex(keysOf([field('a', 'pseudonym person'), field('b', 'encrypt')])))
      expect(key).not.toContain('01'.repeat(8))
  })

  const roots: [string, Record<string, ReturnType<typeof root>>, string | undefined, number | undefined][] = [
    // what the policy has, its roots, the root that the step names, the root that counts
    ['one called main', { main: root(1), other: root(2) }, undefined, 1],
    ['a single one of any name', { other: root(2) }, undefined, 2],
    ['the one that the step names', { main: root(1), other: root(2) }, 'other', 2],
    ['none', {}, undefined, undefined],
    ['several, none called main', { a: root(1), b: root(2) }, undefined, undefined],
    ['not the one that the step names', { main: root(1) }, 'other', undefined],
  ]
  it.each(roots)('come from the right root where the policy has %s', (_, given, key, counts) => {
    const fields = [
      field('a', [{ verb: 'pseudonym', options: { domain: 'person', ...(key !== undefined && { key }) } }]),
    ]
    const derive = () => hex(keysOf(fields, rootsOf(given)))
    if (counts === undefined) expect(derive).toThrow(expect.objectContaining({ code: 'KEY_MISSING' }))
    else expect(derive()).toEqual(hex(keysOf([field('a', 'pseudonym person')], rootsOf({ main: root(counts) }))))
  })
})
