import { describe, expect, it } from 'vitest'
import { derivePlanKeys, deriveSubjectKeys, keyFacts, type Roots } from '../../../src/engine/freeze/derive-keys.ts'
import { loadRoots } from '../../../src/engine/freeze/load-roots.ts'
import { keyId } from '../../../src/engine/wire/setup.ts'
import { keyCheckValue } from '../../../src/keys/derive.ts'
import type { PlannedField } from '../../../src/plan/plan.ts'
import { parsePolicy } from '../../../src/policy/parse-policy.ts'
import { AS_OF, GOOD } from '../../policy/good-policy.ts'
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

describe('the keys of the consents', () => {
  const all = ({ keys }: ReturnType<typeof deriveSubjectKeys>) =>
    Object.values(keys).map((k) => Buffer.from(k).toString('hex'))

  it('are four different ones', () => {
    expect(new Set(all(deriveSubjectKeys(rootsOf({ main: root(1) })))).size).toBe(4)
  })

  it('come from the key for consents, else the main one, else the only one', () => {
    const of = (roots: Record<string, ReturnType<typeof root>>) => all(deriveSubjectKeys(rootsOf(roots)))
    expect(of({ main: root(1), consent: root(2) })).toEqual(of({ consent: root(2) }))
    expect(of({ main: root(1), other: root(3) })).toEqual(of({ main: root(1) }))
    expect(of({ other: root(3) })).toEqual(of({ consent: root(3) }))
  })

  it('are random where the policy names no key, and the run says so', () => {
    const [a, b] = [deriveSubjectKeys(new Map()), deriveSubjectKeys(new Map())]
    expect([a.ephemeral, b.ephemeral]).toEqual([true, true])
    expect(all(a)).not.toEqual(all(b))
    expect(deriveSubjectKeys(rootsOf({ main: root(1) })).ephemeral).toBe(false)
    expect(deriveSubjectKeys(new Map([['main', { ...root(1), ephemeral: true }]])).ephemeral).toBe(true)
  })
})

describe('the roots of a policy', () => {
  it('are loaded under their names', async () => {
    const { policy } = parsePolicy(GOOD, { asOf: AS_OF })
    const key = Uint8Array.from({ length: 32 }, (_, i) => i)
    const roots = await loadRoots(policy!, '/', { PERDE_KEY: Buffer.from(key).toString('hex') })
    expect([...roots]).toEqual([['main', { root: key, ephemeral: false }]])
    await expect(loadRoots(policy!, '/', {})).rejects.toMatchObject({ code: 'KEY_MISSING' })
  })

  it('stand in the manifest as a check value and nothing else', () => {
    expect(keyFacts(rootsOf({ main: root(7) }))).toEqual({
      main: { check: keyCheckValue(root(7).root), ephemeral: false },
    })
  })
})
