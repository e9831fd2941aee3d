import { describe, expect, it } from 'vitest'
import { createCellMemory } from '../../src/detect/cell-memory.ts'
import type { Detection } from '../../src/detect/recogniser.ts'

const found = (text: string, name: string): Detection[] => [
  { start: 0, end: text.length, entity: name, score: 1, why: ['pattern'] },
]

function counted(): { calls: string[]; detect: (text: string, name: string) => Detection[] } {
  const calls: string[] = []
  const memory = createCellMemory()
  const detect = (text: string, name: string): Detection[] => {
    const known = memory.find(text, name)
    if (known) return known
    calls.push(`${name} ${text}`)
    const answer = found(text, name)
    memory.keep(text, name, answer)
    return answer
  }
  return { calls, detect }
}

describe('a detector that remembers cells', () => {
  it('looks once at equal cells of a column, and says the same of them', () => {
    const { calls, detect } = counted()
    for (const text of ['a', 'b', 'a', 'a', 'b']) expect(detect(text, 'city')).toEqual(found(text, 'city'))
    expect(calls).toEqual(['city a', 'city b'])
  })

  it('tells the columns apart, also where they take turns', () => {
    const { calls, detect } = counted()
    for (const name of ['city', 'town', 'city', 'town']) expect(detect('a', name)).toEqual(found('a', name))
    expect(calls).toEqual(['city a', 'town a'])
  })

  it('remembers no long texts, and none without the name of a field', () => {
    const { calls, detect } = counted()
    for (let n = 0; n < 2; n++) {
      detect('x'.repeat(513), 'note')
      detect('a', '')
    }
    expect(calls).toHaveLength(4)
  })

  it('keeps cells that come again when those that came once are dropped', () => {
    const { calls, detect } = counted()
    for (let i = 0; i < 20_000; i++) {
      detect(`once ${i}`.padEnd(40), 'note')
      detect('again', 'note')
    }
    expect(calls.filter((c) => c === 'note again')).toHaveLength(1)
    detect('once 0'.padEnd(40), 'note')
    expect(calls).toHaveLength(20_002)
  })

  it('is not changed by who gets its answer', () => {
    const { detect } = counted()
    for (let n = 0; n < 3; n++) {
      const [d] = detect('a', 'city')
      expect(d).toEqual(found('a', 'city')[0])
      d!.score = 0
      d!.why!.push('changed')
    }
  })

  it('forgets a column whose cells do not repeat, and looks at it again later', () => {
    const { calls, detect } = counted()
    for (let i = 0; i < 600; i++) detect(String(i), 'id')
    detect('0', 'id')
    expect(calls).toHaveLength(601)
    for (let i = 0; i < 20_000; i++) detect(String(i % 7), 'id')
    const before = calls.length
    for (let i = 0; i < 100; i++) detect(String(i % 7), 'id')
    expect(calls).toHaveLength(before)
  })
})
