/**
 * An expression as a graph of states over the classes of `value-form.ts`, to ask which forms it can match at all. What the
 * graph cannot say it leaves open, so it never says no to a form of which some value matches: a class of characters passes
 * where one of its members does, and of what looks around only refusals of single characters are kept.
 */
import { CLASS_MEMBERS } from './value-form.ts'

export const MAY = 1
export const MUST = 2

/** For every class of characters: whether one of them may stand here, or all of them do. */
export type ClassTable = Uint8Array

/** Characters, one after another, behind or before a place, that may not stand there. */
export interface Refusal {
  behind: boolean
  sequences: ClassTable[][]
}

export type State =
  | { kind: 'class'; table: ClassTable; next: number }
  | { kind: 'either'; next: number; other: number }
  | { kind: 'unless'; refusal: Refusal; next: number }
  | { kind: 'end' }

export interface ExpressionGraph {
  states: readonly State[]
  start: number
  /** 1 for the classes that a match can begin with; undefined: a match may be empty */
  first: Uint8Array | undefined
}

/** The graph, or undefined where the expression holds something that is not read here. */
export function expressionGraph({ source, flags }: RegExp): ExpressionGraph | undefined {
  const reader: Reader = { source, at: 0, flags: flags.includes('i') ? 'iu' : 'u' }
  const any = readAny(reader)
  if (!any || reader.at < source.length) return undefined
  const states: State[] = [{ kind: 'end' }]
  const start = addAny(states, any, 0)
  return { states, start, first: firstOf(states, start) }
}

function firstOf(states: readonly State[], start: number): Uint8Array | undefined {
  const first = new Uint8Array(CLASS_MEMBERS.length)
  const met = new Set([start])
  for (const number of met) {
    const state = states[number]!
    if (state.kind === 'end') return undefined
    if (state.kind === 'class') state.table.forEach((says, c) => says !== 0 && (first[c] = 1))
    else met.add(state.next)
    if (state.kind === 'either') met.add(state.other)
  }
  return first
}

type Node =
  | { kind: 'class'; table: ClassTable }
  | { kind: 'any'; any: Item[][] }
  | { kind: 'unless'; refusal: Refusal }
  | { kind: 'nothing' }

interface Item {
  node: Node
  least: number
  most: number
}

interface Reader {
  source: string
  at: number
  flags: 'u' | 'iu'
}

const ATOM =
  /\\p\{[^}]{1,40}\}|\\P\{[^}]{1,40}\}|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[^pPxubBk1-9]|\[(?:\\.|[^\]\\])*\]|[^()[\]|\\*+?{}]/suy
const OPEN = /\((?:\?(?::|=|!|<=|<!|<[A-Za-z]\w*>))?/y
const REPEAT = /(?:([?*+])|\{(\d+)(,?)(\d*)\})\??/y
const EDGE = /\\b|\\B|\^|\$/y

function take(reader: Reader, expression: RegExp): RegExpExecArray | undefined {
  expression.lastIndex = reader.at
  const m = expression.exec(reader.source)
  if (m) reader.at += m[0].length
  return m ?? undefined
}

function readAny(reader: Reader): Item[][] | undefined {
  const any: Item[][] = [[]]
  while (reader.at < reader.source.length && reader.source[reader.at] !== ')') {
    if (reader.source[reader.at] === '|') {
      reader.at++
      any.push([])
      continue
    }
    const node = readNode(reader)
    if (!node) return undefined
    const [, sign, least, comma, most] = take(reader, REPEAT) ?? []
    any.at(-1)!.push({ node, ...repeats(sign, least, comma, most) })
  }
  return any
}

function repeats(sign?: string, least?: string, comma?: string, most?: string): Omit<Item, 'node'> {
  if (sign) return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity }
  if (least === undefined) return { least: 1, most: 1 }
  return { least: Number(least), most: most ? Number(most) : comma ? Infinity : Number(least) }
}

function readNode(reader: Reader): Node | undefined {
  if (take(reader, EDGE)) return { kind: 'nothing' }
  const open = take(reader, OPEN)
  if (open) {
    const any = readAny(reader)
    if (!any || reader.source[reader.at] !== ')') return undefined
    reader.at++
    if (/^\(\?<?=$/.test(open[0])) return { kind: 'nothing' }
    if (/^\(\?<?!$/.test(open[0]))
      return { kind: 'unless', refusal: { behind: open[0].includes('<'), sequences: any.flatMap(plainSequence) } }
    return { kind: 'any', any }
  }
  const atom = take(reader, ATOM)
  return atom && { kind: 'class', table: classTable(atom[0], reader.flags) }
}

/** Fewer than an open run of a form has places, so that all of them stand in it wherever in the run it is asked. */
const LONGEST_SEQUENCE = 3

/** An alternative of single characters; any other refuses more than is known here, and is left out. */
function plainSequence(items: Item[]): ClassTable[][] {
  const tables = items.flatMap(({ node, least, most }) =>
    node.kind === 'class' && least === 1 && most === 1 ? [node.table] : [],
  )
  return tables.length === items.length && tables.length > 0 && tables.length <= LONGEST_SEQUENCE ? [tables] : []
}

/** All characters of all classes, and the class of each. */
const ALL = CLASS_MEMBERS.flat().join('')
const CLASS_OF = CLASS_MEMBERS.flatMap((members, c) => members.map(() => c))

// Of the few hundred items of all expressions; what they match depends on nothing else.
const tables = new Map<string, ClassTable>()

function classTable(atom: string, flags: string): ClassTable {
  const key = `${flags} ${atom}`
  let table = tables.get(key)
  if (!table) {
    const matched = new Uint16Array(CLASS_MEMBERS.length)
    for (const m of ALL.matchAll(new RegExp(atom, `g${flags}`))) matched[CLASS_OF[m.index]!]!++
    table = Uint8Array.from(CLASS_MEMBERS, ({ length }, c) =>
      matched[c] === 0 ? 0 : matched[c] === length ? MAY | MUST : MAY,
    )
    tables.set(key, table)
  }
  return table
}

/** More repetitions than a form has characters are any number. */
const MOST_COPIES = 48

function addAny(states: State[], any: readonly Item[][], next: number): number {
  const starts = any.map((items) => items.reduceRight((to, item) => addItem(states, item, to), next))
  return starts.reduceRight((other, start) => states.push({ kind: 'either', next: start, other }) - 1)
}

function addItem(states: State[], { node, least, most }: Item, next: number): number {
  let start = next
  if (most > MOST_COPIES) {
    // A loop; its way back is known when its content is.
    const loop: State = { kind: 'either', next: 0, other: next }
    start = states.push(loop) - 1
    loop.next = addNode(states, node, start)
  } else
    for (let n = least; n < most; n++)
      start = states.push({ kind: 'either', next: addNode(states, node, start), other: next }) - 1
  for (let n = 0; n < Math.min(least, MOST_COPIES); n++) start = addNode(states, node, start)
  return start
}

function addNode(states: State[], node: Node, next: number): number {
  switch (node.kind) {
    case 'nothing':
      return next
    case 'any':
      return addAny(states, node.any, next)
    case 'unless':
      return node.refusal.sequences.length === 0
        ? next
        : states.push({ kind: 'unless', refusal: node.refusal, next }) - 1
    case 'class':
      return states.push({ kind: 'class', table: node.table, next }) - 1
  }
}
