import { randomBytes } from 'node:crypto'
import { dirname } from 'node:path'
import { seal, unseal } from '../../crypto/sealed.ts'
import { ioError, PerdeError } from '../../errors.ts'
import { makeDirectory, readIfThere, replaceFile, systemFs } from '../../evidence/log/log-fs.ts'
import { dataKeyFile } from '../../evidence/release/release-record.ts'

/**
 * The data key of a sealed release: 32 random bytes, kept beside the log under a key of the policy. It is nowhere in the
 * release, so whoever removes that one small file has destroyed the release, with its copies and backups. Durable when it returns.
 */
export function createDataKey(log: string, release: string, sealing: Uint8Array): Uint8Array {
  const key = new Uint8Array(randomBytes(32))
  const file = dataKeyFile(log, release)
  try {
    makeDirectory(systemFs, dirname(file))
    replaceFile(systemFs, file, seal(sealing, what(release), key), 0o600)
  } catch (e) {
    throw ioError(e, 'keeping the key of the release')
  }
  return key
}

/** Throws DENIED where the key is gone, KEY_INVALID where it was kept under another key of a policy. */
export function openDataKey(log: string, release: string, sealing: Uint8Array): Uint8Array {
  let sealed: Buffer | undefined
  try {
    sealed = readIfThere(systemFs, dataKeyFile(log, release))
  } catch (e) {
    throw ioError(e, 'reading the key of the release')
  }
  if (!sealed)
    throw new PerdeError('DENIED', 'the key of the sealed release is gone, so nobody can open it any more', {
      hints: ['run the policy again'],
    })
  const key = unseal(sealing, what(release), sealed)
  if (key) return key
  throw new PerdeError('KEY_INVALID', 'the key of the sealed release was kept under another key, or was changed', {
    hints: ['give the key that the release was made with: keys.seal, else keys.main, else the only one'],
  })
}

function what(release: string): string[] {
  return ['data key', release]
}
