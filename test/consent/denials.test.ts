import { describe, expect, it } from 'vitest'
import { denialsIn, denialSums, saidNo } from '../../src/consent/denials.ts'
import { compile } from './register-fixture.ts'

const sums = (text: string) => {
  const { sha256, counts } = denialSums(compile(text).index)
  return { sha256: Buffer.from(sha256).toString('hex'), counts }
}
const HEADER = 'subject,purpose,status,at\n'
const ROWS = ['a,,given,2026-01-01', 'b,dpv:Marketing,withdrawn,2026-02-01', 'c,,refused,2026-03-01']
const of = (...rows: string[]) => sums(`${HEADER}${rows.join('\n')}`)

describe('the sums of denials', () => {
  it.each([
    ['the order of the rows', [...ROWS].reverse()],
    ['blank lines and consents', [...ROWS, ',,,', 'd,,given,2026-04-01']],
    ['times, and which word says no', ['b,dpv:Marketing,revoked,2026-02-02', 'c,,withdrawn,2026-03-01T10:00:00Z']],
  ])('are the same whatever %s', (_, rows) => {
    expect(of(...rows)).toEqual(of(...ROWS))
  })

  it.each([
    ['another person', [ROWS[0]!, ROWS[1]!, 'd,,refused,2026-03-01']],
    ['another purpose', [ROWS[0]!, 'b,dpv:ServiceOptimisation,withdrawn,2026-02-01', ROWS[2]!]],
    ['a second denial of the same', [...ROWS, 'c,,refused,2026-05-01']],
    ['one less', ROWS.slice(0, 2)],
  ])('are others with %s', (_, rows) => {
    expect(of(...rows).sha256).not.toBe(of(...ROWS).sha256)
  })

  it('are of every state that is no consent, and by the older rule of three of them', () => {
    const words = ['refused', 'withdrawn', 'revoked', 'expired', 'invalidated', 'requested', 'deferred', 'unknown']
    const rows = [...words, 'отозвано по телефону', 'given', 'renewed'].map((word, i) => `s${i},,${word},2026-01-01`)
    const { index } = compile(`${HEADER}${rows.join('\n')}`)
    expect([denialsIn(index), denialsIn(index, saidNo)]).toEqual([9, 3])
    const total = (counts: number[]) => counts.reduce((sum, count) => sum + count, 0)
    expect([denialSums(index), denialSums(index, saidNo)].map(({ counts }) => total(counts))).toEqual([9, 3])
    const three = compile(`${HEADER}${rows.slice(0, 3).join('\n')}`).index
    expect(denialSums(index, saidNo)).toEqual(denialSums(three, saidNo))
  })

  it('count every denial once, below the first byte of its reference', () => {
    const { counts } = of(...ROWS, 'c,,refused,2026-05-01')
    expect(counts).toHaveLength(256)
    expect(counts.filter((count) => count > 0).sort()).toEqual([1, 2])
    expect(of(ROWS[0]!).counts.every((count) => count === 0)).toBe(true)
  })
})
