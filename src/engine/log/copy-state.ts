import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { ioError, systemCode } from '../../errors.ts'

/** How far a copy and its store agree. */
export interface Pushed {
  entries: number
  /** bytes of these entries */
  bytes: number
  /** keys below the prefix of what vouches for entries that no checkpoint covers */
  tails: readonly string[]
  /** path → what changes with the file */
  stamps: ReadonlyMap<string, string>
}

/** Files below a folder, with forward slashes. */
export function filesBelow(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((e) => e.isFile())
    .map((e) => relative(dir, join(e.parentPath, e.name)).split(sep).join('/'))
}

/** What of the copy's entries is not pushed yet. */
export function entriesBehind(dir: string, { bytes }: Pushed): Buffer {
  try {
    return readFileSync(join(dir, 'entries.jsonl')).subarray(bytes)
  } catch (e) {
    if (systemCode(e) === 'ENOENT') return Buffer.alloc(0)
    throw ioError(e, 'reading the copy of the log')
  }
}

/** By size and time of the last change. */
export function stampsOf(dir: string, paths: readonly string[]): Map<string, string> {
  try {
    return new Map(
      paths.map((path) => {
        const { size, mtimeNs } = statSync(join(dir, path), { bigint: true })
        return [path, `${size}:${mtimeNs}`]
      }),
    )
  } catch (e) {
    throw ioError(e, 'reading the copy of the log')
  }
}
