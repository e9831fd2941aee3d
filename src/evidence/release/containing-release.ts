import { dirname, join, relative, sep } from 'node:path'
import { PerdeError, systemCode } from '../../errors.ts'
import { isManifest } from './manifest-schema.ts'
import { successText, type Manifest, type ManifestOutput } from './manifest.ts'
import { readRegular } from './regular-file.ts'

/** A file that is the data of a release: what the release says of it. */
export interface ReleasedFile {
  manifest: Manifest
  output: ManifestOutput
}

/** The text of a small file by its path or key; undefined: there is none. */
export type ReadText = (path: string) => Promise<string | undefined>

/**
 * Finds the release that a file is the data of: the nearest folder above it that is one and names it. Paths are real ones of this
 * machine, or keys of a store with `read`. Throws RELEASE_TAMPERED where a file lies in a release whose manifest is not what was released.
 */
export function containingReleases(read: ReadText = readLocal): (file: string) => Promise<ReleasedFile | undefined> {
  const known = new Map<string, Promise<OpenManifest | undefined>>()
  return async (file) => {
    for (let dir = dirname(file); ; dir = dirname(dir)) {
      const path = relative(dir, file).split(sep).join('/')
      // The records of a release stand there, so nobody is asked for the manifests of all other folders.
      if (path.startsWith('data/')) {
        let found = known.get(dir)
        if (!found) known.set(dir, (found = manifestIn(dir, read)))
        const open = await found
        const output = open?.outputs.get(path)
        if (open && output) return { manifest: open.manifest, output }
      }
      if (dirname(dir) === dir) return undefined
    }
  }
}

interface OpenManifest {
  manifest: Manifest
  outputs: ReadonlyMap<string, ManifestOutput>
}

async function manifestIn(dir: string, read: ReadText): Promise<OpenManifest | undefined> {
  const text = await read(join(dir, 'manifest.json'))
  const success = text === undefined ? undefined : await read(join(dir, '_SUCCESS'))
  if (text === undefined || success === undefined) return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  // Spark and others write files of these names.
  if (typeof value !== 'object' || value === null || !('perde' in value)) return undefined
  if (success !== successText(text) || !isManifest(value))
    throw new PerdeError('RELEASE_TAMPERED', 'an input lies in a release whose manifest is not what was released', {
      where: { part: join(dir, 'manifest.json') },
      hints: ['see what is wrong with it: perde verify RELEASE, or copy the data out of the release'],
    })
  return { manifest: value, outputs: new Map(value.outputs.map((output) => [output.path, output])) }
}

/** What may not be read, in a folder high above, is no release of ours. */
function readLocal(path: string): Promise<string | undefined> {
  try {
    return Promise.resolve(readRegular(path)?.toString())
  } catch (e) {
    const code = systemCode((e as { cause?: unknown }).cause)
    if (code === 'EACCES' || code === 'EPERM') return Promise.resolve(undefined)
    return Promise.reject(e as Error)
  }
}
