import { execFileSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadTables, type NewTable } from '../../../../src/io/databases/postgres/load.ts'
import { parsePlace } from '../../../../src/io/databases/postgres/place.ts'
import { openTables, type TableSource } from '../../../../src/io/databases/postgres/table-source.ts'
import { POSTGRES, startPostgres, type PostgresServer } from './postgres-server.ts'

let server: PostgresServer
beforeAll(async () => {
  if (POSTGRES === undefined) return
  server = await startPostgres(POSTGRES)
  await server.createDatabase('d')
  await server.sql(
    'd',
    "CREATE TABLE big AS SELECT i AS id, repeat('x', 1000) AS fill FROM generate_series(1, 20000) i; CREATE TABLE small (id int); INSERT INTO small VALUES (1)",
  )
})
afterAll(() => server?.stop())

const address = (more: string) => `${server.address('d')}&${more}`
const code = (expected: string) => expect.objectContaining({ code: expected }) as Error
const ENV = { HOME: '/nonexistent' }

async function textOf(source: TableSource): Promise<string> {
  const reader = await source.open()
  const into = Buffer.alloc(1 << 16)
  let text = ''
  for (let n = await reader.read(into); n > 0; n = await reader.read(into)) text += into.toString('utf8', 0, n)
  await reader.unchanged()
  await reader.close()
  return text
}

async function withTables<T>(names: string[], use: (...sources: TableSource[]) => Promise<T>): Promise<T> {
  const sources = await openTables(
    names.map((name) => address(`table=${name}`)),
    ENV,
  )
  try {
    return await use(...sources)
  } finally {
    for (const source of sources) await source.close()
  }
}

const connections = async () =>
  Number(
    (await server.sql('postgres', "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'perde'"))
      .rows[0].n,
  )

describe.skipIf(POSTGRES === undefined)('tables that are read', () => {
  it('are all seen as of one moment, whatever others write meanwhile, however often they are read', () =>
    withTables(['small', 'big'], async (small, big) => {
      await server.sql('d', 'INSERT INTO small VALUES (2); DELETE FROM big WHERE id > 10')
      try {
        expect(await textOf(small!)).toBe('id\n1\n')
        expect((await textOf(big!)).split('\n')).toHaveLength(20002)
        expect(await textOf(small!)).toBe('id\n1\n')
      } finally {
        await server.sql(
          'd',
          "DELETE FROM small WHERE id = 2; INSERT INTO big SELECT i, repeat('x', 1000) FROM generate_series(11, 20000) i",
        )
      }
    }))

  it('keep their form while they are open, and nobody waits once they are closed', async () => {
    await withTables(['small'], async () => {
      await expect(server.sql('d', "SET lock_timeout = '50ms'; ALTER TABLE small ADD COLUMN more int")).rejects.toThrow(
        /lock timeout/,
      )
    })
    await server.sql('d', 'ALTER TABLE small ADD COLUMN more int; ALTER TABLE small DROP COLUMN more')
  })

  it('that somebody is altering are asked for again later', async () => {
    const other = await server.session('d', 'BEGIN; ALTER TABLE small ADD COLUMN more int')
    const waiting = openTables([address('table=small&options=-c%20lock_timeout%3D50')], ENV)
    await expect(waiting).rejects.toThrow(code('DATABASE_BUSY'))
    await other.query('ROLLBACK')
    await other.end()
  })

  it('fail where the connection breaks in the middle, and where the snapshot went with its connection', () =>
    withTables(['big'], async (big) => {
      const reader = await big!.open()
      const into = Buffer.alloc(1024)
      await reader.read(into)
      await server.sql(
        'postgres',
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'perde'",
      )
      const rest = (async () => {
        while ((await reader.read(into)) > 0);
      })()
      await expect(rest).rejects.toThrow(code('DATABASE_UNAVAILABLE'))
      await reader.close()
      await expect(big!.open()).rejects.toThrow(code('DATABASE_BUSY'))
    }))

  it('may be left in the middle: no connection stays', async () => {
    await withTables(['big'], async (big) => {
      const reader = await big!.open()
      await reader.read(Buffer.alloc(1024))
      await reader.close()
      await expect(reader.unchanged()).rejects.toThrow(code('INPUT_CHANGED'))
    })
    await server.until(
      'postgres',
      "SELECT 1 WHERE NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'perde')",
    )
    expect(await connections()).toBe(0)
  })

  it('say what their columns are and which keys they have', async () => {
    await server.sql(
      'd',
      `CREATE DOMAIN note AS jsonb; CREATE TABLE typed (a int PRIMARY KEY, b note, c text[], d int2vector, e numeric(5,1) NOT NULL, f box[], UNIQUE (e, a))`,
    )
    await withTables(['typed'], async (typed) => {
      const { columns, keys } = typed!.facts
      expect(columns.map((c) => [c.name, c.type, c.holds])).toEqual([
        ['a', 'integer', 'text'],
        ['b', 'jsonb', 'json'],
        ['c', 'text[]', 'array'],
        ['d', 'int2vector', 'text'],
        ['e', 'numeric(5,1)', 'text'],
        ['f', 'box[]', 'text'],
      ])
      expect(columns.map((c) => c.required)).toEqual([true, false, false, false, true, false])
      expect(keys.map((k) => [k.kind, k.columns])).toEqual([
        ['unique', ['e', 'a']],
        ['primary', ['a']],
      ])
    })
  })
})

