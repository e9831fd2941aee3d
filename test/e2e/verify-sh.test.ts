import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  CONSENT,
  CONTRACT,
  consent,
  consentsOf,
  csv,
  people,
  peopleCsv,
  peoplePolicy,
  project,
  type Project,
} from './perde.ts'
import { expectLogHolds } from './refusal.ts'
import { canTrace } from './strace.ts'

/** What an auditor with a shell is told of every kind of release that there is: whole, and with any of its files harmed. */

const ALL = people(24)
const OFFICER = '0f'.repeat(16) + 'a2'.repeat(16)
const LAKE = ['city=Алма “ты”', "city=a'b%22c%5Cd e", 'city=[x] $HOME `id` ;&#'].map((folder, i) => [
  `lake/${folder}/${i}.csv`,
  csv(
    ['iin', 'name'],
    ALL.slice(8 * i, 8 * i + 8).map((o) => [o.iin, o.name]),
  ),
])
const FILES = {
  'people.csv': peopleCsv(ALL),
  'none.csv': peopleCsv([]),
  'officer.key': `${OFFICER}\n`,
  'consents.csv': consentsOf(ALL),
  ...Object.fromEntries([0, 1, 2].map((i) => [`files/${i}.csv`, peopleCsv(ALL.slice(8 * i, 8 * i + 8))])),
  ...Object.fromEntries(LAKE),
}
const ON = (mode: string) => CONSENT.replace('consent:\n', `consent:\n  on-withdrawal: ${mode}\n`)

let p: Project
beforeAll(() => {
  p = project(FILES, afterAll)
})
afterAll(() => expectLogHolds(p))

function ended(...args: string[]): void {
  const { status, stderr } = p.perde(args)
  expect({ status, stderr }, args.join(' ')).toEqual({ status: 0, stderr })
}

function run(policy: string, out: string, ...more: string[]): void {
  p.write(`${out}.yaml`, policy)
  ended('run', `${out}.yaml`, '--out', out, '--workers', '1', '--quiet', ...more)
}

const officer = () => {
  const { stdout } = p.perde(['key', 'public', 'officer.key', '--name', 'privacy-office'])
  return `approval: { keys: ["${stdout.trim()}"] }\n`
}
const withdraw = (n: number) =>
  appendFileSync(p.path('consents.csv'), `${consent(ALL[n]!.iin, 'withdrawn').join(',')}\n`)
const FIT = /the release was fit for use when it was made: pseudonymised\n/
const output = (more: string, input = 'people.csv') => peoplePolicy(undefined, { input, more: `output: { ${more} }\n` })

