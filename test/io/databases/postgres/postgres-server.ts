import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

/** A PostgreSQL server of its own in a temporary folder: of the machine's packages, no mock. */
export interface PostgresServer {
  /** folder of the socket */
  host: string
  port: number
  folder: string
  /** an address of a database of it, without the question mark */
  address(database: string): string
  /** runs statements in a database as its owner */
  sql(database: string, text: string): Promise<pg.QueryResult>
  /** a connection that has run a statement and stays */
  session(database: string, text: string): Promise<pg.Client>
  /** asks until a query gives a row */
  until(database: string, query: string): Promise<void>
  createDatabase(name: string, more?: string): Promise<void>
  stop(): void
}

/** Folder of the server's programs; undefined, loudly: there are none, and nothing is tested. */
export const POSTGRES: string | undefined = findPrograms()

function findPrograms(): string | undefined {
  const found = postgresPrograms()
  if (typeof found !== 'string') return found.folder
  console.warn(`\n*** NOT TESTED: ${found}: tables of PostgreSQL as inputs and outputs ***\n`)
  return undefined
}

/** A text says why there are none. */
function postgresPrograms(): { folder: string } | string {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').map(Number) : []
  const newest = versions.filter((v) => v >= 12).sort((a, b) => b - a)[0]
  const folder = newest === undefined ? undefined : `/usr/lib/postgresql/${newest}/bin`
  if (folder === undefined || !existsSync(join(folder, 'initdb')))
    return 'no PostgreSQL server is installed (Debian: apt-get install postgresql)'
  if (userInfo().uid === 0 && !unprivileged())
    return 'a PostgreSQL server does not run as root, and there is no user "nobody"'
  return { folder }
}

function unprivileged(): { uid: number; gid: number } | undefined {
  try {
    const id = (option: string) => Number(execFileSync('id', [option, 'nobody'], { encoding: 'utf8' }))
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return undefined
  }
}

/** `prepare` may put files into the folder of the data, and gives settings that need them. */
export async function startPostgres(
  programs: string,
  settings: Record<string, string> = {},
  prepare: (data: string) => Record<string, string> = () => ({}),
): Promise<PostgresServer> {
  const folder = mkdtempSync('/tmp/perde-pg-')
  const as = userInfo().uid === 0 ? unprivileged()! : undefined
  if (as) chownSync(folder, as.uid, as.gid)
  const data = join(folder, 'data')
  const port = await freePort()
  const options = {
    stdio: 'ignore' as const,
    cwd: folder,
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
    ...as,
  }
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'owner', '-A', 'trust', '-E', 'UTF8', '-N'], options)
  const prepared = prepare(data)
  if (as) for (const name of readdirSync(data)) chownSync(join(data, name), as.uid, as.gid)
  writeFileSync(
    join(data, 'postgresql.auto.conf'),
    settingsText({ ...settings, ...prepared, port: String(port) }, folder),
  )
  const server = spawn(join(programs, 'postgres'), ['-D', data], options)
  await answering(server, folder, port)
  const sql = async (database: string, text: string) => {
    const client = new pg.Client({ host: folder, port, user: 'owner', database })
    await client.connect()
    try {
      return await client.query(text)
    } finally {
      await client.end()
    }
  }
  return {
    host: folder,
    port,
    folder,
    address: (database) => `postgres://owner@/${database}?host=${folder}&port=${port}`,
    sql,
    async session(database, text) {
      const client = new pg.Client({ host: folder, port, user: 'owner', database })
      client.on('error', () => undefined)
      await client.connect()
      await client.query(text)
      return client
    },
    async until(database, query) {
      for (let tries = 0; (await sql(database, query)).rows.length === 0; tries++) {
        if (tries > 600) throw new Error('what was waited for did not happen within 60 seconds')
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    },
    createDatabase: async (name, more = '') => void (await sql('postgres', `CREATE DATABASE "${name}" ${more}`)),
    stop() {
      server.kill('SIGQUIT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function settingsText(settings: Record<string, string>, folder: string): string {
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    fsync: 'off',
    shared_buffers: '32MB',
    max_connections: '20',
    ...settings,
  }
  return Object.entries(all)
    .map(([name, value]) => `${name} = '${value}'\n`)
    .join('')
}

async function answering(server: ChildProcess, host: string, port: number): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`)
    const client = new pg.Client({ host, port, user: 'owner', database: 'postgres' })
    try {
      await client.connect()
      return
    } catch {
      // Not yet; the server's own end is what stops the asking.
      await new Promise((resolve) => setTimeout(resolve, 50))
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