describe.skipIf(POSTGRES === undefined)('tables that are written', () => {
  const place = () => parsePlace(address('schema=target'))
  const table: NewTable = { name: 't', columns: [{ name: 'id', type: 'integer', required: true }], keys: [] }
  const schemas = async () => (await server.sql('d', "SELECT 1 FROM pg_namespace WHERE nspname = 'target'")).rowCount

  it.each<[string, string, () => AsyncGenerator<Uint8Array>]>([
    [
      'the connection breaks in the middle',
      'DATABASE_UNAVAILABLE',
      async function* () {
        yield Buffer.from('id\n1\n')
        await server.sql(
          'postgres',
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'perde'",
        )
        for (let i = 0; i < 1000; i++) yield Buffer.from('2\n'.repeat(10_000))
      },
    ],
    [
      'a value is none of its column',
      'OUTPUT_INVALID',
      async function* () {
        yield Buffer.from('id\nIvanov\n')
      },
    ],
    [
      'the server writes a value in another form',
      'OUTPUT_INVALID',
      async function* () {
        yield Buffer.from('id\n007\n')
      },
    ],
  ])('are not there at all where %s', async (_, expected, bytes) => {
    const failed = await loadTables(place(), ENV, [{ table, bytes, sha256: '' }], { release: 'R' }).catch(
      (e: unknown) => e,
    )
    expect(failed).toEqual(code(expected))
    expect(JSON.stringify(failed)).not.toContain('Ivanov')
    expect(await schemas()).toBe(0)
  })
})

describe.skipIf(POSTGRES === undefined)('an encrypted connection', () => {
  it('is made to the server that its certificate names, and to no other', async () => {
    const secure = await startPostgres(POSTGRES!, {}, (data) => {
      const [key, certificate] = [join(data, 'server.key'), join(data, 'server.crt')]
      execFileSync(
        'openssl',
        [
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:P-256',
          '-nodes',
          '-days',
          '2',
          '-subj',
          '/CN=localhost',
          '-addext',
          'subjectAltName=DNS:localhost',
          '-keyout',
          key,
          '-out',
          certificate,
        ],
        { stdio: 'ignore' },
      )
      chmodSync(key, 0o600)
      writeFileSync(join(data, 'pg_hba.conf'), 'local all all trust\nhostssl all all all trust\n')
      return { ssl: 'on' }
    })
    try {
      const root = join(secure.folder, 'data', 'server.crt')
      const open = async (host: string, words: string) => {
        const [source] = await openTables(
          [`postgres://owner@${host}:${secure.port}/postgres?table=pg_catalog.pg_am&${words}`],
          ENV,
        )
        await source!.close()
      }
      await open('localhost', `sslmode=verify-full&sslrootcert=${root}`)
      await open('127.0.0.1', `sslmode=verify-ca&sslrootcert=${root}`)
      await open('127.0.0.1', 'sslmode=require')
      await expect(open('127.0.0.1', `sslmode=verify-full&sslrootcert=${root}`)).rejects.toThrow(
        code('DATABASE_REFUSED'),
      )
      await expect(open('localhost', 'sslmode=verify-full')).rejects.toThrow(code('DATABASE_REFUSED'))
      await expect(open('127.0.0.1', 'sslmode=disable')).rejects.toThrow(code('DATABASE_REFUSED'))
    } finally {
      secure.stop()
    }
  })
})
