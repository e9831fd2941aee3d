import { createHash, randomBytes } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { openStream, sealStream, StreamFault } from '../../crypto/stream.ts'
import { PerdeError } from '../../errors.ts'
import type { PartWriter } from '../../io/lake/staging.ts'

/** Names the files of a sealed release. */
export const SEALED = '.sealed'

/** What opens the files of a release: its data key, and its ULID, which every file is bound to. */
export interface FileKey {
  key: Uint8Array
  release: string
}

/**
 * A file of a release that is encrypted on its way to the disk. `path`: as the manifest names it, which the file is bound to, so
 * that none takes the place of another.
 */
export function sealedPart(part: PartWriter, { key, release }: FileKey, path: string): PartWriter {
  const sealer = sealStream(key, whatOf(release, path), randomBytes(16))
  const hash = createHash('sha256')
  let bytes = 0
  let begun = false
  const begin = () => {
    if (!begun) part.write(sealer.header)
    begun = true
  }
  return {
    write(text) {
      begin()
      hash.update(text)
      bytes += text.length
      for (const chunk of sealer.push(text)) part.write(chunk)
    },
    finish() {
      begin()
      part.write(sealer.end())
      return { ...part.finish(), plain: { bytes, sha256: hash.digest('hex') } }
    },
    abandon: () => part.abandon(),
  }
}

/** The text of a sealed file, piece by piece. Throws RELEASE_TAMPERED where it does not open, after what did. */
export function* unsealedText(file: string, { key, release }: FileKey, path: string): Generator<Uint8Array> {
  const opener = openStream(key, whatOf(release, path))
  const fd = openSync(file, 'r')
  try {
    const buffer = Buffer.allocUnsafe(1 << 20)
    for (let n = readSync(fd, buffer); n > 0; n = readSync(fd, buffer)) yield* opener.push(buffer.subarray(0, n))
    yield opener.end()
  } catch (e) {
    if (!(e instanceof StreamFault)) throw e
    throw new PerdeError('RELEASE_TAMPERED', `a sealed file of the release does not open: ${e.message}`, {
      where: { part: path },
      hints: ['it is not what was released, or belongs to another release'],
    })
  } finally {
    closeSync(fd)
  }
}

function whatOf(release: string, path: string): string[] {
  return ['data', release, path]
}
