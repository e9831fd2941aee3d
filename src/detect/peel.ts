/** Takes the encoding off a value: base64, base64url, hex (`0x`, Postgres `\x`, MySQL `x'…'`), data URI. Only the head is decoded. */

export interface Peeled {
  /** the first bytes, at most HEAD */
  head: Uint8Array
  /** bytes of the whole value after decoding */
  length: number
  encoding: 'hex' | 'base64' | 'base64url' | 'data-uri'
  /** media type of a data URI, in lower case */
  mediaType?: string
}

/** bytes decoded at most: enough for a 4,096-float vector and every header */
const HEAD = 32768
/** characters; shorter values hold no template */
const SHORTEST = 24

/** The bytes inside a value, or undefined where it is no encoding of bytes. */
export function peel(text: string): Peeled | undefined {
  const value = text.trim()
  if (value.length < SHORTEST) return undefined
  const uri = /^data:([\w.+/-]{0,100})((?:;[\w=.+-]{1,60}){0,4}),/i.exec(value.slice(0, 400))
  if (uri) return dataUri(value, uri)
  const wrapped = /^(?:0x|\\x|[xX]')/.exec(value)
  const body = wrapped ? value.slice(wrapped[0].length).replace(/'$/, '') : value
  if (body.length % 2 === 0 && isHex(body)) return hex(body)
  return wrapped ? undefined : base64(value)
}

/** Of the first one matches from end to end, or of the others one anywhere, in every value that `peel` takes an encoding off. */
export const ENCODED = { whole: /[\w+/=\r\n-]{24,}/u, inside: [/data:/iu, /\\x/u, /x'/iu] } as const

function dataUri(value: string, uri: RegExpExecArray): Peeled | undefined {
  const mediaType = uri[1]!.toLowerCase()
  if (!/;base64$/i.test(uri[2]!)) return undefined
  const inner = base64(value.slice(uri[0].length))
  return inner && { ...inner, encoding: 'data-uri', mediaType }
}

// Checked on the head and the tail, not on megabytes.
const SAMPLE = 4096

function isHex(body: string): boolean {
  return body.length >= 2 && /^[0-9A-Fa-f]+$/.test(sample(body))
}

function sample(body: string): string {
  return body.length <= 2 * SAMPLE ? body : body.slice(0, SAMPLE) + body.slice(-SAMPLE)
}

function hex(body: string): Peeled {
  return { head: Buffer.from(body.slice(0, 2 * HEAD), 'hex'), length: body.length / 2, encoding: 'hex' }
}

function base64(value: string): Peeled | undefined {
  const body = /[\r\n]/.test(value.slice(0, 200)) ? value.replace(/[\r\n]+/g, '') : value
  const padding = body.endsWith('==') ? 2 : body.endsWith('=') ? 1 : 0
  const letters = body.length - padding
  if (letters % 4 === 1) return undefined
  const part = sample(body)
  const url = /[-_]/.test(part)
  if (!(url ? /^[\w-]+={0,2}$/ : /^[A-Za-z0-9+/]+={0,2}$/).test(part)) return undefined
  const head = Buffer.from(body.slice(0, Math.ceil(HEAD / 3) * 4), url ? 'base64url' : 'base64')
  return { head: head.subarray(0, HEAD), length: Math.floor((letters * 3) / 4), encoding: url ? 'base64url' : 'base64' }
}
