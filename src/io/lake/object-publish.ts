import { PerdeError } from '../../errors.ts'
import type { StoredObject } from '../stores/object-store.ts'
import { lookAtObjects, type ObjectPlace, type ObjectState } from './object-place.ts'
import { eachOf } from './object-staging.ts'
import { namesInManifest } from './release-form.ts'

/** A release that is published: the text of its manifest, the digest of that, and of the one whose place it takes. */
export interface Published {
  manifest: string
  sha256: string
  replaces: string | undefined
}

/**
 * Makes a staged release visible: the older one goes, then the records are copied inside the store, then come the sidecars, the
 * manifest, and last `_SUCCESS`, where none stands. So a reader sees records of one release at a time, and `_SUCCESS` only
 * beside a whole one. May be done again from wherever it stopped. Throws OUTPUT_EXISTS where something else stands there.
 */
export async function publishObjects(
  place: ObjectPlace,
  published: Published,
  staged: ReadonlyMap<string, StoredObject>,
  { _SUCCESS: success, ...files }: Record<string, string>,
): Promise<void> {
  const { store, folder } = place
  const there = await lookAtObjects(place)
  if (!(await mayReplace(place, there, published))) throw otherThere(place)
  // Until the last of its files is gone, its manifest says which ones may go.
  const last = ['_SUCCESS', 'manifest.json']
  const steps = [['_SUCCESS'], there.keys.filter((key) => !last.includes(key)), ['manifest.json']]
  for (const step of steps)
    await store.remove(step.filter((key) => there.keys.includes(key)).map((key) => folder + key))
  await eachOf([...staged], ([path, object]) => store.copy(object, folder + path))
  await eachOf(Object.entries(files), async ([path, text]) => {
    await store.put(folder + path, Buffer.from(text), 'anything')
  })
  await store.put(`${folder}manifest.json`, Buffer.from(published.manifest), 'anything')
  const own = new Set([...staged.keys(), ...Object.keys(files), 'manifest.json'])
  const isAlone = (await lookAtObjects(place)).keys.every((key) => own.has(key))
  if (!isAlone || !(await store.put(`${folder}_SUCCESS`, Buffer.from(success!), 'absent'))) throw otherThere(place)
}

/** What is named by the release itself, or by the one that it replaces, may go; nothing else. */
export async function mayReplace(
  place: ObjectPlace,
  { manifestSha256, keys }: ObjectState,
  { manifest, sha256, replaces }: Published,
): Promise<boolean> {
  if (manifestSha256 === undefined || manifestSha256 === sha256)
    return keys.every(namesInManifest(Buffer.from(manifest)))
  if (manifestSha256 !== replaces) return false
  const older = await place.store.read(`${place.folder}manifest.json`)
  return older !== undefined && keys.every(namesInManifest(older))
}

function otherThere(place: ObjectPlace): PerdeError {
  return new PerdeError('OUTPUT_EXISTS', 'something else came to the output while the release was published', {
    where: { part: place.shown },
    hints: ['remove what is not of the release, and run perde run or perde use on this log: it publishes the release'],
  })
}
