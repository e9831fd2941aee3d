import { createHash } from 'node:crypto'
import { closeSync, readFileSync, readSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// All that a worker behind a pipe takes from the system by itself: its own program, and the pipe that it inherited.

/** SHA-256 of a program, in hex. */
export function codeOf(program: string): string {
  return createHash('sha256')
    .update(readFileSync(fileURLToPath(program)))
    .digest('hex')
}

/** Reads a descriptor to its end, and closes it. */
export function readToEnd(fd: number): string {
  const pieces: Buffer[] = []
  const piece = Buffer.alloc(64 * 1024)
  try {
    for (let n = readSync(fd, piece); n > 0; n = readSync(fd, piece)) pieces.push(Buffer.from(piece.subarray(0, n)))
  } finally {
    piece.fill(0)
    closeSync(fd)
  }
  return Buffer.concat(pieces).toString()
}
