import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { localFile } from '../../../src/io/stores/local.ts'
import type { ByteReader } from '../../../src/io/stores/store.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perde-store-'))
  file = join(folder, 'people.csv')
  writeFileSync(file, 'a,b\n1,2\n')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function readAll(reader: ByteReader, size = 3): Promise<string> {
  const pieces: Buffer[] = []
  for (;;) {
    const into = Buffer.alloc(size)
    const n = await reader.read(into)
    if (n === 0) return Buffer.concat(pieces).toString()
    pieces.push(into.subarray(0, n))
  }
}

describe('a local file', () => {
  it('is read from its beginning to its end each time it is opened', async () => {
    const source = await localFile(file, 'data/people.csv')
    expect([source.name, source.size]).toEqual(['data/people.csv', 8])
    const [a, b] = [await source.open(), await source.open()]
    expect(await a.read(Buffer.alloc(5))).toBeGreaterThan(0)
    expect(await readAll(b)).toBe('a,b\n1,2\n')
    await b.unchanged()
    await a.close()
    await b.close()
  })

  it('of no bytes is read as such', async () => {
    writeFileSync(file, '')
    const reader = await (await localFile(file)).open()
    expect(await readAll(reader)).toBe('')
    await reader.unchanged()
    await reader.close()
  })

  const changes: [string, () => void][] = [
    // what happens to it between the first byte and the last look
    ['grows', () => appendFileSync(file, '3,4\n')],
    ['is cut', () => truncateSync(file, 4)],
    [
      'is replaced by another file of the same size',
      () => {
        writeFileSync(`${file}.new`, 'a,b\n9,9\n')
        renameSync(`${file}.new`, file)
      },
    ],
    ['is taken away', () => rmSync(file)],
    [
      'is written again with the same size',
      () => {
        writeFileSync(file, 'a,b\n9,9\n')
        utimesSync(file, 1, 1)
      },
    ],
  ]
  it.each(changes)('that %s while it is read is an error that a second run may not have', async (_, change) => {
    const reader = await (await localFile(file, 'people.csv')).open()
    await reader.read(Buffer.alloc(2))
    change()
    await readAll(reader)
    await expect(reader.unchanged()).rejects.toMatchObject({
      code: 'INPUT_CHANGED',
      retryable: true,
      where: { part: 'people.csv' },
    })
    await reader.close()
  })

  it('that was not read to its end does not count as unchanged', async () => {
    const reader = await (await localFile(file)).open()
    await reader.read(Buffer.alloc(2))
    await expect(reader.unchanged()).rejects.toMatchObject({ code: 'INPUT_CHANGED' })
    await reader.close()
  })

  it('that is not there is an error under the name that the user gave it', async () => {
    await expect(localFile(join(folder, 'none.csv'), 'none.csv')).rejects.toMatchObject({
      code: 'INPUT_NOT_FOUND',
      where: { part: 'none.csv' },
    })
  })

  it('that disappears before it is opened has changed', async () => {
    const source = await localFile(file)
    rmSync(file)
    await expect(source.open()).rejects.toMatchObject({ code: 'INPUT_CHANGED', retryable: true })
  })

  it('that is a folder is refused', async () => {
    mkdirSync(join(folder, 'd.csv'))
    await expect(localFile(join(folder, 'd.csv'))).rejects.toMatchObject({ code: 'INPUT_UNREADABLE' })
  })

  it('that is a pipe is refused, also where it took a file’s place, and nobody waits for its writer', async () => {
    const pipe = join(folder, 'pipe.csv')
    execFileSync('mkfifo', [pipe])
    await expect(localFile(pipe)).rejects.toMatchObject({ code: 'INPUT_UNREADABLE' })
    const source = await localFile(file)
    renameSync(pipe, file)
    await expect(source.open()).rejects.toMatchObject({ code: 'INPUT_UNREADABLE' })
  })
})
