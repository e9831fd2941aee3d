import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startFaultProxy, type FaultProxy } from '../io/stores/s3/fault-proxy.ts'
import { environment, S3_SERVER, startS3, type S3Server } from '../io/stores/s3/s3-server.ts'
import { people, peopleCsv, peoplePolicy, project, type Project, type Ran } from './perde.ts'
import { entriesOf } from './refusal.ts'

/** Releases in a real store by the built command, killed and cut off at many moments. */

let server: S3Server
beforeAll(async () => {
  if (S3_SERVER === undefined) return
  server = await startS3(S3_SERVER)
  await server.createBucket('lake')
})
afterAll(() => server?.stop())

const PEOPLE = people(60)
const FILES = {
  'policy.yaml': peoplePolicy(undefined, { input: 'people' }),
  'people/a.csv.gz': gzipSync(peopleCsv(PEOPLE.slice(0, 30))),
  'people/b.csv': peopleCsv(PEOPLE.slice(30)),
}
const GATE = ['--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining', '--by', 'team']
const DATA = ['data/people/part-00000.csv.gz', 'data/people/part-00001.csv']

const run = (p: Project, out: string, ...more: string[]): Ran =>
  p.perde(['run', 'policy.yaml', '--out', out, '--quiet', ...more], { env: server.env })
/** For a test that has to answer meanwhile. */
const during = (p: Project, args: string[], proxy: FaultProxy): Promise<Ran> =>
  p.start(args, { env: environment(proxy.endpoint) }).ended
const below = async (folder: string) => (await server.keys('lake', folder)).map((key) => key.slice(folder.length))

async function proxied(decide: Parameters<typeof startFaultProxy>[1]): Promise<FaultProxy> {
  const proxy = await startFaultProxy(server.port, decide)
  onTestFinished(() => proxy.stop())
  return proxy
}

/** What a reader finds who knows nothing of `_SUCCESS`, and leaves out names that begin with `_` as readers do. */
async function seen(folder: string): Promise<string[]> {
  return (await below(folder)).filter((key) => !key.split('/').some((part) => /^[_.]/.test(part)))
}

const committed = (p: Project) =>
  p.has('perde-log/entries.jsonl') ? entriesOf(p).filter(({ type }) => type === 'run.commit').length : 0

