import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  consentRequest,
  consentSetup,
  readConsents,
  subjectEntity,
} from '../../../src/engine/freeze/consents-of-plan.ts'
import { deriveSubjectKeys } from '../../../src/engine/freeze/derive-keys.ts'
import { rulesOnly } from '../../../src/engine/freeze/rules-only.ts'
import type { Policy } from '../../../src/policy/policy.ts'
import { AS_OF, goodBut } from '../../policy/good-policy.ts'
import { ROOTS, temporaryFolder } from '../plans.ts'
import { policyOf, small } from './small-policy.ts'

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
