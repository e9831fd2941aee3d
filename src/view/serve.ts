import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ioError } from '../errors.ts'
import { LANGUAGES, type Language } from '../evidence/report/locale.ts'
import { admit, COOKIE, type Secrets } from './admit.ts'
import { answerTo, type Answer, type Shown } from './routes.ts'

export interface Serving {
  /** with the token: who has it may look */
  url: string
  /** resolves when it has ended */
  ended: Promise<void>
}

export interface ServeOptions {
  /** 0: any that is free */
  port: number
  /** of the first page, where the browser asks for none of them */
  language: Language
  signal: AbortSignal
  /** told once of a fault of ours; never of what was asked */
  onFault(error: unknown): void
}

/** Shows a log to one person on this machine, on 127.0.0.1 alone, until `signal`. Keeps no record of what was asked. */
export async function serve(shown: Shown, options: ServeOptions): Promise<Serving> {
  const secrets: Secrets = { id: secret(9), token: secret(24), session: secret(24) }
  const server = createServer((request, response) => {
    respond(request, response, shown, secrets, options).catch((error: unknown) => {
      options.onFault(error)
      if (response.headersSent) response.destroy()
      else plain(response, 500, 'perde failed\n')
    })
  })
  const port = await listening(server, options.port)
  const ended = new Promise<void>((done) => server.once('close', done))
  const end = () => {
    server.close()
    server.closeAllConnections()
  }
  if (options.signal.aborted) end()
  else options.signal.addEventListener('abort', end, { once: true })
  return { url: `http://127.0.0.1:${port}/${secrets.id}/?token=${secrets.token}`, ended }
}

function secret(bytes: number): string {
  return randomBytes(bytes).toString('base64url')
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', (e) => fail(ioError(e, 'listening on 127.0.0.1')))
    server.listen(port, '127.0.0.1', () => done((server.address() as AddressInfo).port))
  })
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  shown: Shown,
  secrets: Secrets,
  { language }: ServeOptions,
): Promise<void> {
  const { host, origin, cookie, 'sec-fetch-site': site } = request.headers
  const { method, url } = request
  const port = request.socket.localPort!
  const admission = admit({ method, url, host, origin, cookie, site: site as string | undefined }, port, secrets)
  const root = `/${secrets.id}/`
  if (admission.kind === 'refuse') return plain(response, admission.status, REFUSED[admission.status])
  if (admission.kind === 'enter') {
    const first = languageOf(request.headers['accept-language']) ?? language
    response.setHeader('Set-Cookie', `${COOKIE}=${secrets.session}; Path=${root}; HttpOnly; SameSite=Strict`)
    response.setHeader('Location', `${root}${first}/`)
    return plain(response, 303, '')
  }
  const form = admission.method === 'POST' ? await bodyOf(request) : new URLSearchParams()
  if (!form) return plain(response, 413, 'too much was sent, or not by a form\n')
  send(response, await answerTo({ ...admission, form }, shown, root), request.method === 'HEAD')
}

const REFUSED = {
  400: 'this is no address\n',
  403: 'open the address that perde view printed where it was started\n',
  404: 'there is nothing here\n',
  405: 'only looking is possible here\n',
  421: 'this is served as 127.0.0.1 alone\n',
} as const

/** Bytes of a form with one identifier. */
const MOST_BYTES = 8192

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  if (request.headers['content-type'] !== 'application/x-www-form-urlencoded') return undefined
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MOST_BYTES) return undefined
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString())
}

/** The first of ours that a browser names. */
function languageOf(accepted = ''): Language | undefined {
  return accepted
    .split(',')
    .map((tag) => LANGUAGES.find((language) => tag.trim().toLowerCase().startsWith(language)))
    .find((language) => language !== undefined)
}

function guarded(response: ServerResponse): void {
  response.setHeader('Cache-Control', 'no-store')
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
  // Of a form a browser names the origin, which is checked, only where it may.
  response.setHeader('Referrer-Policy', 'same-origin')
}

function plain(response: ServerResponse, status: number, text: string): void {
  guarded(response)
  response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' }).end(text)
}

function send(response: ServerResponse, { status, type, policy, body, file }: Answer, headOnly: boolean): void {
  guarded(response)
  response.setHeader('Content-Security-Policy', policy)
  if (file !== undefined) response.setHeader('Content-Disposition', `attachment; filename="${file}"`)
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) })
  response.end(headOnly ? undefined : body)
}
