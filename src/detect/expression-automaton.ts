/**
 * Expressions as one automaton of the positions that their trees can stand at (Glushkov, 1961), for `possible-matches.ts`. It
 * matches what they match and more: of what looks around only the edges are kept, of counts of letters that there is one.
 */
import { writtenOf } from './boundary.ts'
import type { LateExpression } from './boundary.ts'
import { characterSet, readCharacter } from './character-sets.ts'
import type { CharacterSet } from './character-sets.ts'
import { withEdges } from './expression-edges.ts'
import { readTree } from './expression-tree.ts'
import type { Tree } from './expression-tree.ts'

/**
 * `\d{12}` is counted; `[A-Z]{5}` is read as one letter or more, since a word of a text would otherwise be a row of states of
 * its own. Longer counts than this are read as "so many or more" too.
 */
const LONGEST_COUNT = 20

export interface Automaton {
  /** by the number of a position: the set that its character must be in, -1 for the edge behind a match */
  sets: number[]
  follow: number[][]
  /** of an edge: the expression that has matched, and the sets that must not follow */
  matched: (number | undefined)[]
  notBehind: number[][]
  starts: { first: number[]; notBefore: number[] }[]
  /** expressions that match nothing, and so anywhere, and those that are not read */
  always: number[]
  characterSets: CharacterSet[]
}

export function automatonOf(expressions: readonly (RegExp | LateExpression)[]): Automaton {
  const automaton: Automaton = {
    sets: [],
    follow: [],
    matched: [],
    notBehind: [],
    starts: [],
    always: [],
    characterSets: [],
  }
  const numbers = new Map<string, number>()
  expressions.forEach((expression, n) => {
    const { source, flags } = writtenOf(expression)
    const ignoresCase = flags.includes('i')
    const setOf = (set: string): number => {
      const key = ignoresCase ? `i${set}` : `-${set}`
      let number = numbers.get(key)
      if (number === undefined) {
        numbers.set(key, (number = automaton.characterSets.length))
        automaton.characterSets.push(characterSet(set, ignoresCase))
      }
      return number
    }
    const whole = readTree(source)
    if (!whole) return automaton.always.push(n)
    const { tree, notBefore, notBehind } = withEdges(whole)
    const body = add(automaton, tree, setOf)
    if (body.empty) return automaton.always.push(n)
    const edge = newPosition(automaton, -1)
    automaton.matched[edge] = n
    automaton.notBehind[edge] = notBehind.map(setOf)
    for (const last of body.last) automaton.follow[last]!.push(edge)
    return automaton.starts.push({ first: body.first, notBefore: notBefore.map(setOf) })
  })
  return automaton
}

/** The positions that a piece of an expression can begin and end with; `empty`: it may match nothing. */
interface Piece {
  first: number[]
  last: number[]
  empty: boolean
}

function newPosition(automaton: Automaton, set: number): number {
  automaton.follow.push([])
  automaton.notBehind.push([])
  automaton.matched.push(undefined)
  return automaton.sets.push(set) - 1
}

function add(automaton: Automaton, tree: Tree, setOf: (set: string) => number): Piece {
  const link = (from: readonly number[], to: readonly number[]): void => {
    for (const p of from) for (const q of to) if (!automaton.follow[p]!.includes(q)) automaton.follow[p]!.push(q)
  }
  const inRow = (a: Piece, b: Piece): Piece => {
    link(a.last, b.first)
    return {
      first: a.empty ? [...a.first, ...b.first] : a.first,
      last: b.empty ? [...a.last, ...b.last] : b.last,
      empty: a.empty && b.empty,
    }
  }
  const nothing: Piece = { first: [], last: [], empty: true }
  switch (tree.kind) {
    case 'set': {
      const position = [newPosition(automaton, setOf(tree.source))]
      return { first: position, last: position, empty: false }
    }
    case 'look':
      return nothing
    case 'sequence':
      return tree.parts.map((part) => add(automaton, part, setOf)).reduce(inRow, nothing)
    case 'choice': {
      const all = tree.of.map((one) => add(automaton, one, setOf))
      return {
        first: all.flatMap((p) => p.first),
        last: all.flatMap((p) => p.last),
        empty: all.some((p) => p.empty),
      }
    }
    case 'repeat': {
      let row = nothing
      const least = Math.min(tree.least, tree.of.kind === 'set' && hasLetters(tree.of.source) ? 1 : LONGEST_COUNT)
      for (let n = 0; n < least; n++) row = inRow(row, add(automaton, tree.of, setOf))
      if (tree.most === least) return row
      const more = add(automaton, tree.of, setOf)
      if (tree.most > least + 1 || tree.least > least) link(more.last, more.first)
      return inRow(row, { ...more, empty: true })
    }
  }
}

function hasLetters(set: string): boolean {
  return characterSet(set, true)(LETTER) || characterSet(set, true)(CYRILLIC)
}

const LETTER = readCharacter('a')
const CYRILLIC = readCharacter('а')
