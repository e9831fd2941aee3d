/**
 * Reads the source of an expression (flag `u`) as a tree, for questions that no RegExp answers: can anything in this text
 * match it at all? What looks around is left out, so a tree matches what the expression does, and more.
 */

export type Tree =
  /** one character: `7`, `\d`, `\p{L}`, `[A-Z-]`, as written */
  | { kind: 'set'; source: string }
  | { kind: 'sequence'; parts: Tree[] }
  | { kind: 'choice'; of: Tree[] }
  | { kind: 'repeat'; of: Tree; least: number; most: number }

/** An expression, and the sets that its edges turn down: no character of `notBefore` stands before a match. */
export interface ReadExpression {
  tree: Tree
  notBefore: string[]
  notBehind: string[]
}

/** The expression with this source. Throws SyntaxError on what no expression of the detectors has, such as `\k<name>`. */
export function readExpression(source: string): ReadExpression {
  const reader: Reader = { source, at: 0 }
  const items = choice(reader)
  if (reader.at < source.length) throw new SyntaxError(`no expression at ${reader.at}`)
  return withEdges(items)
}

interface Reader {
  source: string
  at: number
}

interface Look {
  kind: 'look'
  behind: boolean
  negative: boolean
  body: Item[][]
}

type Item = Tree | Look

function choice(reader: Reader): Item[][] {
  const all = [sequence(reader)]
  while (reader.source[reader.at] === '|') {
    reader.at++
    all.push(sequence(reader))
  }
  return all
}

function sequence(reader: Reader): Item[] {
  const items: Item[] = []
  while (reader.at < reader.source.length && !'|)'.includes(reader.source[reader.at]!)) {
    const item = one(reader)
    if (item) items.push(repeated(reader, item))
  }
  return items
}

const SET = /\\p\{[^}]{1,40}\}|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[^bBk1-9]|\[(?:\\.|[^\]\\])*\]|[^\\[()|]/suy
const GROUP = /\((?:\?(?:(:|<?[=!])|<[^>]{1,40}>))?/y

function one(reader: Reader): Item | undefined {
  const { source } = reader
  if (source[reader.at] === '(') {
    GROUP.lastIndex = reader.at
    const [whole, sign = ':'] = GROUP.exec(source)!
    reader.at += whole.length
    const body = choice(reader)
    reader.at++
    return sign === ':' ? treeOf(body) : { kind: 'look', behind: sign[0] === '<', negative: sign.endsWith('!'), body }
  }
  SET.lastIndex = reader.at
  const set = SET.exec(source)?.[0]
  if (set === undefined) throw new SyntaxError(`no expression at ${reader.at}`)
  reader.at += set.length
  return set === '^' || set === '$' ? undefined : { kind: 'set', source: set }
}

const TIMES = /(?:([?*+])|\{(\d+)(,?)(\d*)\})\??/y

function repeated(reader: Reader, item: Item): Item {
  TIMES.lastIndex = reader.at
  const times = TIMES.exec(reader.source)
  if (!times) return item
  const [whole, sign, few, comma, many] = times
  reader.at += whole.length
  if (item.kind === 'look') return { kind: 'sequence', parts: [] }
  const least = sign ? (sign === '+' ? 1 : 0) : Number(few)
  const most = sign ? (sign === '?' ? 1 : Infinity) : many ? Number(many) : comma ? Infinity : least
  return { kind: 'repeat', of: item, least, most }
}

function treeOf(body: readonly Item[][]): Tree {
  const of = body.map((items): Tree => ({ kind: 'sequence', parts: items.filter((i): i is Tree => i.kind !== 'look') }))
  return of.length === 1 ? of[0]! : { kind: 'choice', of }
}

/** What an expression without alternatives looks for at its edges: what must stand there is read as part of it. */
function withEdges(body: readonly Item[][]): ReadExpression {
  if (body.length !== 1) return { tree: treeOf(body), notBefore: [], notBehind: [] }
  let items = body[0]!
  let notBefore: string[] = []
  let notBehind: string[] = []
  const first = items[0]
  if (first?.kind === 'look' && first.behind) {
    items = items.slice(1)
    if (first.negative) notBefore = setsOf(first.body)
    else {
      const inner = withEdges(first.body)
      notBefore = inner.notBefore
      items = [inner.tree, ...items]
    }
  }
  const last = items.at(-1)
  if (last?.kind === 'look' && !last.behind) {
    items = items.slice(0, -1)
    if (last.negative) notBehind = setsOf(last.body)
    else {
      const inner = withEdges(last.body)
      notBehind = inner.notBehind
      items = [...items, inner.tree]
    }
  }
  return { tree: treeOf([items]), notBefore, notBehind }
}

/** Of the alternatives those that are one character. */
function setsOf(body: readonly Item[][]): string[] {
  return body.flatMap((items) => (items.length === 1 && items[0]?.kind === 'set' ? [items[0].source] : []))
}
