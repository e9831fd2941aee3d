import { dirname, join, relative, sep } from 'node:path'
import { PerdeError, systemCode } from '../../errors.ts'
import { isManifest } from './manifest-schema.ts'
import { successText, type Manifest } from './manifest.ts'
import { readRegular } from './regular-file.ts'

export type Maker = Manifest['makers'][number]

/**
 * The makers of the releases that files are the data of: each maker once, by the time of its work; [] for files of none.
 * Whoever processes a data library again adds to its makers and replaces none (R36). `files`: real paths. Throws
 * RELEASE_TAMPERED where a file lies in a release of perde whose manifest is not the one that was released, since its makers cannot
 * be known then.
 */
export function earlierMakers(files: readonly string[]): Maker[] {
  const makers = new Map<string, Maker>()
  const read = new Map<string, OpenManifest | undefined>()
  for (const file of files)
    for (const maker of releaseOf(file, read)?.manifest.makers ?? [])
      makers.set(JSON.stringify([maker.name, maker.bin, maker.at]), maker)
  return [...makers.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.name < b.name ? -1 : 1))
}

interface OpenManifest {
  manifest: Manifest
  paths: ReadonlySet<string>
}

/** The nearest folder above the file that is a release and names it. */
function releaseOf(file: string, read: Map<string, OpenManifest | undefined>): OpenManifest | undefined {
  for (let dir = dirname(file); ; dir = dirname(dir)) {
    if (!read.has(dir)) read.set(dir, manifestIn(dir))
    const found = read.get(dir)
    if (found?.paths.has(relative(dir, file).split(sep).join('/'))) return found
    if (dirname(dir) === dir) return undefined
  }
}

function manifestIn(dir: string): OpenManifest | undefined {
  const text = readAny(join(dir, 'manifest.json'))
  const success = text === undefined ? undefined : readAny(join(dir, '_SUCCESS'))
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
  return { manifest: value, paths: new Set(value.outputs.map(({ path }) => path)) }
}

/** What may not be read, in a folder high above, is no release of ours. */
function readAny(path: string): string | undefined {
  try {
    return readRegular(path)?.toString()
  } catch (e) {
    const code = systemCode((e as { cause?: unknown }).cause)
    if (code === 'EACCES' || code === 'EPERM') return undefined
    throw e
  }
}
