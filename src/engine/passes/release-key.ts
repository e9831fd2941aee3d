import { randomBytes } from 'node:crypto'
import { dirname } from 'node:path'
import { seal, unseal } from '../../crypto/sealed.ts'
import { ioError, PerdeError } from '../../errors.ts'
import { makeDirectory, readIfThere, replaceFile, systemFs } from '../../evidence/log/log-fs.ts'
import { decisionKeyFile } from '../../evidence/release/release-record.ts'

/**
 * The key of a release's decision files: 32 random bytes, kept beside them under the subject key. Whoever removes that
 * one small file has erased the decisions, those in copies and backups of the files too.
 */
export function createReleaseKey(log: string, release: string, sealing: Uint8Array): Uint8Array {
  const key = new Uint8Array(randomBytes(32))
  const file = decisionKeyFile(log, release)
  try {
    makeDirectory(systemFs, dirname(file))
    replaceFile(systemFs, file, seal(sealing, what(release), key), 0o600)
  } catch (e) {
    throw ioError(e, 'keeping the key of the decisions')
  }
  return key
}

/** Throws DENIED_CONSENT where the key is gone, KEY_INVALID where it was kept under another subject key. */
export function openReleaseKey(log: string, release: string, sealing: Uint8Array): Uint8Array {
  let sealed: Buffer | undefined
  try {
    sealed = readIfThere(systemFs, decisionKeyFile(log, release))
  } catch (e) {
    throw ioError(e, 'reading the key of the decisions')
  }
  if (!sealed)
    throw new PerdeError(
      'DENIED_CONSENT',
      'the decisions of the run are not there any more, so its subjects cannot be asked about',
      { hints: ['run the policy again'] },
    )
  const key = unseal(sealing, what(release), sealed)
  if (key) return key
  throw new PerdeError('KEY_INVALID', 'the decisions of the release were kept under another subject key', {
    hints: ['use the key of the policy that made the release (keys.consent, else keys.main)'],
  })
}

function what(release: string): string[] {
  return ['key of decisions', release]
}
