import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

// A time stamping authority of one's own (RFC 3161), by openssl. Its keys are made for the test and gone after it.

export interface Authority {
  /** file with its certificates, PEM */
  certificates: string
  /** DER query → DER response */
  answer(query: Uint8Array): Buffer
  /** the same over HTTP; any address below `url` */
  serve(): Promise<{ url: string; server: Server }>
}

const CONFIG = `
[tsa]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
certs = ca.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[leaf]
extendedKeyUsage = critical,timeStamping
[root]
basicConstraints = critical,CA:TRUE
`

export function makeAuthority(folder: string, name = 'Test Authority'): Authority {
  writeFileSync(join(folder, 'tsa.cnf'), CONFIG)
  writeFileSync(join(folder, 'serial'), '01\n')
  const key = (file: string) => openssl(folder, `genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ${file}`)
  key('ca.key')
  key('tsa.key')
  openssl(folder, 'req -new -key ca.key -out ca.csr', '-subj', `/CN=${name} Root`)
  openssl(folder, 'x509 -req -in ca.csr -signkey ca.key -days 30 -extfile tsa.cnf -extensions root -out ca.pem')
  openssl(folder, 'req -new -key tsa.key -out tsa.csr', '-subj', `/CN=${name}`)
  openssl(
    folder,
    'x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile tsa.cnf -extensions leaf -out tsa.pem',
  )
  const answer = (query: Uint8Array) => {
    writeFileSync(join(folder, 'query'), query)
    openssl(folder, 'ts -reply -config tsa.cnf -section tsa -queryfile query -out response')
    return readFileSync(join(folder, 'response'))
  }
  return { certificates: join(folder, 'ca.pem'), answer, serve: () => serve(answer) }
}

async function serve(answer: Authority['answer']): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const asked = request.method === 'POST' && request.headers['content-type'] === 'application/timestamp-query'
      response.writeHead(asked ? 200 : 400, { 'content-type': 'application/timestamp-reply' })
      response.end(asked ? answer(Buffer.concat(parts)) : undefined)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`, server }
}

function openssl(cwd: string, command: string, ...more: string[]): void {
  const { status, stderr } = spawnSync('openssl', [...command.split(' '), ...more], { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`openssl ${command}: ${stderr}`)
}
