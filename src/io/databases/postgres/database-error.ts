import { PerdeError, systemCode, type ErrorCode, type Where } from '../../../errors.ts'

/**
 * A failure of server or connection as a typed error. Messages and details of a server quote values ("Key (iin)=(…)
 * already exists"), so nothing of them is shown but the SQLSTATE and names of the catalogue.
 */
export function databaseError(e: unknown, doing: string, where: Where): PerdeError {
  if (e instanceof PerdeError) return e.at(where)
  const { code, table, column, constraint, message } = e as Partial<Record<string, unknown>>
  const state = typeof code === 'string' ? code : undefined
  const names = Object.fromEntries(
    Object.entries({ table, column, constraint }).filter(([, name]) => typeof name === 'string'),
  )
  const facts = { ...(state !== undefined && { sqlstate: state }), ...names }
  const make = (to: ErrorCode, text: string, hints: string[], retryable = false) =>
    new PerdeError(to, text, { where, hints, retryable, facts })
  if (state !== undefined && /^[0-9A-Z]{5}$/.test(state) && !isNetwork(state)) {
    const known = STATES.find(([pattern]) => pattern.test(state))
    if (known) return make(known[1], known[2], known[3], known[4])
    return make('DATABASE_FAILED', `${doing} failed with SQLSTATE ${state}`, [
      'what the server’s own log says of it tells more',
    ])
  }
  const text = typeof message === 'string' ? message : ''
  if (/does not support SSL/.test(text))
    return make('DATABASE_REFUSED', 'the server does not encrypt connections', [
      'set it up to, or say sslmode=disable on a network that you trust',
    ])
  if (/CERT|SELF_SIGNED|TLS|SSL|UNABLE_TO/.test(state ?? ''))
    return make('DATABASE_REFUSED', `the server’s certificate was not accepted: ${state!}`, [
      'name the certificate of its issuer with sslrootcert=FILE, and the host by the name in its certificate',
    ])
  if (/password must be a (?:non-empty )?string|no password/i.test(text))
    return make('DATABASE_REFUSED', 'the server asks for a password, and none was given', [
      'give it by PGPASSWORD, a password file (~/.pgpass) or a service file, not in the address',
    ])
  const net = systemCode(e)
  return make(
    'DATABASE_UNAVAILABLE',
    `${doing} failed${net ? ` with ${net}` : ': the connection broke'}`,
    ['is the server up and reachable? Nothing was published'],
    true,
  )
}

/** ECONNRESET and the like have no five letters, but EPIPE has. */
function isNetwork(state: string): boolean {
  return state === 'EPIPE'
}

type State = [pattern: RegExp, code: ErrorCode, message: string, hints: string[], retryable?: boolean]

const STATES: State[] = [
  [
    /^28P01$/,
    'DATABASE_REFUSED',
    'the server refused the password',
    ['give it by PGPASSWORD, a password file (~/.pgpass) or a service file'],
  ],
  [/^28/, 'DATABASE_REFUSED', 'the server refused the user', ['may this user connect from here to this database?']],
  [
    /^3D000$/,
    'DATABASE_REFUSED',
    'the server has no database of that name',
    ['it stands behind the host: postgres://host/DATABASE?…'],
  ],
  [
    /^(08|57P0|53300)/,
    'DATABASE_UNAVAILABLE',
    'the server ended the connection or takes none now',
    ['run again when it is up; nothing was published'],
    true,
  ],
  [
    /^57014$/,
    'DATABASE_BUSY',
    'the server cancelled a statement',
    [
      'a statement_timeout of the role or the database may be too short: set it for this run with options=-c%20statement_timeout=0',
    ],
    true,
  ],
  [/^55P03$/, 'DATABASE_BUSY', 'a table is locked by somebody else', ['run again when it is free'], true],
  [
    /^(40|25P0[34]|22023|42704)/,
    'DATABASE_BUSY',
    'the server ended the transaction of the run',
    ['run again; nothing was published'],
    true,
  ],
  [
    /^53[124]00$/,
    'NO_SPACE',
    'the server has no space left',
    ['free some space and run again; nothing was published'],
    true,
  ],
  [
    /^(42P01|3F000)$/,
    'INPUT_NOT_FOUND',
    'the database has no such table',
    ['names are written as the catalogue has them, with their case: ?table=schema.name'],
  ],
  [
    /^42501$/,
    'INPUT_UNREADABLE',
    'the user may not read a table or a column of it',
    ['grant SELECT on it, or name the columns that may be read with ?query=SELECT…'],
  ],
  [
    /^(22021|22P05)$/,
    'INPUT_ENCODING',
    'the database holds a text that has no form in UTF-8',
    ['mend it in the database: no text was read'],
  ],
  [
    /^(42|0A)/,
    'INPUT_UNREADABLE',
    'the database does not understand the query',
    ['try it in psql: one SELECT, without a semicolon'],
  ],
  [
    /^(22|25006|P0001)/,
    'INPUT_UNREADABLE',
    'a query or a view fails while it is read',
    ['try it in psql; the server’s log says where'],
  ],
]
