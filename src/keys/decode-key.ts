import { PerdeError } from '../errors.ts'

/** Exactly 32 bytes, written as 64 hex digits or in either alphabet of base64; `from` says where the text was. */
export function decodeKey(text: string, from: string): Uint8Array {
  const written = text.trim()
  const invalid = (why: string) =>
    new PerdeError('KEY_INVALID', `${from} ${why}`, {
      hints: ['a key is 32 random bytes, written as 64 hex digits or as base64', 'perde key new FILE makes one'],
    })
  let root: Uint8Array
  if (/^[0-9A-Fa-f]{64}$/.test(written)) root = new Uint8Array(Buffer.from(written, 'hex'))
  else if (/^[A-Za-z0-9+/_-]{43}=?$/.test(written)) root = new Uint8Array(Buffer.from(written, 'base64'))
  else throw invalid('is not a key of 32 bytes')
  if (root.every((byte) => byte === root[0])) throw invalid('repeats one byte and is no key')
  return root
}
