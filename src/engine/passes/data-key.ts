import { PerdeError } from '../../errors.ts'
import { dataKeyFile } from '../../evidence/release/release-record.ts'
import { keepKey, readKey, type KeptKey } from './kept-key.ts'

/**
 * The data key of a sealed release: 32 random bytes, kept beside the log under a key of the policy. It is nowhere in the
 * release, so whoever removes that one small file has destroyed the release, with its copies and backups. Durable when it returns.
 */
export function createDataKey(log: string, release: string, sealing: Uint8Array): Uint8Array {
  return keepKey(placed(log, release, sealing))
}

/** Throws DENIED where the key is gone, KEY_INVALID where it was kept under another key of a policy. */
export function openDataKey(log: string, release: string, sealing: Uint8Array): Uint8Array {
  const key = readKey(placed(log, release, sealing))
  if (key === 'gone')
    throw new PerdeError('DENIED', 'the key of the sealed release is gone, so nobody can open it any more', {
      hints: ['run the policy again'],
    })
  if (key) return key
  throw new PerdeError('KEY_INVALID', 'the key of the sealed release was kept under another key, or was changed', {
    hints: ['give the key that the release was made with: keys.seal, else keys.main, else the only one'],
  })
}

function placed(log: string, release: string, sealing: Uint8Array): KeptKey {
  return { file: dataKeyFile(log, release), sealing, what: ['data key', release], named: 'the release' }
}
