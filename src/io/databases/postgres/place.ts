import { PerdeError } from '../../../errors.ts'

/** Tables of a PostgreSQL server, as a user names them: `postgres://host/database?table=schema.name`. */
export interface PostgresPlace {
  /** what the address itself says of the connection; the rest comes from service file and environment */
  address: Address
  table?: TableName
  /** a SELECT, instead of a table */
  query?: string
  /** where the tables of a release go */
  schema?: string
  /** keys of the source's tables in the release: kept where they hold (default), or left out */
  constraints: 'keep' | 'none'
  /** the place without user, password and text of the query: for messages, records and policies */
  shown: string
}

export interface TableName {
  /** undefined: the first of the search path that has the table */
  schema?: string
  name: string
}

/** Connection words as libpq has them, by their names there. */
export type Address = Partial<Record<(typeof WORDS)[number], string>>

export const WORDS = [
  'host',
  'port',
  'user',
  'password',
  'dbname',
  'service',
  'passfile',
  'options',
  'connect_timeout',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
] as const

export function isPostgres(text: string): boolean {
  return /^postgres(?:ql)?:\/\//i.test(text)
}

/** Throws USAGE, without a word of the address, for what is none. */
export function parsePlace(text: string): PostgresPlace {
  const url = readUrl(text)
  if (!url || !isPostgres(text)) throw notPlace('it cannot be read')
  const address: Address = {}
  const set = (word: keyof Address, value: string) => {
    if (value !== '') address[word] = decoded(value)
  }
  if (url.hostname !== NO_HOST) set('host', url.hostname.replace(/^\[|\]$/g, ''))
  set('port', url.port)
  set('user', url.username)
  set('password', url.password)
  set('dbname', url.pathname.slice(1))
  const own: Record<string, string> = {}
  for (const [word, value] of url.searchParams) {
    if (OWN.includes(word)) {
      if (own[word] !== undefined) throw notPlace(`"${word}" stands in it twice`)
      own[word] = value
    } else if ((WORDS as readonly string[]).includes(word)) address[word as keyof Address] = value
    else throw notPlace('it has a word that perde does not know')
  }
  if (address.port !== undefined && !/^\d{1,5}$/.test(address.port)) throw notPlace('its port is no number')
  if (address.host?.includes(',')) throw notPlace('it names several servers')
  const { table, query, schema, constraints } = own
  if ([table, query, schema].filter((word) => word !== undefined).length !== 1)
    throw notPlace('it names not exactly one of table, query and schema')
  if (constraints !== undefined && constraints !== 'keep' && constraints !== 'none')
    throw notPlace('"constraints" is keep or none')
  return {
    address,
    ...(table !== undefined && { table: parseTableName(table) }),
    ...(query !== undefined && { query: query.trim().replace(/;$/, '') }),
    ...(schema !== undefined && { schema }),
    constraints: constraints ?? 'keep',
    shown: shownPlace(address, own),
  }
}

/** The address as it may be written into a file: whoever reads it there brings the password from elsewhere. */
export function withoutPassword(text: string): string {
  const [place, words] = text.split('?', 2) as [string, string | undefined]
  const named = place.replace(/^([^:]*:\/\/[^/:]*):.*@/, '$1@')
  const kept = (words ?? '').split('&').filter((word) => !word.startsWith('password='))
  return words === undefined ? named : `${named}?${kept.join('&')}`
}

/** libpq takes a user without a host (`postgres://me@/db?host=/socket`), which is no URL for anybody else. */
function readUrl(text: string): URL | undefined {
  const whole = text.replace(/^([^:]*:\/\/[^/?#]*@)(?=[/?]|$)/, `$1${NO_HOST}`)
  return URL.canParse(whole) ? new URL(whole) : undefined
}

const NO_HOST = 'no-host.invalid'

const OWN = ['table', 'query', 'schema', 'constraints']

/** `schema.name`, as the catalogue spells it; `"a.b"."C"` where a dot or a quote is part of a name. */
export function parseTableName(text: string): TableName {
  const parts = [...text.matchAll(/"((?:[^"]|"")+)"(?:\.|$)|([^".]+)(?:\.|$)/gy)]
  const names = parts.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!)
  if (parts.map((p) => p[0]).join('') !== text || text.endsWith('.') || names.length < 1 || names.length > 2)
    throw notPlace('its table is not written as schema.name')
  return names.length === 1 ? { name: names[0]! } : { schema: names[0]!, name: names[1]! }
}

/** As `parseTableName` reads it. */
export function formatTableName({ schema, name }: TableName): string {
  const part = (text: string) => (/^[^".]+$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`)
  return schema === undefined ? part(name) : `${part(schema)}.${part(name)}`
}

function shownPlace(address: Address, { table, query, schema, constraints }: Record<string, string>): string {
  const { user: _user, password: _password, host = '', port, dbname = '', ...rest } = address
  // A folder of a socket is no host for a URL, and a port alone is none either.
  const outside = !/^[A-Za-z0-9.-]+$/.test(host)
  const words = new URLSearchParams({
    ...(outside && host !== '' && { host }),
    ...(outside && port !== undefined && { port }),
    ...rest,
  })
  if (table !== undefined) words.set('table', table)
  if (schema !== undefined) words.set('schema', schema)
  if (constraints !== undefined) words.set('constraints', constraints)
  if (query !== undefined) words.set('query', '…')
  const readable = words.toString().replaceAll('+', '%20').replaceAll('%2F', '/').replaceAll('%E2%80%A6', '…')
  return `postgres://${outside ? '' : host}${outside || port === undefined ? '' : `:${port}`}/${encodeURIComponent(dbname)}?${readable}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw notPlace('a % in it is not the beginning of a byte')
  }
}

function notPlace(why: string): PerdeError {
  return new PerdeError('USAGE', `an address of a database is not understood: ${why}`, {
    hints: [
      'a source is postgres://host/database?table=schema.name or ?query=SELECT…, an output postgres://host/database?schema=name',
      `words of libpq are understood beside them: ${WORDS.filter((word) => word !== 'password').join(', ')}; characters that a URL does not take are written as %20 and the like`,
    ],
  })
}
