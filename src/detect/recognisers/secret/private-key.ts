// RFC 7468 textual encoding of private keys, and RFC 1421 and RFC 4880 headers before the encoded lines
import type { Candidate, Recogniser } from '../../recogniser.ts'

const KIND = '(?:[A-Z]{2,9} ){0,2}PRIVATE KEY(?: BLOCK)?'
const BEGIN = new RegExp(`-----BEGIN ${KIND}-----`, 'gu')
const END = new RegExp(`-----END ${KIND}-----`, 'gu')
/** UTF-16 units: a key of RSA of 16,384 bits with room */
const LONGEST = 20_000
/** Lines of a key whose end is cut off, as they are or with their breaks escaped. */
const BODY =
  /(?:(?:[ \t]{0,8}(?:\r?\n|\\r|\\n)){1,4}[ \t]{0,8}(?:[A-Za-z0-9+/=]{4,1000}|[A-Za-z-]{3,20}: [^\n\\]{1,120})(?=\s|\\|$)){0,400}/uy

/** From its first line to its last; of a key that is cut, to where what keys are written in ends. */
function findKeys(text: string): Candidate[] {
  const found: Candidate[] = []
  BEGIN.lastIndex = 0
  for (let m = BEGIN.exec(text); m; m = BEGIN.exec(text)) {
    const body = m.index + m[0].length
    const next = text.indexOf('-----BEGIN ', body)
    END.lastIndex = body
    const last = END.exec(next < 0 ? text.slice(0, body + LONGEST) : text.slice(0, Math.min(next, body + LONGEST)))
    let end = last ? last.index + last[0].length : body
    if (!last) {
      BODY.lastIndex = body
      end = Math.min(body + BODY.exec(text)![0].length, next < 0 ? Infinity : next)
    }
    found.push({ start: m.index, end, score: 0.95, why: WHY })
    BEGIN.lastIndex = end
  }
  return found
}

const WHY = ['pattern private key']

export const recogniser = {
  entity: 'private-key',
  aliases: ['PRIVATE_KEY', 'ENCRYPTION_KEY'],
  family: 'secret',
  role: 'sensitive',
  checksum: false,
  patterns: [],
  find: findKeys,
  needs: [BEGIN],
  expressions: [BEGIN, END, BODY],
  prefilter: { capital: true, run: 5, minLength: 26 },
  examples: {
    match: [
      '-----BEGIN PRIVATE KEY-----',
      '-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----',
      '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----',
    ],
    reject: ['-----BEGIN PUBLIC KEY-----'],
  },
  source: 'RFC 7468 sections 10 and 11',
} satisfies Recogniser
