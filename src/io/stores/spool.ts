import { createCipheriv, randomBytes } from 'node:crypto'
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ioError } from '../../errors.ts'
import { readAt } from './read-at.ts'
import type { ByteSource } from './store.ts'

/**
 * Standard input, kept so that it can be read more than once: encrypted (AES-256-CTR under a key that never leaves
 * this process) in a file that has no name any more, so that nothing of it outlives the process.
 */
export async function spool(input: AsyncIterable<Uint8Array>, name: string): Promise<ByteSource> {
  const handle = await openNameless().catch((e: unknown) => {
    throw ioError(e, 'making a temporary file', { part: name })
  })
  const key = randomBytes(32)
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  let size = 0
  try {
    for await (const chunk of input) {
      await handle.writeFile(cipher.update(chunk))
      size += chunk.length
    }
  } catch (e) {
    await handle.close()
    throw ioError(e, 'keeping standard input', { part: name })
  }
  return {
    name,
    size,
    close: () => handle.close(),
    open: async () => {
      // Counter mode: the same operation decrypts.
      const decipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
      let at = 0
      return {
        async read(into) {
          const { bytesRead } = await handle.read(into, 0, into.length, at).catch((e: unknown) => {
            throw ioError(e, 'reading back standard input', { part: name, offset: at })
          })
          into.set(decipher.update(into.subarray(0, bytesRead)))
          at += bytesRead
          return bytesRead
        },
        async readAt(into, offset) {
          const done = await readAt(handle, into, offset, { action: 'reading back standard input', name })
          into.set(cipherAt(key, offset).update(into.subarray(0, done)))
          return done
        },
        unchanged: async () => undefined,
        close: async () => undefined,
      }
    },
  }
}

/** The cipher as it stands `offset` bytes into its stream: the counter counts blocks of 16. */
function cipherAt(key: Uint8Array, offset: number) {
  const counter = Buffer.alloc(16)
  counter.writeBigUInt64BE(BigInt(Math.floor(offset / 16)), 8)
  const cipher = createCipheriv('aes-256-ctr', key, counter)
  cipher.update(Buffer.alloc(offset % 16))
  return cipher
}

/** A file that is removed while it is open: its bytes go with the process, however that ends. */
async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'perde-'))
  try {
    return await open(join(folder, 'spool'), 'wx+', 0o600)
  } finally {
    await rm(folder, { recursive: true })
  }
}
