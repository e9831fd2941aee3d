import { PerdeError } from '../../errors.ts'
import { bomLength, checkText } from './encoding.ts'
import { everyField } from './every-field.ts'
import { BlockFault, type TextAround } from './format.ts'
import { finishWalk, newWalk, walkDocument } from './json-walk.ts'

/**
 * Names and values of the document around the array of records: what stands before it, with the brackets that close it,
 * or with all that stands behind the records, is a document itself. Throws INPUT_* where it is none.
 */
export function textsAround(before: Uint8Array, after: Uint8Array | undefined): TextAround[] {
  const start = bomLength(before)
  const whole = Buffer.concat([before.subarray(start), after ?? closing(before)])
  try {
    checkText(whole, () => 0)
    return valuesOf(whole)
  } catch (e) {
    if (!(e instanceof BlockFault)) throw e
    throw new PerdeError(e.code, `${e.message}, outside the records of the document`, {
      hints: e.code === 'INPUT_JSON' ? ['the document has to be JSON as RFC 8259 writes it'] : e.hints,
      cause: e,
    })
  }
}

function valuesOf(document: Uint8Array): TextAround[] {
  const paths: string[] = []
  const walk = newWalk(
    document,
    everyField((path) => paths.push(path)),
  )
  walkDocument(walk, document.length)
  const { columns } = finishWalk(walk, 1)
  const found = columns.flatMap((column) => (column ? column.text.map((text) => ({ path: column.path, text })) : []))
  // Names without a value of their own (of objects and lists) are read too.
  return [...paths.filter((path) => path !== '').map((path) => ({ path, text: '' })), ...found]
}

/** The brackets that are still open at the end of the beginning of a document. */
function closing(before: Uint8Array): Uint8Array {
  const open: number[] = []
  for (let at = 0; at < before.length; at++) {
    const c = before[at]!
    if (c === 0x22) {
      for (at++; at < before.length && before[at] !== 0x22; at++) if (before[at] === 0x5c) at++
    } else if (c === 0x5b || c === 0x7b) open.push(c + 2)
    else if (c === 0x5d || c === 0x7d) open.pop()
  }
  return Uint8Array.from(open.reverse())
}
