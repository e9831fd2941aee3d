import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { freezePlan } from '../../../src/engine/freeze/freeze.ts'
import { readSideFiles } from '../../../src/engine/freeze/policy-tables.ts'
import type { Roots } from '../../../src/engine/freeze/derive-keys.ts'
import type { RunJob } from '../../../src/engine/freeze/job.ts'
import { planDigest } from '../../../src/plan/plan.ts'
import { inputOf, poolHere, ROOTS, temporaryFolder } from '../plans.ts'
import { policyOf, SMALL, small } from './small-policy.ts'

describe('the side files of a policy', () => {
  const policy = () => small('fail', '{ generalise: { hierarchy: cities.csv, level: 1 } }')

  it('are read once, under the names that the policy gives them', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'cities.csv'), 'Almaty;South;*\n')
    expect(readSideFiles(policy(), folder)).toEqual({ 'cities.csv': 'Almaty;South;*\n' })
    expect(readSideFiles(small('fail', 'mask'), folder)).toEqual({})
  })

  it('that cannot be read are an error under that name', () => {
    const folder = temporaryFolder()
    const failing = () => readSideFiles(policy(), folder)
    expect(failing).toThrow(expect.objectContaining({ name: 'PerdeError', where: { part: 'cities.csv' } }))
    writeFileSync(join(folder, 'cities.csv'), Buffer.of(0xff))
    expect(failing).toThrow(expect.objectContaining({ name: 'PerdeError', where: { part: 'cities.csv' } }))
  })
})

describe('the tables of hierarchies', () => {
  const text = (level: string) => `Almaty;${level};*\nSemey;East;*\n`
  const frozen = async (folder: string, table: string, tail = '') => {
    writeFileSync(join(folder, 'city.csv'), table)
    const yaml = SMALL.replace('UNLISTED', 'keep').replace(
      'do: VERB',
      `do: drop }\n    city: { role: quasi-identifier, do: keep`,
    )
    const policy = policyOf(`${yaml}${tail}`)
    const job = { policy, policySha256: 'ab'.repeat(32), baseDir: folder } as RunJob
    const inputs = [inputOf('csv', 'id,city\n1,Almaty\n2,Semey\n3,Almaty\n4,Semey\n')]
    return freezePlan(
      job,
      ROOTS,
      new Map(),
      { inputs, blockSize: 64, publishable: () => true, pool: poolHere() },
      undefined,
    )
  }
  const anonymity = 'anonymity: { k: 2, hierarchies: { city: city.csv } }\n'

  it('are named in the plan with their digests, so that another table is another plan', async () => {
    const folder = temporaryFolder()
    const one = await frozen(folder, text('South'), anonymity)
    const other = await frozen(folder, text('south'), anonymity)
    expect(one.plan.hierarchies).toEqual({ 'city.csv': createHash('sha256').update(text('South')).digest('hex') })
    expect(planDigest(one.plan)).not.toBe(planDigest(other.plan))
    expect(planDigest((await frozen(folder, text('South'), anonymity)).plan)).toBe(planDigest(one.plan))
  })

  it('are not named where the policy names none', async () => {
    expect((await frozen(temporaryFolder(), '', 'anonymity: { k: 2 }\n')).plan).not.toHaveProperty('hierarchies')
  })

  it('of rules are named too, the secret ones of lookup under a key that stays', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'ids.csv'), '1;a\n')
    writeFileSync(join(folder, 'city.csv'), text('South'))
    const job = (verb: string) =>
      ({ policy: small('fail', verb), policySha256: 'ab'.repeat(32), baseDir: folder }) as RunJob
    const plan = async (verb: string, roots = ROOTS) =>
      (
        await freezePlan(
          job(verb),
          roots,
          new Map(),
          { inputs: [], blockSize: 64, publishable: () => true, pool: poolHere() },
          undefined,
        )
      ).plan
    expect(Object.keys((await plan('{ generalise: { hierarchy: city.csv, level: 1 } }')).hierarchies!)).toEqual([
      'city.csv',
    ])
    const secret = await plan('{ lookup: { file: ids.csv } }')
    expect(secret).not.toHaveProperty('hierarchies')
    // Keyed: who has the plan and guesses the table cannot see that the guess is right.
    expect(secret.tables).toEqual({ 'ids.csv': expect.stringMatching(/^[0-9a-f]{64}$/) as string })
    expect(secret.tables!['ids.csv']).not.toBe(createHash('sha256').update('1;a\n').digest('hex'))
    expect((await plan('{ lookup: { file: ids.csv } }')).tables).toEqual(secret.tables)
    writeFileSync(join(folder, 'ids.csv'), '1;b\n')
    expect(planDigest(await plan('{ lookup: { file: ids.csv } }'))).not.toBe(planDigest(secret))
    const ephemeral: Roots = new Map([['main', { root: new Uint8Array(32), ephemeral: true }]])
    expect(await plan('{ lookup: { file: ids.csv } }', ephemeral)).not.toHaveProperty('tables')
  })

  it.each([
    ['ragged', 'Almaty;South;*\nSemey;*\n', 2],
    ['cyclic', 'Almaty;Semey;*\nSemey;Almaty;*\n', 1],
    ['without a tree', 'Almaty;South;*\nSemey;South;A\n', 2],
    ['empty', '\n', undefined],
  ])('that are %s are refused before a record is read', async (_, table, line) => {
    const failing = frozen(temporaryFolder(), table, anonymity)
    await expect(failing).rejects.toThrow(
      expect.objectContaining({ code: 'POLICY_INVALID', where: { part: 'city.csv', ...(line && { line }) } }),
    )
  })
})
