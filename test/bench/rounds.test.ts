import { describe, expect, it } from 'vitest'
import { interleave, spread } from '../../bench/suite/rounds.ts'

describe('rounds of a bench', () => {
  it('run every case once before any runs again', async () => {
    const order: string[] = []
    const samples = await interleave(
      [{ id: 'a' }, { id: 'b' }],
      2,
      ({ id }) => Promise.resolve({ wall: order.push(id), cpu: 0, rss: 0, said: undefined }),
      () => undefined,
    )
    expect(order).toEqual(['a', 'b', 'a', 'b'])
    expect(samples.get('b')!.map((s) => s.wall)).toEqual([2, 4])
  })

  it.each([
    // an odd number: the middle one
    { values: [3, 1, 2], expected: { median: 2, min: 1, max: 3 } },
    // an even number: half way between the middle two
    { values: [4, 1, 2, 10], expected: { median: 3, min: 1, max: 10 } },
    // one round is its own median
    { values: [5], expected: { median: 5, min: 5, max: 5 } },
  ])('are summed up by median and extremes: $expected', ({ values, expected }) => {
    expect(spread(values)).toEqual(expected)
  })
})
