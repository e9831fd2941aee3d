import { describe, expect, it } from 'vitest'
import { ratioResults, type Ratio } from '../../bench/suite/ratios.ts'
import type { Sample } from '../../bench/suite/rounds.ts'

const sample = (wall: number, cpu: number, rss: number): Sample => ({ wall, cpu, rss, load: 0, said: undefined })
const samples = new Map([
  ['slow', [sample(8, 12, 100)]],
  ['fast', [sample(2, 4, 110)]],
])
const ratio = (more: Partial<Ratio>): Ratio => ({ title: '', over: 'slow', under: 'fast', what: 'wall', ...more })

describe('a ratio of two cases', () => {
  it('is of their medians on the clock, and of their CPU seconds beside it', () => {
    expect(ratioResults([ratio({})], samples)).toMatchObject([{ value: 4, cpu: 3, met: undefined }])
  })

  it('is of their peaks where memory is compared', () => {
    expect(ratioResults([ratio({ over: 'fast', under: 'slow', what: 'rss' })], samples)).toMatchObject([
      { value: 1.1, cpu: undefined },
    ])
  })

  it.each([
    [{ atLeast: 4 }, true],
    [{ atLeast: 4.1 }, false],
    [{ atMost: 4 }, true],
    [{ atMost: 3.9 }, false],
  ] as const)('meets %o: %s', (target, met) => {
    expect(ratioResults([ratio({ target })], samples)).toMatchObject([{ met }])
  })

  it('is left out where one of the two was not measured', () => {
    expect(ratioResults([ratio({ under: 'absent' })], samples)).toEqual([])
  })
})