describe.skipIf(S3_SERVER === undefined)('a release in a store', () => {
  it('has the bytes of one in a folder, is verified, and hands its addresses to who may use it', async () => {
    const p = project(FILES)
    expect(run(p, 'here')).toMatchObject({ status: 0 })
    expect(run(p, 's3://lake/first/release', '--workers', '2', '--block', '1KiB')).toMatchObject({
      status: 0,
      stderr: '',
    })
    const keys = await below('first/release/')
    expect(keys).toEqual(expect.arrayContaining([...DATA, '_SUCCESS', 'manifest.json', 'proof/checkpoint']))
    for (const path of DATA) {
      const there = await server.get('lake', `first/release/${path}`)
      expect(there.equals(p.bytes(`here/${path}`))).toBe(true)
    }
    expect(await below('first/')).toEqual(keys.map((key) => `release/${key}`))
    expect(p.perde(['verify', 's3://lake/first/release/'], { env: server.env })).toMatchObject({ status: 0 })
    const used = p.perde(
      ['use', 's3://lake/first/release', ...GATE, '--', 'sh', '-c', 'echo "$PERDE_DATA" "$PERDE_RELEASE_DIR"'],
      { env: server.env },
    )
    expect(used.stdout).toBe(
      `${DATA.map((path) => `s3://lake/first/release/${path}`).join('\n')} s3://lake/first/release\n`,
    )
    // The records are there and nowhere else.
    expect(p.below('perde-log/releases').filter((name) => name.includes('data/'))).toEqual([])
  })

  it('is not verified when an object of it is changed, added or taken away', async () => {
    const p = project(FILES)
    expect(run(p, 's3://lake/touched')).toMatchObject({ status: 0 })
    const verify = () => p.perde(['verify', 's3://lake/touched'], { env: server.env })
    const [packed, plain] = DATA.map((path) => `touched/${path}`) as [string, string]
    for (const key of [packed, plain, 'touched/risk.json']) {
      const was = await server.get('lake', key)
      await server.put('lake', key, Buffer.concat([was.subarray(0, -1), Buffer.of(was.at(-1)! ^ 1)]))
      expect(verify()).toMatchObject({ status: 65 })
      await server.put('lake', key, was)
    }
    for (const key of ['touched/data/people/more.csv', 'touched/notes.txt']) {
      await server.put('lake', key, 'x')
      expect(verify().stderr).toContain('FILE_ADDED')
      await server.remove('lake', key)
    }
    expect(verify()).toMatchObject({ status: 0 })
    await server.remove('lake', plain)
    expect(verify().stderr).toContain('FILE_MISSING')
    expect(p.perde(['use', 's3://lake/touched', ...GATE], { env: server.env })).toMatchObject({ status: 77 })
    await server.remove('lake', 'touched/_SUCCESS')
    expect(verify()).toMatchObject({ status: 65 })
  })

  it('takes the place of an older one where it is told to, and never of anything else', async () => {
    const p = project(FILES)
    expect(run(p, 's3://lake/twice')).toMatchObject({ status: 0 })
    expect(run(p, 's3://lake/twice').stderr).toContain('OUTPUT_EXISTS')
    p.write('people/c.csv', peopleCsv(people(5, 100)))
    expect(run(p, 's3://lake/twice', '--replace')).toMatchObject({ status: 0 })
    expect(await seen('twice/data/')).toHaveLength(3)
    expect(p.perde(['verify', 's3://lake/twice'], { env: server.env })).toMatchObject({ status: 0 })
    await server.put('lake', 'twice/notes.txt', 'mine')
    expect(run(p, 's3://lake/twice', '--replace')).toMatchObject({ status: 78 })
    await server.put('lake', 'mine/data.csv', 'a\n1\n')
    expect(run(p, 's3://lake/mine', '--replace').stderr).toContain('something that is not a release')
    for (const out of ['s3://lake', 's3://lake/', 's3://lake/_hidden', 's3://lake/a//b'])
      expect(run(p, out)).toMatchObject({ status: 78 })
    expect(run(p, 's3://Bad_Bucket!/x')).toMatchObject({ status: 2 })
    p.write('policy.yaml', peoplePolicy(undefined, { input: 's3://lake/mine/data.csv' }))
    expect(run(p, 's3://lake/mine').stderr).toMatch(/OUTPUT_EXISTS|OUTPUT_IS_INPUT/)
  })

  it('is refused where a source would read it, and a log there too, before anything is written', async () => {
    await server.put('lake', 'own/a.csv', peopleCsv(PEOPLE))
    for (const source of ['s3://lake/own', 's3a://lake/own/**/*.csv']) {
      const p = project({ 'policy.yaml': peoplePolicy(undefined, { input: `'${source}'` }) })
      expect(run(p, 's3://lake/own/out')).toMatchObject({
        status: 78,
        stderr: expect.stringContaining('where a source looks for its files'),
      })
      expect(run(p, 's3://lake/elsewhere', '--dry-run')).toMatchObject({ status: 0 })
    }
    const p = project({ 'policy.yaml': peoplePolicy(undefined, { input: 's3://lake/own/' }) })
    const refused = run(p, 's3://lake/beside', '--log', 's3://lake/own/log')
    expect(refused).toMatchObject({ status: 78, stderr: expect.stringContaining('the log lies where a source looks') })
    expect(await below('own/')).toEqual(['a.csv'])
  })

  it('never shows a record before its commit is in the log, killed at any request, and is finished or removed by the next command', async () => {
    const p = project(FILES)
    // A run that nobody kills says how many requests there are.
    const whole = await proxied(() => undefined)
    expect(await during(p, ['run', 'policy.yaml', '--out', 's3://lake/killed-0', '--quiet'], whole)).toMatchObject({
      status: 0,
    })
    const all = whole.requests.length
    const first = whole.requests.findIndex(
      (request) => request.includes('/lake/_perde-claim-killed-0') && request.startsWith('PUT'),
    )
    const outcomes = new Set<string>()
    for (let at = first; at < all; at += Math.ceil((all - first) / 14)) {
      const out = `killed-${at}`
      const before = committed(p)
      let child = undefined as ReturnType<Project['start']> | undefined
      const proxy = await proxied(async (_, number) => {
        if (number === at) child!.child.kill('SIGKILL')
        // Whenever something may have changed, somebody looks.
        if ((await seen(`${out}/`)).length > 0) expect(committed(p)).toBe(before + 1)
        return undefined
      })
      child = p.start(['run', 'policy.yaml', '--out', `s3://lake/${out}`, '--quiet'], {
        env: environment(proxy.endpoint),
      })
      await child.ended
      const isCommitted = committed(p) === before + 1
      if (!isCommitted) expect(await seen(`${out}/`)).toEqual([])
      const used = p.perde(['use', `s3://lake/${out}`, ...GATE], { env: server.env })
      expect(used.status).toBe(isCommitted ? 0 : 65)
      expect((await seen(`${out}/data/`)).length).toBe(isCommitted ? 2 : 0)
      outcomes.add(isCommitted ? 'finished' : 'removed')
      expect((await server.keys('lake', '_perde-')).filter((key) => !key.endsWith('probe'))).toEqual([])
      expect(await server.uploads('lake')).toEqual([])
    }
    expect([...outcomes].sort()).toEqual(['finished', 'removed'])
  }, 600_000)

  it('that takes the place of an older one never stands beside records of that, killed at any request', async () => {
    const p = project(FILES)
    expect(run(p, 's3://lake/renewed')).toMatchObject({ status: 0 })
    const digests = async () => {
      const keys = (await server.keys('lake', 'renewed/data/')).filter((key) => key.endsWith('.csv'))
      return Promise.all(keys.map(async (key) => (await server.get('lake', key)).toString().split('\n').length))
    }
    const [older] = await digests()
    // The one file that all releases have, larger each time: what a reader sees is all of one release.
    for (const [n, request] of ['_SUCCESS', 'people/part-00000', 'risk.json', 'manifest.json'].entries()) {
      p.write('people/b.csv', peopleCsv(PEOPLE.slice(30 - n)))
      let child = undefined as ReturnType<Project['start']> | undefined
      const proxy = await proxied(({ method, url }) => {
        if (method === 'PUT' && url!.includes('/lake/renewed/') && url!.includes(request)) child!.child.kill('SIGKILL')
        return undefined
      })
      child = p.start(['run', 'policy.yaml', '--out', 's3://lake/renewed', '--replace', '--quiet'], {
        env: environment(proxy.endpoint),
      })
      await child.ended
      expect(p.perde(['use', 's3://lake/renewed', ...GATE], { env: server.env })).toMatchObject({ status: 0 })
      expect(await digests()).toEqual([older! + n])
      expect(p.perde(['verify', 's3://lake/renewed'], { env: server.env })).toMatchObject({ status: 0 })
    }
  }, 300_000)

  it('is not published twice at one place: the second run ends with 75, and touches nothing', async () => {
    const [p, other] = [project(FILES), project(FILES)]
    let second: Promise<Ran> | undefined
    const direct = await proxied(() => undefined)
    const proxy = await proxied(async ({ method, url }) => {
      if (method !== 'PUT' || !url!.includes('/data/people/part-00001') || second) return undefined
      second = during(other, ['run', 'policy.yaml', '--out', 's3://lake/both', '--quiet'], direct)
      await second
      return undefined
    })
    expect(await during(p, ['run', 'policy.yaml', '--out', 's3://lake/both', '--quiet'], proxy)).toMatchObject({
      status: 0,
    })
    const lost = await second!
    expect(lost).toMatchObject({ status: 75 })
    expect(lost.stderr).toMatch(/another run publishes[^]*OUTPUT_LOCKED/)
    expect(p.perde(['verify', 's3://lake/both'], { env: server.env })).toMatchObject({ status: 0 })
  })

  it('is gone on with where a run was killed while it wrote, and has the bytes of one that nobody killed', async () => {
    const keys = ['0', '1', '2', '3', '4'].map((n) => `parts/${n}.csv`)
    for (const [n, key] of keys.entries()) await server.put('lake', key, peopleCsv(PEOPLE.slice(12 * n, 12 * n + 12)))
    const p = project({ 'policy.yaml': peoplePolicy(undefined, { input: 's3://lake/parts/' }) })
    expect(run(p, 's3://lake/whole')).toMatchObject({ status: 0 })
    let child = undefined as ReturnType<Project['start']> | undefined
    let reads = 0
    const proxy = await proxied(async ({ method, url }) => {
      // Once for its header, and once for its records.
      if (method !== 'GET' || !url!.includes('/parts/4.csv') || ++reads !== 2) return undefined
      // While it waits for these, what was read before is written.
      while (!p.below('perde-log/releases').some((name) => name.endsWith('part-00002.csv')))
        await new Promise((resolve) => setTimeout(resolve, 20))
      child!.child.kill('SIGKILL')
      return undefined
    })
    const args = ['run', 'policy.yaml', '--out', 's3://lake/resumed', '--workers', '1']
    child = p.start(args, { env: environment(proxy.endpoint) })
    await child.ended
    expect(await server.keys('lake', 'resumed/')).toEqual([])
    const resumed = p.perde([...args, '--resume'], { env: server.env })
    expect(resumed.stderr).toMatch(/it had finished [234] inputs/)
    expect(resumed).toMatchObject({ status: 0 })
    const bytes = async (folder: string) =>
      Promise.all(
        (await server.keys('lake', `${folder}/data/`)).map(async (key) => (await server.get('lake', key)).toString()),
      )
    expect(await bytes('resumed')).toEqual(await bytes('whole'))
    expect(p.perde(['verify', 's3://lake/resumed'], { env: server.env })).toMatchObject({ status: 0 })
  })

  it('leaves nothing in the store where an upload is refused, and says so without a secret', async () => {
    const p = project(FILES)
    const proxy = await proxied(({ method, url }) =>
      method === 'PUT' && url!.includes('/data/people/part-00001')
        ? { kind: 'answer', status: 403, error: 'AccessDenied' }
        : undefined,
    )
    const ran = await during(p, ['run', 'policy.yaml', '--out', 's3://lake/refused', '--quiet'], proxy)
    expect(ran).toMatchObject({ status: 69 })
    expect(ran.stderr).not.toMatch(/secret-of-the-store|testaccess|testsecret|Signature/)
    expect(await server.keys('lake', 'refused')).toEqual([])
    expect(await server.keys('lake', '_perde-')).toEqual([])
    expect(committed(p)).toBe(0)
  })

  it('is refused, before anything is read, by a store that does not know conditional puts', async () => {
    const p = project({ 'policy.yaml': FILES['policy.yaml'] })
    for (const answer of [
      { kind: 'answer', status: 501, error: 'NotImplemented' },
      { kind: 'answer', status: 200, error: 'None' },
    ] as const) {
      const proxy = await proxied(({ method, headers }) =>
        method === 'PUT' && headers['if-none-match'] !== undefined ? answer : undefined,
      )
      const ran = await during(p, ['run', 'policy.yaml', '--out', 's3://lake/plain', '--quiet'], proxy)
      expect(ran).toMatchObject({ status: 69 })
      expect(ran.stderr).toContain('STORE_REFUSED')
    }
  })
})
