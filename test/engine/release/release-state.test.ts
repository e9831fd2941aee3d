import { describe, expect, it } from 'vitest'
import { stateOf } from '../../../src/engine/release/release-state.ts'
import type { ReleaseRecord } from '../../../src/evidence/release/release-record.ts'

const inStore = (manifestSha256: string, replaces?: string) =>
  ({
    manifestSha256,
    target: 's3://lake/out',
    store: { address: 's3://lake/out', ...(replaces && { replaces }) },
  }) as unknown as ReleaseRecord

describe('what became of a release', () => {
  it('in a store is told by those after it', () => {
    const all = [inStore('a'), inStore('b', 'a')]
    expect(all.map((record) => stateOf(record, all))).toEqual(['replaced', 'published'])
  })

  it('in a folder is told by what stands there', () => {
    const gone = { manifestSha256: 'a', target: '/nowhere/at/all' } as unknown as ReleaseRecord
    const after = { ...gone, manifestSha256: 'b', replaces: 'a' } as ReleaseRecord
    expect(stateOf(gone, [gone])).toBe('missing')
    expect(stateOf(gone, [gone, after])).toBe('replaced')
  })
})
