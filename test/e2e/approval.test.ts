import { createHash } from 'node:crypto'
import { chmodSync, cpSync, renameSync, rmSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { signNote } from '../../src/evidence/log/note.ts'
import { signerOf } from '../../src/evidence/log/vkey.ts'
import { csv, people, peopleCsv, peoplePolicy, project } from './perde.ts'
import type { Project, Ran } from './perde.ts'
import { entriesOf, expectLogHolds } from './refusal.ts'

const OFFICER = '0f'.repeat(16) + 'a2'.repeat(16)
const AUTHOR = '1e'.repeat(16) + 'b3'.repeat(16)
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const TERMS = ['--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining', '--by', 'ml']

/** A policy that asks for the approval of a key, which is there. */
function asking(more = '', keyFile = 'officer.key'): Project {
  const p = project({ 'people.csv': peopleCsv(people(5)), 'officer.key': `${OFFICER}\n`, 'author.key': `${AUTHOR}\n` })
  const { stdout, status } = p.perde(['key', 'public', keyFile, '--name', 'privacy-office'])
  expect(status).toBe(0)
  p.write('policy.yaml', policy(stdout.trim(), more))
  return p
}

const policy = (vkey: string, more = '') =>
  peoplePolicy(undefined, { more: `approval: { keys: ["${vkey}"]${more} }\n` })
const approve = (p: Project, key = 'officer.key') => p.perde(['approve', 'policy.yaml', '--key', key])
const run = (p: Project) => p.perde(['run', 'policy.yaml', '--out', 'out', '--replace', '--workers', '1'])
const use = (p: Project) => p.perde(['use', 'out', ...TERMS])
const approved = (p: Project) =>
  p.json<{ approval: { approved: { vkey: string; signature: string }[] } }>('out/manifest.json').approval.approved

/** The run goes on, and says with the release that nobody may use it. */
function expectUnapproved(p: Project, ran: Ran, why: string): void {
  expect(ran.stderr).toContain(why)
  expect(ran.stderr).toContain('[UNAPPROVED]')
  expect(ran.status).toBe(0)
  expect(approved(p)).toEqual([])
  const used = use(p)
  expect(used.stderr).toContain('[DENIED_UNAPPROVED]')
  expect(used).toMatchObject({ status: 77, stdout: '' })
  expect(entriesOf(p).at(-1)).toMatchObject({ type: 'use.check', decision: 'deny', reasons: ['DENIED_UNAPPROVED'] })
  expectLogHolds(p)
}

describe('a policy that asks for an approval', () => {
  it('is approved by its key: the log, the manifest and verify name it, and the release is used', () => {
    const p = asking()
    expect(approve(p).status).toBe(0)
    expect(run(p).status).toBe(0)
    const [by] = approved(p)
    expect(by!.vkey).toMatch(/^privacy-office\+/)
    const { policySha256 } = p.json<{ policySha256: string }>('out/manifest.json')
    expect(entriesOf(p).filter(({ type }) => type === 'officer.approval')).toEqual([
      expect.objectContaining({ ...by, actor: 'officer', policySha256 }),
    ])
    const verified = p.perde(['verify', 'out', '--log', 'perde-log'])
    // The name is the policy's word for the key, so the key is told too: as whoever holds it sees it.
    const fingerprint = sha256(by!.vkey).slice(0, 16).match(/.{4}/g)!.join(' ')
    expect(p.perde(['key', 'public', 'officer.key', '--name', 'privacy-office']).stderr).toContain(fingerprint)
    expect(verified.stderr).toContain(`approval  by privacy-office (key ${fingerprint}): the policy’s text\n`)
    expect(p.text('out/report.html')).toContain(`privacy-office (${fingerprint})`)
    expect(verified.status).toBe(0)
    expect(use(p).status).toBe(0)
    // What is signed can be read: a note over the policy's digest, and since when it is.
    expect(p.text('policy.yaml.approvals')).toMatch(
      new RegExp(
        `^perde/policy-approval/3\\n${policySha256}\\n-\\n[0-9TZ:.-]{24}\\n-\\n\\n— privacy-office [A-Za-z0-9+/=]+\\n$`,
      ),
    )
    // A forged one in the manifest is found, whatever _SUCCESS says.
    const manifest = p.json<{ approval: { approved: { signature: string }[] } }>('out/manifest.json')
    manifest.approval.approved[0]!.signature = `${'A'.repeat(86)}==`
    p.write('out/manifest.json', JSON.stringify(manifest))
    expect(p.perde(['verify', 'out', '--log', 'perde-log', '--json']).stdout).toContain('"APPROVAL"')
  })

  it('is run without one, and what it releases says so and is not used', () => {
    const p = asking()
    expectUnapproved(p, run(p), 'nobody has approved the policy:')
  })

  it('is not approved any more once it was changed', () => {
    const p = asking()
    approve(p)
    p.write('policy.yaml', p.text('policy.yaml').replace('city: insensitive', 'city: { role: insensitive, do: drop }'))
    expectUnapproved(p, run(p), 'nobody has approved the policy as it is now')
    // And again once somebody has looked at it again.
    expect(approve(p).status).toBe(0)
    expect(run(p).status).toBe(0)
    expect(use(p).status).toBe(0)
  })

  it('is not approved by an approval of another policy', () => {
    const p = asking()
    approve(p)
    const other = p.text('policy.yaml.approvals')
    p.write('policy.yaml', p.text('policy.yaml').replace('id: clinic', 'id: clinic2'))
    p.write('policy.yaml.approvals', other)
    expectUnapproved(p, run(p), 'as it is now')
  })

  it('stops the run at an approval that its key did not make', () => {
    const p = asking()
    approve(p)
    const note = p.text('policy.yaml.approvals')
    const signature = /[A-Za-z0-9+/=]+(?=\n$)/.exec(note)![0]
    const forged = Buffer.from(signature, 'base64')
    forged[20]! ^= 1
    p.write('policy.yaml.approvals', note.replace(signature, forged.toString('base64')))
    const ran = run(p)
    expect(ran.stderr).toContain('[APPROVAL_INVALID]')
    expect(ran.status).toBe(65)
    expect(p.has('out')).toBe(false)
    p.write('policy.yaml.approvals', 'no note at all')
    expect(run(p).stderr).toContain('[APPROVAL_INVALID]')
  })

  it('is not approved by whoever runs it: a key of the policy, or the log’s', () => {
    const p = asking('', 'author.key')
    p.write('policy.yaml', `${p.text('policy.yaml').replace('{ env: PERDE_KEY }', '{ file: author.key }')}`)
    expect(approve(p, 'author.key').status).toBe(0)
    expectUnapproved(p, run(p), 'by a key of whoever runs it')
  })

  it('is not approved by the key that the log had before it was rotated', () => {
    const p = asking('', 'author.key')
    p.write('policy.yaml', p.text('policy.yaml').replace('approval:', 'audit: { key: { file: log.key } }\napproval:'))
    p.write('log.key', p.text('author.key'))
    expectUnapproved(p, (approve(p, 'author.key'), run(p)), 'by a key of whoever runs it')
    const rotated = p.perde([
      'log',
      'rotate',
      '--log',
      'perde-log',
      '--key',
      'file:log.key',
      '--new',
      'file:officer.key',
    ])
    expect(rotated).toMatchObject({ status: 0 })
    p.write('log.key', p.text('officer.key'))
    expectUnapproved(p, run(p), 'by a key of whoever runs it')
  })

  it('is run with the log that it names, and with no other', () => {
    const p = asking()
    p.write('policy.yaml', p.text('policy.yaml').replace('approval:', 'audit: { log: office-log }\napproval:'))
    expect(approve(p).status).toBe(0)
    const other = (...args: string[]) => p.perde(['run', 'policy.yaml', '--out', 'out', '--workers', '1', ...args])
    const variable = p.perde(['run', 'policy.yaml', '--out', 'out'], { env: { PERDE_LOG: p.path('fresh') } })
    for (const refused of [other('--log', 'fresh'), variable]) {
      expect(refused.stderr).toContain('names its log, and another log was given')
      expect(refused.status).toBe(2)
    }
    expect([p.has('out'), p.has('fresh'), p.has('office-log')]).toEqual([false, false, false])
    expect(other('--log', 'office-log').status).toBe(0)
    expect(approved(p)).toHaveLength(1)
    // A copy of the log from before knows nothing of what came since, such as a revocation; so a use asks no copy.
    cpSync(p.path('office-log'), p.path('copy'), { recursive: true })
    const used = (log: string) => p.perde(['use', 'out', ...TERMS, '--log', log])
    expect(used('office-log').status).toBe(0)
    const copied = used('copy')
    expect(copied.stderr).toContain('the policy of the release names its log, and another log was given')
    expect(copied.status).toBe(2)
    // The record of the release is not signed, and what it says of the log is held against the signed commit.
    const [record] = p.below('copy/releases').filter((name) => name.endsWith('.json')) as [string]
    const changed = p.json<Record<string, unknown>>(`copy/releases/${record}`)
    p.write(`copy/releases/${record}`, JSON.stringify({ ...changed, log: undefined }))
    expect(used('copy').stderr).toContain('[LOG_TAMPERED]')
  })

  it('is approved and taken back in the log that it names, and in no other', () => {
    const p = asking()
    p.write('policy.yaml', p.text('policy.yaml').replace('approval:', 'audit: { log: office-log }\napproval:'))
    expect(approve(p).status).toBe(0)
    expect(run(p).status).toBe(0)
    const other = p.path('other')
    cpSync(p.path('office-log'), other, { recursive: true })
    const before = p.text('other/entries.jsonl')
    const args = ['approve', 'policy.yaml', '--key', 'officer.key']
    for (const refused of [
      p.perde([...args, '--revoke', '--log', 'other']),
      p.perde([...args, '--revoke'], { env: { PERDE_LOG: other } }),
      p.perde([...args, '--log', 'other']),
    ]) {
      expect(refused.stderr).toContain('names its log, and another log was given')
      expect(refused.status).toBe(2)
    }
    expect([p.has('policy.yaml.approvals'), p.text('other/entries.jsonl')]).toEqual([true, before])
    expect(p.perde([...args, '--revoke', '--log', 'office-log']).status).toBe(0)
    expect(p.perde(['use', 'out', ...TERMS, '--log', 'office-log']).stderr).toContain('was taken back')
  })

  it('is run with no log that was begun anew, where it says how its log begins', () => {
    const p = asking()
    expect(run(p).status).toBe(0)
    const begins = sha256(`${p.text('perde-log/entries.jsonl').split('\n')[0]!}\n`)
    p.write('policy.yaml', p.text('policy.yaml').replace('approval:', `audit: { begins: ${begins} }\napproval:`))
    expect(run(p).status).toBe(0)
    renameSync(p.path('perde-log'), p.path('before'))
    const fresh = run(p)
    expect(fresh.stderr).toContain('the log is not the one that the policy names by its first entry')
    expect(fresh.status).toBe(65)
    expect(p.has('perde-log')).toBe(false)
    renameSync(p.path('before'), p.path('perde-log'))
    expect(run(p).status).toBe(0)
  })

  it('is, where the policy says that it may be', () => {
    const p = asking(', distinct-from-author: false', 'author.key')
    p.write('policy.yaml', `${p.text('policy.yaml')}audit: { key: { file: author.key } }\n`)
    expect(approve(p, 'author.key').status).toBe(0)
    expect(run(p).status).toBe(0)
    expect(use(p).status).toBe(0)
    p.write('policy.yaml', p.text('policy.yaml').replace('distinct-from-author: false', 'distinct-from-author: true'))
    approve(p, 'author.key')
    expectUnapproved(p, run(p), 'by a key of whoever runs it')
  })
})

/** Approvals by a perde that looked at no files: a note over the policy's digest alone. */
function signedAlone(p: Project): void {
  const [form, digest] = p.text('policy.yaml.approvals').split('\n')
  expect(form).toBe('perde/policy-approval/3')
  const signer = signerOf('privacy-office', Buffer.from(OFFICER, 'hex'))
  p.write('policy.yaml.approvals', signNote(`perde/policy-approval/1\n${digest!}\n`, [signer]))
}

/** Every kind of file that shapes what is released: a table of a rule, levels, signals, the table of a population. */
const TABLES = {
  'cities.csv': csv(
    ['from', 'to'],
    ['Алматы', 'Астана', 'Шымкент', 'Қарағанды', 'Павлодар'].map((city, n) => [city, n < 2 ? 'A' : 'B']),
  ),
  'levels.csv': 'A;*\nB;*\n',
  'robots.txt': 'User-agent: *\nContent-Usage: train-ai=y\n',
  'all.csv': csv(
    ['city'],
    Array.from({ length: 30 }, (_, n) => [['Алматы', 'Шымкент'][n % 2]!]),
  ),
}
const CHANGED = {
  'cities.csv': TABLES['cities.csv'].replace('Алматы,A', 'Алматы,B'),
  'levels.csv': 'A;all\nB;all\n',
  'robots.txt': `${TABLES['robots.txt']}# seen again\n`,
  'all.csv': `${TABLES['all.csv']}Алматы\n`,
}
const NAMES = ['cities.csv', 'levels.csv', 'population: all.csv', 'robots.txt']

function withTables(): Project {
  const p = asking()
  for (const [name, content] of Object.entries(TABLES)) p.write(name, content)
  const policy = p
    .text('policy.yaml')
    .replace('method: own-records', 'method: own-records, signals: [robots.txt]')
    .replace('city: insensitive', 'city: { role: quasi-identifier, do: { lookup: { file: cities.csv } } }')
  p.write(
    'policy.yaml',
    `${policy}anonymity:
  source: people
  k: 2
  k-map: 2
  population: { path: all.csv }
  suppress-at-most: 50%
  hierarchies: { city: { file: levels.csv } }
`,
  )
  return p
}

describe('an approval covers the files that the policy names', () => {
  it('all of them: they are named, and the list of them is no oracle for what they hold', () => {
    const p = withTables()
    chmodSync(p.path('cities.csv'), 0o600)
    const done = approve(p)
    // What is signed is told before it is: whoever signs can hold it against what they looked at.
    for (const name of NAMES) {
      const file = name.replace('population: ', '')
      expect(done.stderr).toContain(`perde: with        ${sha256(p.text(file))}  ${name}\n`)
    }
    expect(done.stderr.indexOf('all.csv')).toBeLessThan(done.stderr.indexOf('is approved by'))
    const ran = run(p)
    expect(ran).toMatchObject({ status: 0 })
    expect(use(p).status).toBe(0)
    const list = p.text('policy.yaml.approved-files')
    const { approval } = p.json<{ approval: { files: { count: number; sha256: string } } }>('out/manifest.json')
    expect(approval.files).toEqual({ count: 4, sha256: sha256(list) })
    expect(entriesOf(p).find(({ type }) => type === 'officer.approval')).toMatchObject({
      filesSha256: approval.files.sha256,
    })
    expect(p.perde(['verify', 'out', '--log', 'perde-log']).stderr).toMatch(
      /approval {2}by privacy-office \(key [0-9a-f ]{19}\): the policy’s text and 4 files that it names\n/,
    )
    for (const content of Object.values(TABLES)) expect(list).not.toContain(sha256(content))
    // As closed as the most closed of the files.
    expect(statSync(p.path('policy.yaml.approved-files')).mode & 0o777).toBe(0o600)
  })

  it.each(Object.keys(TABLES))('%s that was changed is not approved, and is named', (name) => {
    const p = withTables()
    approve(p)
    p.write(name, CHANGED[name as keyof typeof TABLES])
    const ran = run(p)
    expectUnapproved(p, ran, 'nobody has approved the files of the policy as they are now')
    expect(ran.stderr).toContain(`(${NAMES.find((shown) => shown.endsWith(name))!})`)
  })

  it.each([1, 2])(
    'a file of signals that is swapped for its reading %i and put back is read by nobody alone',
    (nth) => {
      const p = withTables()
      const refusing = 'User-agent: *\nContent-Usage: train-ai=n\n'
      p.write('robots.txt', refusing)
      approve(p)
      // Whoever reads the file for the nth time reads what was approved by nobody, and it permits what that refuses.
      p.write(
        'swap.mjs',
        `import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
const read = fs.readFileSync
let times = 0
fs.readFileSync = (file, ...more) =>
  String(file).endsWith('robots.txt') && ++times === ${nth} ? Buffer.from(${JSON.stringify(TABLES['robots.txt'])}) : read(file, ...more)
syncBuiltinESMExports()
`,
      )
      const swapped = p.perde(['run', 'policy.yaml', '--out', 'out', '--workers', '1'], {
        env: { NODE_OPTIONS: `--import ${p.path('swap.mjs')}` },
      })
      if (nth === 1) {
        expectUnapproved(p, swapped, 'nobody has approved the files of the policy as they are now')
        expect(swapped.stderr).toContain('(robots.txt)')
      } else expect(swapped.stderr).toContain('[DENIED_PURPOSE]')
    },
  )

  it('is asked for anew where it was of the text alone, and what it was given for stays valid', () => {
    const p = withTables()
    approve(p)
    signedAlone(p)
    expectUnapproved(p, run(p), 'the approval is of its text alone')
    const plain = asking()
    approve(plain)
    signedAlone(plain)
    run(plain)
    expect(plain.perde(['verify', 'out', '--log', 'perde-log']).stderr).toMatch(
      /approval {2}by privacy-office \(key [0-9a-f ]{19}\): the policy’s text\n/,
    )
  })

  it('is none without its list, and stops the run where the list is spoilt', () => {
    const p = withTables()
    approve(p)
    const list = p.text('policy.yaml.approved-files')
    rmSync(p.path('policy.yaml.approved-files'))
    expectUnapproved(p, run(p), 'nobody has approved the policy as it is now')
    p.write('policy.yaml.approved-files', list.slice(0, -5))
    const ran = run(p)
    expect(ran.stderr).toContain('[APPROVAL_INVALID]')
    expect(ran.status).toBe(65)
    // Another list than the one that was signed is that of other files.
    p.write('policy.yaml.approved-files', list.replace(/"salt":"../, '"salt":"00'))
    expectUnapproved(p, run(p), 'nobody has approved the policy as it is now')
  })

  it('ends a task that would read another', () => {
    const p = withTables()
    approve(p)
    expect(p.perde(['shard', 'policy.yaml', '--run', 'run', '--out', 'out']).status).toBe(0)
    p.write('cities.csv', CHANGED['cities.csv'])
    const task = p.perde(['profile', '--run', 'run', '--shard', '0'])
    expect(task.stderr).toContain('[INPUT_CHANGED]')
    expect(task.stderr).toContain('where: cities.csv')
    p.write('cities.csv', TABLES['cities.csv'])
    expect(p.perde(['profile', '--run', 'run', '--shard', '0']).status).toBe(0)
  })

  it('is signed by several over one list', () => {
    const p = withTables()
    const vkey = p.perde(['key', 'public', 'author.key', '--name', 'council']).stdout.trim()
    p.write('policy.yaml', p.text('policy.yaml').replace('keys: ["', `keys: ["${vkey}", "`))
    approve(p)
    const list = p.text('policy.yaml.approved-files')
    expect(approve(p, 'author.key').status).toBe(0)
    expect(p.text('policy.yaml.approved-files')).toBe(list)
    expect(run(p).status).toBe(0)
    expect(approved(p)).toHaveLength(2)
  })

  it('is refused for a file that is not there', () => {
    const p = withTables()
    rmSync(p.path('levels.csv'))
    const ran = approve(p)
    expect(ran.stderr).toContain('where: levels.csv')
    expect(ran.status).toBe(78)
    expect(p.has('policy.yaml.approvals')).toBe(false)
  })
})

/** A module that sets the clock of a process ahead. */
function clockAhead(p: Project, days: number): string {
  p.write(
    `ahead-${days}.mjs`,
    `const Right = Date
const now = () => Right.now() + ${days * 86_400_000}
globalThis.Date = class extends Right {
  constructor(...given) {
    super(...(given.length === 0 ? [now()] : given))
  }
  static now() {
    return now()
  }
}
`,
  )
  return p.path(`ahead-${days}.mjs`)
}

describe('an approval ends', () => {
  /** The officer's own signature, over a time that is chosen. */
  function signedFor(p: Project, from: string, until: string): void {
    const [, digest] = p.text('policy.yaml.approvals').split('\n')
    const signer = signerOf('privacy-office', Buffer.from(OFFICER, 'hex'))
    p.write('policy.yaml.approvals', signNote(`perde/policy-approval/3\n${digest!}\n-\n${from}\n${until}\n`, [signer]))
  }

  it('on the date that the policy or who gives it says, which the release says too', () => {
    const p = asking(', valid-for: P90D')
    expect(approve(p).status).toBe(0)
    const [, , , from, until] = p.text('policy.yaml.approvals').split('\n')
    expect(Math.round((Date.parse(until!) - Date.parse(from!.slice(0, 10))) / 86_400_000)).toBe(90)
    expect(run(p).status).toBe(0)
    expect(p.json('out/manifest.json')).toMatchObject({ approval: { from, until, approved: [{}] } })
    expect(p.perde(['verify', 'out', '--log', 'perde-log']).stderr).toContain(`the policy’s text, until ${until!}\n`)
    expect(use(p).status).toBe(0)
    for (const [late, why] of [
      ['2001-01-01', 'ended already'],
      ['2999-01-01', 'longer than the policy permits'],
      ['2999-02-30', '--until is a date'],
    ] as const) {
      const refused = p.perde(['approve', 'policy.yaml', '--key', 'officer.key', '--until', late])
      expect(refused.stderr).toContain(why)
      expect(refused.status).toBe(2)
    }
    expect(p.text('policy.yaml.approvals')).toContain(`${until!}\n`)
    signedFor(p, '2020-01-01T00:00:00.000Z', '2020-02-01')
    expectUnapproved(p, run(p), 'the approval of the policy has ended')
    for (const unbounded of ['-', '2999-01-01']) {
      signedFor(p, from!, unbounded)
      expectUnapproved(p, run(p), 'may last longer than the policy permits')
    }
  })

  it('when it is taken back: the log holds that, and an old file of approvals that is put back helps nobody', () => {
    const p = asking()
    approve(p)
    const old = p.text('policy.yaml.approvals')
    expect(run(p).status).toBe(0)
    const revoke = (key = 'officer.key') => p.perde(['approve', 'policy.yaml', '--key', key, '--revoke'])
    expect(revoke('author.key')).toMatchObject({ status: 78 })
    expect(use(p).status).toBe(0)
    expect(revoke()).toMatchObject({ status: 0 })
    expect(entriesOf(p).at(-1)).toMatchObject({ type: 'officer.revocation', actor: 'officer' })
    expect(p.has('policy.yaml.approvals')).toBe(false)
    const used = use(p)
    expect(used.stderr).toContain('the approval of the policy was taken back')
    expect(used.status).toBe(77)
    const verified = p.perde(['verify', 'out', '--log', 'perde-log'])
    expect(verified.stderr).toContain('perde: note: the approval of the policy was taken back')
    expect(verified.status).toBe(0)
    p.write('policy.yaml.approvals', old)
    expectUnapproved(p, run(p), 'the approval of the policy was taken back')
    // What is given anew is another one.
    expect(approve(p).status).toBe(0)
    expect(run(p).status).toBe(0)
    expect(use(p).status).toBe(0)
  })

  it('is not given by a clock that runs ahead, and is taken back all the same', () => {
    const p = asking()
    const ahead = (days: number) => ({ env: { NODE_OPTIONS: `--import ${clockAhead(p, days)}` } })
    const tomorrow = (args: string[], days = 1) => p.perde(args, ahead(days))
    expect(tomorrow(['approve', 'policy.yaml', '--key', 'officer.key']).status).toBe(0)
    const note = p.text('policy.yaml.approvals')
    expectUnapproved(p, run(p), 'says that it was given at a time to come')
    // What a clock that runs as fast took for given is not used before its time.
    const made = tomorrow(['run', 'policy.yaml', '--out', 'out', '--replace', '--workers', '1'])
    expect(made).toMatchObject({ status: 0 })
    expect(approved(p)).toHaveLength(1)
    expect(use(p).stderr).toContain('given at a time to come')
    expect(p.perde(['approve', 'policy.yaml', '--key', 'officer.key', '--revoke']).status).toBe(0)
    const { from } = entriesOf(p).findLast(({ type }) => type === 'officer.revocation')!
    expect(note).toContain(`\n${from as string}\n`)
    const used = tomorrow(['use', 'out', ...TERMS], 2)
    expect(used.stderr).toContain('the approval of the policy was taken back')
    expect(used.status).toBe(77)
    p.write('policy.yaml.approvals', note)
    const again = tomorrow(['run', 'policy.yaml', '--out', 'out', '--replace', '--workers', '1'], 2)
    expect(again.stderr).toContain('the approval of the policy was taken back')
    expect(approved(p)).toEqual([])
    // By a clock that is right it is given anew at once.
    expect(approve(p).status).toBe(0)
    expect(run(p).status).toBe(0)
    expect(use(p).status).toBe(0)
    expect(tomorrow(['approve', 'policy.yaml', '--key', 'officer.key', '--revoke']).status).toBe(0)
    const early = approve(p)
    expect(early.stderr).toContain('a revocation by this key that is of a later time than now')
    expect(early.status).toBe(2)
  })

  it('is told as taken back where its file went with it', () => {
    const p = asking()
    approve(p)
    expect(run(p).status).toBe(0)
    expect(p.perde(['approve', 'policy.yaml', '--key', 'officer.key', '--revoke']).status).toBe(0)
    expectUnapproved(p, run(p), 'the approval of the policy was taken back')
  })

  it('is void only once it is given anew: what stands there of one that was killed between list and note holds', () => {
    const p = withTables()
    approve(p)
    const note = p.text('policy.yaml.approvals')
    expect(p.perde(['approve', 'policy.yaml', '--key', 'officer.key', '--until', '2999-01-01']).status).toBe(0)
    expect(p.text('policy.yaml.approvals')).not.toBe(note)
    p.write('policy.yaml.approvals', note)
    expect(run(p).status).toBe(0)
    expect(approved(p)).toHaveLength(1)
  })

  it('is not taken back where there is no log to hold it', () => {
    const p = asking()
    approve(p)
    const ran = p.perde(['approve', 'policy.yaml', '--key', 'officer.key', '--revoke'])
    expect(ran.stderr).toContain('[LOG_INVALID]')
    expect(p.has('policy.yaml.approvals')).toBe(true)
    expect(
      p.perde(['approve', 'policy.yaml', '--key', 'officer.key', '--revoke', '--until', '2999-01-01']).status,
    ).toBe(2)
  })
})

it('perde check finds a key of an approval that was not copied whole', () => {
  const p = asking()
  p.write('policy.yaml', p.text('policy.yaml').replace('privacy-office+', 'privacy-offise+'))
  const { status, stderr } = p.perde(['check', 'policy.yaml'])
  expect(stderr).toContain('approval.keys[0]: this is no verification key')
  expect(status).toBe(78)
})

describe('perde approve refuses', () => {
  it.each([
    ['a key that the policy does not name', 78, 'KEY_INVALID', (p: Project) => approve(p, 'author.key')],
    [
      'a policy that asks for nobody',
      2,
      'USAGE',
      (p: Project) => {
        p.write('policy.yaml', peoplePolicy())
        return approve(p)
      },
    ],
    ['a key that is not there', 78, 'KEY_MISSING', (p: Project) => approve(p, 'no.key')],
  ] as const)('%s', (_, status, code, attempt) => {
    const p = asking()
    const ran = attempt(p)
    expect(ran.stderr).toContain(`[${code}]`)
    expect(ran.status).toBe(status)
    expect(p.has('policy.yaml.approvals')).toBe(false)
  })
})
