import { resolve } from 'node:path'
import { PerdeError } from '../errors.ts'
import { readCheckpoint } from '../evidence/log/checkpoint.ts'
import { openSignedLog } from '../evidence/log/log-reader.ts'
import { checkTimestamp, keepTimestamp, timestampQuery } from '../evidence/log/timestamp.ts'
import { readGiven, writeNew } from './given-file.ts'
import { readingExistingLog, writingExistingLog } from './log-place.ts'
import { counted } from './numbers.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

export interface LogTimestampOptions {
  log?: string
  url?: string
  request?: string
  response?: string
  authority?: string
}

/** A token is a few kB; what is longer is none. */
const MOST_BYTES = 1024 * 1024
const PATIENCE = 30_000

/**
 * `perde log timestamp`: asks an authority for a token over the last checkpoint, checks it, and keeps it beside the
 * log. With `--request` and `--response` somebody else carries the two messages.
 */
export async function logTimestampCommand(options: LogTimestampOptions, terminal: Terminal): Promise<ExitStatus> {
  const { url, request, response, authority } = options
  if ([url, request, response].filter((way) => way !== undefined).length !== 1)
    throw new PerdeError('USAGE', 'give one of --url, --request and --response')
  const checkpoint = await readingExistingLog(options.log, terminal, (dir) =>
    Promise.resolve(openSignedLog(dir).checkpoint()),
  )
  if (request !== undefined) {
    writeNew(resolve(terminal.cwd, request), timestampQuery(checkpoint), 'writing the request', request)
    terminal.err(
      `perde: the request for a time stamp is in ${request}\nperde: hint: before the log grows, give back what the authority answers: perde log timestamp --response FILE --authority CERTIFICATES.pem\n`,
    )
    return 0
  }
  if (authority === undefined)
    throw new PerdeError('USAGE', 'the certificates of the authority are needed to check what it answers', {
      hints: ['name them with --authority FILE.pem'],
    })
  const certificates = readGiven(authority, terminal.cwd, 'reading a file')
  const token =
    url === undefined
      ? readGiven(response!, terminal.cwd, 'reading a file')
      : await ask(addressOf(url), timestampQuery(checkpoint), terminal.signal)
  const time = checkTimestamp(token, checkpoint, certificates)
  const { size } = readCheckpoint(checkpoint)
  await writingExistingLog(options.log, terminal, ({ dir }) => Promise.resolve(keepTimestamp(dir, size, token)))
  terminal.err(`perde: time-stamped: the first ${counted(size, 'entry', 'entries')} of the log existed at ${time}\n`)
  return 0
}

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol))
    throw new PerdeError('USAGE', '--url is an address that begins with http:// or https://')
  return url
}

/** RFC 3161 section 3.4. */
async function ask(url: URL, query: Buffer, signal: AbortSignal): Promise<Buffer> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      body: new Uint8Array(query),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
    })
    if (!answer.ok) throw unavailable(url, `it answered with status ${answer.status}`)
    return await body(answer, url)
  } catch (cause) {
    if (cause instanceof PerdeError || signal.aborted) throw cause
    throw unavailable(url, 'it did not answer', cause)
  }
}

async function body(answer: Response, url: URL): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of answer.body ?? []) {
    size += part.length
    if (size > MOST_BYTES) throw unavailable(url, 'its answer is too long for a time stamp')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** Of an address only the host is shown: the rest may hold a secret. */
function unavailable(url: URL, why: string, cause?: unknown): PerdeError {
  return new PerdeError('AUTHORITY_UNAVAILABLE', `there is no time stamp: ${why}`, {
    where: { part: url.host },
    retryable: true,
    cause,
    hints: ['try again, or carry the messages by other means: --request FILE, then --response FILE'],
  })
}
