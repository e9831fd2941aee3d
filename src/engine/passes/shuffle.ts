import { createCmac } from '../../crypto/cmac.ts'
import { createPacker } from '../../crypto/pack.ts'
import type { Scratch } from '../../io/lake/scratch.ts'

/**
 * The records of one output part in another order, which hangs on a key and on the number of the part and of each record
 * alone. External: records go to buckets by their keys, and a bucket is sorted when its turn comes.
 */
export interface Shuffler {
  /** whole records with their line ends; `ends`: where each ends */
  add(bytes: Uint8Array, ends: Uint32Array): void
  /** all of them, some at a time, each with a line end; `order`: the numbers that they had, from 0 */
  ordered(): Generator<{ bytes: Uint8Array; order: Uint32Array }>
}

export interface ShuffleOptions {
  key: Uint8Array
  part: number
  /** about how many bytes there will be; undefined: nobody knows */
  expected: number | undefined
  /** what ends a record that has no line end of its own, or how the records of a document are joined */
  joint: { newline: string } | { bare(record: Uint8Array): Uint8Array; separator: string }
  scratch: Scratch
  bucketBytes?: number
  heldBytes?: number
}

const BUCKET = 16 * 1024 * 1024
const HELD = 32 * 1024 * 1024
const UNKNOWN = 4 * 1024 * 1024 * 1024
/** 8 bytes of the key, 4 of the length, 4 of the record's number */
const FRAME = 16

export function createShuffler({
  key,
  part,
  expected = UNKNOWN,
  joint,
  scratch,
  bucketBytes = BUCKET,
  heldBytes = HELD,
}: ShuffleOptions): Shuffler {
  const buckets = Math.min(65536, Math.max(1, Math.ceil(expected / bucketBytes)))
  const cmac = createCmac(key)
  const packer = createPacker()
  const held = Array.from({ length: buckets }, (): Uint8Array[] => [])
  const bare = 'bare' in joint ? joint.bare : withEnd(Buffer.from(joint.newline))
  const separator = Buffer.from('bare' in joint ? joint.separator : '')
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
        const record = bare(bytes.subarray(start, ends[i]!))
        const frame = Buffer.allocUnsafe(FRAME + record.length)
        frame.set(keys.subarray(16 * i, 16 * i + 8))
        frame.writeUInt32LE(record.length, 8)
        frame.writeUInt32LE(records + i, 12)
        frame.set(record, FRAME)
        // Bytes of the key that the order inside the bucket does not begin with.
        const bucket = (keys[16 * i + 8]! * 65536 + keys[16 * i + 9]! * 256 + keys[16 * i + 10]!) % buckets
        held[bucket]!.push(frame)
        bytesHeld += frame.length
      }
      records += ends.length
      if (bytesHeld > heldBytes) spill()
    },
    *ordered() {
      let first = true
      for (let bucket = 0; bucket < buckets; bucket++) {
        const frames = Buffer.concat([scratch.take(bucket), ...held[bucket]!])
        held[bucket] = []
        if (frames.length === 0) continue
        const { bytes, order } = sorted(frames, separator)
        yield { bytes: first ? bytes.subarray(separator.length) : bytes, order }
        first = false
      }
    },
  }
}

/** The last record of a file may have no line end, and stand before others now. */
function withEnd(lineEnd: Uint8Array): (record: Uint8Array) => Uint8Array {
  return (record) => (record.at(-1) === 10 ? record : Buffer.concat([record, lineEnd]))
}

/** The records of a bucket in the order of their keys, each behind a separator. */
function sorted(frames: Buffer, separator: Buffer): { bytes: Uint8Array; order: Uint32Array } {
  const starts: number[] = []
  for (let at = 0; at < frames.length; at += FRAME + frames.readUInt32LE(at + 8)) starts.push(at)
  starts.sort((a, b) => frames.compare(frames, b, b + 8, a, a + 8))
  const out = Buffer.allocUnsafe(frames.length + (separator.length - FRAME) * starts.length)
  let to = 0
  for (const start of starts) {
    to += separator.copy(out, to)
    to += frames.copy(out, to, start + FRAME, start + FRAME + frames.readUInt32LE(start + 8))
  }
  return { bytes: out, order: Uint32Array.from(starts, (start) => frames.readUInt32LE(start + 12)) }
}
