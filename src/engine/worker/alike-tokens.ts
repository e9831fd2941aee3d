import { Kind } from '../../record/batch.ts'
import type { WrittenTokens } from './measure.ts'

/**
 * The values of a sensitive field as a reader takes them: blanks are none, 1.0 is 1, spaces and composed letters make no
 * other word. Else five spellings of one illness would pass for five.
 */
export function alikeTokens({ distinct, numbers }: WrittenTokens): WrittenTokens {
  const known = new Map<string, number>()
  const alike: string[] = []
  const renumbered = Int32Array.from(distinct, (token) => {
    const own = canonical(token)
    if (own === undefined) return -1
    let number = known.get(own)
    if (number === undefined) known.set(own, (number = alike.push(own) - 1))
    return number
  })
  return { distinct: alike, numbers: numbers.map((number) => (number < 0 ? -1 : renumbered[number]!)) }
}

/** `kind:length:text;` of one cell; several cells are as they are. undefined: it is no value. */
function canonical(token: string): string | undefined {
  const found = /^(\d):(\d+):([\s\S]*);$/.exec(token)
  if (!found || found[3]!.length !== Number(found[2])) return token
  const text = found[3]!.normalize('NFC').trim().replace(/\s+/g, ' ')
  if (text === '') return undefined
  const isNumber = NUMBER.test(text) && Number.isFinite(Number(text))
  const own = isNumber ? String(Number(text) + 0) : text
  // A number is one in quotes or without.
  const kind = isNumber ? Kind.string : Number(found[1])
  return `${kind}:${own.length}:${own};`
}

/** Leading zeros make a code, not a number. */
const NUMBER = /^[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
