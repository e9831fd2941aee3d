import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { describe, expect, it } from 'vitest'
import { keptProject } from './kept-project.ts'
import { CLI, CONSENT, KEY, consent, consentsOf, csv, people, peopleCsv, peoplePolicy, project } from './perde.ts'
import type { Person, Project, Ran } from './perde.ts'
import { hold } from './hold.ts'
import { entriesOf, expectLogHolds, expectNothingLeft } from './refusal.ts'

const REBUILD = CONSENT.replace('consent:\n', 'consent:\n  on-withdrawal: rebuild\n')
const TERMS = ['--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining', '--by', 'ml']
const PER_PART = 3

/** People in files of three; everybody has consented. */
function lake(parts: number, after?: (remove: () => void) => void): Project {
  const of = people(PER_PART * parts)
  const files = Array.from({ length: parts }, (_, n) => [
    `people/${String(n).padStart(4, '0')}.csv`,
    peopleCsv(of.slice(PER_PART * n, PER_PART * (n + 1))),
  ])
  return project(
    {
      ...Object.fromEntries(files),
      'policy.yaml': peoplePolicy(REBUILD, { input: 'people' }),
      'consents.csv': consentsOf(of),
    },
    after,
  )
}

const KEPT = new Map([2, 3, 4].map((parts) => [parts, keptProject((after) => firstRelease(lake(parts, after)))]))

/** So many files, released. */
function released(parts: number): Project {
  return KEPT.get(parts)?.() ?? firstRelease(lake(parts))
}

function firstRelease(p: Project): Project {
  expect(run(p)).toMatchObject({ status: 0, stderr: '' })
  return p
}

const run = (p: Project, ...more: string[]) =>
  p.perde(['run', 'policy.yaml', '--out', 'out', '--workers', '1', '--quiet', ...more])
const rebuild = (p: Project, ...more: string[]) =>
  p.perde(['run', 'policy.yaml', '--rebuild', 'out', '--workers', '1', '--json', '--quiet', ...more])
const use = (p: Project) => p.perde(['use', 'out', ...TERMS])

function withdraw(p: Project, ...who: Person[]): void {
  appendFileSync(p.path('consents.csv'), who.map((o) => `${consent(o.iin, 'withdrawn').join(',')}\n`).join(''))
}

/** A release of the same inputs, register and policy, with nothing taken over. */
function full(p: Project, policy = 'policy.yaml'): void {
  const ran = p.perde(['run', policy, '--out', 'full', '--workers', '1', '--quiet', '--log', 'other-log'])
  expect(ran).toMatchObject({ status: 0 })
}

const dataOf = (p: Project, out: string) =>
  p
    .below(`${out}/data`)
    .filter((name) => !name.endsWith('/'))
    .map((name) => [name, p.text(`${out}/data/${name}`)])

function expectEqualToFull(p: Project, policy?: string): void {
  full(p, policy)
  expect(dataOf(p, 'out')).toEqual(dataOf(p, 'full'))
  const [own, whole] = [
    p.json<{ recordsSha256: string }>('out/manifest.json'),
    p.json<{ recordsSha256: string }>('full/manifest.json'),
  ]
  expect(own.recordsSha256).toBe(whole.recordsSha256)
  expect(p.json('out/risk.json')).toEqual(p.json('full/risk.json'))
  expect(p.json<{ excluded: unknown }>('out/consent-summary.json').excluded).toEqual(
    p.json<{ excluded: unknown }>('full/consent-summary.json').excluded,
  )
}

/** Files of the data that a later release has in common with it, by what the file system says. */
const inodes = (p: Project) =>
  new Map(
    p
      .below('out/data')
      .filter((name) => !name.endsWith('/'))
      .map((name) => [name, statSync(p.path('out/data', name)).ino]),
  )

/** What a person pastes who was denied. */
function pasted(denied: Ran): Ran {
  const command = /make it anew without them: (perde run .*)/.exec(denied.stderr)?.[1]
  expect(command).toBeDefined()
  const script = `perde() { '${process.execPath}' '${CLI}' "$@"; }\ncd /\n${command!}`
  const done = spawnSync('sh', ['-c', script], { env: { PATH: process.env['PATH'] ?? '', PERDE_KEY: KEY } })
  return { status: done.status, stdout: done.stdout.toString(), stderr: done.stderr.toString() }
}

