import { deserialize, serialize } from 'node:v8'
import { seal, unseal } from '../../crypto/sealed.ts'
import { PerdeError } from '../../errors.ts'

// A piece of a run that tells of people, as plain data under the run's key and its own name.

export function sealPiece(key: Uint8Array, name: string, value: unknown): Uint8Array {
  return seal(key, ['run', name], serialize(value))
}

/** `part`: what a message calls it. Throws KEY_INVALID where it was sealed under another key or is not whole. */
export function openPiece(key: Uint8Array, name: string, sealed: Uint8Array, part = name): unknown {
  const plain = unseal(key, ['run', name], sealed)
  if (!plain)
    throw new PerdeError('KEY_INVALID', 'what is kept of the run was sealed under another key, or was changed', {
      where: { part },
      hints: ['give every step the keys that the policy names, the same as for perde shard'],
    })
  return deserialize(plain)
}
