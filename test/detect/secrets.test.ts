import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createTextDetector } from '../../src/detect/detect-text.ts'

const detect = createTextDetector({ find: ['private-key', 'jwt'], locales: [], confidence: 0.5 })
const whole = (text: string) => detect(text).map(({ entity, start, end }) => [entity, start, end])

const pem = (bits: number, encrypted: boolean): string =>
  generateKeyPairSync('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: {
      type: 'pkcs1',
      format: 'pem',
      ...(encrypted && { cipher: 'aes-128-cbc', passphrase: 'x' }),
    },
  }).privateKey.trim()

/** As long as those of RSA with 16,384 bits, which take minutes to make. */
const LONG = `-----BEGIN RSA PRIVATE KEY-----\n${`${'A'.repeat(64)}\n`.repeat(200)}-----END RSA PRIVATE KEY-----`
const LINES = LONG.split('\n')

describe('a private key in a text', () => {
  it.each([
    ['of PKCS #1', () => pem(2048, false)],
    ['with headers of its encryption', () => pem(2048, true)],
    ['of two hundred lines', () => LONG],
    ['with its breaks escaped', () => pem(2048, true).replaceAll('\n', '\\n')],
    ['of PGP', () => LONG.replaceAll('RSA PRIVATE KEY', 'PGP PRIVATE KEY BLOCK')],
  ])('is found from end to end: %s', (_, key) => {
    const text = `key: ${key()} .`
    expect(whole(text)).toEqual([['private-key', 5, text.length - 2]])
  })
  it('is found to the last of its lines where the end is cut off, and no further', () => {
    const cut = LINES.slice(0, 100).join('\n')
    expect(whole(`${cut}\nand then we talked of it`)).toEqual([['private-key', 0, cut.length]])
    expect(whole(`${cut}\n${LONG}`)).toEqual([
      ['private-key', 0, cut.length],
      ['private-key', cut.length + 1, cut.length + 1 + LONG.length],
    ])
  })
})

describe('a web token', () => {
  it('is found from end to end where its claims are long', () => {
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const token = `${part({ alg: 'none' })}.${part({ groups: 'a'.repeat(4000) })}.${'b'.repeat(342)}`
    expect(whole(`token ${token}, again`)).toEqual([['jwt', 6, 6 + token.length]])
  })
})