describe('a release of which somebody withdrew', () => {
  it('is made anew by the command that a denial names: one file of 1,000 is written, and all are those of a full run', () => {
    const p = released(1000)
    const before = inodes(p)
    expect(before.size).toBe(1000)
    withdraw(p, people(1, 1502)[0]!)
    const denied = use(p)
    expect(denied.status).toBe(77)
    const made = pasted(denied)
    expect(made.stderr).toMatch(/rebuilt +release [0-9A-Z]{26}: 1 of 1,000 files written again/)
    expect(made.status).toBe(0)
    const after = inodes(p)
    const written = [...after].filter(([name, inode]) => before.get(name) !== inode).map(([name]) => name)
    expect(written).toEqual(['people/part-00500.csv'])
    expectEqualToFull(p)
    expect(use(p).status).toBe(0)
    expect(p.perde(['verify', 'out', '--log', 'perde-log']).status).toBe(0)
    expectLogHolds(p)
  }, 240_000)

  it('says in the manifest and in the log which release it was', () => {
    const p = released(4)
    const { release } = p.json<{ release: string }>('out/manifest.json')
    withdraw(p, people(1)[0]!)
    const made = rebuild(p)
    expect(JSON.parse(made.stdout)).toMatchObject({ rebuilt: { release, written: 1, files: 4 } })
    expect(p.json('out/manifest.json')).toMatchObject({ rebuilds: { release }, onWithdrawal: 'rebuild' })
    expect(entriesOf(p).findLast(({ type }) => type === 'run.commit')).toMatchObject({ rebuilds: release })
    expectNothingLeft(p)
  })

  it('can be made anew again, and again, each time without one more', () => {
    const p = released(6)
    for (const [n, who] of people(3, 2).entries()) {
      withdraw(p, who)
      const made = rebuild(p)
      expect(made.status).toBe(0)
      expect(p.json<{ records: { out: number } }>('out/manifest.json').records.out).toBe(18 - n - 1)
    }
    expectEqualToFull(p)
  })

  it('takes in again who consents anew, as a full run does', () => {
    const p = released(4)
    const [who] = people(1, 5)
    withdraw(p, who!)
    expect(rebuild(p).status).toBe(0)
    appendFileSync(p.path('consents.csv'), `${consent(who!.iin, 'given').join(',')}\n`)
    const made = rebuild(p)
    expect(JSON.parse(made.stdout)).toMatchObject({ rebuilt: { written: 1, files: 4 } })
    expect(p.json<{ records: { out: number } }>('out/manifest.json').records.out).toBe(12)
    expectEqualToFull(p)
  })

  it.each([
    ['files of a size', 'output: { file-size: 1KiB }\n'],
    ['packed files', 'output: { compression: gzip }\n'],
    ['shuffled records', 'output: { order: shuffle }\n'],
    ['another format', 'output: { format: parquet }\n'],
    ['a JSON array', 'output: { format: json }\n'],
    ['measured quasi-identifiers', '    born: { role: quasi-identifier, do: keep }\n'],
  ])('is that of a full run with %s', (_, more) => {
    const of = people(60)
    const parts = Array.from({ length: 3 }, (_, n) => of.slice(20 * n, 20 * (n + 1)))
    const p = project({
      ...Object.fromEntries(
        parts.map((part, n) => [
          `people/${n}.csv`,
          csv(
            ['iin', 'name', 'city', ...(more.includes('born') ? ['born'] : [])],
            part.map((o) => [o.iin, o.name, o.city, ...(more.includes('born') ? [o.born] : [])]),
          ),
        ]),
      ),
      'policy.yaml': peoplePolicy(REBUILD, { input: 'people', more }),
      'consents.csv': consentsOf(of),
    })
    expect(run(p).status).toBe(0)
    withdraw(p, of[25]!)
    const made = rebuild(p)
    expect(made).toMatchObject({ status: 0 })
    const { rebuilt } = JSON.parse(made.stdout) as { rebuilt: { written: number; files: number } }
    expect(rebuilt.written).toBeLessThan(rebuilt.files)
    expectEqualToFull(p)
  })

  it('goes to another place where one is named, and the release stays where it is', () => {
    const p = released(3)
    withdraw(p, people(1)[0]!)
    const before = p.text('out/manifest.json')
    expect(rebuild(p, '--out', 'elsewhere').status).toBe(0)
    expect(p.text('out/manifest.json')).toBe(before)
    full(p)
    expect(dataOf(p, 'elsewhere')).toEqual(dataOf(p, 'full'))
    // What is in both is in each by itself.
    expect(statSync(p.path('elsewhere/data/people/part-00002.csv')).ino).not.toBe(
      statSync(p.path('out/data/people/part-00002.csv')).ino,
    )
  })

  it('leaves what came since to the releases that follow, which do not take it twice', () => {
    const p = released(3)
    const [late] = people(1, 500)
    p.write('people/0001b.csv', peopleCsv([late!]))
    appendFileSync(p.path('consents.csv'), `${consent(late!.iin, 'given').join(',')}\n`)
    const second = p.perde(['run', 'policy.yaml', '--out', 'second', '--since', 'latest', '--quiet'])
    expect(second).toMatchObject({ status: 0, stderr: '' })
    withdraw(p, people(1)[0]!)
    expect(rebuild(p).status).toBe(0)
    expect(p.json<{ records: { out: number } }>('out/manifest.json').records.out).toBe(8)
    // The first, made anew, is older than the second all the same.
    const third = p.perde(['run', 'policy.yaml', '--out', 'third', '--since', 'latest', '--quiet'])
    expect(third.stderr).toContain('[INPUT_NONE_NEW]')
    // So is the second by itself.
    withdraw(p, late!)
    const made = p.perde(['run', 'policy.yaml', '--rebuild', 'second', '--quiet'])
    expect(made.status).toBe(0)
    expect(p.json('second/manifest.json')).toMatchObject({ records: { in: 1, out: 0 } })
    expect(p.json('second/manifest.json')).toHaveProperty('since')
  })

  it('names inputs that were given on the command line', () => {
    const p = lake(2)
    cpSync(p.path('people'), p.path('other place'), { recursive: true })
    const ran = run(p, '--source', 'people=other place')
    expect(ran.status).toBe(0)
    rmSync(p.path('people'), { recursive: true })
    withdraw(p, people(1)[0]!)
    expect(pasted(use(p)).status).toBe(0)
    expect(use(p).status).toBe(0)
  })
})

