import { describe, expect, it } from 'vitest'
import { appendLeaf, emptyRange, leafHash, rangeRoot } from '../../../src/evidence/log/merkle.ts'
import { rootOf } from '../../../src/evidence/log/merkle-proof.ts'
import { tileFiles } from '../../../src/evidence/log/tiles.ts'
import { vectorBytes, vectorFiles } from './vectors.ts'

const GOLDEN = 'tlog-tiles-golden/testdata/log'
const LEAVES = 'one two three four five six seven eit nain ten ileven twelf threeten fourten fivten'.split(' ')

function files(entries: Iterable<Buffer>): Map<string, Buffer> {
  return new Map([...tileFiles(entries)].map(({ path, bytes }) => [path, bytes]))
}

function* numbered(count: number): Generator<Buffer> {
  for (let i = 0; i < count; i++) yield Buffer.from(`entry ${i}`)
}

describe('tiles', () => {
  it('are those of another implementation, at each of its sizes', () => {
    const seen = new Set<string>()
    for (let size = 1; size <= LEAVES.length; size++)
      for (const [path, bytes] of files(LEAVES.slice(0, size).map((leaf) => Buffer.from(leaf)))) {
        expect(bytes.equals(vectorBytes(`${GOLDEN}/${path}`)), `${path} at ${size}`).toBe(true)
        seen.add(`${GOLDEN}/${path}`)
      }
    const golden = vectorFiles(GOLDEN, '').filter((path) => /\/tile\/(0|entries)\/000\.p\/\d+$/.test(path))
    expect([...seen].sort()).toEqual(golden)
  })

  it('are none for an empty log', () => {
    expect(files([]).size).toBe(0)
  })

  it.each([
    [255, ['tile/0/000.p/255', 'tile/entries/000.p/255']],
    [256, ['tile/0/000', 'tile/1/000.p/1', 'tile/entries/000']],
    [257, ['tile/0/000', 'tile/0/001.p/1', 'tile/1/000.p/1', 'tile/entries/000', 'tile/entries/001.p/1']],
  ])('of %i entries are full ones, and a partial one where a rest is', (size, paths) => {
    expect([...files(numbered(size)).keys()].sort()).toEqual(paths)
  })

  it('have names in groups of three digits', () => {
    const paths = files(numbered(1001 * 256))
    expect(paths.has('tile/entries/999')).toBe(true)
    expect(paths.has('tile/entries/x001/000')).toBe(true)
    expect(paths.has('tile/2/000.p/3')).toBe(true)
  })

  it('give the root of the log, from any level up', () => {
    const size = 70_000
    const range = emptyRange()
    for (const entry of numbered(size)) appendLeaf(range, leafHash(entry))
    const made = files(numbered(size))
    const level0 = hashesOf(made, 0)
    expect(level0).toHaveLength(size)
    expect(rootOf((i) => level0[i]!, 0, size).equals(rangeRoot(range))).toBe(true)
    const level1 = hashesOf(made, 1)
    for (const [i, hash] of level1.entries())
      expect(rootOf((n) => level0[n]!, i * 256, (i + 1) * 256).equals(hash)).toBe(true)
    expect(hashesOf(made, 2)).toHaveLength(1)
  })

  it('hold every entry behind its length, the longest one too', () => {
    const entries = [Buffer.alloc(65_535, 1), Buffer.from('x')]
    const bundle = files(entries).get('tile/entries/000.p/2')!
    expect(bundle.readUInt16BE(0)).toBe(65_535)
    expect(bundle.subarray(2, 2 + 65_535).equals(entries[0]!)).toBe(true)
    expect(bundle.subarray(2 + 65_535).toString('latin1')).toBe('\0\u0001x')
  })
})

function hashesOf(made: ReadonlyMap<string, Buffer>, level: number): Buffer[] {
  const number = (path: string) =>
    Number(
      path
        .replace(/\.p\/\d+$/, '')
        .slice(`tile/${level}/`.length)
        .replaceAll(/[x/]/g, ''),
    )
  const tiles = [...made]
    .filter(([path]) => path.startsWith(`tile/${level}/`))
    .sort(([a], [b]) => number(a) - number(b))
  return tiles.flatMap(([, bytes]) =>
    Array.from({ length: bytes.length / 32 }, (_, i) => bytes.subarray(i * 32, i * 32 + 32)),
  )
}
