import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PerdeError, ioError } from '../../errors.ts'
import { createIdempotent, listIfThere, logPaths, makeDirectory, readIfThere, systemFs } from './log-fs.ts'

// Tokens of a time stamping authority (RFC 3161) over checkpoints: what a log's own key cannot make. openssl does the
// cryptography, as it would for an auditor.

export interface Timestamp {
  /** entries that the checkpoint covers */
  size: number
  /** when the authority saw it; RFC 3339, UTC, to the second */
  time: string
}

/** A query (DER, with a nonce) for a token over `checkpoint`. */
export function timestampQuery(checkpoint: string): Buffer {
  return inFolder((folder) => {
    writeFileSync(join(folder, 'checkpoint'), checkpoint)
    openssl(['ts', '-query', '-data', 'checkpoint', '-sha256', '-cert', '-out', 'query'], folder)
    return readFileSync(join(folder, 'query'))
  })
}

/**
 * Checks a response (DER) against the bytes of a checkpoint and the authority's certificates (PEM); a certificate that
 * has run out since does not matter. Gives the time in it. Throws TIMESTAMP_INVALID.
 */
export function checkTimestamp(token: Uint8Array, checkpoint: string | Uint8Array, authority: Uint8Array): string {
  return inFolder((folder) => {
    writeFileSync(join(folder, 'checkpoint'), checkpoint)
    writeFileSync(join(folder, 'token'), token)
    writeFileSync(join(folder, 'authority'), authority)
    // The token apart from its reply: what a reply says beside it is signed by nobody.
    openssl(['ts', '-reply', '-in', 'token', '-token_out', '-out', 'signed'], folder)
    const time = timeOf(openssl(['ts', '-reply', '-in', 'signed', '-token_in', '-text'], folder))
    const at = String(Math.floor(Date.parse(time) / 1000))
    openssl(
      ['ts', '-verify', '-data', 'checkpoint', '-in', 'signed', '-token_in', '-CAfile', 'authority', '-attime', at],
      folder,
    )
    return time
  })
}

/** Keeps a checked token in the log's folder, beside the checkpoint of that size. */
export function keepTimestamp(dir: string, size: number, token: Uint8Array): void {
  const { timestamps } = logPaths(dir)
  const digest = createHash('sha256').update(token).digest('hex').slice(0, 8)
  try {
    makeDirectory(systemFs, timestamps)
    createIdempotent(systemFs, join(timestamps, `${String(size).padStart(8, '0')}.${digest}.tsr`), token, 0o644)
  } catch (cause) {
    throw ioError(cause, 'keeping a time stamp', { part: dir })
  }
}

/**
 * Checks every token that is kept in a log. `faults` name the checkpoint whose token does not hold, `strangers` the one whose token
 * is not of this authority: it says nothing for the log, nor against it.
 */
export function checkTimestamps(
  dir: string,
  authority: Uint8Array,
): { held: Timestamp[]; faults: string[]; strangers: string[] } {
  const paths = logPaths(dir)
  const held: Timestamp[] = []
  const faults: string[] = []
  const strangers: string[] = []
  for (const name of listIfThere(systemFs, paths.timestamps).sort()) {
    // What a killed command was about to keep.
    if (name.endsWith('.tmp')) continue
    const size = Number(/^([0-9]{8,15})\.[0-9a-f]{8}\.tsr$/.exec(name)?.[1] ?? NaN)
    if (Number.isNaN(size)) {
      faults.push('a file among the time stamps has not the name of one')
      continue
    }
    const checkpoint = readIfThere(systemFs, paths.checkpointOf(size))
    try {
      if (!checkpoint) throw invalid()
      const token = systemFs.readFileSync(join(paths.timestamps, name))
      held.push({ size, time: checkTimestamp(token, checkpoint, authority) })
    } catch (cause) {
      if (!(cause instanceof PerdeError) || cause.code !== 'TIMESTAMP_INVALID') throw cause
      if (cause.facts['authority'] === 'another')
        strangers.push(`the time stamp over ${size} entries is not of the authority whose certificates these are`)
      else faults.push(`the time stamp over ${size} entries does not hold`)
    }
  }
  return { held, faults, strangers }
}

function timeOf(text: string): string {
  const [written, ...others] = [...text.matchAll(/^Time stamp: (.*)$/gm)].map((found) => found[1])
  const time = new Date(written ?? NaN)
  if (others.length > 0 || !/ GMT$/.test(written ?? '') || Number.isNaN(time.getTime())) throw invalid()
  return `${time.toISOString().slice(0, 19)}Z`
}

function openssl(args: string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync('openssl', args, { cwd, encoding: 'utf8', timeout: 30_000 })
  if (error)
    throw new PerdeError('TOOL_MISSING', 'openssl could not be started', {
      cause: error,
      hints: ['time stamps are checked by openssl 3: install it'],
    })
  // OpenSSL asks for the chain of certificates before it looks at what was stamped.
  if (status !== 0) throw invalid(/certificate verify error/.test(stderr) ? 'another' : 'unknown')
  return stdout
}

function invalid(authority: 'another' | 'unknown' = 'unknown'): PerdeError {
  const message =
    authority === 'another'
      ? 'the time stamp is not of the authority whose certificates these are'
      : 'the time stamp is not one of this authority over this checkpoint'
  return new PerdeError('TIMESTAMP_INVALID', message, {
    facts: { authority },
    hints: ['is it the response to the request of this checkpoint, and are these the certificates of the authority?'],
  })
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'perde-timestamp-'))
  try {
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
