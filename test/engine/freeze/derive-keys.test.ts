import { describe, expect, it } from 'vitest'
import {
  deriveJournalKey,
  deriveSubjectKeys,
  keyFacts,
  noJournalKey,
  type Roots,
} from '../../../src/engine/freeze/derive-keys.ts'
import { loadRoots } from '../../../src/engine/freeze/load-roots.ts'
import { keyCheckValue } from '../../../src/keys/derive.ts'
import { parsePolicy } from '../../../src/policy/parse-policy.ts'
import { AS_OF, GOOD } from '../../policy/good-policy.ts'

const root = (byte: number) => ({ root: new Uint8Array(32).fill(byte), ephemeral: false })
const rootsOf = (roots: Record<string, ReturnType<typeof root>>): Roots => new Map(Object.entries(roots))

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

describe('the key of what is kept of a run', () => {
  const dying = { ...root(4), ephemeral: true }
  it.each([
    ['there is none', {}, 'and the policy has none', 'add one'],
    ['one dies', { main: root(1), short: dying }, 'dies with its process', 'for keys: short'],
    ['of several none is main', { a: root(1), b: root(2) }, 'none of the policy\'s is called "main"', '(a, b)'],
  ])('is said to be missing by what is: %s', (_, named, message, hint) => {
    const roots = rootsOf(named)
    expect(deriveJournalKey(roots)).toBeUndefined()
    const error = noJournalKey(roots, 'a run in tasks')
    expect([error.code, error.message, error.hints?.[0]]).toEqual([
      'KEY_MISSING',
      expect.stringContaining(message),
      expect.stringContaining(hint),
    ])
  })

  it('is that of the only key, whatever it is called', () => {
    expect(deriveJournalKey(rootsOf({ a: root(1) }))).toEqual(deriveJournalKey(rootsOf({ main: root(1) })))
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
