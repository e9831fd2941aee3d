import { isUtf8 } from 'node:buffer'
import { PerdeError } from '../../errors.ts'
import { BlockFault } from './format.ts'
import { textSource } from './slices.ts'

/**
 * Bytes of byte order marks at the start, or 0: programs that put one in front of what has one already leave two, and the
 * second is no letter of the first name. Refuses UTF-16 and UTF-32, which would hide everything from the detectors.
 */
export function bomLength(start: Uint8Array): number {
  let length = 0
  while (start[length] === 0xef && start[length + 1] === 0xbb && start[length + 2] === 0xbf) length += 3
  if (length > 0) return length
  const utf16 = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)
  if (utf16)
    throw new PerdeError('INPUT_ENCODING', 'the file is UTF-16, not UTF-8', {
      where: { offset: 0 },
      hints: ['say so for the source: encoding: utf-16'],
    })
  return 0
}

/**
 * A byte that is not UTF-8 is an error, never U+FFFD: a replaced letter hides a name from the detectors.
 * A NUL is an error because other programs end a text there and would show less than perde checked.
 * `rowAt` turns an offset into the record's number inside the block.
 */
export function checkText(block: Uint8Array, rowAt: (offset: number) => number): void {
  if (!isUtf8(block)) {
    const offset = firstBadUtf8(block)
    throw new BlockFault('INPUT_ENCODING', 'a byte is not UTF-8', rowAt(offset), offset, [
      'say how it is written: encoding: windows-1251, kz-1048 or utf-16',
    ])
  }
  const nul = textSource(block).indexOf(0)
  if (nul >= 0)
    throw new BlockFault('INPUT_NUL', 'a NUL byte stands in the data', rowAt(nul), nul, ['is this a text file?'])
}

/** Offset of the first byte that does not belong to valid UTF-8, by bisection over prefixes. */
function firstBadUtf8(block: Uint8Array): number {
  // A prefix may end inside a character: it counts as good if at most three more bytes are cut off.
  const good = (end: number) => [0, 1, 2, 3].some((cut) => end - cut >= 0 && isUtf8(block.subarray(0, end - cut)))
  let low = 0
  let high = block.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (good(middle + 1)) low = middle + 1
    else high = middle
  }
  // `low` bytes are good but for a cut character; step back to where that character begins.
  let at = Math.min(low, block.length - 1)
  while (at > 0 && !isUtf8(block.subarray(0, at))) at--
  return at
}
