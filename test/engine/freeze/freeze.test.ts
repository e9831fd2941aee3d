import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Input } from '../../../src/engine/read/input.ts'
import { freezePlan } from '../../../src/engine/freeze/freeze.ts'
import { rulesOnly } from '../../../src/engine/freeze/rules-only.ts'
import type { RunJob } from '../../../src/engine/freeze/job.ts'
import { planDigest } from '../../../src/plan/plan.ts'
import type { Policy } from '../../../src/policy/policy.ts'
import { inputOf, poolHere, ROOTS } from '../plans.ts'
import { small } from './small-policy.ts'

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
