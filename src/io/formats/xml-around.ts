import { PerdeError } from '../../errors.ts'
import { formatPath } from '../../record/path.ts'
import { checkText } from './encoding.ts'
import { everyField } from './every-field.ts'
import { BlockFault, type TextAround } from './format.ts'
import { behindMark } from './xml-cut.ts'
import { endsName } from './xml-scalars.ts'
import { finishWalk, walkDocument } from './xml-walk.ts'
import { newWalk } from './xml-walk-state.ts'
import { textSource } from './slices.ts'
import { BANG, LT, QUESTION, SLASH } from './xml-marks.ts'

/**
 * Names and values of the document around its records: what stands before them, with the tags that close it, or with all
 * that stands behind the records, is a document itself. `record`: names from the root to the records. Throws
 * INPUT_XML* where it is none, INPUT_FORMAT where there are records among what stands behind the records.
 */
export function textsAround(
  record: readonly string[],
  before: Uint8Array,
  after: Uint8Array | undefined,
): TextAround[] {
  const whole = Buffer.concat([before, after ?? closing(before)])
  try {
    checkText(whole, () => 0)
    return valuesOf(whole, record)
  } catch (e) {
    if (!(e instanceof BlockFault)) throw e
    throw new PerdeError(e.code, `${e.message}, outside the records of the document`, { hints: e.hints, cause: e })
  }
}

function valuesOf(document: Uint8Array, record: readonly string[]): TextAround[] {
  const paths: string[] = []
  const namespaces: TextAround[] = []
  const root = everyField((path) => paths.push(path))
  const walk = newWalk(document, root, ({ path }, text) => namespaces.push({ path, text }))
  walkDocument(walk)
  const { columns } = finishWalk(walk, 1)
  if (paths.includes(formatPath(record.map((name) => ({ kind: 'name', name }))))) throw scattered()
  const found = columns.flatMap((column) => {
    if (!column) return []
    const repeated = column.text.length > 1 && !/#(?:comment|pi)$/.test(column.path)
    const path = repeated ? `${column.path}[]` : column.path
    return column.text.map((text) => ({ path, text }))
  })
  // Names without a value of their own are read too.
  return [...paths.filter((path) => path !== '').map((path) => ({ path, text: '' })), ...namespaces, ...found]
}

/** Closing tags of the elements that are open at the end of the beginning of a document. */
function closing(before: Uint8Array): Uint8Array {
  return Buffer.from(
    openTags(before)
      .map(({ name }) => `</${name}>`)
      .reverse()
      .join(''),
  )
}

/** Declarations of namespaces of the elements around the records, by the name of their element in order; a later one counts. */
export function namespacesAround(before: Uint8Array): string {
  const declared = new Map<string, string>()
  for (const { tag } of openTags(before))
    for (const [, name, value] of tag.matchAll(/\s(xmlns(?::[^\s=]+)?)\s*=\s*("[^"]*"|'[^']*')/g))
      declared.set(name!, value!)
  return [...declared].map(([name, value]) => ` ${name}=${value}`).join('')
}

interface OpenTag {
  name: string
  tag: string
}

function openTags(before: Uint8Array): OpenTag[] {
  const source = textSource(before)
  const open: OpenTag[] = []
  for (let at = source.indexOf(LT); at >= 0; at = source.indexOf(LT, at)) {
    const end = behindMark(before, at)
    if (end < 0) break
    const next = before[at + 1]
    if (next === SLASH) open.pop()
    else if (next !== BANG && next !== QUESTION && before[end - 2] !== SLASH) {
      let nameEnd = at + 1
      while (!endsName(before[nameEnd])) nameEnd++
      open.push({ name: source.utf8Slice(at + 1, nameEnd), tag: source.utf8Slice(at, end) })
    }
    at = end
  }
  return open
}

function scattered(): PerdeError {
  return new PerdeError('INPUT_FORMAT', 'the records of the document do not stand beside each other', {
    hints: ['take the element around each group of them for the record: its own records are then a list in it'],
  })
}
