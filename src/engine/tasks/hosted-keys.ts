import { PerdeError } from '../../errors.ts'
import { decodeKey } from '../../keys/decode-key.ts'
import type { Roots } from '../freeze/derive-keys.ts'

/** Keys as a host writes them into a pipe: one JSON object, name in the policy → 64 hex digits or base64. Throws KEY_INVALID. */
export function hostedKeys(text: string): Roots {
  const keys = objectOf(text)
  return new Map(
    Object.entries(keys).map(([name, key]) => {
      if (typeof key !== 'string') throw invalid()
      return [name, { root: decodeKey(key, 'a key in the pipe'), ephemeral: false }]
    }),
  )
}

function objectOf(text: string): object {
  try {
    const value = JSON.parse(text) as unknown
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Told below, without a word of what was read.
  }
  throw invalid()
}

function invalid(): PerdeError {
  return new PerdeError('KEY_INVALID', 'what came through the pipe of keys is no JSON object of names and keys', {
    hints: ['such as {"main":"…"}, with the names of the policy, and close the pipe behind it'],
  })
}
