/**
 * Which expressions can match in a text at all, in one pass over it. Hundreds of expressions ask about every text, and
 * hardly any of them matches; each costs a microsecond to be told so. Here all of them are one automaton of the positions
 * that their trees can stand at (Glushkov, 1961), whose sets of positions are worked out as texts are met, as RE2 does,
 * and kept: a character of a text is then one look into a table. It says yes too often (`expression-tree.ts`), never no
 * where an expression matches; a test asks all of them.
 */
import type { LateExpression } from './boundary.ts'
import { characterSet, readCharacter } from './character-sets.ts'
import type { CharacterSet } from './character-sets.ts'
import { readExpression } from './expression-tree.ts'
import type { ReadExpression, Tree } from './expression-tree.ts'
import { widthAt } from './letters.ts'

/** The numbers of the expressions that can match in the text: `has(n)`, until the next text is asked about. */
export interface Possible {
  has(number: number): boolean
}

/** Sets of positions kept at most; the table starts anew when it is full. */
const MOST_STATES = 4000
/** Sets made anew for one text before the pass gives up and calls everything possible, and one more for so many characters. */
const MOST_NEW = 4000
const CHARACTERS_A_NEW = 8
/** `\d{12}` is counted, `[a-z]{1,62}` and `.{200}` are not: longer counts are read as "so many or more". */
const LONGEST_COUNT = 20

/** A test for texts, for these expressions by their places in the list. */
export function createPossibleMatches(expressions: readonly (RegExp | LateExpression)[]): (text: string) => Possible {
  const automaton = automatonOf(expressions)
  const alphabet = alphabetOf(automaton)
  const table = statesOf(automaton, alphabet)
  const seen = new Int32Array(expressions.length)
  let text = 0
  let everything = false
  const possible: Possible = { has: (n) => everything || seen[n] === text }
  const note = (numbers: readonly number[]): void => {
    for (const n of numbers) seen[n] = text
  }
  return (value) => {
    text = (text + 1) | 0
    everything = false
    note(automaton.always)
    const most = MOST_NEW + value.length / CHARACTERS_A_NEW
    let made = 0
    let state = table.start()
    for (let at = 0; at < value.length; at++) {
      const unit = value.charCodeAt(at)
      const k = alphabet.classes[unit]! || alphabet.classAt(value, at)
      if (unit >= 0xd800 && unit <= 0xdbff && widthAt(value, at) === 2) at++
      let next = state.next[k]
      if (!next) {
        if (++made > most) {
          everything = true
          return possible
        }
        next = table.step(state, k)
      }
      state = next
      if (state.matched.length > 0) note(state.matched)
    }
    note(state.atEnd)
    return possible
  }
}

interface Automaton {
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

function automatonOf(expressions: readonly (RegExp | LateExpression)[]): Automaton {
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
    const { source, flags } = expression instanceof RegExp ? expression : expression.written()
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
    const read = readable(source)
    const body = read && add(automaton, read.tree, setOf)
    if (!body || body.empty) return automaton.always.push(n)
    const { notBefore, notBehind } = read
    const edge = newPosition(automaton, -1)
    automaton.matched[edge] = n
    automaton.notBehind[edge] = notBehind.map(setOf)
    for (const last of body.last) automaton.follow[last]!.push(edge)
    return automaton.starts.push({ first: body.first, notBefore: notBefore.map(setOf) })
  })
  return automaton
}

/** A policy's own patterns may be written in ways that are not read here. */
function readable(source: string): ReadExpression | undefined {
  try {
    return readExpression(source)
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
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
      const least = Math.min(tree.least, LONGEST_COUNT)
      for (let n = 0; n < least; n++) row = inRow(row, add(automaton, tree.of, setOf))
      if (tree.most === least) return row
      const more = add(automaton, tree.of, setOf)
      if (tree.most > least + 1) link(more.last, more.first)
      return inRow(row, { ...more, empty: true })
    }
  }
}

