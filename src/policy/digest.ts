import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/**
 * SHA-256, in hex, of the canonical JSON (RFC 8785) of a policy as it is written: the YAML document as plain data,
 * before defaults and short forms are filled in. Comments, layout, quotes and the order of keys do not matter; a tool
 * that turns YAML into JSON and knows RFC 8785 gets the same.
 */
export function policyDigest(document: unknown): string {
  const text = canonicalize(document)
  if (text === undefined) throw new TypeError('a policy is plain data')
  return createHash('sha256').update(text).digest('hex')
}
