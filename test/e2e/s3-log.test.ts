import type { IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startFaultProxy, type FaultProxy } from '../io/stores/s3/fault-proxy.ts'
import { environment, S3_SERVER, startS3, type S3Server } from '../io/stores/s3/s3-server.ts'
import { people, peopleCsv, peoplePolicy, project, type Project, type Ran } from './perde.ts'

/** The audit log in a real store: one line of entries, whoever writes and wherever a writer is killed. */

let server: S3Server
beforeAll(async () => {
  if (S3_SERVER === undefined) return
  server = await startS3(S3_SERVER)
  await server.createBucket('logs')
})
afterAll(() => server?.stop())

const FILES = { 'policy.yaml': peoplePolicy(), 'people.csv': peopleCsv(people(20)) }
const GATE = ['--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining', '--by', 'team']

const args = (log: string, out: string) => ['run', 'policy.yaml', '--out', out, '--log', log, '--quiet']
const started = (p: Project, what: string[], proxy: FaultProxy) => p.start(what, { env: environment(proxy.endpoint) })
const here = (p: Project, ...what: string[]): Ran => p.perde(what, { env: server.env })

/** Types of the entries that the store has, in their order. */
async function entries(log: string): Promise<string[]> {
  const keys = await server.keys('logs', `${log}/entries/`)
  const texts = await Promise.all(keys.map(async (key) => (await server.get('logs', key)).toString()))
  const lines = texts.join('').trimEnd().split('\n')
  return lines.filter((line) => line !== '').map((line) => (JSON.parse(line) as { type: string }).type)
}

async function proxied(decide: Parameters<typeof startFaultProxy>[1]): Promise<FaultProxy> {
  const proxy = await startFaultProxy(server.port, decide)
  onTestFinished(() => proxy.stop())
  return proxy
}

const isEntries = ({ method, url }: IncomingMessage) => method === 'PUT' && url!.includes('/entries/')

