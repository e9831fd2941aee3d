import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { dryRun } from '../../../src/engine/run/dry-run.ts'
import { temporaryFolder } from '../plans.ts'
import { jobOf, writeCase } from '../small-run.ts'

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})

describe('a run that is only tried', () => {
  it('says the gate’s answer, the plan and what each input looks like, and writes nothing', async () => {
    writeCase(folder)
    const before = readdirSync(folder)
    const { decision, plan, inputs } = await dryRun(jobOf(folder))
    expect(decision).toBe('permit')
    expect(plan.sources[0]!.fields.map((f) => f.path)).toEqual(['id', 'age', 'ill'])
    expect(inputs).toMatchObject([{ source: 'people', name: 'people.csv', fields: ['id', 'age', 'ill'], unlisted: [] }])
    expect(readdirSync(folder)).toEqual(before)
    expect(existsSync(join(folder, 'log'))).toBe(false)
  })

  it('shows what classes would make of the quasi-identifiers', async () => {
    writeCase(folder, (policy) => `${policy}anonymity: { k: 3, hierarchies: { age: { intervals: [20, 40] } } }\n`)
    const { levels } = await dryRun(jobOf(folder))
    expect(levels).toMatchObject([
      {
        source: 'people',
        path: 'age',
        generalised: { made: 'intervals', decided: 'policy', values: ['1230', '1220-1239', '1200-1239', '*'] },
      },
    ])
    writeCase(folder, (policy) => `${policy}anonymity: { k: 3 }\n`)
    expect((await dryRun(jobOf(folder))).levels).toMatchObject([{ generalised: { decided: 'data' } }])
  })

  it('refuses a population whose table is not there', async () => {
    writeCase(folder, (policy) => `${policy}anonymity: { k: 1, k-map: 3, population: all.csv }\n`)
    await expect(dryRun(jobOf(folder))).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' })
    writeFileSync(join(folder, 'all.csv'), 'age\n')
    expect((await dryRun(jobOf(folder))).decision).toBe('permit')
  })

  it('looks at no input where the gate denies', async () => {
    writeCase(folder, (policy) => policy.replace('own-records', 'leaked').replace('people.csv', 'none.csv'))
    expect(await dryRun(jobOf(folder))).toMatchObject({ decision: 'deny', inputs: [] })
  })

  it('refuses a field without a rule, and names those that would be dropped', async () => {
    writeCase(folder)
    writeFileSync(join(folder, 'people.csv'), 'id,age,ill,city\n')
    await expect(dryRun(jobOf(folder))).rejects.toMatchObject({ code: 'POLICY_UNCOVERED_FIELD' })
    writeCase(folder, (policy) => policy.replace('unlisted: fail', 'unlisted: drop'))
    writeFileSync(join(folder, 'people.csv'), 'id,age,ill,city\n')
    expect((await dryRun(jobOf(folder))).inputs[0]!.unlisted).toEqual(['city'])
  })

  it('refuses what a run would refuse at its beginning', async () => {
    writeCase(folder)
    await expect(dryRun(jobOf(folder, { target: join(folder, 'people.csv') }))).rejects.toMatchObject({
      code: 'OUTPUT_IS_INPUT',
    })
    writeFileSync(join(folder, 'people.csv'), '880101300120,45,J06\n')
    await expect(dryRun(jobOf(folder))).rejects.toMatchObject({ code: 'INPUT_NO_HEADER' })
  })
})
