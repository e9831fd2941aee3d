import picomatch from 'picomatch'
import { isDynamicPattern } from 'tinyglobby'
import { PerdeError } from '../../errors.ts'
import type { ObjectStore, StoredObject } from '../stores/object-store.ts'
import { keyOf, openStore } from '../stores/open-store.ts'
import { fixedPart, isData, type FoundInput } from './found-input.ts'
import { partitionsOf } from './partitions.ts'

/**
 * The objects that an address names: one, those below a folder, or those that a pattern matches, in the order of their keys.
 * What stands there decides, as with files: a key that looks like a pattern is a key. Throws INPUT_NOT_FOUND, STORE_*.
 */
export async function findObjects(address: string): Promise<FoundInput[]> {
  const store = await openStore(address)
  const key = keyOf(address)
  const one = key === '' || key.endsWith('/') ? undefined : await store.stat(key)
  if (one) return [found(store, one, { below: key.slice(key.lastIndexOf('/') + 1), inFolder: false })]
  const isPattern = isDynamicPattern(key)
  const folder = isPattern ? fixedPart(key) : key
  const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`
  const matches = isPattern ? picomatch(key.slice(prefix.length), { dot: false }) : () => true
  const inputs: FoundInput[] = []
  for await (const object of store.list(prefix)) {
    const below = object.key.slice(prefix.length)
    // A key that ends with a slash is what some tools make to show an empty folder.
    if (below !== '' && !below.endsWith('/') && isData(below) && matches(below))
      inputs.push(found(store, object, { below, inFolder: !isPattern }))
  }
  if (inputs.length === 0) throw nothing(address, isPattern)
  return inputs.sort((a, b) => (a.below < b.below ? -1 : a.below > b.below ? 1 : 0))
}

function found(
  store: ObjectStore,
  object: StoredObject,
  { below, inFolder }: Pick<FoundInput, 'below' | 'inFolder'>,
): FoundInput {
  const path = store.root + object.key
  const open = async (name: string) => store.source(object, name)
  return { path, name: path, below, partition: partitionsOf(object.key), inFolder, open }
}

function nothing(part: string, isPattern: boolean): PerdeError {
  return new PerdeError(
    'INPUT_NOT_FOUND',
    isPattern ? 'no object matches a source' : 'there is no object at an address',
    {
      where: { part },
      hints: ['a key stands as it is, without escapes; names that begin with "_" or "." are not data'],
    },
  )
}
