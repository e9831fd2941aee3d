import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { PerdeError } from '../../../../src/errors.ts'
import type { ObjectStore } from '../../../../src/io/stores/object-store.ts'
import { openStore } from '../../../../src/io/stores/open-store.ts'
import type { ByteSource } from '../../../../src/io/stores/store.ts'
import { startFaultProxy, type Fault, type FaultProxy } from './fault-proxy.ts'
import { environment, S3_SERVER, startS3, type S3Server } from './s3-server.ts'

let server: S3Server
beforeAll(async () => {
  if (S3_SERVER === undefined) return
  server = await startS3(S3_SERVER)
  await server.createBucket('things')
})
afterAll(() => server?.stop())
afterEach(() => vi.unstubAllEnvs())

/** A store reached by an environment; default that of the server. */
async function open(env: Record<string, string> = {}, address = 's3://things/'): Promise<ObjectStore> {
  for (const [name, value] of Object.entries({ ...server.env, ...env })) vi.stubEnv(name, value)
  return openStore(address)
}

/** A store behind a proxy that does what `decide` says. */
async function behind(
  decide: Parameters<typeof startFaultProxy>[1],
): Promise<{ store: ObjectStore; proxy: FaultProxy }> {
  const proxy = await startFaultProxy(server.port, decide)
  onTestFinished(() => proxy.stop())
  return { store: await open(environment(proxy.endpoint)), proxy }
}

async function listed(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of store.list(prefix)) keys.push(key)
  return keys
}

async function bytesOf(source: ByteSource, step = 1 << 16): Promise<Buffer> {
  const reader = await source.open()
  const pieces: Buffer[] = []
  const into = Buffer.alloc(step)
  for (let n = await reader.read(into); n > 0; n = await reader.read(into))
    pieces.push(Buffer.from(into.subarray(0, n)))
  await reader.unchanged()
  await reader.close()
  return Buffer.concat(pieces)
}

async function sourceOf(store: ObjectStore, key: string): Promise<ByteSource> {
  return store.source((await store.stat(key))!, 'x')
}

