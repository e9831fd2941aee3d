import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFrames, readFrames } from '../../../src/engine/passes/sealed-frames.ts'

const KEY = new Uint8Array(32).fill(3)
const WHAT = ['test', '1']
let dir: string
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'perde-frames-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const path = (name = 'frames') => join(dir, name)
const read = (name = 'frames', key = KEY, what = WHAT) => [...readFrames(path(name), key, what)]

function write(values: readonly unknown[], name = 'frames'): void {
  const frames = openFrames(path(name), KEY, WHAT)
  for (const value of values) frames.put(value)
  frames.sync()
  frames.close()
}

describe('a file of sealed frames', () => {
  it('gives what was put, in its order, and goes on from any place', () => {
    const values = ['a', { b: new Uint8Array([1, 2]) }, 3, 'd'.repeat(100_000)]
    write(values)
    const all = read()
    expect(all.map(({ frame }) => frame)).toEqual(values)
    const from = all[1]!.end
    expect([...readFrames(path(), KEY, WHAT, from)].map(({ frame }) => frame)).toEqual(values.slice(2))
    const more = openFrames(path(), KEY, WHAT, from)
    more.put('other')
    more.close()
    expect(read().map(({ frame }) => frame)).toEqual([...values.slice(0, 2), 'other'])
  })

  it('ends before a frame that was being written, wherever that was cut', () => {
    write(['a', 'b'])
    const bytes = readFileSync(path())
    const first = read()[0]!.end.at
    for (let cut = first; cut < bytes.length; cut++) {
      writeFileSync(path('cut'), bytes.subarray(0, cut))
      expect(read('cut').map(({ frame }) => frame)).toEqual(['a'])
    }
  })

  it('ends before a frame that was changed, moved, left out or sealed as something else', () => {
    write(['a', 'b', 'c'])
    const bytes = readFileSync(path())
    const [one, two] = read().map(({ end }) => end.at) as [number, number]
    const changed = Buffer.from(bytes)
    changed[two - 1]! ^= 1
    const swapped = Buffer.concat([bytes.subarray(one, two), bytes.subarray(0, one), bytes.subarray(two)])
    const without = Buffer.concat([bytes.subarray(0, one), bytes.subarray(two)])
    for (const [name, content, frames] of [
      ['changed', changed, ['a']],
      ['swapped', swapped, []],
      ['without', without, ['a']],
    ] as const) {
      // prettier-ignore
      writeFileSync(path(name), content)
      expect([name, read(name).map(({ frame }) => frame)]).toEqual([name, frames])
    }
    expect(read('frames', new Uint8Array(32))).toEqual([])
    expect(read('frames', KEY, ['test', '2'])).toEqual([])
  })

  it('takes no memory for a length that is not there', () => {
    write(['a'])
    const bytes = Buffer.concat([readFileSync(path()), Buffer.from([0xff, 0xff, 0xff, 0xff, 1, 2, 3])])
    writeFileSync(path('long'), bytes)
    expect(read('long').map(({ frame }) => frame)).toEqual(['a'])
  })
})