/** How each is made under a name, and what the script says of it. */
const KINDS: [kind: string, make: (out: string) => void, says: RegExp][] = [
  ['CSV', (out) => run(peoplePolicy(), out), FIT],
  ['JSON Lines', (out) => run(output('format: jsonl'), out), FIT],
  ['Parquet', (out) => run(output('format: parquet'), out), FIT],
  ['several files', (out) => run(output('compression: gzip', 'files'), out), FIT],
  ['folders with odd letters', (out) => run(peoplePolicy(undefined, { input: 'lake' }), out), FIT],
  ['sealed files', (out) => run(output('seal: true', 'files'), out), /the files of its data are encrypted/],
  [
    'a run that only reports',
    (out) => run(peoplePolicy(), out, '--mode', 'log'),
    /the release may never be used: the run only reported what its gates would have denied\n/,
  ],
  [
    'a policy that nobody approved',
    (out) => run(peoplePolicy(undefined, { more: officer() }), out),
    /the release may not be used: nobody had approved the policy\n/,
  ],
  [
    'a policy that was approved',
    (out) => {
      p.write(`${out}.yaml`, peoplePolicy(undefined, { more: officer() }))
      ended('approve', `${out}.yaml`, '--key', 'officer.key')
      run(p.text(`${out}.yaml`), out)
    },
    FIT,
  ],
  [
    'cells that are made up',
    (out) =>
      run(
        peoplePolicy().replace(
          'city: insensitive',
          `city: { role: sensitive, do: fake city, when: "city == 'Астана'" }`,
        ),
        out,
      ),
    FIT,
  ],
  ['no record', (out) => run(peoplePolicy(undefined, { input: 'none.csv' }), out), /the release is empty/],
  [
    'one that is filtered at every use',
    (out) => {
      run(peoplePolicy(ON('filter'), { input: 'files' }), out)
      withdraw(1)
    },
    FIT,
  ],
  [
    'one that was made anew',
    (out) => {
      run(peoplePolicy(ON('rebuild'), { input: 'files' }), out)
      withdraw(9)
      ended('run', `${out}.yaml`, '--rebuild', out, '--workers', '1', '--quiet')
    },
    FIT,
  ],
  [
    'one that came since another',
    (out) => {
      run(peoplePolicy(undefined, { input: 'grown', dataset: '' }).replace('id: clinic', 'id: grown'), `${out}-first`)
      p.write('grown/b.csv', peopleCsv(people(8, 50)))
      run(p.text(`${out}-first.yaml`), out, '--since', 'latest')
    },
    FIT,
  ],
  [
    'tasks',
    (out) => {
      p.write(`${out}.yaml`, peoplePolicy(CONTRACT, { input: 'files' }))
      ended('shard', `${out}.yaml`, '--run', `${out}-run`, '--out', out)
      ended('plan', '--run', `${out}-run`)
      const { shards } = p.json<{ shards: number }>(`${out}-run/run.json`)
      for (let i = 0; i < shards; i++) ended('apply', '--run', `${out}-run`, '--shard', String(i))
      ended('publish', '--run', `${out}-run`)
    },
    FIT,
  ],
]

/** A copy of the script and the key, as an auditor has them from elsewhere. */
function script(release: string): { status: number | null; text: string } {
  const own = p.path('own.sh')
  if (!p.has('own.sh')) {
    cpSync(p.path(release, 'proof/verify.sh'), own)
    cpSync(p.path('perde-log/keys/1.vkey'), p.path('trusted.vkey'))
  }
  const ran = spawnSync('sh', [own, p.path('trusted.vkey'), p.path(release, 'proof')], { encoding: 'utf8' })
  return { status: ran.status, text: ran.stdout + ran.stderr }
}

const HARMS: [string, (file: string) => void][] = [
  ['removed', (file) => rmSync(file)],
  [
    'changed by a bit',
    (file) => {
      const bytes = readFileSync(file)
      if (bytes.length === 0) return writeFileSync(file, 'x')
      bytes[bytes.length >> 1]! ^= 1
      writeFileSync(file, bytes)
    },
  ],
  ['longer by a line break', (file) => appendFileSync(file, '\n')],
  ['longer by a byte', (file) => appendFileSync(file, '\0')],
  ['empty', (file) => (readFileSync(file).length === 0 ? writeFileSync(file, '\n') : truncateSync(file))],
]

const files = (release: string) => p.below(release).filter((name) => !name.endsWith('/'))
/** A shell cannot make the report anew; that it is there is seen. */
const unseen = (file: string, harm: string) => file === 'report.html' && harm !== 'removed'

/** What is tried with kinds of which the first had everything tried. */
const FEW_HARMS = HARMS.slice(0, 2)

/** What the script says of the release with each file harmed in turn, where that is not that it does not hold. */
function missed(release: string, of: string[], harms = HARMS): string[] {
  return of.flatMap((file) =>
    harms.flatMap(([harm, change]) => {
      const kept = readFileSync(p.path(release, file))
      change(p.path(release, file))
      const { status, text } = script(release)
      writeFileSync(p.path(release, file), kept)
      // In the proof a harmed file may be told by what it makes of the others.
      const named = file.startsWith('proof/') || text.includes(basename(file))
      return status === (unseen(file, harm) ? 0 : 1) && named ? [] : [`${file} ${harm}: ${status} ${text}`]
    }),
  )
}

