import { serialize } from 'node:v8'
import { seal } from '../../crypto/sealed.ts'

/**
 * Plain data as the bytes of a file of frames: length u32 | sealed bytes (crypto/sealed.ts). Every frame is sealed with what
 * the file is and its own number, so none can be left out, moved or taken from another file. `from`: number of the first.
 */
export function frameSealer(key: Uint8Array, what: readonly string[], from = 0): (frame: unknown) => Uint8Array {
  let frames = from
  return (frame) => {
    const sealed = seal(key, [...what, String(frames++)], serialize(frame))
    const bytes = Buffer.alloc(LENGTH + sealed.length)
    bytes.writeUInt32LE(sealed.length)
    bytes.set(sealed, LENGTH)
    return bytes
  }
}

const LENGTH = 4
