import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { earlierMakers } from '../../../src/evidence/release/earlier-makers.ts'
import { manifestBytes, successText, type Manifest } from '../../../src/evidence/release/manifest.ts'
import { goodManifest } from './good-manifest.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'perde-makers-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const FIRST = { name: 'Clinic', bin: '891240000012', at: '2026-01-01T00:00:00.000Z' }
const SECOND = { name: 'Institute', at: '2026-02-01T00:00:00.000Z' }

/** A release as far as its makers are asked for; gives the path of its data. */
function release(name: string, makers: Manifest['makers']): string {
  const text = manifestBytes({ ...goodManifest(), makers })
  mkdirSync(join(folder, name, 'data'), { recursive: true })
  writeFileSync(join(folder, name, 'manifest.json'), text)
  writeFileSync(join(folder, name, '_SUCCESS'), successText(text))
  return join(folder, name, 'data/people.csv')
}

describe('R36: the makers of earlier releases', () => {
  it('are those of every release that an input is taken from, each once, by time', async () => {
    const files = [release('b', [SECOND, FIRST]), release('a', [FIRST])]
    expect(await earlierMakers([{ files }])).toEqual([FIRST, SECOND])
  })

  it('are none for a file that no release names, also where it lies in one', async () => {
    release('a', [FIRST])
    expect(await earlierMakers([{ files: [join(folder, 'a/data/other.csv'), join(folder, 'people.csv')] }])).toEqual([])
  })

  it('are none beside files of the same names that others write', async () => {
    for (const text of ['{}', 'not JSON', '[]']) {
      writeFileSync(join(folder, 'manifest.json'), text)
      writeFileSync(join(folder, '_SUCCESS'), '')
      expect(await earlierMakers([{ files: [join(folder, 'part-0.csv')] }])).toEqual([])
    }
  })

  it('cannot be known of a release whose manifest was changed', async () => {
    const file = release('a', [FIRST])
    writeFileSync(join(folder, 'a/manifest.json'), manifestBytes({ ...goodManifest(), makers: [] }))
    await expect(earlierMakers([{ files: [file] }])).rejects.toEqual(
      expect.objectContaining({ code: 'RELEASE_TAMPERED' }),
    )
  })
})
