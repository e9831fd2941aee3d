import { PerdeError } from '../../errors.ts'
import { bomLength, checkText } from './encoding.ts'
import {
  BlockFault,
  type StreamFormat,
  type FormatOptions,
  type Layout,
  type Opened,
  type ReadBlock,
} from './format.ts'
import type { FieldNode } from '../../record/field-node.ts'
import { walkRecord, newWalk, finishWalk } from './json-walk.ts'
import { spliceJson } from './json-splice.ts'

/**
 * JSON Lines: one object a line. Values are found by offsets and edited in place, so numbers and untouched text
 * keep the form in which they were written. Duplicate keys are an error: a hidden first value would escape the rules.
 */
export const jsonl: StreamFormat = {
  name: 'jsonl',
  is: 'jsonl',
  open: openJsonl,
  cut: (bytes, _layout, complete) => ({ length: complete ? bytes.length : bytes.lastIndexOf(LF) + 1 }),
  read: readJsonl,
  prologue: () => new Uint8Array(),
}

const LF = 10

function openJsonl(start: Uint8Array, options: FormatOptions, complete: boolean): Opened {
  const bom = bomLength(start)
  if (complete && start.length === bom)
    throw new PerdeError('INPUT_EMPTY', 'the file is empty', {
      hints: ['leave empty files out of the glob, or wait until they are written'],
    })
  const first = start.subarray(bom).find((c) => c !== 0x20 && c !== 9 && c !== 10 && c !== 13)
  if (first === 0x5b)
    throw new PerdeError('INPUT_FORMAT', 'the file is a JSON array, not one object a line', {
      where: { offset: bom },
      hints: ['read it as one: format: json'],
    })
  return { layout: { format: 'jsonl', options }, start: bom }
}

function readJsonl(block: Uint8Array, _layout: Layout, root: FieldNode): ReadBlock {
  checkText(block, (offset) => countLines(block, offset))
  const walk = newWalk(block, root)
  const { source } = walk
  const starts: number[] = []
  const ends: number[] = []
  for (let at = 0; at < block.length;) {
    let end = source.indexOf(LF, at)
    const torn = end < 0
    if (torn) end = block.length
    if (!isBlank(block, at, end)) {
      try {
        walkRecord(walk, at, end, starts.length)
      } catch (e) {
        // The last line of a file that was being written: say so, whatever is wrong with it.
        if (torn && e instanceof BlockFault && e.code === 'INPUT_JSON')
          throw new BlockFault('INPUT_TORN_TAIL', 'the last line is not whole', starts.length, at, [
            'the file was cut while it was written; complete or remove its last line',
          ])
        throw e
      }
      starts.push(at)
      ends.push(end)
    }
    at = end + 1
  }
  const batch = finishWalk(walk, starts.length)
  const lineEnds = () => ends.map((end) => Math.min(end + 1, block.length))
  const lineEnd = (row: number) => (block[ends[row]! - 1] === 13 ? ends[row]! - 1 : ends[row]!)
  return {
    batch,
    quarantined: [],
    record: (row) => block.subarray(starts[row]!, lineEnd(row)),
    splice: (edits, keep, removed) => spliceJson(block, walk, starts, lineEnds(), edits, keep, removed),
  }
}

function isBlank(block: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (block[i] !== 0x20 && block[i] !== 9 && block[i] !== 13) return false
  return true
}

function countLines(block: Uint8Array, before: number): number {
  let lines = 0
  for (let at = 0; ; lines++) {
    const end = block.indexOf(LF, at)
    if (end < 0 || end >= before) return lines
    if (isBlank(block, at, end)) lines--
    at = end + 1
  }
}