/** Characters that are in the same sets are one class; there are some dozens of them. */
interface Alphabet {
  /** by UTF-16 unit; 0: not met yet */
  classes: Uint16Array
  /** class of the code point at a place */
  classAt(text: string, at: number): number
  /** whether the characters of a class are in a set */
  isIn(k: number, set: number): boolean
}

function alphabetOf({ characterSets }: Automaton): Alphabet {
  const classes = new Uint16Array(0x10000)
  const members: boolean[][] = [[]]
  const known = new Map<string, number>()
  const ask = (text: string): number => {
    const character = readCharacter(text)
    const of = characterSets.map((has) => has(character))
    const key = of.map(Number).join('')
    let k = known.get(key)
    if (k === undefined) {
      known.set(key, (k = members.length))
      members.push(of)
    }
    return k
  }
  return {
    classes,
    classAt: (text, at) => {
      // A pair of surrogates has no place in the table; letters beyond the first 65,536 are rare.
      if (widthAt(text, at) === 2) return ask(text.slice(at, at + 2))
      return (classes[text.charCodeAt(at)] = ask(text[at]!))
    },
    isIn: (k, set) => members[k]![set]!,
  }
}

/** Where the pass stands: the positions that may read the next character, besides those that begin a match here. */
interface State {
  positions: readonly number[]
  /** by class */
  next: (State | undefined)[]
  begin: Beginning
  /** expressions that have matched right before the last character, and that match if the text ends here */
  matched: readonly number[]
  atEnd: readonly number[]
}

/** The positions that a match can begin with behind some class of characters, and what they become. */
interface Beginning {
  id: number
  positions: readonly number[]
  next: (readonly number[] | undefined)[]
}

interface States {
  start(): State
  step(state: State, k: number): State
}

function statesOf(automaton: Automaton, alphabet: Alphabet): States {
  const beginnings = new Map<string, Beginning>()
  const beginningOf = (allowed: readonly boolean[]): Beginning => {
    const key = allowed.map(Number).join('')
    let begin = beginnings.get(key)
    if (!begin) {
      const positions = automaton.starts.flatMap(({ first }, i) => (allowed[i] ? first : []))
      beginnings.set(key, (begin = { id: beginnings.size, positions, next: [] }))
    }
    return begin
  }
  const atStart = beginningOf(automaton.starts.map(() => true))
  const behind: Beginning[] = []
  const beginningBehind = (k: number): Beginning =>
    (behind[k] ??= beginningOf(
      automaton.starts.map(({ notBefore }) => !notBefore.some((set) => alphabet.isIn(k, set))),
    ))

  let states = new Map<string, State>()
  const stateOf = (positions: number[], begin: Beginning, matched: number[]): State => {
    positions.sort((a, b) => a - b)
    const key = `${begin.id} ${positions.join(',')} ${matched.join(',')}`
    let state = states.get(key)
    if (!state) {
      if (states.size >= MOST_STATES) states = new Map()
      const atEnd = positions.flatMap((p) => automaton.matched[p] ?? [])
      states.set(key, (state = { positions, next: [], begin, matched, atEnd }))
    }
    return state
  }
  const read = (positions: readonly number[], k: number, to: Set<number>, matched: Set<number>): void => {
    for (const p of positions) {
      const set = automaton.sets[p]!
      if (set >= 0) {
        if (alphabet.isIn(k, set)) for (const q of automaton.follow[p]!) to.add(q)
      } else if (!automaton.notBehind[p]!.some((not) => alphabet.isIn(k, not))) matched.add(automaton.matched[p]!)
    }
  }
  return {
    start: () => stateOf([], atStart, []),
    step(state, k) {
      const to = new Set<number>()
      const matched = new Set<number>()
      read(state.positions, k, to, matched)
      let begun = state.begin.next[k]
      if (!begun) {
        const first = new Set<number>()
        read(state.begin.positions, k, first, matched)
        begun = state.begin.next[k] = [...first]
      }
      for (const p of begun) to.add(p)
      return (state.next[k] = stateOf(
        [...to],
        beginningBehind(k),
        [...matched].sort((a, b) => a - b),
      ))
    },
  }
}
