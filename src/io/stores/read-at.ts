import type { FileHandle } from 'node:fs/promises'
import { ioError } from '../../errors.ts'

/**
 * Fills `into` from `offset` on; resolves with the number of bytes, fewer at the end of the file. `action` and `name`: for
 * the error of what cannot be read.
 */
export async function readAt(
  handle: FileHandle,
  into: Uint8Array,
  offset: number,
  { action, name }: { action: string; name: string },
): Promise<number> {
  let done = 0
  for (let n = -1; n !== 0 && done < into.length; done += n) {
    const at = offset + done
    const { bytesRead } = await handle.read(into, done, into.length - done, at).catch((e: unknown) => {
      throw ioError(e, action, { part: name, offset: at })
    })
    n = bytesRead
  }
  return done
}
