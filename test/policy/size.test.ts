import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSize } from '../../src/policy/size.ts'

describe('a size as people write it', () => {
  it.each([
    ['1024', 1024],
    ['1MiB', 1024 ** 2],
    ['1 mib', 1024 ** 2],
    ['64KiB', 65_536],
    ['1.5 kb', 1500],
    ['2 GB', 2e9],
    ['1gib', 1024 ** 3],
    [' 10 b ', 10],
  ])('%j is understood', (text, size) => {
    expect(parseSize(text)).toBe(size)
  })

  it.each([[''], ['MiB'], ['-1'], ['1 M'], ['1e3'], ['1,5 kb'], ['one'], ['5 constructor'], ['1 valueof'], ['1.']])(
    '%j is not',
    (text) => {
      expect(parseSize(text)).toBeUndefined()
    },
  )

  it('is a whole number or nothing, whatever was written', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.tuple(fc.nat(), fc.constantFrom('', 'kb', 'toString', 'constructor', '__proto__')).map((t) => t.join(' ')),
        ),
        (text) => {
          const size = parseSize(text)
          if (size !== undefined) expect(Number.isInteger(size) && size >= 0).toBe(true)
        },
      ),
    )
  })
})
