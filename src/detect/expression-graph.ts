/**
 * An expression as a graph of states over the classes of `value-form.ts`, to ask which forms it can match at all. What the
 * graph cannot say it leaves open, so it never says no to a form of which some value matches: a class of characters passes
 * where one of its members does, and of what looks around only refusals of single characters are kept, and what must stand right before.
 */
import { writtenOf } from './boundary.ts'
import type { LateExpression } from './boundary.ts'
import { readTree } from './expression-tree.ts'
import type { Tree } from './expression-tree.ts'
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
  /** `behind`: the character before is of one of these */
  | { kind: 'only'; behind: ClassTable[]; next: number }
  | { kind: 'end' }

export interface ExpressionGraph {
  states: readonly State[]
  start: number
  /** 1 for the classes that a match can begin with; undefined: a match may be empty */
  first: Uint8Array | undefined
}

/** The graph, or undefined where the expression holds something that is not read here. */
export function expressionGraph(expression: RegExp | LateExpression): ExpressionGraph | undefined {
  const { source, flags } = writtenOf(expression)
  const tree = readTree(source)
  if (!tree) return undefined
  const builder: Builder = { states: [{ kind: 'end' }], flags: flags.includes('i') ? 'iu' : 'u' }
  const start = add(builder, tree, 0)
  return { states: builder.states, start, first: firstOf(builder.states, start) }
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

interface Builder {
  states: State[]
  flags: 'u' | 'iu'
}

/** More repetitions than a form has characters are any number. */
const MOST_COPIES = 48

/** Adds the states of a tree that go on to `next`; the number of the first. */
function add(builder: Builder, tree: Tree, next: number): number {
  const { states, flags } = builder
  switch (tree.kind) {
    case 'set':
      return states.push({ kind: 'class', table: classTable(tree.source, flags), next }) - 1
    case 'sequence':
      return tree.parts.reduceRight((to, part) => add(builder, part, to), next)
    case 'choice': {
      const starts = tree.of.map((one) => add(builder, one, next))
      return starts.reduceRight((other, start) => states.push({ kind: 'either', next: start, other }) - 1)
    }
    case 'repeat':
      return addRepeat(builder, tree, next)
    case 'look': {
      if (!tree.negative) {
        const behind = tree.behind ? lastCharacters(tree.of, flags) : undefined
        return behind ? states.push({ kind: 'only', behind, next }) - 1 : next
      }
      const sequences = plainSequences(tree.of, flags)
      if (sequences.length === 0) return next
      return states.push({ kind: 'unless', refusal: { behind: tree.behind, sequences }, next }) - 1
    }
  }
}

function addRepeat(builder: Builder, { of, least, most }: Extract<Tree, { kind: 'repeat' }>, next: number): number {
  const { states } = builder
  let start = next
  if (most > MOST_COPIES) {
    // A loop; its way back is known when its content is.
    const loop: State = { kind: 'either', next: 0, other: next }
    start = states.push(loop) - 1
    loop.next = add(builder, of, start)
  } else
    for (let n = least; n < most; n++)
      start = states.push({ kind: 'either', next: add(builder, of, start), other: next }) - 1
  for (let n = 0; n < Math.min(least, MOST_COPIES); n++) start = add(builder, of, start)
  return start
}

/** Fewer than an open run of a form has places, so that all of them stand in it wherever in the run it is asked. */
const LONGEST_SEQUENCE = 3

/** The alternatives of single characters; any other refuses more than is known here, and is left out. */
function plainSequences(tree: Tree, flags: string): ClassTable[][] {
  return (tree.kind === 'choice' ? tree.of : [tree]).flatMap((one) => {
    const parts = one.kind === 'sequence' ? one.parts : [one]
    const sets = parts.flatMap((part) => (part.kind === 'set' ? [part.source] : []))
    const plain = sets.length === parts.length && sets.length > 0 && sets.length <= LONGEST_SEQUENCE
    return plain ? [sets.map((set) => classTable(set, flags))] : []
  })
}

/** What each alternative ends with; undefined where that is not one character of a set. */
function lastCharacters(tree: Tree, flags: string): ClassTable[] | undefined {
  const tables: ClassTable[] = []
  for (const one of tree.kind === 'choice' ? tree.of : [tree]) {
    const last = one.kind === 'sequence' ? one.parts.at(-1) : one
    if (last?.kind !== 'set') return undefined
    tables.push(classTable(last.source, flags))
  }
  return tables
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
