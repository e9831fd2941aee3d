import { createHash } from 'node:crypto'
import type { ByteSource } from '../../io/stores/store.ts'

const PIECE = 1024 * 1024

/** SHA-256 of an input as it is stored, in hex. Throws INPUT_CHANGED, INPUT_*, IO_FAILED. */
export async function digestOf(bytes: ByteSource): Promise<string> {
  const hash = createHash('sha256')
  const reader = await bytes.open()
  try {
    const buffer = Buffer.allocUnsafe(PIECE)
    for (let n = await reader.read(buffer); n > 0; n = await reader.read(buffer)) hash.update(buffer.subarray(0, n))
    await reader.unchanged()
    return hash.digest('hex')
  } finally {
    await reader.close()
  }
}
