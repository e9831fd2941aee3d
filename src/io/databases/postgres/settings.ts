import { existsSync, readFileSync, statSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { ConnectionOptions } from 'node:tls'
import { PerdeError } from '../../../errors.ts'
import { WORDS, type Address } from './place.ts'

/** Everything that a connection needs. The password is a value of its own, so that the rest can be shown. */
export interface Settings {
  host: string
  port: number
  user: string
  database: string
  options: string | undefined
  timeoutSeconds: number
  ssl: ConnectionOptions | false
  password: string | undefined
}

/**
 * As libpq does: the address, else the service file, else the environment, else a default; the password from the
 * environment or the password file too. Unlike libpq, who reaches over a network without saying `sslmode` gets
 * `verify-full`: personal data cross none in clear, nor to a server that only says who it is.
 */
export function connectionSettings(address: Address, env: NodeJS.ProcessEnv): Settings {
  const words: Address = {
    ...fromEnvironment(env),
    ...fromService(address.service ?? env['PGSERVICE'], env),
    ...address,
  }
  const port = Number(words.port ?? 5432)
  const host = words.host ?? defaultHost(port)
  const user = words.user ?? userInfo().username
  const database = words.dbname ?? user
  return {
    host,
    port,
    user,
    database,
    options: words.options,
    timeoutSeconds: Number(words.connect_timeout ?? 0) || 30,
    ssl: sslOptions(words, host),
    password:
      words.password ?? fromPassfile(words.passfile ?? homeFile(env, '.pgpass'), { host, port, database, user }),
  }
}

const VARIABLES: Partial<Record<keyof Address, string>> = {
  host: 'PGHOST',
  port: 'PGPORT',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  dbname: 'PGDATABASE',
  passfile: 'PGPASSFILE',
  options: 'PGOPTIONS',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
}

function fromEnvironment(env: NodeJS.ProcessEnv): Address {
  const found: Address = {}
  for (const [word, variable] of Object.entries(VARIABLES)) {
    const value = env[variable]
    if (value !== undefined && value !== '') found[word as keyof Address] = value
  }
  return found
}

/** A section of `pg_service.conf`: `PGSERVICEFILE`, `~/.pg_service.conf`, `PGSYSCONFDIR`. */
function fromService(service: string | undefined, env: NodeJS.ProcessEnv): Address {
  if (service === undefined || service === '') return {}
  const own = env['PGSERVICEFILE'] ?? homeFile(env, '.pg_service.conf')
  const files = [own, join(env['PGSYSCONFDIR'] ?? '/etc/postgresql-common', 'pg_service.conf')]
  for (const file of files) {
    const section = existsSync(file) ? sectionOf(readFileSync(file, 'utf8'), service) : undefined
    if (section) return section
  }
  throw new PerdeError('DATABASE_REFUSED', 'the service that the address names is in no service file', {
    hints: ['it is looked for in PGSERVICEFILE, ~/.pg_service.conf and pg_service.conf of PGSYSCONFDIR'],
  })
}

function sectionOf(text: string, service: string): Address | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const start = lines.indexOf(`[${service}]`)
  if (start < 0) return undefined
  const section: Address = {}
  for (const line of lines.slice(start + 1)) {
    if (line.startsWith('[')) break
    const [, word, value] = /^([a-z_]+)\s*=\s*(.*)$/.exec(line) ?? []
    if (word !== undefined && (WORDS as readonly string[]).includes(word)) section[word as keyof Address] = value!
  }
  return section
}

/** The first line of the password file that fits; a file that others may read is not used, as libpq has it. */
function fromPassfile(
  file: string,
  { host, port, database, user }: Pick<Settings, 'host' | 'port' | 'database' | 'user'>,
): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (!stat?.isFile()) return undefined
  if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0)
    throw new PerdeError('KEY_EXPOSED', 'the password file of PostgreSQL may be read by others', {
      where: { part: file },
      hints: [`chmod 600 ${file}`],
    })
  const wanted = [host.startsWith('/') ? 'localhost' : host, String(port), database, user]
  for (const line of readFileSync(file, 'utf8').split(/\r?\n/)) {
    if (line.startsWith('#')) continue
    const fields = [...line.matchAll(/((?:\\.|[^:\\])*)(?::|$)/gy)].map((m) => m[1]!.replace(/\\(.)/g, '$1'))
    if (fields.length >= 5 && wanted.every((value, i) => fields[i] === '*' || fields[i] === value)) return fields[4]!
  }
  return undefined
}

function sslOptions({ sslmode, sslrootcert, sslcert, sslkey }: Address, host: string): ConnectionOptions | false {
  if (host.startsWith('/')) return false
  const mode = sslmode ?? (isLoopback(host) ? 'disable' : 'verify-full')
  if (mode === 'disable') return false
  if (mode === 'allow' || mode === 'prefer')
    throw new PerdeError('USAGE', `sslmode=${mode} leaves it to the server whether records travel in clear`, {
      hints: ['say sslmode=verify-full, verify-ca, require, or disable on a network that you trust'],
    })
  if (mode !== 'require' && mode !== 'verify-ca' && mode !== 'verify-full')
    throw new PerdeError('USAGE', 'sslmode is disable, require, verify-ca or verify-full')
  const file = (path: string) => {
    try {
      return readFileSync(path)
    } catch (cause) {
      throw new PerdeError('DATABASE_REFUSED', 'a certificate or key for the database cannot be read', {
        where: { part: path },
        cause,
      })
    }
  }
  const ca = sslrootcert !== undefined && sslrootcert !== 'system' ? { ca: file(sslrootcert) } : {}
  return {
    ...ca,
    ...(sslcert !== undefined && { cert: file(sslcert) }),
    ...(sslkey !== undefined && { key: file(sslkey) }),
    // libpq too checks the issuer with `require` where a root certificate is named.
    rejectUnauthorized: mode !== 'require' || 'ca' in ca,
    ...(mode !== 'verify-full' && { checkServerIdentity: () => undefined }),
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host)
}

function defaultHost(port: number): string {
  const folder = '/var/run/postgresql'
  return existsSync(join(folder, `.s.PGSQL.${port}`)) ? folder : 'localhost'
}

function homeFile(env: NodeJS.ProcessEnv, name: string): string {
  return join(env['HOME'] ?? homedir(), name)
}
