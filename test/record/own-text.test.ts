import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { ownText } from '../../src/record/own-text.ts'

describe('a copy of a text', () => {
  it('has the same characters, whole or halves of pairs', () => {
    const long = 'Айгүл Серікова, 12 наурыз 😀'
    for (const text of ['', 'a', long, long.slice(3), `${long}\ud83d`, `\ude00${long}`, '\ufffd'.repeat(20)])
      expect(ownText(text)).toBe(text)
  })

  it('does not hold what the text was cut from', () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const used = (): number => {
      collect()
      return process.memoryUsage().heapUsed
    }
    const cut = (copy: (text: string) => string): number => {
      const before = used()
      const kept = Array.from({ length: 40 }, (_, i) =>
        copy(Buffer.alloc(1_000_000, `текст ${i} `).toString().slice(7, 57)),
      )
      const held = used() - before
      expect(kept.every((text) => text.length === 50)).toBe(true)
      return held
    }
    expect(cut((text) => text)).toBeGreaterThan(30_000_000)
    expect(cut(ownText)).toBeLessThan(10_000_000)
  })
})
