import { PerdeError } from '../../errors.ts'
import type { ByteReader, ByteSource } from '../../io/stores/store.ts'

/**
 * Bytes that come piece by piece and are there once. A reader holds what came and was not read in order yet, so that what
 * comes next can be looked at by its place. `pieces`: called once for every reading.
 */
export function pipedBytes(name: string, pieces: () => AsyncIterator<Uint8Array>): ByteSource {
  return {
    name,
    size: undefined,
    open: async () => readerOf(name, pieces()),
    close: async () => undefined,
  }
}

function readerOf(name: string, pieces: AsyncIterator<Uint8Array>): ByteReader {
  const held: Uint8Array[] = []
  // Offsets of the first byte that is held, of the next that is read in order, and behind the last that came.
  let start = 0
  let next = 0
  let end = 0
  const cameTo = async (offset: number): Promise<void> => {
    while (end < offset) {
      const piece = await pieces.next()
      if (piece.done === true) return
      held.push(piece.value)
      end += piece.value.length
    }
  }
  const copy = (into: Uint8Array, offset: number): number => {
    let done = 0
    let at = start
    for (const piece of held) {
      const from = offset + done - at
      if (from < piece.length) {
        const taken = piece.subarray(from, from + into.length - done)
        into.set(taken, done)
        done += taken.length
        if (done === into.length) break
      }
      at += piece.length
    }
    return done
  }
  return {
    async read(into) {
      await cameTo(next + 1)
      const n = copy(into.subarray(0, end - next), next)
      next += n
      while (held.length > 0 && start + held[0]!.length <= next) start += held.shift()!.length
      return n
    },
    async readAt(into, offset) {
      if (offset < start)
        throw new PerdeError('INTERNAL', 'bytes of a pipe were asked for twice', { where: { part: name, offset } })
      await cameTo(offset + into.length)
      return copy(into.subarray(0, Math.max(0, end - offset)), offset)
    },
    unchanged: async () => undefined,
    close: async () => void (await pieces.return?.()),
  }
}