describe('k-anonymity of a release that is made anew', () => {
  const policy = (more = '') =>
    peoplePolicy(REBUILD, {
      input: 'people',
      fields: '    district: { role: quasi-identifier, do: keep }\n',
      more: `anonymity: { k: 2, model: full-domain, suppress-at-most: 50%${more} }\n`,
    })
  /** Files of five; districts by number of the person. */
  function districts(of: readonly Person[], district: (n: number) => string): Project {
    const rows = of.map((o, n) => [o.iin, o.name, o.city, district(n)])
    return project({
      ...Object.fromEntries(
        [0, 1, 2, 3].map((n) => [
          `people/${n}.csv`,
          csv(['iin', 'name', 'city', 'district'], rows.slice(5 * n, 5 * (n + 1))),
        ]),
      ),
      'policy.yaml': policy(),
      'consents.csv': consentsOf(of),
    })
  }
  const EVERYBODY = people(20)
  /** By the frozen plan, which a full run is given by name. */
  function keepPlan(p: Project): void {
    expect(p.perde(['anonymity', 'show', 'out', '--plan-out', 'kept.plan']).status).toBe(0)
    p.write('frozen.yaml', policy(', plan: kept.plan'))
  }

  it('is measured again, and only files with records that changed are written', () => {
    const p = districts(EVERYBODY, (n) => (n % 2 === 0 ? 'east' : 'west'))
    expect(run(p).status).toBe(0)
    keepPlan(p)
    withdraw(p, EVERYBODY[7]!)
    const made = rebuild(p)
    expect(JSON.parse(made.stdout)).toMatchObject({ rebuilt: { written: 1, files: 4 } })
    full(p, 'frozen.yaml')
    expect(dataOf(p, 'out')).toEqual(dataOf(p, 'full'))
    expect(p.json<{ k: number }>('out/risk.json').k).toBe(p.json<{ k: number }>('full/risk.json').k)
    expect(p.json<{ k: number }>('out/risk.json').k).toBe(9)
  })

  it('takes a class that became too small out of every file, as a full run by the same plan does', () => {
    // Two people of the north, in the first file and in the last.
    const p = districts(EVERYBODY, (n) => (n === 1 || n === 19 ? 'north' : 'south'))
    expect(run(p).status).toBe(0)
    keepPlan(p)
    expect(p.text('out/data/people/part-00003.csv')).toContain('north')
    withdraw(p, EVERYBODY[1]!)
    const made = rebuild(p)
    expect(made.status).toBe(0)
    full(p, 'frozen.yaml')
    expect(dataOf(p, 'out')).toEqual(dataOf(p, 'full'))
    expect(p.text('out/data/people/part-00003.csv')).not.toContain('north')
  })

  it('is not reached: nobody gets the release, and it stays as it was', () => {
    const p = districts(EVERYBODY, (n) => (n < 2 ? 'north' : 'south'))
    p.write('policy.yaml', policy().replace('50%', '0%'))
    expect(run(p).status).toBe(0)
    const before = p.text('out/manifest.json')
    withdraw(p, EVERYBODY[1]!)
    const made = rebuild(p)
    expect(made.status).toBe(77)
    expect(made.stderr).toContain('[ANONYMITY_NOT_MET]')
    expect(p.text('out/manifest.json')).toBe(before)
    expect(use(p).status).toBe(77)
    expectNothingLeft(p)
    expectLogHolds(p)
  })
})

