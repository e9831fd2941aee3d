import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'

/** Stands before a real server and lets things go wrong: it answers nothing by itself but what it is told to. */
export interface FaultProxy {
  endpoint: string
  /** every request that came, as `METHOD /path?query` */
  requests: string[]
  stop(): void
}

export type Fault =
  /** answered with this status and error, and not passed on */
  | { kind: 'answer'; status: number; error: string }
  /** passed on, and the answer cut after so many bytes of its body */
  | { kind: 'cut'; after: number }
  /** passed on, and the connection closed instead of an answer */
  | { kind: 'lost' }
  /** passed on, with the first byte of the answer changed */
  | { kind: 'damage' }
  /** passed on, and answered with one text of it instead of another of the same length */
  | { kind: 'reword'; text: string; as: string }

/** `decide`: what happens to a request, by its number from 0 among all, when it comes; undefined: it is passed on. */
export function startFaultProxy(
  port: number,
  decide: (request: IncomingMessage, number: number) => Fault | undefined | Promise<Fault | undefined>,
): Promise<FaultProxy> {
  const requests: string[] = []
  const handle = async (from: IncomingMessage, to: ServerResponse) => {
    const number = requests.push(`${from.method!} ${from.url!}`) - 1
    const fault = await decide(from, number)
    if (fault?.kind === 'answer') answer(from, to, fault.status, fault.error)
    else pass(port, from, to, fault)
  }
  const server = createServer((from, to) => void handle(from, to))
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const { port: own } = server.address() as { port: number }
      resolve({
        endpoint: `http://127.0.0.1:${own}`,
        requests,
        stop: () => {
          server.close()
          server.closeAllConnections()
        },
      })
    }),
  )
}

function answer(from: IncomingMessage, to: ServerResponse, status: number, error: string): void {
  from.resume()
  from.on('end', () => {
    if (status < 300) return void to.writeHead(status, { etag: '"0"', 'content-length': '0' }).end()
    to.writeHead(status, { 'content-type': 'application/xml' })
    to.end(
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${error}</Code><Message>secret-of-the-store</Message></Error>`,
    )
  })
}

function pass(port: number, from: IncomingMessage, to: ServerResponse, fault: Fault | undefined): void {
  const { method, url, headers } = from
  const on = request({ host: '127.0.0.1', port, method, path: url, headers }, (back) => {
    if (fault?.kind === 'lost') {
      back.resume()
      back.on('end', () => to.destroy())
      return
    }
    to.writeHead(back.statusCode!, back.headers)
    let sent = 0
    back.on('data', (chunk: Buffer) => {
      const piece = changed(chunk, fault, sent === 0)
      const room = fault?.kind === 'cut' ? Math.max(0, fault.after - sent) : piece.length
      sent += piece.length
      // What was let through arrives before the end.
      if (room < piece.length) to.write(piece.subarray(0, room), () => to.destroy())
      else to.write(piece)
    })
    back.on('end', () => to.end())
    back.on('error', () => to.destroy())
  })
  on.on('error', () => to.destroy())
  // The server waits for the rest of a body; who was killed sends none.
  from.on('close', () => void (from.complete || on.destroy()))
  from.pipe(on)
}

function changed(chunk: Buffer, fault: Fault | undefined, first: boolean): Buffer {
  if (fault?.kind === 'damage' && first) return Buffer.concat([Buffer.of(chunk[0]! ^ 1), chunk.subarray(1)])
  if (fault?.kind === 'reword') return Buffer.from(chunk.toString('latin1').replaceAll(fault.text, fault.as), 'latin1')
  return chunk
}
