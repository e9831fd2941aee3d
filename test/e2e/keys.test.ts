import { chmodSync, statSync, symlinkSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONTRACT, KEY, people, peopleCsv, peoplePolicy, project, type Project } from './perde.ts'
import { expectRefusal } from './refusal.ts'

let p: Project
let release: string
beforeAll(() => {
  p = project(
    {
      'people.csv': peopleCsv(people(3)),
      'env.yaml': peoplePolicy(),
      'good.key': `${KEY}\n`,
      'short.key': `${KEY.slice(2)}\n`,
      'zero.key': '0'.repeat(64),
      'words.key': 'correct horse battery staple, and so on until it is long enough',
      'base64.key': Buffer.from(KEY, 'hex').toString('base64'),
      'long.key': KEY.repeat(1000),
      'open.key': KEY,
      'grouped.key': KEY,
      'folder.key/a': '',
    },
    afterAll,
  )
  chmodSync(p.path('open.key'), 0o644)
  chmodSync(p.path('grouped.key'), 0o620)
  symlinkSync('open.key', p.path('link.key'))
  expect(p.perde(['run', 'env.yaml', '--out', 'env', '--workers', '1']).status).toBe(0)
  release = p.text('env/data/people.csv')
})

const policyWith = (key: string) => peoplePolicy().replace('{ env: PERDE_KEY }', key)

const REFUSED: { what: string; key: string; code: string }[] = [
  { what: 'a file that everybody can read', key: '{ file: open.key }', code: 'KEY_EXPOSED' },
  { what: 'a file that the group can change', key: '{ file: grouped.key }', code: 'KEY_EXPOSED' },
  { what: 'a link to a file that everybody can read', key: '{ file: link.key }', code: 'KEY_EXPOSED' },
  { what: 'a file of 31 bytes', key: '{ file: short.key }', code: 'KEY_INVALID' },
  { what: 'a file of zeros', key: '{ file: zero.key }', code: 'KEY_INVALID' },
  { what: 'a file of words', key: '{ file: words.key }', code: 'KEY_INVALID' },
  { what: 'a file far too long', key: '{ file: long.key }', code: 'KEY_INVALID' },
  { what: 'a directory', key: '{ file: folder.key }', code: 'KEY_INVALID' },
  { what: 'a file that is not there', key: '{ file: gone.key }', code: 'KEY_MISSING' },
  { what: 'an environment variable that is not set', key: '{ env: PERDE_NO_KEY }', code: 'KEY_MISSING' },
  { what: 'an environment variable that is empty', key: '{ env: PERDE_EMPTY }', code: 'KEY_MISSING' },
  { what: 'a command that fails', key: '{ command: [sh, -c, "exit 3"] }', code: 'KEY_COMMAND' },
  { what: 'a command that is not there', key: '{ command: [perde-no-such-command] }', code: 'KEY_COMMAND' },
  { what: 'a command that prints no key', key: '{ command: [echo, no] }', code: 'KEY_INVALID' },
  { what: 'a command that prints without end', key: '{ command: [cat, /dev/zero] }', code: 'KEY_COMMAND' },
]

describe('a key from somewhere it may not come from ends the run with 78', () => {
  for (const { what, key, code } of REFUSED)
    it(`from ${what}`, () => {
      p.write('policy.yaml', policyWith(key))
      const ran = p.perde(['run', 'policy.yaml', '--out', 'out', '--log', 'log'], { env: { PERDE_EMPTY: '' } })
      expectRefusal(p, ran, { status: 78, code })
      expect(ran.stderr).not.toContain(KEY.slice(2, 20))
      expect(p.has('log')).toBe(false)
    })

  it('from a name that the policy does not give a source', () => {
    p.write('policy.yaml', peoplePolicy(CONTRACT).replace('do: pseudonym person', 'do: { pseudonym: { key: other } }'))
    const ran = p.perde(['run', 'policy.yaml', '--out', 'out'])
    expect(ran.status).toBe(78)
    expect(ran.stderr).toMatch(/\[(KEY_MISSING|POLICY_INVALID)\]/)
  })
})

describe('one key gives the same records wherever it comes from', () => {
  const SAME: { what: string; key: string }[] = [
    { what: 'a file of hex digits', key: '{ file: good.key }' },
    { what: 'a file of base64', key: '{ file: base64.key }' },
    { what: 'a command', key: '{ command: [cat, good.key] }' },
  ]
  for (const [i, { what, key }] of SAME.entries())
    it(`from ${what}`, () => {
      p.write('policy.yaml', policyWith(key))
      expect(p.perde(['run', 'policy.yaml', '--out', `same-${i}`, '--workers', '1']).status).toBe(0)
      expect(p.text(`same-${i}/data/people.csv`)).toBe(release)
    })

  it('and an ephemeral one other records every time', () => {
    p.write('policy.yaml', policyWith('{ ephemeral: true }'))
    for (const out of ['one', 'two'])
      expect(p.perde(['run', 'policy.yaml', '--out', out, '--workers', '1']).status).toBe(0)
    expect(p.text('one/data/people.csv')).not.toBe(p.text('two/data/people.csv'))
  })
})

describe('perde key new', () => {
  it('writes a key that only its owner can read, and never over another', () => {
    const made = p.perde(['key', 'new', 'keys/new.key'])
    expect(made).toMatchObject({ status: 0, stdout: '' })
    const key = p.text('keys/new.key')
    expect(key).toMatch(/^[0-9a-f]{64}\n$/)
    expect(made.stderr).not.toContain(key.trim())
    expect(statSync(p.path('keys/new.key')).mode & 0o777).toBe(0o600)
    expect(p.perde(['key', 'new', 'keys/new.key'])).toMatchObject({ status: 78 })
    expect(p.perde(['key', 'new', 'keys/new.key', '--if-absent'])).toMatchObject({ status: 0, stderr: '' })
    // What a full disk leaves is no key that is there.
    p.write('keys/half.key', '')
    chmodSync(p.path('keys/half.key'), 0o600)
    expect(p.perde(['key', 'new', 'keys/half.key', '--if-absent'])).toMatchObject({
      status: 78,
      stderr: expect.stringContaining('[KEY_INVALID]'),
    })
    expect(p.text('keys/new.key')).toBe(key)
    expect(p.perde(['key', 'new', 'keys/other.key']).status).toBe(0)
    expect(p.text('keys/other.key')).not.toBe(key)
  })
})
