import { PerdeError } from '../../errors.ts'
import type { FieldNode } from '../../record/field-node.ts'
import { bomLength, checkText } from './encoding.ts'
import { ANYWHERE, type FormatOptions, type Layout, type Opened, type ReadBlock, type StreamFormat } from './format.ts'
import { namespacesAround, textsAround } from './xml-around.ts'
import { countElements, cutElements } from './xml-cut.ts'
import { asUtf8Document, declaredCharset } from './xml-declaration.ts'
import { findElement } from './xml-records.ts'
import { isSpace } from './xml-scalars.ts'
import { spliceXml } from './xml-splice.ts'
import { finishWalk, walkRecord } from './xml-walk.ts'
import { newWalk } from './xml-walk-state.ts'

/**
 * An XML document of any size (XML 1.0) whose records are elements of one name beside each other. They are cut out of the
 * bytes and edited in place; the document around them survives as it was written. Names are compared as they are
 * written, prefixes included. Without DOCTYPE: entities that it defines could hide values and grow without bound.
 */
export const xml: StreamFormat = {
  name: 'xml',
  is: 'xml',
  charset: declaredCharset,
  open: openXml,
  cut: (bytes, { record, options, none }) =>
    none
      ? { length: 0, last: true }
      : cutElements(bytes, Buffer.from(namesOf(record!).at(-1)!), options.record === undefined ? 'alone' : 'others'),
  read: readXml,
  prologue: ({ options, record }, _root, _removed, before) => {
    const document = before.subarray(bomLength(before))
    return options.around === 'drop' ? bareStart(namesOf(record!), document) : asUtf8Document(document)
  },
  document: {
    texts: ({ options, record }, before, after) => {
      const document = before.subarray(bomLength(before))
      const texts = textsAround(namesOf(record!), document, after)
      // Of what is dropped the names of namespaces stay, without which the records' names mean nothing.
      if (options.around !== 'drop') return texts
      return [...namespacesAround(document).matchAll(/="([^"]*)"|='([^']*)'/g)].map(([, a, b]) => ({
        path: 'xmlns',
        text: a ?? b ?? '',
      }))
    },
    place: ({ record }) => record!,
    epilogue: ({ options, record }, after) => (options.around === 'drop' ? bareEnd(namesOf(record!)) : after),
    bare: (record) => withoutSpaceAtEnd(record.subarray(spaceAtStart(record))),
    separator: '\n',
    first: (bytes) => bytes.subarray(spaceAtStart(bytes)),
  },
}

function openXml(start: Uint8Array, options: FormatOptions, complete: boolean): Opened | undefined {
  const bom = bomLength(start)
  if (complete && start.subarray(bom).every(isSpace))
    throw new PerdeError('INPUT_EMPTY', 'the file is empty', {
      hints: ['leave empty files out of the glob, or wait until they are written'],
    })
  const found = findElement(start.subarray(bom), options.record, complete)
  if (!found) {
    if (!complete) return undefined
    throw new PerdeError('INPUT_TORN_TAIL', 'the document ends before its records begin', {
      hints: ['the file was cut while it was written; have it written again'],
    })
  }
  const layout: Layout = {
    format: 'xml',
    options: { ...options },
    record: found.path,
    ...(found.none && { none: true }),
  }
  // Whoever looks anywhere takes what is found for what was meant.
  if (options.record === ANYWHERE) layout.options.record = found.path
  return { layout, start: bom + found.start }
}

function readXml(block: Uint8Array, _layout: Layout, root: FieldNode): ReadBlock {
  // For the place of a fault, which comes once in a run's life.
  checkText(block, (offset) => countElements(block.subarray(0, offset)))
  const walk = newWalk(block, root)
  const froms: number[] = []
  const starts: number[] = []
  const ends: number[] = []
  const { length } = withoutSpaceAtEnd(block)
  while (walk.at < length) {
    froms.push(walk.at)
    starts.push(walkRecord(walk, starts.length))
    ends.push(walk.at)
  }
  return {
    batch: finishWalk(walk, starts.length),
    quarantined: [],
    record: (row) => block.subarray(starts[row]!, ends[row]!),
    splice: (edits, keep, removed) => spliceXml(walk, froms, ends, edits, keep, removed),
  }
}

function namesOf(record: string): string[] {
  return record.split('/').slice(1)
}

/** A document of the records alone, in the elements that they were in. */
function bareStart(names: readonly string[], before: Uint8Array): Uint8Array {
  const [root, ...inner] = names.slice(0, -1)
  const tags = [`<${root}${namespacesAround(before)}>`, ...inner.map((name) => `<${name}>`)]
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${tags.join('')}\n`)
}

function bareEnd(names: readonly string[]): Uint8Array {
  const tags = names.slice(0, -1).map((name) => `</${name}>`)
  return Buffer.from(`\n${tags.reverse().join('')}\n`)
}

function withoutSpaceAtEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length
  while (end > 0 && isSpace(bytes[end - 1])) end--
  return bytes.subarray(0, end)
}

function spaceAtStart(bytes: Uint8Array): number {
  let at = 0
  while (isSpace(bytes[at])) at++
  return at
}
