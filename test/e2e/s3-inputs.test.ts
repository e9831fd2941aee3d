import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { parquetFile, TEXT } from '../io/formats/parquet/make-file.ts'
import { startFaultProxy, type FaultProxy } from '../io/stores/s3/fault-proxy.ts'
import { environment, S3_SERVER, startS3, type S3Server } from '../io/stores/s3/s3-server.ts'
import { csv, jsonl, people, peopleCsv, peoplePolicy, project, type Project, type Ran } from './perde.ts'

/** Objects of a real store through the built command: what comes of them is what comes of the same files on the disk. */

let server: S3Server
beforeAll(async () => {
  if (S3_SERVER === undefined) return
  server = await startS3(S3_SERVER)
  await server.createBucket('lake')
})
afterAll(() => server?.stop())

const PEOPLE = people(400)
const columns = ({ iin, name, city }: (typeof PEOPLE)[number]) => ({ iin, name, city })
const part = (from: number, to: number) => peopleCsv(PEOPLE.slice(from, to))
const cities = csv(
  ['iin', 'name'],
  PEOPLE.slice(0, 5).map((p) => [p.iin, p.name]),
)

const FILES: Record<string, string | Uint8Array> = {
  'plain/people.csv': part(0, 400),
  'packed/people.jsonl.gz': gzipSync(jsonl(PEOPLE.map(columns))),
  'document/people.json': JSON.stringify(PEOPLE.map(columns)),
  'markup/people.xml': `<all>${PEOPLE.map((p) => `<p><iin>${p.iin}</iin><name>${p.name}</name><city>${p.city}</city></p>`).join('')}</all>`,
  'typed/people.parquet': parquetFile({ iin: TEXT, name: TEXT, city: TEXT }, PEOPLE.map(columns), 90),
  'folder/b.csv': part(0, 100),
  'folder/a.csv': part(100, 200),
  'folder/below/z.csv': part(200, 300),
  'folder/_SUCCESS': '',
  'folder/_temporary/x.csv': 'not,data\n',
  'folder/.part.crc': 'crc',
  'globs/2026-01.csv': part(0, 100),
  'globs/2026-02.csv': part(100, 150),
  'globs/2025-12.csv': 'not,asked,for\n',
  'odd/a b+c%41&ж.csv': part(0, 30),
  'odder/a\nb.csv': part(0, 10),
  'odder/-rf %2F é e\u0301.csv': part(20, 30),
  'odder/q"<&>\'.csv': part(30, 40),
  'odder/in\nfolder/a.csv': part(40, 50),
  'hive/dt=2026-01-01/city=Almaty/part-0.csv': cities,
  'hive/dt=2026-01-01/city=Nur-Sultan%2FAstana/part-0.csv': cities,
  'hive/dt=2026-01-02/city=__HIVE_DEFAULT_PARTITION__/x.csv': cities,
}

const HIVE = '    dt: insensitive\n'

function policy(input: string): string {
  const of = input.includes('.xml') ? `{ path: ${JSON.stringify(input)}, record: /all/p }` : JSON.stringify(input)
  return peoplePolicy(undefined, { input: of, fields: input.includes('hive') ? HIVE : '' })
}

/** Behind a proxy the test has to answer, so the command may not keep it waiting. */
async function run(p: Project, args: string[], env = server.env): Promise<Ran> {
  return p.start(args, { env }).ended
}

async function refusedToRead(input: string, env: Record<string, string>, message: string): Promise<void> {
  const p = project({ 'policy.yaml': policy(input) })
  const { status, stderr } = await run(p, ['run', 'policy.yaml', '--out', 'out', '--quiet'], env)
  expect(stderr).toContain(message)
  expect(stderr).toContain('[INPUT_UNREADABLE]')
  expect(status).toBe(65)
  expect(p.has('out')).toBe(false)
}

async function proxied(decide: Parameters<typeof startFaultProxy>[1]): Promise<FaultProxy> {
  const proxy = await startFaultProxy(server.port, decide)
  onTestFinished(() => proxy.stop())
  return proxy
}

