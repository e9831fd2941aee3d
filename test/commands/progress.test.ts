import { describe, expect, it } from 'vitest'
import { progressLine } from '../../src/commands/progress.ts'
import type { Terminal } from '../../src/commands/terminal.ts'
import type { Progress } from '../../src/engine/passes/block-tasks.ts'

/** A terminal that remembers, and a clock that stands until it is told. */
function stage(interactive: boolean, mode: 'auto' | 'always' | 'never', columns = 80) {
  const written: string[] = []
  let time = 1_000_000
  const terminal = { interactive, columns, err: (text: string) => void written.push(text) } as unknown as Terminal
  const line = progressLine(terminal, mode, () => time)
  return {
    written,
    line,
    at(seconds: number, progress: Partial<Progress> = {}) {
      time = 1_000_000 + seconds * 1000
      line.show({ phase: 'apply', bytes: 0, totalBytes: 2_000_000, records: 0, excluded: 0, ...progress })
    },
  }
}
const CLEAR = '\r\u001b[2K'

describe('progress', () => {
  it('on a terminal is one line, written over four times a second at most', () => {
    const { written, at } = stage(true, 'auto')
    for (const seconds of [0, 0.1, 0.24, 0.25, 0.3, 0.49, 0.5, 0.9]) at(seconds)
    expect(written).toHaveLength(3)
    expect(written.every((text) => text.startsWith(CLEAR) && !text.includes('\n'))).toBe(true)
  })

  it('elsewhere is a line every ten seconds', () => {
    const { written, at } = stage(false, 'auto')
    for (const seconds of [1, 5, 9.9, 10, 15, 20, 21]) at(seconds)
    expect(written).toHaveLength(2)
    expect(written.every((text) => text.startsWith('perde: ') && text.endsWith('\n'))).toBe(true)
  })

  it('is live elsewhere where that is asked for, and silent where that is', () => {
    const always = stage(false, 'always')
    always.at(1)
    expect(always.written[0]).toContain(CLEAR)
    const never = stage(true, 'never')
    never.at(100)
    expect(never.written).toEqual([])
  })

  it('says what is done, how much of it, how fast and how long it takes yet', () => {
    const { written, at } = stage(true, 'auto', 200)
    at(10, { bytes: 500_000, records: 12_000, excluded: 1234 })
    expect(written).toEqual([
      `${CLEAR}working 25 % · 500 kB · 12,000 records · 1,200 records/s, 30 s left · 1,234 left out`,
    ])
  })

  it('calls the first pass by another word, and knows no end where the size is unknown', () => {
    const { written, at } = stage(true, 'auto', 200)
    at(10, { phase: 'profile', bytes: 500_000, totalBytes: undefined, records: 1 })
    expect(written).toEqual([`${CLEAR}looking · 500 kB · 1 record · 0 records/s`])
  })

  it('never is wider than the terminal, so that it can be written over', () => {
    const { written, at } = stage(true, 'auto', 30)
    at(10, { bytes: 1_999_999, records: 123_456_789, excluded: 5 })
    expect(written[0]!.slice(CLEAR.length)).toHaveLength(29)
  })

  it('is taken away at the end, once, and only where it was shown', () => {
    const { written, line, at } = stage(true, 'auto')
    line.end()
    expect(written).toEqual([])
    at(1)
    line.end()
    line.end()
    expect(written.slice(1)).toEqual([CLEAR])
    const lines = stage(false, 'auto')
    lines.at(11)
    lines.line.end()
    expect(lines.written).toHaveLength(1)
  })
})
