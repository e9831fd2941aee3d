import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { logReview, reviewEntry, type ReviewResult } from '../../../src/engine/review/review-log.ts'
import { readEntries } from '../../../src/evidence/log/log-reader.ts'
import { verifyLog } from '../../../src/evidence/log/verify-log.ts'
import { estimateLeaks } from '../../../src/evidence/review/estimate.ts'
import { temporaryFolder } from '../plans.ts'
import { KEY, runCase, writeCase } from '../small-run.ts'

const SHA = 'ab'.repeat(32)
const result = (more: Partial<ReviewResult> = {}): ReviewResult => ({
  target: { sha256: SHA },
  bytes: 2 ** 20,
  release: undefined,
  seed: 3,
  estimate: estimateLeaks([{ documents: 10_000, judged: 100, leaked: 2, unsure: 1 }]),
  ...more,
})

describe('the entry of a review', () => {
  it('has counts, and shares in parts per million', () => {
    expect(reviewEntry(result())).toEqual({
      type: 'review.result',
      inputSha256: SHA,
      documents: 10_000,
      judged: 100,
      leaked: 2,
      unsure: 1,
      leakedPpm: 20_000,
      // three of a hundred, since who is unsure may have seen a leak
      upperPpm: 75_711,
      seed: 3,
    })
  })

  it('has no digest of an input that could be found by trying', () => {
    expect(reviewEntry(result({ bytes: 2 ** 20 - 1 }))).not.toHaveProperty('inputSha256')
  })

  it('names a release by its manifest', () => {
    const release = '01JD9ZQ0V7Q3Y6B2W8K4M5N6P7'
    expect(reviewEntry(result({ target: { manifestSha256: SHA }, bytes: undefined, release }))).toMatchObject({
      manifestSha256: SHA,
      release,
    })
  })
})

describe('the log of a review', () => {
  const ofRelease = (made: { manifest: { release: string } }) =>
    result({ target: { manifestSha256: SHA }, bytes: undefined, release: made.manifest.release })

  it('is the one that the run of the release wrote, signed with the key of its policy', async () => {
    const folder = temporaryFolder()
    writeCase(folder, (policy) => `${policy}audit: { key: { env: LOG_KEY } }\n`)
    const env = { PERDE_KEY: Buffer.from(KEY).toString('hex'), LOG_KEY: '5a'.repeat(16) + '0f'.repeat(16) }
    const made = await runCase(folder, { env })
    const log = join(folder, 'log')
    const { size } = verifyLog(log)
    expect(await logReview(log, env, ofRelease(made))).toEqual({ index: size, keyCreated: false })
    expect(verifyLog(log)).toMatchObject({ ok: true, size: size + 1, signed: size + 1 })
    expect([...readEntries(log, { type: 'review.result' })]).toHaveLength(1)
    // Without the key nothing is written.
    await expect(logReview(log, {}, ofRelease(made))).rejects.toMatchObject({ code: 'KEY_MISSING' })
    // Nor for a record that names another source of it: it could be a command.
    const file = join(log, 'releases', `${made.manifest.release}.json`)
    const record = JSON.parse(readFileSync(file, 'utf8')) as object
    writeFileSync(file, JSON.stringify({ ...record, signingKey: { env: 'OTHER' } }))
    await expect(logReview(log, { ...env, OTHER: env.LOG_KEY }, ofRelease(made))).rejects.toMatchObject({
      code: 'LOG_TAMPERED',
    })
    expect(verifyLog(log)).toMatchObject({ ok: true, size: size + 1 })
  })
})
