import { appendFileSync, mkdirSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { S3_SERVER, startS3, type S3Server } from '../io/stores/s3/s3-server.ts'
import { CONSENT, consent, consentsOf, people, peopleCsv, peoplePolicy, project } from './perde.ts'
import type { Project, Ran } from './perde.ts'
import { entriesOf } from './refusal.ts'

/** Releases in a real store whose records nobody gets as they stand: sealed ones, and those that somebody withdrew from. */

let server: S3Server
beforeAll(async () => {
  if (S3_SERVER === undefined) return
  server = await startS3(S3_SERVER)
  await server.createBucket('lake')
})
afterAll(() => server?.stop())

const EVERYBODY = people(40)
const TERMS = ['--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining', '--by', 'ml']
const FILTER = CONSENT.replace('consent:\n', 'consent:\n  on-withdrawal: filter\n')

/** A release in the store, and the same with plain files in a folder. */
function released(name: string, output: string): { p: Project; out: string } {
  const p = project({
    'people/a.csv': peopleCsv(EVERYBODY.slice(0, 20)),
    'people/b.csv': peopleCsv(EVERYBODY.slice(20)),
    'policy.yaml': peoplePolicy(FILTER, { input: 'people', more: `output: { ${output} }\n` }),
    'plain.yaml': peoplePolicy(FILTER, { input: 'people', more: `output: { ${output.replace('true', 'false')} }\n` }),
    'consents.csv': consentsOf(EVERYBODY),
  })
  mkdirSync(p.path('private'))
  const out = `s3://lake/${name}`
  const ran = here(p, 'run', 'policy.yaml', '--out', out, '--workers', '1', '--quiet')
  expect(ran).toMatchObject({ status: 0, stderr: '' })
  return { p, out }
}

const here = (p: Project, ...args: string[]): Ran =>
  p.perde(args, { env: { ...server.env, PERDE_PRIVATE: p.path('private') } })
const use = (p: Project, out: string, script = 'cp -r "$PERDE_RELEASE_DIR" opened; echo "$PERDE_DATA"') =>
  here(p, 'use', out, ...TERMS, '--', 'sh', '-c', script)
const plain = (p: Project) =>
  expect(here(p, 'run', 'plain.yaml', '--out', 'plain', '--workers', '1', '--quiet').status).toBe(0)
const dataOf = (p: Project, folder: string) =>
  p
    .below(`${folder}/data`)
    .filter((name) => !name.endsWith('/'))
    .map((name) => [name, p.bytes(`${folder}/data/${name}`).toString('latin1')])
const withdraw = (p: Project, n: number) =>
  appendFileSync(p.path('consents.csv'), `${consent(EVERYBODY[n]!.iin, 'withdrawn').join(',')}\n`)

describe.skipIf(S3_SERVER === undefined)('a release in a store', () => {
  it('that is sealed shows nobody a record, verifies, and is opened for a command', async () => {
    const { p, out } = released('sealed', 'seal: true')
    const keys = await server.keys('lake', 'sealed/data/')
    expect(keys.map((key) => key.split('/').at(-1))).toEqual(['part-00000.csv.sealed', 'part-00001.csv.sealed'])
    for (const key of keys) expect((await server.get('lake', key)).toString('latin1')).toMatch(/^perde-sealed\/1\n/)
    expect(here(p, 'verify', out)).toMatchObject({ status: 0 })
    expect(here(p, 'verify', out, '--unseal')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('folder of this machine') as string,
    })
    expect(here(p, 'use', out, ...TERMS)).toMatchObject({ status: 77, stdout: '' })
    const used = use(p, out)
    expect(used).toMatchObject({ status: 0 })
    expect(used.stdout).toMatch(/^.*\/private\/perde-use-[0-9A-Z]{26}\/data\/people\/part-00000\.csv\n/)
    plain(p)
    expect(dataOf(p, 'opened')).toEqual(dataOf(p, 'plain'))
    expect(readdirSync(p.path('private'))).toEqual([])
    // An object that was put in the place of another.
    await server.put('lake', keys[0]!, await server.get('lake', keys[1]!))
    const denied = use(p, out, 'touch started')
    expect(denied.stderr).toContain('[RELEASE_TAMPERED]')
    expect([denied.status, p.has('started')]).toEqual([77, false])
  })

  it.each([
    ['plain', 'compression: gzip'],
    ['sealed', 'seal: true, compression: gzip'],
  ])('is handed out without who withdrew, where the policy says filter: %s', (name, output) => {
    const { p, out } = released(`filtered-${name}`, output)
    withdraw(p, 25)
    const used = use(p, out)
    expect(used).toMatchObject({ status: 0 })
    expect(used.stderr).toContain('39 records (1 without consent by now left out)')
    plain(p)
    expect(dataOf(p, 'opened')).toEqual(dataOf(p, 'plain'))
    expect(entriesOf(p).findLast(({ type }) => type === 'use.check')).toMatchObject({ decision: 'permit', withheld: 1 })
    expect(readdirSync(p.path('private'))).toEqual([])
  })

  it('is not copied while nobody has withdrawn', () => {
    const { p, out } = released('whole', 'format: same')
    expect(use(p, out, 'echo "$PERDE_DATA"').stdout.split('\n')[0]).toBe(`${out}/data/people/part-00000.csv`)
  })
})
