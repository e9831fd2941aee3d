import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cmac as oracle } from '@noble/ciphers/aes.js'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { createCmac } from '../../src/crypto/cmac.ts'
import { createPacker } from '../../src/crypto/pack.ts'
import { hex, vectors } from './vectors.ts'

const KEY = hex('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f')

function macs(key: Uint8Array, messages: readonly Uint8Array[]): string[] {
  const packer = createPacker()
  for (const message of messages) packer.bytes(message)
  const all = createCmac(key).mac(packer.packed, packer.offsets, packer.count)
  return messages.map((_, i) => Buffer.from(all.subarray(16 * i, 16 * i + 16)).toString('hex'))
}

describe('batched AES-CMAC', () => {
  it.each(vectors.aes_cmac)('gives the published value of $name', ({ key, msg, mac }) => {
    expect(macs(hex(key), [hex(msg)])).toEqual([mac])
  })

  it('gives each value of a mixed batch what an independent implementation gives it alone', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.array(fc.uint8Array({ maxLength: 70 }), { maxLength: 40 }),
        (key, messages) => {
          expect(macs(key, messages)).toEqual(messages.map((m) => Buffer.from(oracle(m, key)).toString('hex')))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('gives every length around a block and around the bound of alone-chained values what the oracle gives', () => {
    // 0, 1: empty and shortest · 15–17, 31–33: padding begins and ends · 2047–2049: last batched and first chained length
    const lengths = [0, 1, 15, 16, 17, 31, 32, 33, 2032, 2047, 2048, 2049, 2063, 2064, 2065, 70_000]
    const messages = lengths.map((length) => new Uint8Array(randomBytes(length)))
    expect(macs(KEY, messages)).toEqual(messages.map((m) => Buffer.from(oracle(m, KEY)).toString('hex')))
  })

  it('does not depend on what else is in the batch, nor on the order', () => {
    const messages = Array.from({ length: 500 }, (_, i) => new Uint8Array(randomBytes(i % 60)))
    const together = macs(KEY, messages)
    expect(messages.map((m) => macs(KEY, [m])[0])).toEqual(together)
    expect(macs(KEY, [...messages].reverse())).toEqual([...together].reverse())
  })

  it('gives an empty batch an empty result', () => {
    expect(macs(KEY, [])).toEqual([])
  })

  it('gives out the first bytes of each value, at most ten', () => {
    const cmac = createCmac(KEY)
    const packer = createPacker()
    packer.text('one')
    packer.text('a value of more than one block')
    const { packed, offsets } = packer
    const whole = cmac.mac(packed, offsets, 2)
    expect([...cmac.truncated(packed, offsets, 2, 8)]).toEqual([...whole.subarray(0, 8), ...whole.subarray(16, 24)])
    expect(cmac.truncated(packed, offsets, 2, 10)).toHaveLength(20)
    expect(() => cmac.truncated(packed, offsets, 2, 11)).toThrow(RangeError)
  })
})

const openssl = opensslWithCmac()
if (!openssl) process.stderr.write('SKIPPED: no openssl with `mac` here, CMAC is not compared with it\n')

describe.skipIf(!openssl)('openssl as oracle', () => {
  const folder = mkdtempSync(join(tmpdir(), 'perde-cmac-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('gives the same CMAC for random keys and lengths of none to five blocks', () => {
    for (let i = 0; i < 20; i++) {
      const key = new Uint8Array(randomBytes(32))
      const message = new Uint8Array(randomBytes(i * 4))
      const file = join(folder, `${i}`)
      writeFileSync(file, message)
      expect(macs(key, [message])).toEqual([opensslCmac(key, file)])
    }
  })
})

function opensslCmac(key: Uint8Array, file: string): string {
  const hexKey = `hexkey:${Buffer.from(key).toString('hex')}`
  const args = ['mac', '-cipher', 'AES-256-CBC', '-macopt', hexKey, '-in', file, 'CMAC']
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    .trim()
    .toLowerCase()
}

function opensslWithCmac(): boolean {
  try {
    return opensslCmac(KEY, '/dev/null').length === 32
  } catch {
    return false
  }
}
