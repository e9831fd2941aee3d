import { describe, expect, it } from 'vitest'
import { createCellMemory } from '../../src/detect/cell-memory.ts'

interface Remembering {
  calls: string[]
  ask(text: string, name: string): string
}

function remembering(): Remembering {
  const calls: string[] = []
  const memory = createCellMemory<string>()
  const ask = (text: string, name: string): string => {
    const known = memory.recall(text, name) ?? memory.find(text, name)
    if (known !== undefined) return known
    const answer = `${name} ${text}`
    calls.push(answer)
    if (memory.isWorth(text, name)) memory.keep(text, name, answer)
    return answer
  }
  return { calls, ask }
}

describe('a memory of cells', () => {
  it('has equal cells of a column looked at once, and says the same of them', () => {
    const { calls, ask } = remembering()
    for (const text of ['a', 'b', 'a', 'a', 'b']) expect(ask(text, 'city')).toBe(`city ${text}`)
    expect(calls).toEqual(['city a', 'city b'])
  })

  it('tells the columns apart, also where they take turns', () => {
    const { calls, ask } = remembering()
    for (const name of ['city', 'town', 'city', 'town']) expect(ask('a', name)).toBe(`${name} a`)
    expect(calls).toEqual(['city a', 'town a'])
  })

  it('tells cells apart whose few characters that it glances at are the same', () => {
    const { ask } = remembering()
    const cells = Array.from({ length: 40 }, (_, i) => `${'-'.repeat(i)}x${'-'.repeat(99 - i)}`)
    for (let n = 0; n < 3; n++) for (const text of cells) expect(ask(text, 'note')).toBe(`note ${text}`)
  })

  it('keeps no long texts', () => {
    const { calls, ask } = remembering()
    for (let n = 0; n < 3; n++) ask('x'.repeat(513), 'note')
    expect(calls).toHaveLength(3)
  })

  it('keeps of a column of many cells those that come a second time', () => {
    const { calls, ask } = remembering()
    for (let i = 0; i < 10_000; i++) ask(`once ${i}`, 'note')
    const passes = Array.from({ length: 4 }, () => {
      const before = calls.length
      for (let i = 9000; i < 9100; i++) ask(`once ${i}`, 'note')
      return calls.length - before
    })
    // A few look like others that were met, and were kept the first time.
    expect(passes[0]).toBeGreaterThan(80)
    expect(passes.slice(1)).toEqual([0, 0, 0])
  })

  it('keeps cells that come again when those that came twice and no more are dropped', () => {
    const { calls, ask } = remembering()
    const twice = (i: number) => `twice ${i}`.padEnd(400)
    for (let i = 0; i < 12_000; i++) {
      ask(twice(i), 'note')
      ask(twice(i), 'note')
      ask('again', 'note')
    }
    expect(calls.filter((c) => c === 'note again')).toHaveLength(1)
    const before = calls.length
    ask(twice(600), 'note')
    expect(calls).toHaveLength(before + 1)
  })

  it('lets columns of many cells make room, and keeps those of few', () => {
    const { calls, ask } = remembering()
    const columns = Array.from({ length: 8 }, (_, n) => `notes ${n}`)
    for (let i = 0; i < 3000; i++) {
      for (const name of columns) for (let n = 0; n < 2; n++) ask(`note ${i}`.padEnd(400), name)
      ask(`town ${i % 5}`, 'city')
    }
    expect(calls.filter((c) => c.startsWith('city'))).toHaveLength(5)
    const before = calls.length
    for (const name of columns) ask('note 0'.padEnd(400), name)
    expect(calls.length).toBeGreaterThan(before)
  })

  it('gives no cell back with other characters than it had', () => {
    const memory = createCellMemory<number>()
    const cells = ['\ud800', '\ufffd', 'Ә\u0301', '😀', '']
    cells.forEach((text, i) => memory.keep(text, 'note', i))
    expect(cells.map((text) => memory.recall(text, 'note'))).toEqual([0, 1, 2, 3, 4])
  })
})
