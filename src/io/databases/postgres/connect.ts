import type { Client } from 'pg'
import { databaseError } from './database-error.ts'
import type { PostgresPlace } from './place.ts'
import { connectionSettings } from './settings.ts'

/** One connection. Texts come and go as UTF-8, and every value in the one form that any server gives it. */
export interface Connection {
  client: Client
  close(): Promise<void>
}

/** Throws DATABASE_*. The library is loaded when it is needed. */
export async function connect(
  { address, shown }: Pick<PostgresPlace, 'address' | 'shown'>,
  env: NodeJS.ProcessEnv,
): Promise<Connection> {
  const { password, timeoutSeconds, options, ...settings } = connectionSettings(address, env)
  const { Client } = (await import('pg')).default
  const client = new Client({
    ...settings,
    ...(options !== undefined && { options }),
    // A function, so that the library does not look for one itself.
    password: () => password ?? '',
    application_name: 'perde',
    connectionTimeoutMillis: timeoutSeconds * 1000,
    keepAlive: true,
  })
  // A connection that breaks between two statements is found by the next one.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query(FORMS)
  } catch (e) {
    await client.end().catch(() => undefined)
    throw databaseError(e, 'connecting to the database', { part: shown })
  }
  return { client, close: () => client.end().catch(() => undefined) }
}

/**
 * As pg_dump sets them: written forms do not hang on the server's or the role's settings, nor the order of rows on who
 * else reads. `statement_timeout` and `lock_timeout` stay where somebody set
 * them for the role; else a lock is waited for half a minute.
 */
const FORMS = `
SET client_encoding = 'UTF8'; SET DateStyle = ISO; SET IntervalStyle = postgres; SET TimeZone = 'UTC';
SET extra_float_digits = 3; SET bytea_output = hex; SET xmloption = content;
SET synchronize_seqscans = off; SET max_parallel_workers_per_gather = 0;
SELECT pg_catalog.set_config('lock_timeout', '30s', false) WHERE pg_catalog.current_setting('lock_timeout') = '0';
SET idle_in_transaction_session_timeout = 0`
