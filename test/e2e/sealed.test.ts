import { appendFileSync, copyFileSync, cpSync, mkdirSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { keptProject } from './kept-project.ts'
import { CONSENT, OTHER_KEY, consent, consentsOf, people, peopleCsv, peoplePolicy, project } from './perde.ts'
import type { Project } from './perde.ts'
import { entriesOf, expectLogHolds } from './refusal.ts'

const TERMS = ['--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining', '--by', 'ml']
const EVERYBODY = people(40)
const ON = (mode: string) => CONSENT.replace('consent:\n', `consent:\n  on-withdrawal: ${mode}\n`)

function sources(output = 'seal: true', mode = 'deny', after?: (remove: () => void) => void): Project {
  const p = project(
    {
      'people/a.csv': peopleCsv(EVERYBODY.slice(0, 20)),
      'people/b.csv': peopleCsv(EVERYBODY.slice(20)),
      'policy.yaml': peoplePolicy(ON(mode), { input: 'people', more: `output: { ${output} }\n` }),
      'plain.yaml': peoplePolicy(ON(mode), {
        input: 'people',
        more: `output: { ${output.replace('seal: true', 'seal: false')} }\n`,
      }),
      'consents.csv': consentsOf(EVERYBODY),
    },
    after,
  )
  mkdirSync(p.path('private'))
  return p
}

const run = (p: Project, policy = 'policy.yaml', ...more: string[]) =>
  p.perde(['run', policy, '--out', policy === 'plain.yaml' ? 'plain' : 'out', '--workers', '1', '--quiet', ...more])

function released(...of: Parameters<typeof sources>): Project {
  const p = sources(...of)
  expect(run(p)).toMatchObject({ status: 0, stderr: '' })
  return p
}

const sealed = keptProject((after) => released('seal: true', 'deny', after))

const use = (p: Project, script: string, env = {}, release = 'out') =>
  p.perde(['use', release, ...TERMS, '--', 'sh', '-c', script], { env: { PERDE_PRIVATE: p.path('private'), ...env } })
const verify = (p: Project, ...more: string[]) => p.perde(['verify', 'out', '--log', 'perde-log', ...more])
const dataKey = (p: Project) =>
  p.path('perde-log/releases', `${p.json<{ release: string }>('out/manifest.json').release}.datakey`)
const dataOf = (p: Project, out: string) =>
  p
    .below(`${out}/data`)
    .filter((name) => !name.endsWith('/'))
    .map((name) => [name, p.bytes(`${out}/data/${name}`).toString('latin1')])

function expectNotStarted(p: Project, ran: ReturnType<typeof use>, status: number, code: string): void {
  expect(ran.stderr).toContain(`[${code}]`)
  expect(ran.status).toBe(status)
  expect(p.has('started')).toBe(false)
  expect(readdirSync(p.path('private'))).toEqual([])
}

describe('a sealed release', () => {
  it('shows nobody a record, verifies without its key and with it, and is opened for a command', () => {
    const p = sealed()
    expect(run(p, 'plain.yaml').status).toBe(0)
    const files = dataOf(p, 'out')
    expect(files.map(([name]) => name)).toEqual(['people/part-00000.csv.sealed', 'people/part-00001.csv.sealed'])
    for (const [, bytes] of files) {
      expect(bytes).toMatch(/^perde-sealed\/1\n/)
      for (const { city } of EVERYBODY) expect(Buffer.from(bytes!, 'latin1').includes(city)).toBe(false)
    }
    expect(verify(p).status).toBe(0)
    expect(verify(p, '--unseal').status).toBe(0)
    const used = use(
      p,
      'cp -r "$PERDE_RELEASE_DIR" opened; stat -c %a "$PERDE_RELEASE_DIR"; echo "$PERDE_DATA"; tail -n 1 perde-log/entries.jsonl',
    )
    expect(used.status).toBe(0)
    const [mode, first, second, entry] = used.stdout.trimEnd().split('\n')
    expect(mode).toBe('700')
    expect([first, second].map((path) => path!.split('/').at(-1))).toEqual(['part-00000.csv', 'part-00001.csv'])
    // The gate had answered, durably, before anything was opened.
    expect(JSON.parse(entry!)).toMatchObject({ type: 'use.check', decision: 'permit' })
    expect(dataOf(p, 'opened')).toEqual(dataOf(p, 'plain'))
    expect(p.json<{ recordsSha256: string }>('out/manifest.json').recordsSha256).toBe(
      p.json<{ recordsSha256: string }>('plain/manifest.json').recordsSha256,
    )
    expect(readdirSync(p.path('private'))).toEqual([])
    expectLogHolds(p)
    // Two runs have two keys: nothing of one opens the other, or looks like it.
    expect(run(p, 'policy.yaml', '--replace').status).toBe(0)
    expect(dataOf(p, 'out')[0]![1]).not.toBe(files[0]![1])
  })

  it('is opened for nobody without a command, without its key, with another, or once it was purged', () => {
    const p = sealed()
    cpSync(p.path('out'), p.path('copy'), { recursive: true })
    const printed = p.perde(['use', 'out', ...TERMS])
    expect(printed.stderr).toContain('[DENIED]')
    expect(printed).toMatchObject({ status: 77, stdout: '' })
    expectNotStarted(p, use(p, 'touch started', { PERDE_KEY: OTHER_KEY }), 78, 'KEY_INVALID')
    copyFileSync(dataKey(p), p.path('kept'))
    rmSync(dataKey(p))
    expectNotStarted(p, use(p, 'touch started'), 77, 'DENIED')
    expect(entriesOf(p).at(-1)).toMatchObject({ type: 'use.check', decision: 'deny', reasons: ['DENIED'] })
    expect(verify(p).status).toBe(0)
    expect(verify(p, '--unseal').status).toBe(77)
    copyFileSync(p.path('kept'), dataKey(p))
    const key = dataKey(p)
    expect(p.perde(['purge', 'out', '--reason', 'ordered']).status).toBe(0)
    expect(readdirSync(p.path('perde-log/releases')).filter((name) => key.endsWith(name))).toEqual([])
    // The key was what opened the copy, too.
    expectNotStarted(p, use(p, 'touch started', {}, 'copy'), 77, 'DENIED_PURGED')
  })

  it.each([
    ['cut off', (p: Project) => truncateSync(p.path('out/data/people/part-00000.csv.sealed'), 100)],
    [
      'in each other’s place',
      (p: Project) => {
        const [a, b] = [0, 1].map((n) => p.path(`out/data/people/part-0000${n}.csv.sealed`))
        copyFileSync(a!, p.path('kept'))
        copyFileSync(b!, a!)
        copyFileSync(p.path('kept'), b!)
      },
    ],
  ])('with files that are %s is found without the key and with it, and is opened for nobody', (_, harm) => {
    const p = sealed()
    harm(p)
    expect(verify(p).status).toBe(65)
    expect(verify(p, '--unseal', '--json').stdout).toContain('"FILE_SEALED"')
    expectNotStarted(p, use(p, 'touch started'), 77, 'RELEASE_TAMPERED')
  })

  it('is opened without who withdrew, where the policy says filter', () => {
    const p = released('seal: true, compression: gzip', 'filter')
    appendFileSync(p.path('consents.csv'), `${consent(EVERYBODY[3]!.iin, 'withdrawn').join(',')}\n`)
    expect(use(p, 'cp -r "$PERDE_RELEASE_DIR" opened').status).toBe(0)
    expect(run(p, 'plain.yaml').status).toBe(0)
    expect(dataOf(p, 'opened')).toEqual(dataOf(p, 'plain'))
    expect(verify(p, '--unseal').status).toBe(0)
  })

  it('is made anew without who withdrew, under a key of its own', () => {
    const p = released('seal: true, format: parquet', 'rebuild')
    const before = dataOf(p, 'out')
    appendFileSync(p.path('consents.csv'), `${consent(EVERYBODY[3]!.iin, 'withdrawn').join(',')}\n`)
    expectNotStarted(p, use(p, 'touch started'), 77, 'DENIED_WITHDRAWN')
    expect(p.perde(['run', 'policy.yaml', '--rebuild', 'out', '--workers', '1', '--quiet']).status).toBe(0)
    expect(dataOf(p, 'out')[1]![1]).not.toBe(before[1]![1])
    expect(use(p, 'cp -r "$PERDE_RELEASE_DIR" opened').status).toBe(0)
    expect(run(p, 'plain.yaml').status).toBe(0)
    expect(dataOf(p, 'opened')).toEqual(dataOf(p, 'plain'))
  })
})

describe('sealing is refused', () => {
  it.each([
    ['on standard output', 2, ['--out', '-']],
    ['of a run that is gone on with', 2, ['--resume']],
    ['into a database', 2, ['--out', 'postgres://127.0.0.1:1/none?schema=s']],
  ])('%s', (_, status, more) => {
    const p = sources()
    const ran = p.perde(['run', 'policy.yaml', '--out', 'out', '--quiet', ...more])
    expect(ran.stderr).toContain('[USAGE]')
    expect(ran.status).toBe(status)
    expect(p.has('out')).toBe(false)
  })

  it('under a key that dies with the run', () => {
    const p = sources()
    p.write('policy.yaml', p.text('policy.yaml').replace('{ env: PERDE_KEY }', '{ ephemeral: true }'))
    const checked = p.perde(['check', 'policy.yaml'])
    expect(checked.status).toBe(78)
    expect(checked.stdout + checked.stderr).toContain('nobody could open it')
  })
})
