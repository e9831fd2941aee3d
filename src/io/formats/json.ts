import { PerdeError } from '../../errors.ts'
import type { FieldNode } from '../../record/field-node.ts'
import { bomLength, checkText } from './encoding.ts'
import {
  BlockFault,
  type StreamFormat,
  type FormatOptions,
  type Layout,
  type Opened,
  type ReadBlock,
} from './format.ts'
import { textsAround } from './json-around.ts'
import { countElements, cutElements } from './json-cut.ts'
import { findRecords } from './json-records.ts'
import { fault, skipSpace } from './json-scalars.ts'
import { spliceJson } from './json-splice.ts'
import { finishWalk, newWalk, walkNext } from './json-walk.ts'

/**
 * A JSON document of any size whose records are the objects of one array: the document itself, or the array at a JSON
 * Pointer. Records are cut out of the bytes and edited in place; the document around them survives as it was written.
 */
export const json: StreamFormat = {
  name: 'json',
  is: 'json',
  open: openJson,
  cut: (bytes) => cutElements(bytes),
  read: readJson,
  prologue: (layout, _root, _removed, before) =>
    layout.options.around === 'drop' ? Buffer.from('[\n') : before.subarray(bomLength(before)),
  document: {
    texts: ({ options }, before, after) => {
      const texts = textsAround(before, after)
      return options.around === 'drop' ? [] : texts
    },
    place: ({ options, record }) => (options.around === 'drop' ? '' : record!),
    epilogue: (layout, after) => (layout.options.around === 'drop' ? Buffer.from('\n]\n') : after),
    bare: (record) => record.subarray(record.indexOf(OPEN_BRACE), record.lastIndexOf(CLOSE_BRACE) + 1),
    separator: ',\n',
    first: (bytes) => bytes.subarray(Math.max(0, bytes.indexOf(OPEN_BRACE))),
  },
}

const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

function openJson(start: Uint8Array, options: FormatOptions, complete: boolean): Opened | undefined {
  const bom = bomLength(start)
  if (complete && start.subarray(bom).every((c) => c === 0x20 || c === 9 || c === 10 || c === 13))
    throw new PerdeError('INPUT_EMPTY', 'the file is empty', {
      hints: ['leave empty files out of the glob, or wait until they are written'],
    })
  const found = findRecords(start.subarray(bom), options.record ?? '')
  if (!found) {
    if (!complete) return undefined
    throw new PerdeError('INPUT_TORN_TAIL', 'the document ends before its array of records begins', {
      hints: ['the file was cut while it was written, or its records are not in an array'],
    })
  }
  const first = start[bom + found.start]
  if (first !== OPEN_BRACE && first !== 0x5d)
    throw new BlockFault('INPUT_JSON', 'the first record is not a JSON object', 0, bom + found.start)
  return { layout: { format: 'json', options, record: found.pointer }, start: bom + found.start }
}

function readJson(block: Uint8Array, _layout: Layout, root: FieldNode): ReadBlock {
  // For the place of a fault, which comes once in a run's life.
  checkText(block, (offset) => countElements(block.subarray(0, offset)))
  const walk = newWalk(block, root)
  walk.end = block.length
  const froms: number[] = []
  const starts: number[] = []
  const ends: number[] = []
  while (walk.at < block.length) {
    froms.push(walk.at)
    walk.row = starts.length
    // Only the first block of an array begins with a record.
    if (walk.at > 0 || block[0] !== OPEN_BRACE) {
      skipSpace(walk)
      if (block[walk.at] !== 0x2c) throw fault(walk, 'expected "," between records')
      walk.at++
    }
    skipSpace(walk)
    starts.push(walk.at)
    walkNext(walk, starts.length - 1)
    ends.push(walk.at)
  }
  return {
    batch: finishWalk(walk, starts.length),
    quarantined: [],
    record: (row) => block.subarray(starts[row]!, ends[row]!),
    splice: (edits, keep, removed) => spliceJson(block, walk, froms, ends, edits, keep, removed),
  }
}