describe.skipIf(S3_SERVER === undefined)('objects of a store', () => {
  beforeAll(async () => {
    for (const [key, body] of Object.entries(FILES)) await server.put('lake', key, body)
  })

  it.each([
    'plain/people.csv',
    'packed/people.jsonl.gz',
    'document/people.json',
    'markup/people.xml',
    'typed/people.parquet',
    'folder',
    'folder/',
    'globs/2026-*.csv',
    'folder/**/*.csv',
    'odd/a b+c%41&ж.csv',
    'odder',
    'odder/**/*.csv',
    'hive',
  ])('give the bytes of the files they were put from: %s', (input) => {
    const p = project({ 'here.yaml': policy(input), 'there.yaml': policy(`s3://lake/${input}`), ...FILES })
    expect(p.perde(['run', 'here.yaml', '--out', 'here', '--quiet'])).toMatchObject({ status: 0 })
    const args = ['run', 'there.yaml', '--out', 'there', '--quiet', '--workers', '2', '--block', '4KiB']
    expect(p.perde(args, { env: server.env })).toMatchObject({ status: 0, stderr: '' })
    const below = p.below('here/data')
    expect(p.below('there/data')).toEqual(below)
    for (const name of below.filter((n) => !n.endsWith('/')))
      expect(p.bytes(`there/data/${name}`).equals(p.bytes(`here/data/${name}`))).toBe(true)
    const { inputs } = p.json<{ inputs: { version: string }[] }>('there/manifest.json')
    expect(inputs.every(({ version }) => /^[0-9a-f]{32}$/.test(version))).toBe(true)
  })

  it('are scanned, and a first policy names them by their address', () => {
    const p = project()
    const scanned = p.perde(['scan', 's3://lake/folder/', '--policy-out', 'first.yaml'], { env: server.env })
    expect(scanned).toMatchObject({ status: 0 })
    expect(p.text('first.yaml')).toContain('s3://lake/folder/')
    const risk = p.perde(['risk', 's3://lake/plain/people.csv', '--qi', 'city', '--json'], { env: server.env })
    expect(JSON.parse(risk.stdout)).toMatchObject({ k: 80 })
    expect(p.perde(['check', 'first.yaml']).stderr).not.toContain('does not exist')
  })

  it('are not left out without a word where the store cannot say their key', async () => {
    await server.put('lake', 'unsayable/a.csv', part(0, 10))
    await server.put('lake', 'unsayable/bell\u0007\u001b.csv', part(10, 20))
    await refusedToRead(
      's3://lake/unsayable',
      server.env,
      'the store does not give the whole key of an object among the inputs',
    )
  })

  it('are not left out without a word where they are named like folders', async () => {
    await server.put('lake', 'marker/a.csv', part(0, 10))
    await server.put('lake', 'marker/people.csv~', part(10, 20))
    // Amazon's store takes such a key, this server does not.
    const { endpoint } = await proxied(() => ({ kind: 'reword', text: 'people.csv~', as: 'people.csv/' }))
    await refusedToRead(
      's3://lake/marker',
      environment(endpoint),
      'an object among the inputs is named like a folder, and holds something',
    )
  })

  it('are refused where a key is there that means others as a pattern, and read where it means none', async () => {
    await server.put('lake', 'pattern/*.csv', part(0, 10))
    const p = project({ 'policy.yaml': policy('s3://lake/pattern/*.csv') })
    const run = (out: string) => p.perde(['run', 'policy.yaml', '--out', out, '--quiet'], { env: server.env })
    expect(run('alone')).toMatchObject({ status: 0 })
    await server.put('lake', 'pattern/a.csv', part(10, 20))
    const { status, stderr } = run('out')
    expect(stderr).toContain('[INPUT_UNREADABLE]')
    expect(status).toBe(65)
    expect(p.has('out')).toBe(false)
  })

  it('that are not there are said to be not there, with the address', () => {
    const p = project({ 'policy.yaml': policy('s3://lake/nothing/') })
    const ran = p.perde(['run', 'policy.yaml', '--out', 'out'], { env: server.env })
    expect(ran).toMatchObject({ status: 65 })
    expect(ran.stderr).toMatch(/there is no object at an address[^]*s3:\/\/lake\/nothing\/[^]*INPUT_NOT_FOUND/)
  })

  it('that change, come or go during the run stop it', async () => {
    for (const [what, act] of [
      ['changed', () => server.put('lake', 'moving/b.csv', part(3, 40))],
      ['came', () => server.put('lake', 'moving/c.csv', part(40, 50))],
      ['went away', () => server.remove('lake', 'moving/a.csv')],
    ] as const) {
      for (const name of ['a', 'b']) await server.put('lake', `moving/${name}.csv`, part(0, 40))
      await server.remove('lake', 'moving/c.csv')
      const p = project({ 'policy.yaml': policy('s3://lake/moving') })
      let acted: Promise<void> | undefined
      // Behind the last reading of the last of them, and before they are listed once more.
      let reads = 0
      const proxy = await proxied(({ method, url }) => {
        if (method === 'GET' && url!.includes('/b.csv') && ++reads === 1) acted = act()
        return undefined
      })
      const ran = await run(p, ['run', 'policy.yaml', '--out', 'out'], environment(proxy.endpoint))
      await acted
      expect(ran.stderr).toMatch(new RegExp(`${what}|changed while it was read`))
      expect(ran.status).toBe(65)
      expect(p.has('out')).toBe(false)
    }
  })

  it('are read to their ends over a store that is busy and a connection that is cut', async () => {
    const p = project({ 'policy.yaml': policy('s3://lake/plain/people.csv') })
    let n = 0
    const proxy = await proxied(({ method }) =>
      method !== 'GET'
        ? undefined
        : n++ % 3 === 0
          ? { kind: 'answer', status: 503, error: 'SlowDown' }
          : { kind: 'cut', after: 5000 },
    )
    const ran = await run(p, ['run', 'policy.yaml', '--out', 'out'], environment(proxy.endpoint))
    expect(ran).toMatchObject({ status: 0 })
    expect(p.text('out/data/people.csv').trimEnd().split('\n')).toHaveLength(401)
  })

  it('cannot be read without credentials, and no word of them is shown', () => {
    const p = project({ 'policy.yaml': policy('s3://lake/plain/people.csv') })
    const ran = p.perde(['run', 'policy.yaml', '--out', 'out'], {
      env: { ...server.env, AWS_SECRET_ACCESS_KEY: 'not-the-secret' },
    })
    expect(ran).toMatchObject({ status: 69 })
    expect(ran.stderr).toContain('the store refused it')
    expect(ran.stderr).not.toMatch(/testaccess|not-the-secret|Signature/)
  })
})
