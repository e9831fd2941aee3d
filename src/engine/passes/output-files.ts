import type { Hash } from 'node:crypto'
import type { PartWriter } from '../../io/lake/staging.ts'
import { outputPath, type OutputName } from '../read/output-name.ts'
import type { MadeCells } from '../wire/made-cells.ts'
import { textFile, type Packing, type TextFile } from './text-file.ts'

/** One file of a release with records in it. */
export interface WrittenOutput {
  path: string
  /** as it is stored */
  bytes: number
  sha256: string
  /** bytes of its text; undefined: it is not packed */
  text?: number
  /** bytes of the text before the first record and behind the last */
  header: number
  trailer: number
  records: number
  /** of what is encrypted in it; undefined: it is not sealed */
  plain?: { bytes: number; sha256: string }
  /** which of its cells a generator made; absent: it makes some of no field */
  made?: MadeCells[]
}

/** Where the records of one input go: a file, or several of about one size. */
export interface OutputFiles {
  /** Whole records. `count`: how many; undefined: nobody has counted them. Resolves when there is room for more. */
  write(records: Uint8Array, count: number | undefined): Promise<void>
  /** `count`: records of the input that were written */
  finish(trailer: Uint8Array, count: number): Promise<WrittenOutput[]>
  abandon(): void
}

export interface OutputOptions {
  name: OutputName
  /** of its partition, in the release */
  folders: readonly string[]
  /** what every file begins with */
  header: Uint8Array
  open(path: string): PartWriter
  packing: Packing | undefined
  /** takes all records of the run, and the first header of a source; undefined: nobody asks */
  digest: { hash: Hash; withHeader: boolean } | undefined
  /** bytes of text in a file, unless a record alone is larger; undefined: all of it is one file */
  split: { size: number; ends(records: Uint8Array): Uint32Array | undefined } | undefined
}

/**
 * A file ends before the first record that no longer fits, so where it ends hangs on the records alone, not on the blocks in
 * which they come.
 */
export async function openOutputs(options: OutputOptions): Promise<OutputFiles> {
  const { name, folders, header, packing, digest, split } = options
  const done: WrittenOutput[] = []
  let file: TextFile
  let size = 0
  let records = 0

  async function begin(): Promise<void> {
    file = textFile(options.open(outputPath(name, folders, split ? done.length : undefined)), packing)
    await file.write(header)
    size = header.length
    records = 0
  }
  async function end(trailer: Uint8Array): Promise<void> {
    await file.write(trailer)
    const { path, bytes, sha256, text, plain } = await file.finish()
    const packed = packing && { text }
    done.push({
      ...{ path, bytes, sha256, ...packed, header: header.length, trailer: trailer.length, records },
      ...(plain && { plain }),
    })
  }
  async function put(bytes: Uint8Array, count: number): Promise<void> {
    await file.write(bytes)
    digest?.hash.update(bytes)
    size += bytes.length
    records += count
  }
  async function divide(bytes: Uint8Array, most: number): Promise<void> {
    // What cannot be told apart goes where it comes.
    const ends = split!.ends(bytes) ?? Uint32Array.of(bytes.length)
    let from = 0
    for (let row = 0; row < ends.length;) {
      let last = row
      while (last < ends.length && size + ends[last]! - from <= most) last++
      // A record that is larger than a file has one of its own.
      if (last === row && records === 0) last++
      if (last > row) {
        const to = ends[last - 1]!
        await put(bytes.subarray(from, to), last - row)
        from = to
        row = last
      }
      if (row < ends.length) {
        await end(NOTHING)
        await begin()
      }
    }
  }

  if (digest?.withHeader === true) digest.hash.update(header)
  await begin()
  return {
    async write(bytes, count) {
      if (bytes.length === 0) return
      if (!split) await put(bytes, count ?? 0)
      else if (count !== undefined && size + bytes.length <= split.size) await put(bytes, count)
      else await divide(bytes, split.size)
    },
    async finish(trailer, count) {
      if (!split) records = count
      await end(trailer)
      return done
    },
    abandon: () => file.abandon(),
  }
}

const NOTHING = new Uint8Array()