function expectHeld(release: string, says: RegExp): void {
  const { status, text } = script(release)
  expect(text).toMatch(says)
  expect(text).toMatch(/\nOK: signed with the trusted key/)
  expect(status).toBe(0)
}

function expectAddedSeen(release: string, names: string[]): void {
  for (const name of names) {
    writeFileSync(p.path(release, name), 'x')
    const added = script(release)
    rmSync(p.path(release, name))
    expect([name, added.status]).toEqual([name, 1])
    expect(added.text).toContain(name.includes('\n') ? 'MISMATCH: a file is not in' : basename(name))
  }
}

describe('verify.sh holds a release of', () => {
  for (const [i, [kind, make, says]] of KINDS.entries())
    it(`${kind}, whole and harmed`, () => {
      p.write('grown/a.csv', peopleCsv(ALL))
      const out = `kind-${i}`
      make(out)
      expect(p.perde(['verify', out]).status).toBe(0)
      expectHeld(out, says)
      const data = files(out).filter((name) => name.startsWith('data/'))
      if (i === 0) {
        expect(missed(out, files(out))).toEqual([])
        expectAddedSeen(out, [
          'extra',
          'data/.hidden',
          'data/a\nb',
          'proof/extra',
          '_SUCCESS.more',
          'data/part"x',
          'proof/log.vkey\nevil.csv',
        ])
      } else {
        expect(missed(out, data, FEW_HARMS)).toEqual([])
        expectAddedSeen(out, ['data/extra'])
      }
      expect(script(out).status).toBe(0)
      rmSync(p.path(out, 'data'), { recursive: true })
      const gone = script(out)
      expect(gone.text).toContain(`nothing of the data is here: ${data[0]}. It was taken away or purged`)
      expect(gone.status).toBe(1)
    })

  it.skipIf(!canTrace)('a run that was killed and gone on with, whole and harmed', () => {
    p.write('policy.yaml', output('file-size: 1KiB', 'files'))
    const args = ['run', 'policy.yaml', '--out', 'resumed', '--workers', '1', '--quiet']
    const under = ['strace', '-o', '/dev/null', '-e', 'trace=fsync', '-e', 'inject=fsync:signal=KILL:when=6']
    p.perde(args, { under })
    expect(p.has('resumed')).toBe(false)
    ended(...args, '--resume')
    expectHeld('resumed', FIT)
    expect(missed('resumed', [files('resumed').find((name) => name.startsWith('data/'))!], FEW_HARMS)).toEqual([])
  })

  it('one that was purged, as one whose data is gone, and sees what else is', () => {
    run(peoplePolicy(undefined, { input: 'files' }), 'purged')
    ended('purge', 'purged', '--reason', 'ordered')
    const { status, text } = script('purged')
    expect(text).toContain('nothing of the data is here: data/people/part-00000.csv. It was taken away or purged')
    expect(status).toBe(1)
    writeFileSync(p.path('purged/extra'), '')
    expect(script('purged').text).toContain('MISMATCH: a file is not in manifest.json: extra')
    rmSync(p.path('purged/extra'))
    appendFileSync(p.path('purged/risk.json'), ' ')
    expect(script('purged').text).toContain('risk.json')
  })

  it('each kind of which the test above knows', () => {
    expect(readdirSync(p.dir).filter((name) => /^kind-\d+$/.test(name))).toHaveLength(KINDS.length)
    expect(p.text('kind-3/manifest.json')).toContain('"compression":"gzip"')
    const outputs = (kind: number) =>
      p.json<{ outputs: { path: string }[] }>(`kind-${kind}/manifest.json`).outputs.map(({ path }) => path)
    expect(outputs(4).filter((path) => /^data\/people\/city=/.test(path))).toHaveLength(3)
    expect(outputs(5).filter((path) => path.endsWith('.sealed'))).toHaveLength(3)
    expect(files('kind-9')).toContain('made-up-cells.json')
    expect(p.json<{ rebuilds?: object }>('kind-12/manifest.json').rebuilds).toBeDefined()
    expect(p.json<{ since?: object }>('kind-13/manifest.json').since).toBeDefined()
  })
})
