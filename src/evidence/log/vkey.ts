import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { PerdeError } from '../../errors.ts'
import { decodeBase64 } from './base64.ts'

// Keys of signed notes: https://c2sp.org/signed-note. A vkey is `name+hex key id+base64(type ‖ public key)`.
// Type 0x01 is Ed25519. Other types (0x06 is ML-DSA-44) are left out where several keys are read.

const ED25519 = 0x01
const SEED_BYTES = 32
const KEY_BYTES = 32
// DER headers of RFC 8410: OneAsymmetricKey with a 32-byte seed, SubjectPublicKeyInfo with a 32-byte point.
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

export interface Verifier {
  name: string
  /** 8 hex digits */
  keyId: string
  vkey: string
  verify(text: Uint8Array, signature: Uint8Array): boolean
}

export interface Signer extends Verifier {
  sign(text: Uint8Array): Buffer
  /** see `secretOf` */
  secret(what: string): Buffer
}

/** A key of 32 bytes for another use than signing, of which the public key tells nothing. */
export function secretOf(seed: Uint8Array, what: string): Buffer {
  return Buffer.from(hkdfSync('sha256', seed, new Uint8Array(), `perde/1/log/${what}`, 32))
}

/** Reads one Ed25519 vkey. */
export function parseVkey(text: string): Verifier {
  const { type, key, ...named } = splitVkey(text)
  if (type !== ED25519) throw new PerdeError('KEY_INVALID', `verification key is of unknown type ${type}`)
  if (key.length !== KEY_BYTES) throw malformed()
  if (named.keyId !== keyIdOf(named.name, type, key)) throw malformed()
  return verifierOf(named.name, key)
}

/** Reads vkeys, one a line; those of a type unknown here are left out, malformed ones are an error. */
export function parseVkeys(text: string): Verifier[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.filter((line) => splitVkey(line).type === ED25519).map(parseVkey)
}

/** The signing key of a 32-byte Ed25519 seed under a name. */
export function signerOf(name: string, seed: Uint8Array): Signer {
  if (seed.length !== SEED_BYTES) throw new PerdeError('KEY_INVALID', 'a signing key is 32 bytes')
  if (!isKeyName(name)) throw new PerdeError('KEY_INVALID', 'name of a signing key has a space or a plus')
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  const verifier = verifierOf(name, spki.subarray(SPKI.length))
  return { ...verifier, sign: (text) => sign(null, text, privateKey), secret: (what) => secretOf(seed, what) }
}

/**
 * What people compare of a verification key: 64 bits of `printf %s VKEY | sha256sum`, in fours. The key id alone has 32, of
 * which somebody who may choose the name and the key finds a second one in a day.
 */
export function keyFingerprint(vkey: string): string {
  const digits = createHash('sha256').update(vkey).digest('hex').slice(0, 16)
  return digits.match(/.{4}/g)!.join(' ')
}

/** Non-empty, no Unicode space, no plus. */
export function isKeyName(name: string): boolean {
  return name !== '' && !/[\s\u0085+]/u.test(name)
}

function verifierOf(name: string, key: Uint8Array): Verifier {
  const publicKey: KeyObject = createPublicKey({ key: Buffer.concat([SPKI, key]), format: 'der', type: 'spki' })
  const keyId = keyIdOf(name, ED25519, key)
  const vkey = `${name}+${keyId}+${Buffer.concat([Buffer.of(ED25519), key]).toString('base64')}`
  return { name, keyId, vkey, verify: (text, signature) => verify(null, text, publicKey, signature) }
}

function splitVkey(text: string): { name: string; keyId: string; type: number; key: Buffer } {
  const [, name, keyId, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(text) ?? []
  const bytes = encoded === undefined ? undefined : decodeBase64(encoded)
  if (name === undefined || keyId === undefined || !isKeyName(name) || bytes === undefined || bytes.length < 2)
    throw malformed()
  return { name, keyId, type: bytes[0]!, key: bytes.subarray(1) }
}

function keyIdOf(name: string, type: number, key: Uint8Array): string {
  return createHash('sha256').update(`${name}\n`).update(Buffer.of(type)).update(key).digest('hex').slice(0, 8)
}

function malformed(): PerdeError {
  return new PerdeError('KEY_INVALID', 'malformed verification key', {
    hints: ['a verification key is one line: name+key id+base64, as in keys/1.vkey of a log'],
  })
}
