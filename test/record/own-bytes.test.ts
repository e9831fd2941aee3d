import { expect, it } from 'vitest'
import { ownBytes } from '../../src/record/own-bytes.ts'

it('a copy of bytes stays as it is when their memory is used again', () => {
  for (const memory of [Buffer.from([1, 2, 3, 4]), Uint8Array.of(1, 2, 3, 4)]) {
    const copy = ownBytes(memory.subarray(1, 3))
    memory.fill(0)
    expect([...copy]).toEqual([2, 3])
    expect(copy.byteOffset).toBe(0)
  }
})
