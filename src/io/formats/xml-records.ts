import { PerdeError } from '../../errors.ts'
import { ANYWHERE } from './format.ts'
import { behindMark, behindMisc } from './xml-cut.ts'
import { DOCTYPE, DOCTYPE_HINTS, DOCTYPE_MESSAGE, endsName, isName, isSpace, startsWith } from './xml-scalars.ts'
import { textSource } from './slices.ts'
import { BANG, LT, QUESTION, SLASH } from './xml-marks.ts'

/** The first record of a document. */
export interface FoundElement {
  /** offset of its `<` */
  start: number
  /** names of the elements around it and its own: `/export/visit` */
  path: string
  /** there is none: nothing but white space and comments is in the element in which it would stand, and `start` is the offset behind what could stand before it */
  none?: true
}

/**
 * Finds the first record in the beginning of a document: the element at a path, else the first child of the root, or,
 * for ANYWHERE, the outermost element that is followed by one of its name. undefined: it is not in these bytes, more are
 * needed. What stands before it is passed over, not checked: the whole document around the records is read once it is
 * known. Throws INPUT_FORMAT where other elements stand in its place, or there is no such place, INPUT_XML* where the document is none.
 */
export function findElement(
  bytes: Uint8Array,
  record: string | undefined,
  complete: boolean,
): FoundElement | undefined {
  if (record === ANYWHERE) return firstRepeated(bytes, complete)
  if (record?.lastIndexOf('/') === 0) throw noElement(record)
  const path = record?.split('/').slice(1)
  const open: string[] = []
  const inner = (path?.length ?? 2) - 1
  // So many of the elements that are open lead to the records.
  let leading = 0
  // Where records would stand: the first such place, and whether others stand there in any.
  let place: FoundElement | undefined
  let others = false
  // Behind the tag that opens it.
  let inside = 0
  const none = (start: number, names: readonly string[]) => {
    place ??= { start, path: record ?? pathOf([...names, '*']), none: true }
  }
  const end = (): FoundElement => {
    if (!place || others) throw noElement(record)
    return place
  }
  for (const tag of tags(bytes)) {
    if (tag.kind === 'close') {
      if (open.length === inner && leading === inner) {
        if (behindMisc(bytes, inside) === tag.start) none(tag.start, open)
        else others = true
      }
      open.pop()
      leading = Math.min(leading, open.length)
      if (open.length === 0) return end()
      continue
    }
    if (leading === inner && open.length === inner) others = true
    if (leading === open.length && (path === undefined || tag.name === path[leading])) {
      if (leading === inner) return { start: tag.start, path: pathOf([...open, tag.name]) }
      if (tag.kind === 'open') {
        leading++
        inside = tag.end
      } else if (leading + 1 === inner) none(tag.end, [...open, tag.name])
    }
    if (tag.kind === 'open') open.push(tag.name)
    else if (open.length === 0) return end()
  }
  return undefined
}

/** Before so many bytes it is not decided that an element is not repeated. */
const LOOKED_AT = 1024 * 1024

function firstRepeated(bytes: Uint8Array, complete: boolean): FoundElement | undefined {
  /** elements that are open, with the child of each that was last closed */
  const open: { name: string; start: number; last?: { name: string; start: number } }[] = []
  let found: (FoundElement & { depth: number }) | undefined
  let child: FoundElement | undefined
  let ended: FoundElement | undefined
  let inside: number | undefined
  const none = (start: number, name: string) => {
    ended ??= { start, path: pathOf([name, '*']), none: true }
  }
  for (const { kind, name, start, end } of tags(bytes)) {
    if (kind === 'close') {
      const closed = open.pop()
      const outer = open.at(-1)
      if (outer) outer.last = closed!
      else if (!child && behindMisc(bytes, inside!) !== start) throw noElement(undefined)
      else none(start, closed!.name)
      continue
    }
    const outer = open.at(-1)
    const before = outer?.last
    if (open.length === 1) child ??= { start, path: pathOf([open[0]!.name, name]) }
    // An element that follows another than the one in which something is repeated is no better.
    if (before?.name === name && (!found || (open.length < found.depth && found.start > before.start)))
      found = { start: before.start, path: pathOf([...open.map((o) => o.name), name]), depth: open.length }
    if (found && (found.depth === 1 || (open.length === 1 && before?.name !== name))) return found
    if (kind === 'open') {
      inside ??= end
      open.push({ name, start })
    } else if (outer) outer.last = { name, start }
    else none(end, name)
  }
  if (!ended && !complete && bytes.length < LOOKED_AT) return undefined
  return found ?? child ?? ended
}

interface Tag {
  kind: 'open' | 'close' | 'empty'
  name: string
  start: number
  /** offset behind it */
  end: number
}

/** Tags of the beginning of a document, as long as they are whole. Throws INPUT_XML* where it cannot be a document. */
function* tags(bytes: Uint8Array): Generator<Tag> {
  const source = textSource(bytes)
  let depth = 0
  for (let at = 0; ;) {
    if (depth === 0) while (isSpace(bytes[at])) at++
    else at = at < bytes.length ? source.indexOf(LT, at) : -1
    if (at < 0 || at >= bytes.length) return
    if (bytes[at] !== LT) throw malformed(at)
    if (startsWith(bytes, at, DOCTYPE))
      throw new PerdeError('INPUT_XML_DOCTYPE', DOCTYPE_MESSAGE, { where: { offset: at }, hints: DOCTYPE_HINTS })
    const end = behindMark(bytes, at)
    if (end < 0) return
    const next = bytes[at + 1]!
    if (next === SLASH) {
      if (--depth < 0) throw malformed(at)
      yield { kind: 'close', name: '', start: at, end }
    } else if (next !== BANG && next !== QUESTION) {
      let nameEnd = at + 1
      while (!endsName(bytes[nameEnd])) nameEnd++
      const name = source.utf8Slice(at + 1, nameEnd)
      if (!isName(name)) throw malformed(at)
      const empty = bytes[end - 2] === SLASH
      if (!empty) depth++
      yield { kind: empty ? 'empty' : 'open', name, start: at, end }
    }
    at = end
  }
}

function pathOf(names: readonly string[]): string {
  return names.map((name) => `/${name}`).join('')
}

function noElement(record: string | undefined): PerdeError {
  const message =
    record === undefined ? 'the document has no elements below its root' : `the document has no element at "${record}"`
  return new PerdeError('INPUT_FORMAT', message, {
    hints: [
      'say which elements are the records with "record", all names from the root to theirs: /export/visit; perde scan finds those that are repeated',
    ],
  })
}

function malformed(offset: number): PerdeError {
  return new PerdeError('INPUT_XML', 'the document is not XML before its records begin', {
    where: { offset },
    hints: ['is the format another one? xmllint --noout FILE says what is wrong with a document'],
  })
}
