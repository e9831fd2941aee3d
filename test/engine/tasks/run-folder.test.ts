import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createRunFolder, getSealed, putSealed, runFolder } from '../../../src/engine/tasks/run-folder.ts'

const made: string[] = []
afterEach(() => made.splice(0).forEach((dir) => rmSync(dir, { recursive: true, force: true })))

function folder() {
  const parent = mkdtempSync(join(tmpdir(), 'perde-run-'))
  made.push(parent)
  return createRunFolder(join(parent, 'run'))
}

const KEY = new Uint8Array(32).fill(7)

describe('the folder of a run', () => {
  it('keeps what was put first under a name', () => {
    const own = folder()
    expect([own.put('state/a', 'first'), own.put('state/a', 'second')]).toEqual([true, false])
    expect(own.get('state/a')?.toString()).toBe('first')
    expect([own.has('state/a'), own.has('state/b'), own.get('state/b')]).toEqual([true, false, undefined])
  })

  it('takes a file that was written in it, and leaves nothing else behind', () => {
    const own = folder()
    writeFileSync(own.path('written'), 'whole')
    expect([own.putFile('parts/0', own.path('written')), own.putFile('parts/0', own.path('written'))]).toEqual([true, false]) // prettier-ignore
    expect(readFileSync(own.path('parts/0'), 'utf8')).toBe('whole')
  })

  it('is for its owner alone, and for one run', () => {
    const own = folder()
    expect(statSync(own.dir).mode & 0o777).toBe(0o700)
    own.put('else', '{}')
    expect(() => createRunFolder(own.dir)).toThrow('holds something already')
  })

  it('is begun by one of two at once, with all that begins a run, and what a killed one left is in nobody’s way', () => {
    const own = folder()
    writeFileSync(own.path('.01ARZ3NDEKTSV4RRFFQ69G5FAV'), 'left')
    const other = createRunFolder(own.dir)
    const pieces = (text: string) => new Map(['state/run', 'state/work'].map((name) => [name, Buffer.from(text)]))
    expect([own.putFolder('state', pieces('first')), other.putFolder('state', pieces('second'))]).toEqual([true, false])
    expect(['state/run', 'state/work'].map((name) => own.get(name)?.toString())).toEqual(['first', 'first'])
    createRunFolder(own.dir)
    own.removeLeft()
    expect(readdirSync(own.dir)).toEqual(['state'])
  })

  it('opens what is sealed under the key and the name that it was sealed under, and nothing else', () => {
    const own = folder()
    putSealed(own, KEY, 'state/a', { of: new Uint32Array([1, 2]) })
    expect(getSealed(own, KEY, 'state/a')).toEqual({ of: new Uint32Array([1, 2]) })
    expect(getSealed(own, KEY, 'state/b')).toBeUndefined()
    own.put('state/b', own.get('state/a')!)
    for (const [key, name] of [
      [new Uint8Array(32), 'state/a'],
      [KEY, 'state/b'],
    ] as const)
      // prettier-ignore
      expect(() => getSealed(runFolder(own.dir), key, name)).toThrow('another key')
  })
})
