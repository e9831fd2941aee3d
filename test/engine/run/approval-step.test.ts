import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { namedFiles } from '../../../src/engine/policy-files/named-files.ts'
import { temporaryFolder } from '../plans.ts'
import { jobOf, runCase, writeCase } from '../small-run.ts'

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
  writeCase(folder, (policy) =>
    policy.replace('ill: sensitive', 'ill: { role: sensitive, do: { lookup: { file: ills.csv } } }').replace(
      'output:',
      `anonymity:
  source: people
  k: 2
  k-map: 2
  population: { path: all.csv, fields: { age: years } }
  hierarchies: { age: { file: ages.csv } }
output:`,
    ),
  )
  writeFileSync(join(folder, 'ills.csv'), 'J06,cold\nI10,other\n')
  writeFileSync(join(folder, 'ages.csv'), '20;*\n40;*\n60;*\n')
  writeFileSync(join(folder, 'all.csv'), `years\n${'20\n40\n60\n'.repeat(12)}`)
})

const NAMES = ['ages.csv', 'ills.csv', 'population: all.csv']

describe('a run by a policy that somebody approved with its files', () => {
  it('reads these files', async () => {
    const { policy, baseDir } = jobOf(folder)
    const approvedFiles = await namedFiles(policy, baseDir)
    expect(Object.keys(approvedFiles).sort()).toEqual(NAMES)
    expect((await runCase(folder, { approvedFiles })).manifest.records.out).toBe(30)
  })

  it.each(NAMES)('reads no other: %s that was exchanged since the approval was checked ends it', async (name) => {
    const { policy, baseDir } = jobOf(folder)
    const approvedFiles = { ...(await namedFiles(policy, baseDir)), [name]: '0'.repeat(64) }
    await expect(runCase(folder, { approvedFiles })).rejects.toMatchObject({
      code: 'INPUT_CHANGED',
      where: { part: name },
    })
    expect(existsSync(join(folder, 'out'))).toBe(false)
    expect(readdirSync(folder).filter((left) => left.includes('perde-'))).toEqual([])
  })
})
