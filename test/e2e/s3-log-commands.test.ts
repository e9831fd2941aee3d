import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { makeAuthority } from '../evidence/log/authority.ts'
import { startFaultProxy } from '../io/stores/s3/fault-proxy.ts'
import { environment, S3_SERVER, startS3, type S3Server } from '../io/stores/s3/s3-server.ts'
import { CONSENT, consentsOf, people, peopleCsv, peoplePolicy, project } from './perde.ts'
import type { Project, Ran, RunOptions } from './perde.ts'

/** What is done with a log besides runs, where the log is in a real store. */

let server: S3Server
beforeAll(async () => {
  if (S3_SERVER === undefined) return
  server = await startS3(S3_SERVER)
  await server.createBucket('logs')
})
afterAll(() => server?.stop())

const FEW = people(12)
const [WHO, OTHER] = FEW
const GATE = ['--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining', '--by', 'team']

interface Log {
  p: Project
  /** address of the log */
  log: string
  perde(args: string[], options?: RunOptions): Ran
  /** types of the entries that the store has, in their order */
  entries(): Promise<string[]>
  keys(below: string): Promise<string[]>
}

/** A release by consents, whose log is in the store. */
function released(name: string, more = ''): Log {
  const p = project({
    'policy.yaml': peoplePolicy(CONSENT, { more }),
    'people.csv': peopleCsv(FEW),
    'consents.csv': consentsOf(FEW),
  })
  const log = `s3://logs/${name}`
  const perde = (args: string[], options: RunOptions = {}) =>
    p.perde(args, { ...options, env: { ...server.env, PERDE_LOG: log, ...options.env } })
  const keys = (below: string) => server.keys('logs', `${name}/${below}`)
  const entries = async () => {
    const texts = await Promise.all((await keys('entries/')).map((key) => server.get('logs', key)))
    const lines = Buffer.concat(texts).toString().trimEnd().split('\n')
    return lines.map((line) => (JSON.parse(line) as { type: string }).type)
  }
  const ran = perde(['run', 'policy.yaml', '--out', 'out', '--workers', '1', '--quiet'])
  expect(ran).toMatchObject({ status: 0, stderr: '' })
  return { p, log, perde, entries, keys }
}

