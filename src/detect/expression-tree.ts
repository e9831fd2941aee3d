/** Reads the source of an expression (flag `u`) as a tree, for questions that no RegExp answers: can it match here at all? */

export type Tree =
  /** one character: `7`, `\d`, `\p{L}`, `[A-Z-]`, as written */
  | { kind: 'set'; source: string }
  | { kind: 'sequence'; parts: Tree[] }
  | { kind: 'choice'; of: Tree[] }
  | { kind: 'repeat'; of: Tree; least: number; most: number }
  | Look

/** What must stand around, or must not: `(?<!\d)`. `^`, `$` and `\b` are left out, so a tree without them says yes too often. */
export interface Look {
  kind: 'look'
  behind: boolean
  negative: boolean
  of: Tree
}

/**
 * The tree of an expression; undefined where it holds what is not read here, such as `\k<name>`: a policy's own patterns
 * may be written in any way.
 */
export function readTree(source: string): Tree | undefined {
  const reader: Reader = { source, at: 0 }
  const tree = choice(reader)
  return reader.at < source.length ? undefined : tree
}

interface Reader {
  source: string
  at: number
}

function choice(reader: Reader): Tree {
  const of = [sequence(reader)]
  while (reader.source[reader.at] === '|') {
    reader.at++
    of.push(sequence(reader))
  }
  return of.length === 1 ? of[0]! : { kind: 'choice', of }
}

function sequence(reader: Reader): Tree {
  const parts: Tree[] = []
  while (reader.at < reader.source.length && !'|)'.includes(reader.source[reader.at]!)) {
    if (take(reader, EDGE)) continue
    const part = one(reader)
    // What follows stays unread, and so the whole expression does.
    if (!part) break
    parts.push(repeated(reader, part))
  }
  return { kind: 'sequence', parts }
}

const EDGE = /\\b|\\B|\^|\$/y
const SET =
  /\\p\{[^}]{1,40}\}|\\P\{[^}]{1,40}\}|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[^pPxubBk1-9]|\[(?:\\.|[^\]\\])*\]|[^()[\]|\\*+?{}]/suy
const GROUP = /\((?:\?(?:(:|<?[=!])|<[^>]{1,40}>))?/y

function one(reader: Reader): Tree | undefined {
  const group = take(reader, GROUP)
  if (group) {
    const sign = group[1] ?? ':'
    const of = choice(reader)
    if (reader.source[reader.at] !== ')') return undefined
    reader.at++
    return sign === ':' ? of : { kind: 'look', behind: sign.startsWith('<'), negative: sign.endsWith('!'), of }
  }
  const set = take(reader, SET)
  return set && { kind: 'set', source: set[0] }
}

const TIMES = /(?:([?*+])|\{(\d+)(,?)(\d*)\})\??/y

function repeated(reader: Reader, of: Tree): Tree {
  const times = take(reader, TIMES)
  if (!times) return of
  const [, sign, few, comma, many] = times
  const least = sign ? (sign === '+' ? 1 : 0) : Number(few)
  const most = sign ? (sign === '?' ? 1 : Infinity) : many ? Number(many) : comma ? Infinity : least
  return { kind: 'repeat', of, least, most }
}

function take(reader: Reader, expression: RegExp): RegExpExecArray | undefined {
  expression.lastIndex = reader.at
  const m = expression.exec(reader.source)
  if (m) reader.at += m[0].length
  return m ?? undefined
}
