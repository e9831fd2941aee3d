import { PerdeError } from '../../errors.ts'
import { BlockFault, type FormatOptions, type IndexedFormat } from '../../io/formats/format.ts'
import type { ByteSource } from '../../io/stores/store.ts'
import type { Block, Pass } from './block.ts'
import { digesting } from './digesting.ts'

/** What is read at once for the digest. */
const STEP = 1024 * 1024

/**
 * The blocks of an input whose index says where they are. The whole input is read once besides for its digest, a little
 * ahead of the blocks, so that a store need not fetch it twice. An input without records gives one empty block.
 */
export async function* indexedBlocks(
  source: ByteSource,
  format: IndexedFormat,
  options: FormatOptions,
  signal?: AbortSignal,
): AsyncGenerator<Block, Pass> {
  const size = source.size ?? (format.forward ? Infinity : undefined)
  if (size === undefined) throw endless()
  const reader = await source.open()
  try {
    if (!reader.readAt) throw endless()
    const digest = digesting(reader)
    const buffer = Buffer.allocUnsafeSlow(STEP)
    const readTo = async (end: number) => {
      while (digest.total < end) if ((await digest.read(buffer)) === 0) return
    }
    const file = { size, readAt: (into: Uint8Array, offset: number) => reader.readAt!(into, offset) }
    const { layout, blocks } = await format.index(file, options)
    let found = 0
    for await (const { offset, read, bytes } of blocks()) {
      signal?.throwIfAborted()
      await readTo(read)
      yield { layout, offset, read: digest.total, bytes, ...(found++ === 0 && { before: new Uint8Array() }) }
    }
    await readTo(size)
    await reader.unchanged()
    return { bytes: digest.total, sha256: digest.sha256(), after: new Uint8Array(), around: [] }
  } catch (e) {
    if (!(e instanceof BlockFault)) throw e
    throw new PerdeError(e.code, e.message, { hints: e.hints, cause: e })
  } finally {
    await reader.close()
  }
}

function endless(): PerdeError {
  return new PerdeError('INPUT_UNREADABLE', 'an input whose parts are found by its end has to have an end', {
    hints: ['write it to a file first'],
  })
}