describe.skipIf(S3_SERVER === undefined)('a log in a store', () => {
  it('is moved to another key, which signs from then on, and only where it lies', async () => {
    const { p, perde, entries, keys } = released('rotated')
    const rotated = perde(['log', 'rotate'])
    expect(rotated).toMatchObject({ status: 0 })
    expect(rotated.stderr).toContain('the new key lies on this machine, in ')
    expect(await entries()).toContain('key.rotate')
    expect((await keys('keys/')).map((key) => key.split('/').at(-1))).toEqual(['1.vkey', '2.vkey'])
    expect(perde(['use', 'out', ...GATE])).toMatchObject({ status: 0 })
    expect(perde(['log', 'verify', '--trust', rotated.stdout.trim()])).toMatchObject({ status: 0 })
    const elsewhere = perde(['log', 'rotate'], { env: { XDG_STATE_HOME: p.path('elsewhere') } })
    expect(elsewhere.stderr).toContain('[KEY_MISSING]')
    expect((await entries()).filter((type) => type === 'key.rotate').length).toBe(1)
  })

  it('is exported, as excerpt and whole, and says so before anything is out', async () => {
    const { p, perde, entries } = released('exported')
    expect(perde(['log', 'export', '--first', '0', '--last', '2', '--out', 'excerpt'])).toMatchObject({ status: 0 })
    expect(perde(['log', 'export', '--tiles', '--out', 'tiles'])).toMatchObject({ status: 0 })
    expect((await entries()).slice(-2)).toEqual(['export', 'export'])
    expect([p.has('excerpt/verify.sh'), p.has('tiles/checkpoint')]).toEqual([true, true])
  })

  it('is time-stamped, and whoever reads it has the token', async () => {
    const { p, perde, keys } = released('stamped')
    p.write('tsa/.keep', '')
    const authority = makeAuthority(p.path('tsa'))
    expect(perde(['log', 'timestamp', '--request', 'query.tsq'])).toMatchObject({ status: 0 })
    p.write('answer.tsr', authority.answer(p.bytes('query.tsq')))
    const stamp = ['log', 'timestamp', '--response', 'answer.tsr', '--authority', 'tsa/ca.pem']
    expect(perde(stamp)).toMatchObject({ status: 0 })
    expect((await keys('timestamps/')).length).toBe(1)
    const elsewhere = { env: { XDG_STATE_HOME: p.path('elsewhere') } }
    const verified = perde(['log', 'verify', '--authority', 'tsa/ca.pem'], elsewhere)
    expect(verified.status).toBe(0)
    expect(verified.stderr).toContain('existed at')
  })

  it('is none at an address without one, and nothing is made there', async () => {
    const { perde } = released('there')
    for (const args of [['rotate'], ['export', '--tiles', '--out', 'x'], ['timestamp', '--request', 'q']])
      expect(perde(['log', ...args, '--log', 's3://logs/nowhere']).stderr, args[0]).toContain('[LOG_INVALID]')
    expect(await server.keys('logs', 'nowhere/')).toEqual([])
  })

  it('need not be there when the policy that names it is approved, and holds from its first run', async () => {
    const p = project({ 'people.csv': peopleCsv(FEW), 'officer.key': `${'0f'.repeat(16)}${'a2'.repeat(16)}\n` })
    const perde = (...args: string[]) => p.perde(args, { env: server.env })
    const vkey = perde('key', 'public', 'officer.key', '--name', 'privacy-office').stdout.trim()
    const more = `audit: { log: "s3://logs/unbegun" }\napproval: { keys: ["${vkey}"] }\n`
    p.write('policy.yaml', peoplePolicy(undefined, { more }))
    const approve = (...more: string[]) => perde('approve', 'policy.yaml', '--key', 'officer.key', ...more)
    expect(approve('--log', 's3://logs/other').status).toBe(2)
    expect(approve()).toMatchObject({ status: 0 })
    expect(await server.keys('logs', 'unbegun/')).toEqual([])
    const ran = perde('run', 'policy.yaml', '--out', 'out', '--workers', '1', '--quiet')
    expect(ran).toMatchObject({ status: 0, stderr: '' })
    const use = () => perde('use', 'out', ...GATE, '--log', 's3://logs/unbegun')
    expect(use().status).toBe(0)
    expect(approve('--revoke')).toMatchObject({ status: 0 })
    expect(use().stderr).toContain('the approval of the policy was taken back')
  })

  it('R45: keeps what people ask, whom nobody finds there by name, and every machine goes by it', async () => {
    const { p, log, perde, entries, keys } = released('asked')
    const ask = (kind: string, who: string, ...more: string[]) =>
      perde(['subject', kind, '--policy', 'policy.yaml', '--json', ...more], { input: `${who}\n` })
    const blocked = ask('block', WHO!.iin)
    expect(blocked).toMatchObject({ status: 0, stderr: '' })
    expect(JSON.parse(blocked.stdout)).toMatchObject({ holds: { blocked: true }, log: { dir: log } })
    expect(JSON.parse(blocked.stdout).affected.releases[0].rebuild).toContain(`--log ${log}`)
    expect(await entries()).toContain('subject.request')
    const denied = perde(['use', 'out', ...GATE])
    expect(denied).toMatchObject({ status: 77 })
    expect(denied.stderr).toContain(`--log ${log}`)
    expect(ask('unblock', WHO!.iin).status).toBe(0)
    expect(perde(['use', 'out', ...GATE]).status).toBe(0)
    expect(ask('destroy', OTHER!.iin, '--act', 'act.json').status).toBe(0)
    expect((await entries()).at(-1)).toBe('subject.erase')
    expect((await keys('subjects/')).length).toBe(2)
    for (const key of await keys('')) {
      const bytes = await server.get('logs', key)
      for (const { iin } of [WHO!, OTHER!]) expect(bytes.includes(iin), key).toBe(false)
    }
    expect(perde(['use', 'out', ...GATE]).stderr).toContain('DESTROYED 1')
    expect(perde(['run', 'policy.yaml', '--out', 'out', '--replace', '--workers', '1', '--quiet']).status).toBe(0)
    expect(p.json('out/manifest.json')).toMatchObject({ records: { in: 12, out: 11 } })
    expect(perde(['use', 'out', ...GATE]).status).toBe(0)
    const affected = perde(['consent', 'affected', '--policy', 'policy.yaml', '--ledger', 'none', '--json'], {
      input: `${WHO!.iin}\n`,
    })
    expect(affected).toMatchObject({ status: 0 })
    expect(JSON.parse(affected.stdout)).toMatchObject({ releases: [{ state: 'replaced' }, { state: 'published' }] })
  })

  it.each(['/entries/', '/checkpoints/', '/decisions/', '/subjects/'])(
    'R45: who is destroyed is destroyed by another try, where the first was killed at its push of %s',
    async (name) => {
      const { log, p, perde } = released(`killed${name.replaceAll('/', '-')}`)
      p.write('who.txt', `${WHO!.iin}\n`)
      const args = ['subject', 'destroy', '--policy', 'policy.yaml', '--request', 'who.txt', '--json']
      let child = undefined as ReturnType<Project['start']> | undefined
      const proxy = await startFaultProxy(server.port, ({ method, url }) => {
        if (method !== 'PUT' || !url!.includes(name)) return undefined
        child!.child.kill('SIGKILL')
        return { kind: 'lost' }
      })
      onTestFinished(() => proxy.stop())
      child = p.start(args, { env: { ...environment(proxy.endpoint), PERDE_LOG: log } })
      expect((await child.ended).signal).toBe('SIGKILL')
      expect(perde(['log', 'verify']).status).toBe(3)
      const again = perde(args)
      expect(again).toMatchObject({ status: 0, stderr: '' })
      expect(JSON.parse(again.stdout)).toMatchObject({ holds: { destroyed: true } })
      expect(perde(['use', 'out', ...GATE]).stderr).toContain('DESTROYED 1')
    },
  )
})
