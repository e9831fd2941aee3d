import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { namedFiles, refuseExchanged, refuseExchangedPopulation } from '../../../src/engine/policy-files/named-files.ts'
import type { Policy } from '../../../src/policy/policy.ts'
import { temporaryFolder } from '../plans.ts'

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const POLICY = {
  dataset: { provenance: { signals: [{ file: 'robots.txt' }, 'train-ai=n'] } },
  fields: {
    people: {
      job: { do: [{ verb: 'lookup', options: { file: 'jobs.csv' } }] },
      city: { do: [{ verb: 'keep', options: {} }], else: [{ verb: 'lookup', options: { file: 'cities.csv' } }] },
    },
  },
  anonymity: {
    plan: 'jobs.csv',
    population: { path: 'all', fields: {} },
    hierarchies: { job: { file: 'levels.csv' }, city: { regions: 'kz' }, name: { file: 'levels.csv' } },
  },
} as unknown as Policy

function writeAll(): void {
  mkdirSync(join(folder, 'all'))
  for (const name of ['robots.txt', 'jobs.csv', 'cities.csv', 'levels.csv', 'all/2.csv', 'all/1.csv'])
    writeFileSync(join(folder, name), `${name}\n`)
}

describe('the files that a policy names', () => {
  it('are its tables, levels, signals, plan and population, each by the digest of its bytes', async () => {
    writeAll()
    expect(await namedFiles(POLICY, folder)).toEqual({
      'robots.txt': sha256('robots.txt\n'),
      'jobs.csv': sha256('jobs.csv\n'),
      'cities.csv': sha256('cities.csv\n'),
      'levels.csv': sha256('levels.csv\n'),
      'plan: jobs.csv': sha256('jobs.csv\n'),
      'population: all/1.csv': sha256('all/1.csv\n'),
      'population: all/2.csv': sha256('all/2.csv\n'),
    })
  })

  it('are none where it names none', async () => {
    expect(await namedFiles({ dataset: {}, fields: {} } as Policy, folder)).toEqual({})
  })

  it('are an error where one is not there', async () => {
    writeAll()
    const without = (change: object) => namedFiles({ ...POLICY, ...change } as Policy, folder)
    await expect(without({ anonymity: { plan: 'none' } })).rejects.toMatchObject({
      code: 'PLAN_MISMATCH',
      where: { part: 'none' },
    })
    await expect(without({ anonymity: { hierarchies: { job: { file: 'none' } } } })).rejects.toMatchObject({
      code: 'POLICY_INVALID',
      where: { part: 'none' },
    })
    await expect(without({ anonymity: { population: { path: 'none.csv', fields: {} } } })).rejects.toMatchObject({
      code: 'INPUT_NOT_FOUND',
    })
  })
})

describe('files that a run reads', () => {
  const approved = { 'jobs.csv': 'a', 'population: 1': 'b', 'population: 2': 'c' }
  const exchanged = (name: string) => expect.objectContaining({ code: 'INPUT_CHANGED', where: { part: name } })

  it('are those that were approved, or it stops', () => {
    expect(() => refuseExchanged(approved, { 'jobs.csv': 'a' })).not.toThrow()
    expect(() => refuseExchanged(approved, { 'jobs.csv': 'x' })).toThrow(exchanged('jobs.csv'))
    expect(() => refuseExchanged(approved, { toString: 'a' })).toThrow(exchanged('toString'))
    expect(() => refuseExchanged(undefined, { 'jobs.csv': 'x' })).not.toThrow()
  })

  it('are those of the population in their order', () => {
    expect(() => refuseExchangedPopulation(approved, ['b', 'c'])).not.toThrow()
    expect(() => refuseExchangedPopulation(approved, ['c', 'b'])).toThrow(exchanged('population: 1'))
    expect(() => refuseExchangedPopulation(approved, ['b', 'c', 'c'])).toThrow(exchanged('population: another file'))
    // One that is gone changes what the population holds as much as another one.
    expect(() => refuseExchangedPopulation(approved, ['b'])).toThrow(exchanged('population: 2'))
    expect(() => refuseExchangedPopulation(approved, [])).toThrow(exchanged('population: 1'))
    expect(() => refuseExchangedPopulation(undefined, ['x'])).not.toThrow()
  })
})
