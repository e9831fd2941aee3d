import { describe, expect, it } from 'vitest'
import { inTime } from '../../../src/engine/passes/in-time.ts'

describe('work in time', () => {
  it('gives what it gives, and fails as it fails', async () => {
    expect(await inTime(Promise.resolve(1), 60_000, 'late')).toBe(1)
    await expect(inTime(Promise.reject(new Error('no')), 60_000, 'late')).rejects.toThrow('no')
  })

  it('is late when it never ends', async () => {
    expect(await inTime(new Promise(() => undefined), 1, 'late')).toBe('late')
  })
})
