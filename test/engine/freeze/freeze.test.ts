import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Input } from '../../../src/engine/read/input.ts'
import {
  consentRequest,
  consentSetup,
  freezePlan,
  needsProfile,
  readConsents,
  rulesOnly,
  subjectEntity,
} from '../../../src/engine/freeze/freeze.ts'
import { deriveSubjectKeys } from '../../../src/engine/freeze/derive-keys.ts'
import type { RunJob } from '../../../src/engine/freeze/job.ts'
import { planDigest } from '../../../src/plan/plan.ts'
import type { Policy } from '../../../src/policy/policy.ts'
import { AS_OF, goodBut } from '../../policy/good-policy.ts'
import { inputOf, poolHere, ROOTS, temporaryFolder } from '../plans.ts'
import { policyOf, small } from './small-policy.ts'

const freeze = (policy: Policy, inputs: Input[], surprises = new Map<string, Set<string>>()) =>
  freezePlan(
    { policy, policySha256: 'ab'.repeat(32), baseDir: '/' } as RunJob,
    ROOTS,
    surprises,
    { inputs, blockSize: 64, publishable: () => true, pool: poolHere() },
    undefined,
  )

const people = (n: number) =>
  `id,note,mail,photo,empty\n${Array.from({ length: n }, (_, i) => `person ${i % 7},a short note about nothing,name${i}@example.org,,\n`).join('')}`

describe('a plan is frozen', () => {
  it('at once where the policy needs nothing from the data', async () => {
    const policy = small('fail', 'pseudonym')
    const untouchable = {
      ...inputOf('csv', ''),
      bytes: { name: 'x', size: 0, open: () => Promise.reject(new Error('opened')), close: async () => undefined },
    }
    const { plan, setup, profiled } = await freeze(policy, [untouchable])
    expect([planDigest(plan), profiled]).toEqual([
      planDigest(rulesOnly({ policy, policySha256: 'ab'.repeat(32) }, new Map())),
      undefined,
    ])
    expect(setup.plan).toBe(plan)
    expect(Object.keys(setup.keys)).toHaveLength(1)
  })

  it('with measure keys of its own each time', async () => {
    const [a, b] = [await freeze(small('fail', 'mask'), []), await freeze(small('fail', 'mask'), [])]
    expect(a.setup.measureKey).toHaveLength(32)
    expect(a.setup.measureKey).not.toEqual(b.setup.measureKey)
  })

  it('after a look at the data where fields are left to the detector, with a decision for each that was met', async () => {
    const { plan, profiled } = await freeze(small('detect', 'pseudonym'), [inputOf('csv', people(40))])
    const decided = Object.fromEntries(
      plan.sources[0]!.fields.map((f) => [f.path, [f.origin, f.do[0]?.verb ?? 'keep']]),
    )
    expect(decided).toMatchObject({
      id: ['rule', 'pseudonym'],
      mail: ['detected', 'redact'],
      note: ['detected', 'scrub'],
    })
    expect(Object.keys(decided).sort()).toEqual(['empty', 'id', 'mail', 'note', 'photo'])
    expect(plan.sources[0]!.unlisted).toBe('fail')
    expect(profiled).toHaveLength(1)
  })

  it('with the digests of the tables that its verbs collected, and those tables for the workers', async () => {
    const inputs = [inputOf('csv', 'id\nb\na\n'), inputOf('csv', 'id\nc\nb\n', { name: 'more.csv' })]
    const { plan, setup } = await freeze(small('fail', 'surrogate'), inputs)
    const [table] = Object.values(setup.tables)
    expect(plan.sources[0]!.tables).toEqual({ '0/do/0': createHash('sha256').update(table!).digest('hex') })
    expect(table!.buffer).toBeInstanceOf(SharedArrayBuffer)
    const other = await freeze(small('fail', 'surrogate'), [inputs[0]!])
    expect(planDigest(other.plan)).not.toBe(planDigest(plan))
  })

  it('with surprises redacted', async () => {
    const { plan } = await freeze(small('fail', 'mask'), [], new Map([['people', new Set(['code'])]]))
    expect(plan.sources[0]!.fields[0]).toMatchObject({ path: 'code', do: [{ verb: 'redact' }] })
  })
})

describe('a look at the data', () => {
  const cases: [string, string, string, boolean][] = [
    // why, unlisted, the verb, whether
    ['is not needed for verbs of one value', 'fail', 'pseudonym', false],
    ['is needed for fields left to the detector', 'detect', 'mask', true],
    ['is needed for numbers in the order of the values', 'drop', 'surrogate', true],
    ['is needed for those in the other branch too', 'keep', '[mask], when: "a == 1", else: surrogate', true],
  ]
  it.each(cases)('%s', (_, unlisted, verb, needed) => {
    const policy = small(unlisted, verb)
    expect(needsProfile(policy, rulesOnly({ policy, policySha256: '' }, new Map()))).toBe(needed)
  })
})

describe('the request to a register', () => {
  const request = (policy: Policy) =>
    consentRequest(policy, rulesOnly({ policy, policySha256: '' }, new Map()), new Date('2026-06-01T12:00:00.700Z'))

  it('asks for purpose, processing and controller as of a whole second', () => {
    expect(request(policyOf())).toEqual({
      purpose: 'dpv:ServiceOptimisation',
      processing: 'dpv-ai:ModelTraining',
      categories: [],
      controller: 'City Polyclinic',
      asOf: Date.UTC(2026, 5, 1, 12) / 1000,
      subsume: false,
    })
  })

  it('asks for biometrics only where a biometric field is used other than erased', () => {
    const photo = 'photo: { role: biometric, do: drop }'
    const asked = (rule: string) => request(policyOf(goodBut([photo, `photo: ${rule}`]))).categories
    expect(asked('{ role: biometric, do: redact }')).toEqual([])
    expect(asked('{ role: biometric, do: "null" }')).toEqual([])
    expect(asked('{ role: biometric, do: pseudonym }')).toEqual(['biometric'])
    expect(asked('{ role: biometric, do: drop, when: "sex == 1", else: pseudonym }')).toEqual(['biometric'])
  })
})

describe('the consents of a run', () => {
  it('are those of the policy’s register, with subjects as the data has them', async () => {
    const folder = temporaryFolder()
    const policy = policyOf()
    const { path, ...columns } = policy.consent!.register!
    writeFileSync(join(folder, path), `${Object.values(columns).join(',')}\n`)
    const plan = rulesOnly({ policy, policySha256: '' }, new Map())
    expect(subjectEntity(plan)).toBe('iin')
    const { keys } = deriveSubjectKeys(ROOTS)
    const register = await readConsents({ policy, baseDir: folder, env: {} }, plan, keys, AS_OF)
    expect(register!.rows).toBe(0)
    const setup = consentSetup(policy, plan, AS_OF, register, keys)!
    expect(setup.bytes).toBeInstanceOf(SharedArrayBuffer)
    expect(setup.subjectKeys).toEqual([keys.a, keys.b])
  })

  it('are none where the policy rests on another ground', async () => {
    const policy = small('fail', 'mask')
    const plan = rulesOnly({ policy, policySha256: '' }, new Map())
    const { keys } = deriveSubjectKeys(ROOTS)
    expect(await readConsents({ policy, baseDir: '/', env: {} }, plan, keys, AS_OF)).toBeUndefined()
    expect(consentSetup(policy, plan, AS_OF, undefined, keys)).toBeUndefined()
  })
})
