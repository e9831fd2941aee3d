import { createCmac } from '../crypto/cmac.ts'
import { createPacker } from '../crypto/pack.ts'
import type { Scratch } from '../io/lake/scratch.ts'

/**
 * The records of one output part in another order, which hangs on a key and on the number of the part and of each record
 * alone. External: records go to buckets by their keys, and a bucket is sorted when its turn comes.
 */
export interface Shuffler {
  /** whole records with their line ends; `ends`: where each ends */
  add(bytes: Uint8Array, ends: Uint32Array): void
  /** all of them, some at a time, each with a line end */
  ordered(): Generator<Uint8Array>
}

export interface ShuffleOptions {
  key: Uint8Array
  part: number
  /** about how many bytes there will be; undefined: nobody knows */
  expected: number | undefined
  newline: string
  scratch: Scratch
  bucketBytes?: number
  heldBytes?: number
}

const BUCKET = 16 * 1024 * 1024
const HELD = 32 * 1024 * 1024
const UNKNOWN = 4 * 1024 * 1024 * 1024
/** 8 bytes of the key, 4 of the length */
const FRAME = 12

export function createShuffler({
  key,
  part,
  expected = UNKNOWN,
  newline,
  scratch,
  bucketBytes = BUCKET,
  heldBytes = HELD,
}: ShuffleOptions): Shuffler {
  const buckets = Math.min(65536, Math.max(1, Math.ceil(expected / bucketBytes)))
  const cmac = createCmac(key)
  const packer = createPacker()
  const held = Array.from({ length: buckets }, (): Uint8Array[] => [])
  const lineEnd = Buffer.from(newline)
  let bytesHeld = 0
  let records = 0

  function spill(): void {
    for (const [bucket, frames] of held.entries()) {
      if (frames.length === 0) continue
      scratch.append(bucket, Buffer.concat(frames))
      held[bucket] = []
    }
    bytesHeld = 0
  }

  return {
    add(bytes, ends) {
      packer.clear()
      for (let i = 0; i < ends.length; i++) packer.text(`${part}:${records + i}`)
      const keys = cmac.mac(packer.packed, packer.offsets, packer.count)
      for (let i = 0, start = 0; i < ends.length; start = ends[i++]!) {
        const end = ends[i]!
        // The last record of a file may have none, and stand before others now.
        const missing = bytes[end - 1] === 10 ? 0 : lineEnd.length
        const frame = Buffer.allocUnsafe(FRAME + end - start + missing)
        frame.set(keys.subarray(16 * i, 16 * i + 8))
        frame.writeUInt32LE(end - start + missing, 8)
        frame.set(bytes.subarray(start, end), FRAME)
        if (missing > 0) frame.set(lineEnd, FRAME + end - start)
        // Bytes of the key that the order inside the bucket does not begin with.
        const bucket = (keys[16 * i + 8]! * 65536 + keys[16 * i + 9]! * 256 + keys[16 * i + 10]!) % buckets
        held[bucket]!.push(frame)
        bytesHeld += frame.length
      }
      records += ends.length
      if (bytesHeld > heldBytes) spill()
    },
    *ordered() {
      for (let bucket = 0; bucket < buckets; bucket++) {
        const frames = Buffer.concat([scratch.take(bucket), ...held[bucket]!])
        held[bucket] = []
        if (frames.length > 0) yield sorted(frames)
      }
    },
  }
}

/** The records of a bucket in the order of their keys. */
function sorted(frames: Buffer): Uint8Array {
  const starts: number[] = []
  for (let at = 0; at < frames.length; at += FRAME + frames.readUInt32LE(at + 8)) starts.push(at)
  starts.sort((a, b) => frames.compare(frames, b, b + 8, a, a + 8))
  const out = Buffer.allocUnsafe(frames.length - FRAME * starts.length)
  let to = 0
  for (const start of starts) to += frames.copy(out, to, start + FRAME, start + FRAME + frames.readUInt32LE(start + 8))
  return out
}
