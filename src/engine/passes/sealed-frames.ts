import { closeSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { deserialize } from 'node:v8'
import { unseal } from '../../crypto/sealed.ts'
import { ioError } from '../../errors.ts'
import { frameSealer } from './frame-sealer.ts'

/** A place in a file of frames: bytes from its beginning, and how many frames those are. */
export interface FramePlace {
  at: number
  frames: number
}

/** Plain data that a run keeps in a file as it comes, one sealed frame each (frame-sealer.ts). */
export interface FrameWriter {
  put(frame: unknown): void
  /** makes all of it durable */
  sync(): void
  close(): void
}

/** A new file, or one that is cut at a place and goes on from there. Throws IO_FAILED. */
export function openFrames(path: string, key: Uint8Array, what: readonly string[], from?: FramePlace): FrameWriter {
  const fd = calling(() => openSync(path, from ? 'r+' : 'wx', 0o600))
  let at = from?.at ?? 0
  const sealed = frameSealer(key, what, from?.frames)
  if (from) calling(() => ftruncateSync(fd, at))
  return {
    put(frame) {
      const bytes = sealed(frame)
      calling(() => {
        for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done, bytes.length - done, at + done)
      })
      at += bytes.length
    },
    sync: () => calling(() => fsyncSync(fd)),
    close: () => closeSync(fd),
  }
}

/** Frames one by one from a place on, each with the place behind it; ends before the first that is not whole and ours. */
export function* readFrames(
  path: string,
  key: Uint8Array,
  what: readonly string[],
  from: FramePlace = { at: 0, frames: 0 },
): Generator<{ frame: unknown; end: FramePlace }> {
  const fd = calling(() => openSync(path, 'r'))
  try {
    let { at, frames } = from
    for (;;) {
      const length = calling(() => readExactly(fd, LENGTH, at))
      // A frame that was being written when the run was killed.
      const sealed = length && calling(() => readExactly(fd, length.readUInt32LE(), at + LENGTH))
      const plain = sealed && unseal(key, [...what, String(frames)], sealed)
      if (!plain) return
      at += LENGTH + sealed.length
      frames++
      yield { frame: deserialize(plain), end: { at, frames } }
    }
  } finally {
    closeSync(fd)
  }
}

const LENGTH = 4

/** Undefined where the file ends before. The memory grows with what is there, whatever a damaged length says. */
function readExactly(fd: number, length: number, at: number): Buffer | undefined {
  const pieces: Buffer[] = []
  for (let done = 0; done < length;) {
    const piece = Buffer.alloc(Math.min(PIECE, length - done))
    const n = readSync(fd, piece, 0, piece.length, at + done)
    if (n === 0) return undefined
    pieces.push(piece.subarray(0, n))
    done += n
  }
  return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces)
}

const PIECE = 16 * 1024 * 1024

function calling<T>(call: () => T): T {
  try {
    return call()
  } catch (e) {
    throw ioError(e, 'keeping what the run has done')
  }
}
