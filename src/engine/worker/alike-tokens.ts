import { seenForm, subjectForm } from '../../record/normalise.ts'
import { Kind } from '../../record/batch.ts'
import type { AnonymitySpec } from '../../policy/policy.ts'
import type { WrittenTokens } from './measure.ts'

/** Spellings of one value become one text. */
export type ValueForm = (text: string) => string

/**
 * The values of a sensitive field as a reader takes them: blanks are none, 1.0 is 1, and spellings that look alike (spaces,
 * composed letters, case, invisible characters, letters of another alphabet) are one value. Else five spellings of one illness
 * would pass for five.
 */
export function alikeTokens({ distinct, numbers }: WrittenTokens, form: ValueForm = subjectForm): WrittenTokens {
  const known = new Map<string, number>()
  const alike: string[] = []
  const renumbered = Int32Array.from(distinct, (token) => {
    const own = canonical(token, form)
    if (own === undefined) return -1
    let number = known.get(own)
    if (number === undefined) known.set(own, (number = alike.push(own) - 1))
    return number
  })
  return { distinct: alike, numbers: numbers.map((number) => (number < 0 ? -1 : renumbered[number]!)) }
}

/**
 * How the spellings of a sensitive field are taken. Where a hierarchy says which values there are they keep their case and
 * letters, by which they are found in it; one that is spelt otherwise has no leaf there and is refused.
 */
export function formOf(spec: AnonymitySpec | undefined, path: string): ValueForm {
  const closeness = spec && Object.hasOwn(spec.t, path) ? spec.t[path] : undefined
  return closeness && 'hierarchical' in closeness ? leafForm : subjectForm
}

function leafForm(text: string): string {
  return seenForm(text).normalize('NFC').trim().replace(/ +/g, ' ')
}

/** A token (`kind:length:text;` for each cell, `n;` for null in a list) of what its cells look like; undefined: it is no value. */
function canonical(token: string, form: ValueForm): string | undefined {
  const cells: string[] = []
  for (let at = 0; at < token.length;) {
    const found = CELL.exec(token.slice(at, at + HEAD))
    if (!found) {
      cells.push('n;')
      at += 2
      continue
    }
    const from = at + found[0].length
    const to = from + Number(found[2])
    const own = canonicalCell(Number(found[1]), form(token.slice(from, to)))
    if (own !== undefined) cells.push(own)
    at = to + 1
  }
  return cells.length === 0 ? undefined : cells.join('')
}

const CELL = /^(\d):(\d+):/
/** Characters that the kind and the length of a cell take at most. */
const HEAD = 16

function canonicalCell(kind: number, text: string): string | undefined {
  if (text === '') return undefined
  const isNumber = NUMBER.test(text) && Number.isFinite(Number(text))
  const own = isNumber ? String(Number(text) + 0) : text
  // A number is one in quotes or without.
  return `${isNumber ? Kind.string : kind}:${own.length}:${own};`
}

/** Leading zeros make a code, not a number. */
const NUMBER = /^[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
