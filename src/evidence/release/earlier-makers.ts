import type { Manifest } from './manifest.ts'
import { containingReleases, type ReadText } from './containing-release.ts'

export type Maker = Manifest['makers'][number]

/** Files by where they are: paths of this machine, or keys of a store with its `read`. */
export interface FilesOf {
  files: readonly string[]
  read?: ReadText
}

/**
 * The makers of the releases that files are the data of: each maker once, by the time of its work; [] for files of none.
 * Whoever processes a data library again adds to its makers and replaces none (R36). Throws RELEASE_TAMPERED where a file lies
 * in a release of perde whose manifest is not the one that was released, since its makers cannot be known then.
 */
export async function earlierMakers(places: readonly FilesOf[]): Promise<Maker[]> {
  const makers = new Map<string, Maker>()
  for (const { files, read } of places) {
    const releaseOf = containingReleases(read)
    for (const file of files)
      for (const maker of (await releaseOf(file))?.manifest.makers ?? [])
        makers.set(JSON.stringify([maker.name, maker.bin, maker.at]), maker)
  }
  return [...makers.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.name < b.name ? -1 : 1))
}