describe.skipIf(S3_SERVER === undefined)('a log in a store', () => {
  it('has all entries before anything is read or visible, and is read, proven and added to from there', async () => {
    const p = project(FILES)
    let published: boolean | undefined
    const proxy = await proxied(async (request) => {
      if (isEntries(request) && (await entries('whole')).includes('purpose.check')) published = p.has('out')
      return undefined
    })
    expect(await started(p, args('s3://logs/whole', 'out'), proxy).ended).toMatchObject({ status: 0, stderr: '' })
    expect(published).toBe(false)
    expect((await entries('whole')).at(-1)).toBe('run.commit')
    expect(p.has('perde-log')).toBe(false)
    const keys = await server.keys('logs', 'whole/')
    expect(keys.filter((key) => /\.key$|lock/.test(key))).toEqual([])
    expect(here(p, 'verify', 'out', '--log', 's3://logs/whole')).toMatchObject({ status: 0 })
    expect(here(p, 'use', 'out', '--log', 's3://logs/whole/', ...GATE)).toMatchObject({ status: 0 })
    expect((await entries('whole')).at(-1)).toBe('use.check')
    expect(here(p, 'log', 'show', '--log', 's3://logs/whole').stdout).toContain('use.check')
    expect(here(p, 'log', 'verify', '--log', 's3://logs/whole')).toMatchObject({ status: 3 })
    // Another machine reads it without its key, and does not write to it.
    const elsewhere = { env: { ...server.env, XDG_STATE_HOME: p.path('elsewhere') } }
    expect(p.perde(['verify', 'out', '--log', 's3://logs/whole'], elsewhere)).toMatchObject({ status: 0 })
    expect(p.perde(args('s3://logs/whole', 'other'), elsewhere).stderr).toContain('KEY_MISSING')
    // What somebody changed there is found.
    const first = (await server.keys('logs', 'whole/entries/'))[0]!
    await server.put('logs', first, (await server.get('logs', first)).toString().replace('"permit"', '"denied"'))
    expect(here(p, 'log', 'show', '--log', 's3://logs/whole')).toMatchObject({ status: 65 })
  })

  it('that is put back to an older state, or made anew, is refused by the machine that wrote to it', async () => {
    const p = project(FILES)
    const state = async () => {
      const keys = await server.keys('logs', 'older/')
      return Promise.all(keys.map(async (key) => [key, await server.get('logs', key)] as const))
    }
    const putBack = async (objects: readonly (readonly [string, Buffer])[]) => {
      for (const key of await server.keys('logs', 'older/')) await server.remove('logs', key)
      for (const [key, bytes] of objects) await server.put('logs', key, bytes)
    }
    expect(here(p, ...args('s3://logs/older', 'one'))).toMatchObject({ status: 0 })
    const first = await state()
    expect(here(p, ...args('s3://logs/older', 'two'))).toMatchObject({ status: 0 })
    const second = await state()
    await putBack(first)
    const older = here(p, ...args('s3://logs/older', 'three'))
    expect(older.stderr).toMatch(/has \d+ entries, and had \d+ when this machine last wrote to it: it was put back/)
    expect(older.stderr).toContain('[LOG_TAMPERED]')
    expect(older.status).toBe(65)
    expect(p.has('three')).toBe(false)
    expect(await state()).toEqual(first)
    await putBack([])
    expect(here(p, ...args('s3://logs/older', 'three'))).toMatchObject({ status: 65 })
    await putBack(second)
    expect(here(p, ...args('s3://logs/older', 'three'))).toMatchObject({ status: 0 })
    // Another log of as many entries in its place, by somebody else's key.
    const elsewhere = { env: { ...server.env, XDG_STATE_HOME: p.path('elsewhere') } }
    await putBack([])
    for (const out of ['x', 'y', 'z', 'u'])
      expect(p.perde(args('s3://logs/older', out), elsewhere)).toMatchObject({ status: 0 })
    const forged = here(p, ...args('s3://logs/older', 'four'))
    expect(forged.stderr).toContain('[LOG_TAMPERED]')
    expect(forged.status).toBe(65)
  })

  it('has one writer: a second one on another machine, and one who was first at an entry, end it with 75', async () => {
    const p = project(FILES)
    await server.put('logs', 'two/lock', 'another:/machine')
    const locked = here(p, ...args('s3://logs/two', 'out'))
    expect(locked).toMatchObject({ status: 75 })
    expect(locked.stderr).toMatch(/in use from another machine[^]*LOG_LOCKED/)
    await server.remove('logs', 'two/lock')
    let pushes = 0
    const proxy = await proxied((request) =>
      isEntries(request) && ++pushes === 2 ? { kind: 'answer', status: 412, error: 'PreconditionFailed' } : undefined,
    )
    const lost = await started(p, args('s3://logs/two', 'out'), proxy).ended
    expect(lost).toMatchObject({ status: 75 })
    expect(p.has('out')).toBe(false)
    expect(await entries('two')).not.toContain('run.commit')
    expect(here(p, ...args('s3://logs/two', 'out'))).toMatchObject({ status: 0 })
    expect(here(p, 'verify', 'out', '--log', 's3://logs/two')).toMatchObject({ status: 0 })
  })

  it.each(['out', 's3://logs/releases/killed'])(
    'says whether a run that was killed at a push is published: %s',
    async (out) => {
      const p = project(FILES)
      const log = `s3://logs/killed-${out.length}`
      for (const [name, isCommitted] of [
        ['entries/', false],
        ['checkpoints/', true],
      ] as const) {
        let child = undefined as ReturnType<Project['start']> | undefined
        let pushes = 0
        const proxy = await proxied(({ method, url }) => {
          if (method === 'PUT' && url!.includes('/entries/')) pushes++
          if (method === 'PUT' && pushes === 2 && url!.includes(`/${name}`)) {
            child!.child.kill('SIGKILL')
            return { kind: 'lost' }
          }
          return undefined
        })
        const to = `${out}-${isCommitted}`
        child = started(p, args(log, to), proxy)
        await child.ended
        const there = (await entries(log.slice('s3://logs/'.length))).includes('run.commit')
        const used = here(p, 'use', to, '--log', log, ...GATE)
        expect(used.status).toBe(there ? 0 : 65)
        if (isCommitted) expect(there).toBe(true)
      }
    },
  )
})
