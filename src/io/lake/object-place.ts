import { PerdeError } from '../../errors.ts'
import type { ObjectStore } from '../stores/object-store.ts'
import { keyOf, openStore, writtenAddress } from '../stores/open-store.ts'
import { releaseDigest } from './release-form.ts'

/** A folder of objects that a release goes to. */
export interface ObjectPlace {
  store: ObjectStore
  /** prefix of its keys, with the slash at its end */
  folder: string
  /** prefix of the keys beside it: empty, or with a slash at its end */
  beside: string
  /** its name, without slashes */
  name: string
  /** as messages show it */
  shown: string
}

/** What stands there: `keys` below the folder. */
export interface ObjectState {
  state: 'none' | 'release' | 'other'
  /** of the manifest that stands there, whole release or not */
  manifestSha256: string | undefined
  keys: string[]
}

/** Throws USAGE, OUTPUT_INVALID, STORE_*. */
export async function openObjectPlace(address: string): Promise<ObjectPlace> {
  const name = writtenAddress(address).replace(/\/+$/, '')
  const parts = keyOf(name).split('/')
  const own = parts.at(-1)!
  if (own === '' || parts.some((part) => part === '' || part === '.' || part === '..' || part.startsWith('_')))
    throw new PerdeError('OUTPUT_INVALID', 'the output is no folder in a bucket', {
      where: { part: address },
      hints: [
        'name one, such as s3://bucket/releases/2026-01; its folders do not begin with "_", which readers leave out',
      ],
    })
  const beside = parts
    .slice(0, -1)
    .map((part) => `${part}/`)
    .join('')
  return { store: await openStore(address), folder: `${beside}${own}/`, beside, name: own, shown: name }
}

/** Prefix of what a run stages: beside the place, under a name that readers leave out. */
export function stagingPrefix({ beside }: Pick<ObjectPlace, 'beside'>, release: string): string {
  return `${beside}_perde-${release}/`
}

export async function lookAtObjects({ store, folder }: ObjectPlace): Promise<ObjectState> {
  const keys: string[] = []
  for await (const { key } of store.list(folder)) if (key !== folder) keys.push(key.slice(folder.length))
  if (keys.length === 0) return { state: 'none', manifestSha256: undefined, keys }
  const text = (name: string) => (keys.includes(name) ? store.read(folder + name) : undefined)
  const form = releaseDigest(await text('manifest.json'), await text('_SUCCESS'), keys)
  return { state: form.isWhole ? 'release' : 'other', manifestSha256: form.manifestSha256, keys }
}