describe('a rebuild refuses, and leaves the release as it was, where', () => {
  function expectRefused(p: Project, ran: Ran, status: number, code: string): void {
    expect(ran.stderr).toContain(`[${code}]`)
    expect(ran.status).toBe(status)
    // Nobody asked for --since, so nothing is advised about it.
    if (code !== 'USAGE') expect(ran.stderr).not.toContain('--since')
    expect(p.has('out/_SUCCESS')).toBe(true)
    expectNothingLeft(p)
    expectLogHolds(p)
  }
  const decisions = (p: Project) => `perde-log/decisions/${p.json<{ release: string }>('out/manifest.json').release}`

  it.each([
    [
      'nothing was kept for it',
      78,
      'RELEASE_UNKNOWN',
      (p: Project) => {
        p.write('policy.yaml', peoplePolicy(CONSENT, { input: 'people' }))
        expect(run(p, '--replace').status).toBe(0)
      },
    ],
    [
      'the policy is another',
      78,
      'PLAN_MISMATCH',
      (p: Project) => {
        p.write('policy.yaml', peoplePolicy(REBUILD, { input: 'people' }).replace('Example Clinic', 'Another Clinic'))
      },
    ],
    ['an input has changed', 65, 'INPUT_CHANGED', (p: Project) => p.write('people/0001.csv', peopleCsv(people(2, 90)))],
    ['an input is gone', 65, 'INPUT_CHANGED', (p: Project) => rmSync(p.path('people/0002.csv'))],
    ['a decision file is gone', 77, 'DENIED_CONSENT', (p: Project) => rmSync(p.path(decisions(p), 'part-00001.bin'))],
    [
      'a decision file was put in the place of another',
      65,
      'LOG_TAMPERED',
      (p: Project) => cpSync(p.path(decisions(p), 'part-00000.bin'), p.path(decisions(p), 'part-00001.bin')),
    ],
    [
      'a decision file is cut off',
      65,
      'LOG_TAMPERED',
      (p: Project) => truncateSync(p.path(decisions(p), 'part-00001.bin'), 100),
    ],
    ['the receipts are gone', 65, 'LOG_TAMPERED', (p: Project) => rmSync(p.path(decisions(p), 'receipts'))],
    [
      'the receipts are cut off',
      65,
      'LOG_TAMPERED',
      (p: Project) => {
        const file = p.path(decisions(p), 'receipts')
        truncateSync(file, statSync(file).size - 1)
      },
    ],
    ['a byte of the receipts is another', 65, 'LOG_TAMPERED', (p: Project) => flip(p.path(decisions(p), 'receipts'))],
    ['the key of the decisions is gone', 77, 'DENIED_CONSENT', (p: Project) => rmSync(p.path(decisions(p), 'key'))],
    [
      'a file that would be taken over was changed',
      65,
      'RELEASE_TAMPERED',
      (p: Project) => appendFileSync(p.path('out/data/people/part-00002.csv'), 'x,y\n'),
    ],
    [
      'the manifest was changed',
      65,
      'RELEASE_TAMPERED',
      (p: Project) => appendFileSync(p.path('out/manifest.json'), ' '),
    ],
  ] as const)('%s', (_, status, code, harm) => {
    const p = released(3)
    withdraw(p, people(1)[0]!)
    harm(p)
    expectRefused(p, p.perde(['run', 'policy.yaml', '--rebuild', 'out', '--quiet']), status, code)
  })

  it('the receipts are those of another release of the same key', () => {
    const p = released(3)
    expect(p.perde(['run', 'policy.yaml', '--out', 'other', '--quiet']).status).toBe(0)
    const other = p.json<{ release: string }>('other/manifest.json').release
    cpSync(p.path('perde-log/decisions', other, 'receipts'), p.path(decisions(p), 'receipts'))
    withdraw(p, people(1)[0]!)
    expectRefused(p, rebuild(p), 65, 'LOG_TAMPERED')
  })

  it('the key is another', () => {
    const p = released(3)
    withdraw(p, people(1)[0]!)
    const ran = p.perde(['run', 'policy.yaml', '--rebuild', 'out', '--quiet'], { env: { PERDE_KEY: 'c3'.repeat(32) } })
    expectRefused(p, ran, 78, 'KEY_INVALID')
  })

  it('options of other runs are given with it', () => {
    const p = released(2)
    for (const more of [['--since', 'latest'], ['--resume'], ['--dry-run'], ['--mode', 'log'], ['--out', '-']])
      expectRefused(p, p.perde(['run', 'policy.yaml', '--rebuild', 'out', '--quiet', ...more]), 2, 'USAGE')
  })

  it('the release was purged', () => {
    const p = released(2)
    expect(p.perde(['purge', 'out', '--reason', 'ordered']).status).toBe(0)
    expect(readdirSync(p.path('perde-log/decisions'))).toEqual([])
    expectRefused(p, rebuild(p), 78, 'RELEASE_UNKNOWN')
  })
})

function flip(file: string): void {
  const bytes = readFileSync(file)
  bytes[Math.floor(bytes.length / 2)]! ^= 1
  writeFileSync(file, bytes)
}

it('leaves out who withdraws while it is made, too', async () => {
  const p = released(5)
  const register = p.text('consents.csv')
  const gone = (of: Person) => `${consent(of.iin, 'withdrawn').join(',')}\n`
  const [first, , , , fifth] = people(5) as [Person, Person, Person, Person, Person]
  rmSync(p.path('consents.csv'))
  const held = hold(p.path('consents.csv'))
  const { ended } = p.start(['run', 'policy.yaml', '--rebuild', 'out', '--workers', '1', '--quiet'])
  await held.reached()
  held.go(register + gone(first), register + gone(first) + gone(fifth))
  expect(await ended).toMatchObject({ status: 0 })
  expect(entriesOf(p).filter(({ type }) => type === 'consent.last-look')).toEqual([
    expect.objectContaining({ changed: false }),
    expect.objectContaining({ changed: true, denied: 1 }),
    expect.objectContaining({ changed: false }),
  ])
  expect(p.json('out/manifest.json')).toMatchObject({ records: { out: 13 } })
  expectEqualToFull(p)
  expect(use(p).status).toBe(0)
})
