import { leafHash, nodeHash } from './merkle.ts'

// A log as static files that any monitor of transparency logs reads: https://c2sp.org/tlog-tiles.

/** Hashes in a full tile, entries in a full bundle. */
const WIDTH = 256

export interface TileFile {
  /** relative, with `/` */
  path: string
  bytes: Buffer
}

/**
 * The tiles and entry bundles of a tree of these entries, each as soon as it is full and the partial ones at the end.
 * Holds one bundle and one tile a level.
 */
export function* tileFiles(entries: Iterable<Buffer>): Generator<TileFile> {
  const levels: Level[] = []
  let bundle: Buffer[] = []
  let size = 0
  for (const entry of entries) {
    bundle.push(entry)
    size += 1
    if (bundle.length === WIDTH) {
      yield { path: `tile/entries/${numbered(size / WIDTH - 1)}`, bytes: bundleOf(bundle) }
      bundle = []
    }
    yield* addHash(levels, 0, leafHash(entry))
  }
  if (bundle.length > 0)
    yield { path: `tile/entries/${partial(Math.floor(size / WIDTH), bundle.length)}`, bytes: bundleOf(bundle) }
  for (const [depth, { hashes, full }] of levels.entries())
    if (hashes.length > 0) yield { path: `tile/${depth}/${partial(full, hashes.length)}`, bytes: Buffer.concat(hashes) }
}

interface Level {
  /** of the tile that is not full yet */
  hashes: Buffer[]
  /** tiles that are */
  full: number
}

/** A full tile's root is one hash of the level above. */
function* addHash(levels: Level[], depth: number, hash: Buffer): Generator<TileFile> {
  const level = (levels[depth] ??= { hashes: [], full: 0 })
  level.hashes.push(hash)
  if (level.hashes.length < WIDTH) return
  yield { path: `tile/${depth}/${numbered(level.full)}`, bytes: Buffer.concat(level.hashes) }
  const root = rootOfFull(level.hashes)
  level.hashes = []
  level.full += 1
  yield* addHash(levels, depth + 1, root)
}

function rootOfFull(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 1) return hashes[0]!
  return rootOfFull(hashes.flatMap((left, i) => (i % 2 === 0 ? [nodeHash(left, hashes[i + 1]!)] : [])))
}

/** Each entry behind its length in two bytes, big-endian. */
function bundleOf(entries: readonly Buffer[]): Buffer {
  return Buffer.concat(entries.flatMap((entry) => [Buffer.of(entry.length >> 8, entry.length & 0xff), entry]))
}

function partial(number: number, width: number): string {
  return `${numbered(number)}.p/${width}`
}

/** 1234067 as `x001/x234/067`: no folder gets more than a thousand names. */
function numbered(number: number): string {
  const groups = [String(number % 1000).padStart(3, '0')]
  for (let rest = Math.floor(number / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`)
  return groups.join('/')
}
