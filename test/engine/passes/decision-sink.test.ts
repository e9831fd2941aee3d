import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ENTRY_BYTES, readDecisionFile } from '../../../src/consent/decision-file.ts'
import { openDecisions } from '../../../src/engine/passes/decision-sink.ts'
import { decisionFile } from '../../../src/evidence/release/release-record.ts'

const disk = vi.hoisted(() => ({ failing: undefined as string | undefined }))
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>()
  const failing =
    <A extends unknown[], R>(name: string, call: (...args: A) => R) =>
    (...args: A): R => {
      if (disk.failing === name) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
      return call(...args)
    }
  return {
    ...real,
    openSync: failing('openSync', real.openSync),
    writeSync: failing('writeSync', real.writeSync as (...args: unknown[]) => number),
    fsyncSync: failing('fsyncSync', real.fsyncSync),
  }
})

const RUN = '01JD9ZQ0V7Q3Y6B2W8K4M5N6P7'
const KEY = new Uint8Array(32).fill(5)
let log: string
beforeEach(() => {
  log = mkdtempSync(join(tmpdir(), 'perde-decisions-'))
})
afterEach(() => {
  disk.failing = undefined
  rmSync(log, { recursive: true, force: true })
})

/** Entries that tell themselves apart. */
const entries = (from: number, n: number) => {
  const bytes = Buffer.alloc(n * ENTRY_BYTES)
  for (let i = 0; i < n; i++) {
    bytes.writeUInt32LE(from + i, i * ENTRY_BYTES)
    bytes[i * ENTRY_BYTES + 16] = 1 + ((from + i) % 3)
  }
  return bytes
}
const read = (part = 0, key = KEY) =>
  Buffer.concat(readDecisionFile(key, { release: RUN, part }, readFileSync(decisionFile(log, RUN, part))))

describe('the decisions of a run', () => {
  const writes: [string, number[]][] = [
    // entries of the blocks, in their order
    ['no record', []],
    ['a block without records', [0]],
    ['one record', [1]],
    ['blocks of many sizes', [3, 1000, 1, 0, 77]],
    ['a whole frame', [65_536]],
    ['a frame and one more', [65_536, 1]],
    ['a block larger than two frames', [140_000]],
    ['blocks that lie across the ends of frames', [60_000, 60_000, 60_000]],
  ]
  it.each(writes)('are read back as they were given, for %s', (_, blocks) => {
    const sink = openDecisions(log, RUN, 0, KEY)
    const given: Buffer[] = []
    let from = 0
    for (const n of blocks) {
      given.push(entries(from, n))
      sink.write(given.at(-1)!)
      from += n
    }
    sink.finish()
    expect(read().equals(Buffer.concat(given))).toBe(true)
  })

  it('do not hold on to the memory that they were given in', () => {
    const sink = openDecisions(log, RUN, 0, KEY)
    const block = entries(0, 10)
    sink.write(block)
    block.fill(0)
    sink.finish()
    expect(read().equals(entries(0, 10))).toBe(true)
  })

  it('are encrypted, each file in its own way, and readable to their owner alone', () => {
    for (const part of [0, 1]) {
      const sink = openDecisions(log, RUN, part, KEY)
      sink.write(entries(0, 100))
      sink.finish()
    }
    const [a, b] = [0, 1].map((part) => readFileSync(decisionFile(log, RUN, part)))
    expect(a!.subarray(-500).equals(b!.subarray(-500))).toBe(false)
    expect(a!.includes(entries(1, 1).subarray(0, 16))).toBe(false)
    expect(statSync(decisionFile(log, RUN, 0)).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(decisionFile(log, RUN, 0))).mode & 0o777).toBe(0o700)
    expect(() => read(0, new Uint8Array(32).fill(6))).toThrow(expect.objectContaining({ code: 'KEY_INVALID' }))
  })

  it('replace those of an earlier round of the same run', () => {
    for (const n of [500, 3]) {
      const sink = openDecisions(log, RUN, 0, KEY)
      sink.write(entries(0, n))
      sink.finish()
    }
    expect(read().equals(entries(0, 3))).toBe(true)
  })

  it.each(['openSync', 'writeSync', 'fsyncSync'])('that a full disk keeps away say so (%s)', (call) => {
    mkdirSync(log, { recursive: true })
    disk.failing = call
    const sink = openDecisions(log, RUN, 0, KEY)
    expect(() => {
      sink.write(entries(0, 70_000))
      sink.finish()
    }).toThrow(expect.objectContaining({ code: 'NO_SPACE' }))
  })

  it('that were never finished are not taken for whole', () => {
    const sink = openDecisions(log, RUN, 0, KEY)
    sink.write(entries(0, 70_000))
    expect(existsSync(decisionFile(log, RUN, 0))).toBe(true)
    expect(() => read()).toThrow(expect.objectContaining({ code: 'LOG_TAMPERED' }))
  })
})
