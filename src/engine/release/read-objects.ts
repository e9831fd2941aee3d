import { createHash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { PerdeError } from '../../errors.ts'
import { manifestIn } from '../../evidence/release/manifest-schema.ts'
import type { ManifestOutput } from '../../evidence/release/manifest.ts'
import { addPiece, stretchOf, type ReadRecords, type Stretch } from '../../evidence/release/verify-release.ts'
import type { ByteStream } from '../../io/codings/byte-stream.ts'
import { decoded } from '../../io/codings/decode.ts'
import { openObjectPlace, type ObjectPlace } from '../../io/lake/object-place.ts'
import type { StoredObject } from '../../io/stores/object-store.ts'
import { digesting } from '../read/digesting.ts'

/** A release in a store, as one reading finds it. */
export interface ReadObjects {
  /** the folder, without a slash at its end */
  address: string
  sidecars: Record<string, string>
  elsewhere: ReadRecords
  bring: BringFile
}

/** Copies a file of a release to a new place on this machine. Throws RELEASE_TAMPERED where it is not the one that was released. */
export type BringFile = (output: ManifestOutput, to: string) => Promise<void>

/** A sidecar is read whole. */
const LARGEST_SIDECAR = 512 * 1024 * 1024
const PIECE = 1024 * 1024

/** Reads every object of a release once, its records in constant memory. Throws RELEASE_INVALID, STORE_*. */
export async function readObjects(address: string): Promise<ReadObjects> {
  const place = await openObjectPlace(address)
  const found = new Map<string, StoredObject>()
  for await (const object of place.store.list(place.folder)) {
    const path = object.key.slice(place.folder.length)
    if (path !== '') found.set(path, object)
  }
  const sidecars: Record<string, string> = {}
  for (const [path, object] of found)
    if (!path.startsWith('data/') && object.size <= LARGEST_SIDECAR)
      sidecars[path] = ((await place.store.read(object.key)) ?? Buffer.alloc(0)).toString()
  if (sidecars['manifest.json'] === undefined || sidecars['_SUCCESS'] === undefined)
    throw new PerdeError('RELEASE_INVALID', 'there is no release of perde in this folder of the store', {
      where: { part: place.shown },
      hints: ['a release is the address that "perde run" names at its end; without _SUCCESS it was not finished'],
    })
  const outputs = outputsOf(sidecars['manifest.json'])
  const read = new Map<string, { bytes: number; sha256: string }>()
  const records = createHash('sha256')
  const headed = new Set<string>()
  for (const output of outputs) {
    const object = found.get(output.path)
    const skip = headed.has(output.source) ? output.header : 0
    headed.add(output.source)
    if (object)
      read.set(output.path, await digest(place, object, output, { hash: records, ...stretchOf(output, skip) }))
  }
  const named = new Set(outputs.map(({ path }) => path))
  return {
    address: place.shown,
    sidecars,
    elsewhere: {
      of: ({ path }) => read.get(path),
      recordsSha256: records.digest('hex'),
      others: [...found.keys()].filter((path) => path.startsWith('data/') && !named.has(path)),
    },
    bring: (output, to) => bring(place, found.get(output.path), output, to),
  }
}

async function bring(
  place: ObjectPlace,
  object: StoredObject | undefined,
  { path, sha256 }: ManifestOutput,
  to: string,
): Promise<void> {
  const reader = object && (await place.store.source(object, place.store.root + object.key).open())
  const fd = openSync(to, 'wx', 0o600)
  try {
    const whole = reader && digesting(reader)
    const buffer = Buffer.allocUnsafe(PIECE)
    for (let n = 0; whole && (n = await whole.read(buffer)) > 0;)
      for (let done = 0; done < n;) done += writeSync(fd, buffer, done, n - done)
    if (whole?.sha256() !== sha256)
      throw new PerdeError('RELEASE_TAMPERED', 'a file of the release is not the one that was released', {
        where: { part: path },
      })
  } finally {
    closeSync(fd)
    await reader?.close()
  }
}

function outputsOf(text: string): ManifestOutput[] {
  // What is wrong with it is found with the rest.
  return manifestIn(text)?.outputs ?? []
}

async function digest(
  place: ObjectPlace,
  object: StoredObject,
  output: ManifestOutput,
  also: Stretch,
): Promise<{ bytes: number; sha256: string }> {
  const reader = await place.store.source(object, place.store.root + object.key).open()
  try {
    const whole = digesting(reader)
    const buffer = Buffer.allocUnsafe(PIECE)
    await addText(whole, output, also, buffer)
    while ((await whole.read(buffer)) > 0);
    return { bytes: whole.total, sha256: whole.sha256() }
  } finally {
    await reader.close()
  }
}

/** Whatever is wrong with a packed object, its digest or that of the records will not be right. */
async function addText(
  whole: ByteStream,
  { compression }: ManifestOutput,
  also: Stretch,
  buffer: Buffer,
): Promise<void> {
  try {
    const text = compression === undefined ? whole : await decoded(whole, 'utf-8')
    let at = 0
    for (let n = await text.read(buffer); n > 0; n = await text.read(buffer))
      at += addPiece(buffer.subarray(0, n), at, also)
  } catch (e) {
    if (!(e instanceof PerdeError) || !/^INPUT_(?:COMPRESSED|ENCODING)$/.test(e.code)) throw e
  }
}
