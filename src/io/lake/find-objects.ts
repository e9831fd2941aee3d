import { PerdeError } from '../../errors.ts'
import type { ObjectStore, StoredObject } from '../stores/object-store.ts'
import { keyOf, openStore } from '../stores/open-store.ts'
import { isData, type FoundInput } from './found-input.ts'
import { partitionsOf } from './partitions.ts'
import { fixedPart, isPattern, meant } from './pattern.ts'

/**
 * The objects that an address names: one, those below a folder, or those that a pattern matches, in the order of their keys.
 * A key that looks like a pattern is a key, as with files. Throws INPUT_NOT_FOUND, STORE_*, INPUT_UNREADABLE where such
 * a key is there and means others as a pattern.
 */
export async function findObjects(address: string): Promise<FoundInput[]> {
  const store = await openStore(address)
  const key = keyOf(address)
  const one = key === '' || key.endsWith('/') ? undefined : await store.stat(key)
  const byPattern = isPattern(key)
  const alone = one && [found(store, one, { below: key.slice(key.lastIndexOf('/') + 1), inFolder: false })]
  if (alone && !byPattern) return alone
  const folder = byPattern ? fixedPart(key) : key
  const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`
  const matches = byPattern ? meant(key.slice(prefix.length)) : () => true
  const inputs: FoundInput[] = []
  for await (const object of store.list(prefix)) {
    const below = object.key.slice(prefix.length)
    // A key that ends with a slash is what some tools make to show an empty folder; with bytes in it it is data of somebody's.
    if (below.endsWith('/') && object.size > 0 && isData(below.slice(0, -1)) && matches(below.slice(0, -1)))
      throw new PerdeError(
        'INPUT_UNREADABLE',
        'an object among the inputs is named like a folder, and holds something',
        {
          where: { part: store.root + object.key },
          hints: ['give it a key that does not end with "/", or remove it'],
        },
      )
    if (below !== '' && !below.endsWith('/') && isData(below) && matches(below)) {
      // Some stores give a sign for what has no form in XML, and then the key leads nowhere.
      if (below.includes('\ufffd') && !(await store.stat(object.key)))
        throw new PerdeError(
          'INPUT_UNREADABLE',
          'the store does not give the whole key of an object among the inputs',
          {
            where: { part: store.root + prefix },
            hints: ['there is a control character in it: give it another key'],
          },
        )
      inputs.push(found(store, object, { below, inFolder: !byPattern }))
    }
  }
  if (alone && inputs.some(({ path }) => path !== alone[0]!.path)) throw ambiguous(address)
  if (alone) return alone
  if (inputs.length === 0) throw nothing(address, byPattern)
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

function ambiguous(part: string): PerdeError {
  return new PerdeError('INPUT_UNREADABLE', 'an object has the key of a source, which as a pattern means others', {
    where: { part },
    hints: ['give it another key, or choose another pattern: nobody can tell whether it or the others are meant'],
  })
}

function nothing(part: string, byPattern: boolean): PerdeError {
  return new PerdeError(
    'INPUT_NOT_FOUND',
    byPattern ? 'no object matches a source' : 'there is no object at an address',
    {
      where: { part },
      hints: ['a key stands as it is, without escapes; names that begin with "_" or "." are not data'],
    },
  )
}
