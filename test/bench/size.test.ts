import { expect, it } from 'vitest'
import { bytesOf } from '../../bench/corpus/size.ts'

it.each([
  ['100MB', 100_000_000], // decimal
  ['64KiB', 65_536], // binary
  ['1.5gb', 1_500_000_000], // any case, a fraction
  ['1MiB', 1_048_576],
  ['2k', 2000], // without the B
  ['512', 512], // bytes
  ['512B', 512],
])('%s is a size', (text, bytes) => {
  expect(bytesOf(text)).toBe(bytes)
})

it.each(['', 'MB', '10 MB', '-5', '1e9', '10XB', '10MBs', '1i'])('"%s" is no size', (text) => {
  expect(bytesOf(text)).toBeUndefined()
})
