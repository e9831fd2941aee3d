import { PerdeError } from '../../errors.ts'
import { decisionKeyFile } from '../../evidence/release/release-record.ts'
import { keepKey, readKey, type KeptKey } from './kept-key.ts'

/**
 * The key of a release's decision files: 32 random bytes, kept beside them under the subject key. Whoever removes that
 * one small file has erased the decisions, those in copies and backups of the files too.
 */
export function createReleaseKey(log: string, release: string, sealing: Uint8Array): Uint8Array {
  return keepKey(placed(log, release, sealing))
}

/** Throws DENIED_CONSENT where the key is gone, KEY_INVALID where it was kept under another subject key. */
export function openReleaseKey(log: string, release: string, sealing: Uint8Array): Uint8Array {
  const key = readKey(placed(log, release, sealing))
  if (key === 'gone')
    throw new PerdeError(
      'DENIED_CONSENT',
      'the decisions of the run are not there any more, so its subjects cannot be asked about',
      { hints: ['run the policy again'] },
    )
  if (key) return key
  throw new PerdeError('KEY_INVALID', 'the decisions of the release were kept under another subject key', {
    hints: ['use the key of the policy that made the release (keys.consent, else keys.main)'],
  })
}

function placed(log: string, release: string, sealing: Uint8Array): KeptKey {
  return { file: decisionKeyFile(log, release), sealing, what: ['key of decisions', release], named: 'the decisions' }
}
