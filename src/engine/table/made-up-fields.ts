import { PerdeError } from '../../errors.ts'
import { containingReleases } from '../../evidence/release/containing-release.ts'
import { filesOf } from '../read/files-of.ts'
import type { PlainFile } from './plain-file.ts'

/**
 * Fields that a generator made in each of these files, as the manifests of the releases say that the files are the data of.
 * None where one of them is of no release, or is not of the size that its release gives it, or its manifest was changed.
 */
export async function madeUpFields(files: readonly PlainFile[]): Promise<ReadonlySet<string>> {
  let common: Set<string> | undefined
  let seen = 0
  try {
    for (const { files: paths, read } of await filesOf(files.filter(({ database }) => !database))) {
      const releaseOf = containingReleases(read)
      for (const path of paths) {
        const released = await releaseOf(path)
        if (!released) return new Set()
        const { manifest, output } = released
        const made = manifest.fields.filter((f) => f.source === output.source && f.synthetic && f.mixed !== true)
        const names = new Set(made.map((f) => f.path))
        common = common ? new Set([...common].filter((name) => names.has(name))) : names
        if (files.find((file) => file.path.endsWith(path))?.bytes.size !== output.bytes) return new Set()
        seen++
      }
    }
  } catch (e) {
    if (e instanceof PerdeError && e.code === 'RELEASE_TAMPERED') return new Set()
    throw e
  }
  return seen === files.length && common ? common : new Set()
}
