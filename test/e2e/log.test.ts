import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { makeAuthority } from '../evidence/log/authority.ts'
import { OTHER_KEY, people, peopleCsv, peoplePolicy, project, type Project } from './perde.ts'

/** A project with the log of one run. */
function logged(more = ''): Project {
  const p = project({ 'people.csv': peopleCsv(people(20)), 'policy.yaml': peoplePolicy(undefined, { more }) })
  expect(p.perde(['run', 'policy.yaml', '--out', 'release', '--quiet']).status).toBe(0)
  return p
}

function entries(p: Project, type: string): Record<string, unknown>[] {
  const shown = p.perde(['log', 'show', '--type', type, '--json'])
  expect(shown.status).toBe(0)
  return shown.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

function sh(p: Project, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync('sh', args, { cwd: p.dir, encoding: 'utf8' })
  return { status, text: stdout + stderr }
}

describe('entries that leave the log', () => {
  it('can be checked with a shell, one run of two, and the log remembers that they left', () => {
    const p = logged()
    expect(p.perde(['run', 'policy.yaml', '--out', 'second', '--quiet']).status).toBe(0)
    const [first, second] = entries(p, 'run.commit') as { run: string }[]
    const done = p.perde(['log', 'export', '--run', second!.run, '--out', 'for-the-regulator'])
    expect([done.status, done.stdout]).toEqual([0, ''])
    p.write('trusted.vkey', p.text('perde-log/keys/1.vkey'))
    p.write('verify.sh', p.text('release/proof/verify.sh'))
    expect(sh(p, 'verify.sh', '--alone', 'trusted.vkey', 'for-the-regulator').status).toBe(0)
    const runs = p
      .below('for-the-regulator')
      .filter((name) => name.endsWith('.entry.json'))
      .map((name) => p.json<{ run: string }>(`for-the-regulator/${name}`).run)
    expect(new Set(runs)).toEqual(new Set([second!.run]))
    expect(runs).not.toContain(first!.run)
    expect(entries(p, 'export')).toHaveLength(1)
    p.write('for-the-regulator/1.entry.json', '{}')
    expect(sh(p, 'verify.sh', '--alone', 'trusted.vkey', 'for-the-regulator').status).toBe(1)
  })

  it('are refused without a choice, over another folder, and where there are none, and nothing is logged', () => {
    const p = logged()
    mkdirSync(p.path('there'))
    p.write('there/file', 'x')
    const refused = [
      ['--out', 'new'],
      ['--out', 'new', '--first', '900'],
      ['--out', 'new', '--first', '1.5'],
      ['--out', 'new', '--tiles', '--first', '1'],
    ]
    for (const options of refused) {
      const { status, stderr } = p.perde(['log', 'export', ...options])
      expect([status, stderr]).toEqual([2, expect.stringContaining('[USAGE]')])
    }
    const { status, stderr } = p.perde(['log', 'export', '--out', 'there', '--tiles'])
    expect([status, stderr]).toEqual([78, expect.stringContaining('[OUTPUT_EXISTS]')])
    expect(p.text('there/file')).toBe('x')
    expect(p.below().filter((name) => name.startsWith('.new.perde') || name === 'new/')).toEqual([])
    expect(entries(p, 'export')).toEqual([])
  })

  it('are written where a killed export left its folder, which goes', () => {
    const p = logged()
    p.write('.new.perde-01JB0000000000000000000000/tile/0/000', 'half')
    p.write('.new.perde-notes/kept', 'not of perde')
    p.write('new.part/kept', 'of an older perde, or of somebody')
    expect(p.perde(['log', 'export', '--out', 'new', '--tiles'])).toMatchObject({ status: 0 })
    expect(p.has('new/checkpoint')).toBe(true)
    expect(p.below().filter((name) => name.includes('.new.perde') || name.startsWith('new.part'))).toEqual([
      '.new.perde-notes/',
      '.new.perde-notes/kept',
      'new.part/',
      'new.part/kept',
    ])
  })

  it('are not taken from a log that is not what was signed', () => {
    const p = logged()
    p.write('perde-log/entries.jsonl', p.text('perde-log/entries.jsonl').replace('"permit"', '"deny"'))
    const { status, stderr } = p.perde(['log', 'export', '--out', 'new', '--tiles'])
    expect([status, stderr]).toEqual([65, expect.stringContaining('[LOG_TAMPERED]')])
    expect(p.has('new')).toBe(false)
  })

  it('are all there as tiles, under the checkpoint of the log', () => {
    const p = logged()
    expect(p.perde(['log', 'export', '--out', 'tiles', '--tiles']).status).toBe(0)
    expect(p.text('tiles/checkpoint')).toBe(p.text('perde-log/checkpoint'))
    const size = Number(p.text('tiles/checkpoint').split('\n')[1])
    const bundle = p.bytes(`tiles/tile/entries/000.p/${size}`)
    const lines: string[] = []
    for (let at = 0; at < bundle.length; at += 2 + bundle.readUInt16BE(at))
      lines.push(bundle.toString('utf8', at + 2, at + 2 + bundle.readUInt16BE(at)))
    expect(`${lines.join('\n')}\n`).toBe(p.text('perde-log/entries.jsonl'))
    expect(lines.at(-1)).toContain('"type":"export"')
  })
})

describe('a time stamp', () => {
  it('is got from an authority, holds for an auditor, and does not once the log is written anew', async () => {
    const p = logged()
    mkdirSync(p.path('tsa'))
    const authority = makeAuthority(p.path('tsa'))
    expect(p.perde(['log', 'verify']).status).toBe(3)
    const { url, server } = await authority.serve()
    const asked = await p.start(['log', 'timestamp', '--url', url, '--authority', 'tsa/ca.pem']).ended
    server.close()
    expect([asked.status, asked.stderr]).toEqual([
      0,
      expect.stringMatching(/the first \d+ entries of the log existed at 20/),
    ])
    expect(p.perde(['run', 'policy.yaml', '--out', 'second', '--quiet']).status).toBe(0)
    const checked = p.perde(['log', 'verify', '--authority', 'tsa/ca.pem'])
    expect([checked.status, checked.stderr]).toEqual([0, expect.stringContaining('entries existed at 20')])
    mkdirSync(p.path('other'))
    makeAuthority(p.path('other'))
    // Certificates of somebody else say nothing of the log.
    const other = p.perde(['log', 'verify', '--authority', 'other/ca.pem'])
    expect([other.status, other.stderr]).toEqual([
      65,
      expect.stringMatching(/is not of the authority whose certificates these are {3}\[TIMESTAMP_INVALID\]\n/),
    ])
    expect(other.stderr).not.toContain('LOG_TAMPERED')

    const rewritten = logged()
    rewritten.write('ca.pem', p.bytes('tsa/ca.pem'))
    const none = rewritten.perde(['log', 'verify', '--authority', 'ca.pem'])
    expect([none.status, none.stderr]).toEqual([
      3,
      expect.stringContaining('warning: no time stamp is kept in the log'),
    ])
    const [token] = p.below('perde-log/timestamps')
    rewritten.write(`perde-log/timestamps/${token!}`, p.bytes(`perde-log/timestamps/${token!}`))
    const faulty = rewritten.perde(['log', 'verify', '--authority', 'ca.pem'])
    expect([faulty.status, faulty.stderr]).toEqual([65, expect.stringContaining('[TIMESTAMP_INVALID]')])
    expect(faulty.stderr).toContain('[LOG_TAMPERED]')
  })

  it('can be carried by hand', () => {
    const p = logged()
    mkdirSync(p.path('tsa'))
    const authority = makeAuthority(p.path('tsa'))
    expect(p.perde(['log', 'timestamp', '--request', 'query.tsq']).status).toBe(0)
    p.write('answer.tsr', authority.answer(p.bytes('query.tsq')))
    const take = ['log', 'timestamp', '--response', 'answer.tsr']
    expect(p.perde(take).status).toBe(2)
    expect(p.perde([...take, '--authority', 'tsa/ca.pem']).status).toBe(0)
    p.write('answer.tsr', 'no token')
    const bad = p.perde([...take, '--authority', 'tsa/ca.pem'])
    expect([bad.status, bad.stderr]).toEqual([65, expect.stringContaining('[TIMESTAMP_INVALID]')])
    expect(p.below('perde-log/timestamps')).toHaveLength(1)
  })

  it('is not there where the authority does not answer, and of its address only the host is told', () => {
    const p = logged()
    mkdirSync(p.path('tsa'))
    makeAuthority(p.path('tsa'))
    const ask = ['log', 'timestamp', '--authority', 'tsa/ca.pem', '--url']
    const { status, stderr } = p.perde([...ask, 'http://127.0.0.1:9/secret-token'])
    expect([status, stderr]).toEqual([69, expect.stringContaining('[AUTHORITY_UNAVAILABLE]')])
    expect(stderr).not.toContain('secret-token')
    expect(p.perde([...ask, 'file:///etc/passwd']).status).toBe(2)
    expect(p.has('perde-log/timestamps')).toBe(false)
  })
})

describe('the key of a log', () => {
  it('is changed, and the log goes on under the new one and verifies against either', () => {
    const p = logged()
    const old = p.text('perde-log/keys/1.vkey').trim()
    p.write('kept', p.text('perde-log/checkpoint'))
    const rotated = p.perde(['log', 'rotate'])
    expect(rotated.status).toBe(0)
    const now = rotated.stdout.trim()
    expect(now).not.toBe(old)
    expect(p.perde(['run', 'policy.yaml', '--out', 'second', '--quiet']).status).toBe(0)
    for (const key of [old, now]) expect(p.perde(['log', 'verify', '--trust', key]).status).toBe(0)
    expect(p.perde(['verify', 'release']).status).toBe(0)
    expect(p.perde(['verify', 'second']).status).toBe(0)
    // Who kept one key of the log knows by its rotations that the other is the log's too; without the log nobody can.
    const trusting = (release: string, key: string, log: string) =>
      p.perde(['verify', release, '--log', log, '--trust', key]).status
    expect([trusting('second', old, 'perde-log'), trusting('release', now, 'perde-log')]).toEqual([0, 0])
    expect([trusting('second', old, 'none'), trusting('release', now, 'none')]).toEqual([65, 65])
    // The same with a checkpoint that was kept from before.
    expect([trusting('second', 'kept', 'perde-log'), trusting('release', 'kept', 'perde-log')]).toEqual([0, 0])
    expect(trusting('second', 'kept', 'none')).toBe(65)
    p.write('k.key', `${OTHER_KEY}\n`)
    const stranger = p.perde(['key', 'public', 'k.key', '--name', old.split('+')[0]!])
    expect(stranger.status).toBe(0)
    expect(trusting('second', stranger.stdout.trim(), 'perde-log')).toBe(65)
    // A rotation that the older key did not sign leads nowhere.
    const forged = p
      .text('perde-log/entries.jsonl')
      .replace(/("oldSignature":")(.)/, (_, at: string, c: string) => at + (c === 'A' ? 'B' : 'A'))
    p.write('perde-log/entries.jsonl', forged)
    for (const trust of [old, 'kept']) {
      const told = p.perde(['verify', 'second', '--log', 'perde-log', '--trust', trust])
      expect(told.stderr).toContain('[PROOF]')
      expect(told.status).toBe(65)
    }
  })

  it('is named, never given, and another one than the log has is refused', () => {
    const p = logged(
      'audit: { log: perde-log, key: { env: LOG_KEY } }\n'
        .replace('perde-log', 'own-log')
        .replace('LOG_KEY', 'PERDE_KEY'),
    )
    const rotate = (...options: string[]) =>
      p.perde(['log', 'rotate', '--log', 'own-log', ...options], { env: { OTHER: OTHER_KEY } })
    expect(rotate('--key', 'a'.repeat(64)).status).toBe(2)
    expect(rotate('--key', 'env:OTHER')).toMatchObject({ status: 78, stderr: expect.stringContaining('[KEY_INVALID]') })
    expect(rotate('--new', 'env:OTHER')).toMatchObject({ status: 78, stderr: expect.stringContaining('[KEY_MISSING]') })
    expect(rotate('--key', 'env:PERDE_KEY', '--new', 'env:OTHER').status).toBe(0)
    expect(p.perde(['log', 'verify', '--log', 'own-log']).status).toBe(3)
  })
})

describe('an older checkpoint', () => {
  it('is what the log must still begin with', () => {
    const p = logged()
    p.write('kept', p.text('perde-log/checkpoint'))
    expect(p.perde(['run', 'policy.yaml', '--out', 'second', '--quiet']).status).toBe(0)
    expect(p.perde(['log', 'verify', '--from', 'kept']).status).toBe(0)
    const other = logged()
    other.write('kept', p.text('kept'))
    expect(other.perde(['log', 'verify', '--from', 'kept'])).toMatchObject({
      status: 65,
      stderr: expect.stringContaining('another log'),
    })
  })
})
