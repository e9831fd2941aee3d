import { describe, expect, it } from 'vitest'
import { tasksFor } from '../../src/detect/kept-tasks.ts'
import { recognisers } from '../../src/detect/registry.ts'

describe('what is asked of which text', () => {
  it('is one for those who look for the same', () => {
    expect(tasksFor([...recognisers])).toBe(tasksFor([...recognisers]))
  })

  it('is another for those who look for less, or in another order', () => {
    const all = tasksFor(recognisers)
    expect(tasksFor(recognisers.slice(1))).not.toBe(all)
    expect(tasksFor([...recognisers].reverse())).not.toBe(all)
    expect(tasksFor(recognisers)).toBe(all)
  })

  it('is forgotten when others were asked for since', () => {
    const first = tasksFor(recognisers)
    for (let n = 1; n <= 4; n++) tasksFor(recognisers.slice(n))
    expect(tasksFor(recognisers)).not.toBe(first)
  })
})
