import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pipedBytes } from '../../../src/engine/read/piped-bytes.ts'

function source(pieces: readonly Uint8Array[]) {
  let given = 0
  const bytes = pipedBytes('pipe', async function* () {
    for (const piece of pieces) {
      given++
      yield piece
    }
  })
  return { bytes, given: () => given }
}

describe('bytes that come by a pipe', () => {
  it('are the same read in order and by their places, in whatever pieces they come', async () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 9 }), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 1, max: 12 }), async (given, step) => {
        const whole = Buffer.concat(given)
        const reader = await source(given).bytes.open()
        const read: number[] = []
        for (;;) {
          const ahead = new Uint8Array(step)
          const seen = await reader.readAt!(ahead, read.length + 3)
          expect([...ahead.subarray(0, seen)]).toEqual([...whole.subarray(read.length + 3, read.length + 3 + step)])
          const into = new Uint8Array(step)
          const n = await reader.read(into)
          if (n === 0) break
          read.push(...into.subarray(0, n))
        }
        expect(read).toEqual([...whole])
      }),
    )
  })

  it('are asked for when they are needed, and are not there again', async () => {
    const { bytes, given } = source([Uint8Array.of(1, 2), Uint8Array.of(3, 4), Uint8Array.of(5)])
    const reader = await bytes.open()
    expect([await reader.read(new Uint8Array(2)), given()]).toEqual([2, 1])
    expect([await reader.readAt!(new Uint8Array(1), 3), given()]).toEqual([1, 2])
    await expect(reader.readAt!(new Uint8Array(1), 0)).rejects.toMatchObject({ code: 'INTERNAL' })
    expect(await reader.readAt!(new Uint8Array(9), 3)).toBe(2)
  })
})
