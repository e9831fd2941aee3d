import { readFileSync, rmSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createReleaseKey, openReleaseKey } from '../../../src/engine/passes/release-key.ts'
import { decisionKeyFile } from '../../../src/evidence/release/release-record.ts'
import { temporaryFolder } from '../plans.ts'

const RELEASE = '01JZ0000000000000000000000'
const SEALING = new Uint8Array(32).fill(7)

describe('the key of a release’s decisions', () => {
  it('is its own, and is kept sealed for its owner alone', () => {
    const [log, other] = [temporaryFolder(), temporaryFolder()]
    const key = createReleaseKey(log, RELEASE, SEALING)
    expect(openReleaseKey(log, RELEASE, SEALING)).toEqual(Buffer.from(key))
    expect(createReleaseKey(other, RELEASE, SEALING)).not.toEqual(key)
    const file = decisionKeyFile(log, RELEASE)
    expect(readFileSync(file).includes(Buffer.from(key))).toBe(false)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('opens neither under another key, nor for another release, nor once it is removed', () => {
    const log = temporaryFolder()
    createReleaseKey(log, RELEASE, SEALING)
    const code = (expected: string) => expect.objectContaining({ code: expected }) as Error
    expect(() => openReleaseKey(log, RELEASE, new Uint8Array(32).fill(8))).toThrow(code('KEY_INVALID'))
    expect(() => openReleaseKey(log, '01JZ0000000000000000000001', SEALING)).toThrow(code('DENIED_CONSENT'))
    rmSync(decisionKeyFile(log, RELEASE))
    expect(() => openReleaseKey(log, RELEASE, SEALING)).toThrow(code('DENIED_CONSENT'))
  })
})