function file(bytes: Uint8Array): { path: string; size: number } {
  const folder = mkdtempSync(join(tmpdir(), 'perde-upload-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'file')
  writeFileSync(path, bytes)
  return { path, size: bytes.length }
}

const failure = (action: Promise<unknown>): Promise<PerdeError> =>
  action.then(
    () => Promise.reject(new Error('nothing failed')),
    (e: unknown) => e as PerdeError,
  )

/** Bytes that do not repeat in any round number. */
const noise = (size: number) => Buffer.from(Uint8Array.from({ length: size }, (_, i) => (i * 2654435761) >>> 13))

const ODD_KEYS = [
  'a b',
  'a+b',
  'a%41',
  'a%2Fb',
  'ж/қ',
  'new\nline',
  'tab\t',
  'a?b*[c]{d}',
  `q"uo'te&<>`,
  '100%',
  'x=1/y=a b/z',
]

describe.skipIf(S3_SERVER === undefined)('a store of S3', () => {
  it('gives objects of any key back, byte for byte', async () => {
    const store = await open()
    for (const key of ODD_KEYS) expect(await store.put(`odd/${key}`, Buffer.from(key), 'anything')).toBe(true)
    expect((await listed(store, 'odd/')).sort()).toEqual(ODD_KEYS.map((key) => `odd/${key}`).sort())
    for await (const object of store.list('odd/')) {
      expect((await bytesOf(store.source(object, 'x'))).toString()).toBe(object.key.slice(4))
      await store.copy(object, `copied/${object.key}`)
      expect((await store.read(`copied/${object.key}`))!.toString()).toBe(object.key.slice(4))
    }
    await store.remove(ODD_KEYS.map((key) => `odd/${key}`))
    expect(await listed(store, 'odd/')).toEqual([])
  })

  it('lists more objects than one answer holds', async () => {
    const store = await open()
    const keys = Array.from({ length: 1203 }, (_, i) => `many/${String(i).padStart(5, '0')}`)
    for (let i = 0; i < keys.length; i += 50)
      await Promise.all(keys.slice(i, i + 50).map((key) => store.put(key, Buffer.from('x'), 'anything')))
    expect(await listed(store, 'many/')).toEqual(keys)
    await store.remove(keys)
    expect(await listed(store, 'many/')).toEqual([])
  })

  it('gives an empty object, and a range of one, and nothing beyond its end', async () => {
    const store = await open()
    await store.put('empty', Buffer.alloc(0), 'anything')
    expect(await bytesOf(await sourceOf(store, 'empty'))).toHaveLength(0)
    await store.put('ranged', noise(5000), 'anything')
    const reader = await (await sourceOf(store, 'ranged')).open()
    const into = Buffer.alloc(100)
    expect(await reader.readAt!(into, 4000)).toBe(100)
    expect(into.equals(noise(5000).subarray(4000, 4100))).toBe(true)
    expect(await reader.readAt!(into, 4950)).toBe(50)
    expect(await reader.readAt!(into, 5000)).toBe(0)
    expect(await store.stat('not-there')).toBeUndefined()
    expect(await store.read('not-there')).toBeUndefined()
  })

  it('takes an object where none stands, and not where one does', async () => {
    const store = await open()
    await store.remove(['once'])
    expect(await store.put('once', Buffer.from('first'), 'absent')).toBe(true)
    expect(await store.put('once', Buffer.from('second'), 'absent')).toBe(false)
    expect((await store.read('once'))!.toString()).toBe('first')
    await store.remove(['raced'])
    const raced = await Promise.all(
      Array.from({ length: 12 }, (_, i) => store.put('raced', Buffer.from(`writer ${i}`), 'absent')),
    )
    expect(raced.filter((won) => won)).toHaveLength(1)
  })

  it('takes a file in pieces, and keeps nothing of one that fails', async () => {
    const bytes = noise(20 * 1024 * 1024 + 7)
    const whole = await open()
    const put = await whole.upload('large', file(bytes))
    expect(put.size).toBe(bytes.length)
    expect((await bytesOf(whole.source(put, 'x'), 1 << 20)).equals(bytes)).toBe(true)
    await whole.copy(put, 'large-copy')
    expect((await whole.stat('large-copy'))!.size).toBe(bytes.length)
    const { store } = await behind(({ url }) =>
      url!.includes('partNumber=3') ? { kind: 'answer', status: 403, error: 'AccessDenied' } : undefined,
    )
    expect(await failure(store.upload('refused', file(bytes)))).toMatchObject({ code: 'STORE_REFUSED' })
    expect(await server.uploads('things')).toEqual([])
    expect(await whole.stat('refused')).toBeUndefined()
  })

  it('gives up uploads that a killed process left', async () => {
    const { store } = await behind(({ url, method }) =>
      url!.includes('partNumber') || method === 'DELETE'
        ? { kind: 'answer', status: 403, error: 'AccessDenied' }
        : undefined,
    )
    expect(await failure(store.upload('left/a b', file(noise(9 * 1024 * 1024))))).toMatchObject({
      code: 'STORE_REFUSED',
    })
    expect(await server.uploads('things')).toEqual(['left/a b'])
    await (await open()).abandonUploads('left/')
    expect(await server.uploads('things')).toEqual([])
  })

  it('goes on behind the last byte where the connection is cut, again and again', async () => {
    const bytes = noise(3 * 1024 * 1024)
    await (await open()).upload('cut', file(bytes))
    let cuts = 0
    const { store, proxy } = await behind(({ method }) =>
      method === 'GET' && cuts++ < 20 ? { kind: 'cut', after: 100_000 } : undefined,
    )
    const source = await sourceOf(store, 'cut')
    expect((await bytesOf(source)).equals(bytes)).toBe(true)
    expect(proxy.requests.length).toBeGreaterThan(15)
    cuts = 0
    const into = Buffer.alloc(1_000_000)
    expect(await (await source.open()).readAt!(into, 7)).toBe(into.length)
    expect(into.equals(bytes.subarray(7, 1_000_007))).toBe(true)
  })

  it('tries again what a busy store refuses, and says so when it stays so', async () => {
    await server.put('things', 'busy', 'here')
    let busy = 3
    const slow: Fault = { kind: 'answer', status: 503, error: 'SlowDown' }
    const { store } = await behind(() => (busy-- > 0 ? slow : undefined))
    expect((await bytesOf(await sourceOf(store, 'busy'))).toString()).toBe('here')
    busy = Infinity
    vi.stubEnv('AWS_MAX_ATTEMPTS', '2')
    const stubborn = await openStore('s3://things/')
    expect(await failure(stubborn.stat('busy'))).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      exitStatus: 69,
      retryable: true,
    })
  })

  it('finds its own object where the answer to a put was lost', async () => {
    const whole = await open()
    await whole.remove(['lost'])
    let lost = 1
    const { store } = await behind(({ method }) => (method === 'PUT' && lost-- > 0 ? { kind: 'lost' } : undefined))
    expect(await store.put('lost', Buffer.from('mine'), 'absent')).toBe(true)
    lost = 1
    expect(await store.put('lost', Buffer.from('theirs'), 'absent')).toBe(false)
  })

  it('refuses bytes that are not those of the checksum', async () => {
    await server.put('things', 'damaged', 'some bytes')
    const { store } = await behind(({ method }) => (method === 'GET' ? { kind: 'damage' } : undefined))
    const source = await sourceOf(store, 'damaged')
    expect(await failure(bytesOf(source))).toMatchObject({ code: 'STORE_FAILED', retryable: true })
    expect((await bytesOf(await sourceOf(await open(), 'damaged'))).toString()).toBe('some bytes')
  })

  it('refuses an object that changed after it was listed', async () => {
    await server.put('things', 'changing', 'one thing')
    const store = await open()
    const source = await sourceOf(store, 'changing')
    const object = (await store.stat('changing'))!
    await server.put('things', 'changing', 'other one')
    expect(await failure(bytesOf(source))).toMatchObject({ code: 'INPUT_CHANGED', retryable: true })
    expect(await failure((await source.open()).readAt!(Buffer.alloc(2), 0))).toMatchObject({ code: 'INPUT_CHANGED' })
    expect(await failure(store.copy(object, 'elsewhere'))).toMatchObject({ code: 'STORE_FAILED' })
    await server.remove('things', 'changing')
    expect(await failure(bytesOf(source))).toMatchObject({ code: 'INPUT_CHANGED' })
  })

  it.each<[what: string, env: Record<string, string>, address: string, code: string]>([
    ['a wrong secret', { AWS_SECRET_ACCESS_KEY: 'wrongsecret' }, 's3://things/', 'STORE_REFUSED'],
    ['an unknown key', { AWS_ACCESS_KEY_ID: 'wrongkey' }, 's3://things/', 'STORE_REFUSED'],
    ['another region', { AWS_REGION: 'eu-central-1' }, 's3://things/', 'STORE_REFUSED'],
    ['no such bucket', {}, 's3://not-there/', 'STORE_REFUSED'],
    [
      'nobody listening',
      { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '2' },
      's3://things/',
      'STORE_UNAVAILABLE',
    ],
    [
      'an unknown profile',
      { AWS_PROFILE: 'nobody', AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
      's3://things/',
      'STORE_REFUSED',
    ],
  ])('says what is wrong of %s, and no secret', async (_, env, address, code) => {
    const store = await open(
      { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', ...env },
      address,
    )
    const e = await failure(listed(store, 'some/prefix'))
    expect(e).toMatchObject({ code, exitStatus: 69 })
    expect(e.hints.length).toBeGreaterThan(0)
    expect(JSON.stringify(e)).not.toMatch(/testaccess|testsecret|wrongsecret|wrongkey|Signature=|X-Amz/)
  })

  it.each([
    ['ExpiredToken', 400, 'STORE_REFUSED', /expired/],
    ['AccessDenied', 403, 'STORE_REFUSED', /refused/],
    ['NotImplemented', 501, 'STORE_REFUSED', /does not know a request/],
    ['QuotaExceeded', 400, 'NO_SPACE', /no more bytes/],
    ['Odd', 418, 'STORE_FAILED', /418/],
  ] as const)('tells %s apart, without a word of the answer', async (error, status, code, message) => {
    const { store } = await behind(() => ({ kind: 'answer', status, error }))
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
    const e = await failure(store.put('x', Buffer.from('x'), 'anything'))
    expect(e).toMatchObject({ code })
    expect(e.message).toMatch(message)
    expect(JSON.stringify(e)).not.toContain('secret-of-the-store')
  })
})
