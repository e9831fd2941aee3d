import { createHash } from 'node:crypto'
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSideFile, sideFileDigests } from '../../../src/engine/policy-files/side-file.ts'
import { temporaryFolder } from '../plans.ts'

describe('a side file', () => {
  it('has the digest of its bytes, also with a byte order mark', () => {
    const folder = temporaryFolder()
    const bytes = Buffer.from('\ufeffАлматы;юг;*\r\n')
    writeFileSync(join(folder, 'city.csv'), bytes)
    const text = readSideFile('city.csv', folder)
    expect(sideFileDigests({ 'city.csv': text })).toEqual({
      'city.csv': createHash('sha256').update(bytes).digest('hex'),
    })
  })

  it.each<[string, (path: string) => void, string]>([
    ['is not there', () => undefined, 'a side file of the policy does not exist'],
    ['is a folder', (path) => mkdirSync(path), 'a side file of the policy is no file'],
    [
      'is in another encoding',
      (path) => writeFileSync(path, Buffer.from([0xc0, 0xeb])),
      'a side file of the policy is not UTF-8',
    ],
    [
      'is huge',
      (path) => {
        writeFileSync(path, '')
        truncateSync(path, 64 * 1024 * 1024 + 1)
      },
      'a side file of the policy is larger than 64 MiB',
    ],
  ])('that %s is an error of the policy', (_, make, message) => {
    const folder = temporaryFolder()
    make(join(folder, 'city.csv'))
    expect(() => readSideFile('city.csv', folder)).toThrow(
      expect.objectContaining({ code: 'POLICY_INVALID', message, where: { part: 'city.csv' } }),
    )
  })
})
