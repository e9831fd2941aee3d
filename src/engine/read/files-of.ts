import { realpathSync } from 'node:fs'
import { PerdeError } from '../../errors.ts'
import type { FilesOf } from '../../evidence/release/earlier-makers.ts'
import type { ObjectStore } from '../../io/stores/object-store.ts'
import { keyOf, openStore } from '../../io/stores/open-store.ts'
import { isAddress, isObjects } from './address.ts'

/** Paths and addresses of inputs by the store that they are in, as those ask who look for what stands around a file. */
export async function filesOf(inputs: readonly { path?: string | undefined }[]): Promise<FilesOf[]> {
  const local: string[] = []
  const stored = new Map<string, { store: ObjectStore; files: string[] }>()
  for (const { path } of inputs) {
    if (path === undefined || path === '-') continue
    if (isObjects(path)) {
      const key = keyOf(path)
      const root = path.slice(0, path.length - key.length)
      const known = stored.get(root) ?? { store: await openStore(path), files: [] }
      stored.set(root, known)
      known.files.push(key)
    } else if (!isAddress(path)) local.push(realpathSync(path))
  }
  const places = [...stored.values()].map(({ store, files }) => ({
    files,
    read: (key: string) => readOrNothing(store, key),
  }))
  return [{ files: local }, ...places]
}

/** A store tells who may not list that everything which is not there is forbidden. */
async function readOrNothing(store: ObjectStore, key: string): Promise<string | undefined> {
  try {
    return (await store.read(key))?.toString()
  } catch (e) {
    if (e instanceof PerdeError && e.code === 'STORE_REFUSED') return undefined
    throw e
  }
}
