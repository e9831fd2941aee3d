import { createHmac } from 'node:crypto'
import { hkdf, lengthPrefixed } from '../crypto/hkdf.ts'
import type { KeyRequest } from '../transforms/verb.ts'

/** Where a derived key is used: the ids of the policy and the field's path. */
export interface KeyPlace {
  dataset: string
  purpose: string
  source: string
  path: string
}

/**
 * The key of one use of a root (32 bytes): HKDF-SHA-256 over algorithm, purpose and domain. A named domain stands
 * alone, so that data sets of one purpose join where their policies say so; without one the field itself, its dataset,
 * source and path, is the domain and nothing joins.
 */
export function deriveKey(root: Uint8Array, request: KeyRequest, place: KeyPlace): Uint8Array {
  const field = request.domain === undefined ? [place.dataset, place.source, place.path] : []
  const parts = ['perde', '1', request.algorithm, ...field, place.purpose, request.domain ?? '']
  return hkdf(root, lengthPrefixed(parts), request.bytes)
}

/** Eight hex digits that tell two roots apart and nothing about them; for the manifest and the log. */
export function keyCheckValue(root: Uint8Array): string {
  return createHmac('sha256', root).update('perde/kcv/1').digest('hex').slice(0, 8)
}
