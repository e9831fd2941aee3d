import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FRAME, frameBytes, readFrames } from '../../workers/pipe/frames.ts'

async function read(pieces: readonly Uint8Array[]) {
  async function* input() {
    yield* pieces
  }
  const frames: { type: number; body: number[] }[] = []
  for await (const { type, body } of readFrames(input())) frames.push({ type, body: [...body] })
  return frames
}

const sent = fc.array(
  fc.record({ type: fc.constantFrom(FRAME.init, FRAME.batch, FRAME.cancel), body: fc.uint8Array({ maxLength: 40 }) }),
  { maxLength: 6 },
)

describe('frames', () => {
  it('are read as they were written, in whatever pieces they come', async () => {
    await fc.assert(
      fc.asyncProperty(sent, fc.array(fc.nat(60)), async (frames, cuts) => {
        const bytes = Buffer.concat(frames.map(({ type, body }) => frameBytes(type, body)))
        const at = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length]
        const pieces = at.slice(1).map((end, i) => bytes.subarray(at[i]!, end))
        expect(await read(pieces)).toEqual(frames.map(({ type, body }) => ({ type, body: [...body] })))
      }),
    )
  })

  it('that are cut are an error, wherever they are', async () => {
    const whole = frameBytes(FRAME.batch, Uint8Array.of(1, 2, 3))
    for (let end = 1; end < whole.length; end++)
      await expect(read([whole.subarray(0, end)])).rejects.toMatchObject({ code: 'IO_FAILED', retryable: true })
    expect(await read([])).toEqual([])
  })

  it('that say more than may come are refused before it comes', async () => {
    for (const type of [FRAME.init, FRAME.batch, FRAME.finish, FRAME.cancel])
      await expect(read([Uint8Array.of(0xff, 0xff, 0xff, 0xff, type)])).rejects.toMatchObject({
        code: 'PROTOCOL_INVALID',
      })
    for (const type of [0, FRAME.hello, FRAME.result, 10, 255])
      await expect(read([Uint8Array.of(0, 0, 0, 0, type)])).rejects.toMatchObject({ code: 'PROTOCOL_INVALID' })
  })
})
