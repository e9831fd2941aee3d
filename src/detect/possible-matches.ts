/**
 * Which expressions can match in a text at all, in one pass over it. Hundreds of expressions ask about every text, and
 * hardly any of them matches; each costs a microsecond to be told so. Here all of them are one automaton, whose sets of
 * positions are worked out as texts are met, as RE2 does, and kept: a character of a text is then one look into a table. It
 * says yes too often, never no where an expression matches; a test asks all of them.
 */
import type { LateExpression } from './boundary.ts'
import { readCharacter } from './character-sets.ts'
import { automatonOf } from './expression-automaton.ts'
import type { Automaton } from './expression-automaton.ts'
import { widthAt } from './letters.ts'

/** The expressions that can match in a text; holds until the next text is asked about. */
export interface Possible {
  /** the text was too hard: any can */
  everything: boolean
  /** the numbers of the expressions that can, each once */
  found: readonly number[]
}

/**
 * Steps worked out anew for one text before the pass gives up and calls everything possible, and one more for so many
 * characters: a step is a hundred times dearer than a look, and a text that has been made for it asks for one a character.
 */
const MOST_NEW = 48
const CHARACTERS_A_NEW = 8

/** A test for texts, for these expressions by their places in the list. */
export function createPossibleMatches(expressions: readonly (RegExp | LateExpression)[]): (text: string) => Possible {
  const automaton = automatonOf(expressions)
  const alphabet = alphabetOf(automaton)
  const states = createStates(automaton, alphabet)
  const found: number[] = []
  const possible: Possible = { everything: false, found }
  const marks = new Int32Array(expressions.length)
  let mark = 0
  const note = (numbers: readonly number[]): void => {
    for (const n of numbers)
      if (marks[n] !== mark) {
        marks[n] = mark
        found.push(n)
      }
  }
  return (value) => {
    mark = (mark + 1) | 0
    found.length = 0
    possible.everything = false
    note(automaton.always)
    let left = MOST_NEW + value.length / CHARACTERS_A_NEW
    let state = 0
    let { next, matched } = states
    const { classes } = alphabet
    const { length } = value
    for (let at = 0; at < length; at++) {
      let k = classes[value.charCodeAt(at)]!
      if (k === 0) {
        k = alphabet.classAt(value, at)
        if (widthAt(value, at) === 2) at++
        if (k >= MOST_CLASSES) return giveUp()
      }
      let to = next[state * MOST_CLASSES + k]!
      if (to === 0) {
        if (--left < 0) return giveUp()
        to = states.step(state, k)
        ;({ next, matched } = states)
      }
      state = to - 1
      const ends = matched[state]
      if (ends !== undefined) note(ends)
    }
    note(states.atEnd[state]!)
    return possible
  }

  function giveUp(): Possible {
    possible.everything = true
    return possible
  }
}

/** Characters beyond the first 65,536 that are kept, emoji mostly. */
const MOST_PAIRS = 4096

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
  const pairs = new Map<number, number>()
  const ofPair = (code: number): number => {
    let k = pairs.get(code)
    if (k === undefined) {
      if (pairs.size >= MOST_PAIRS) pairs.clear()
      pairs.set(code, (k = ask(String.fromCodePoint(code))))
    }
    return k
  }
  return {
    classes,
    classAt: (text, at) => {
      // Surrogates have no place in the table: what they are depends on the other half.
      if (widthAt(text, at) === 2) return ofPair(text.codePointAt(at)!)
      const unit = text.charCodeAt(at)
      const k = ask(text[at]!)
      // One for which the table has no place is asked about again, and the pass gives up again.
      if (k < MOST_CLASSES && (unit < 0xd800 || unit > 0xdfff)) classes[unit] = k
      return k
    },
    isIn: (k, set) => members[k]![set]!,
  }
}

/**
 * Where the pass can stand: after some character, at the positions that may read the next one, besides those that begin a
 * match here. Numbered as they are met; the first is the beginning of a text.
 */
interface States {
  /** by state and class: one more than the state behind the character, 0 where it is not worked out yet */
  next: Uint16Array
  /** by state: the expressions that have matched right before the last character, if any, and those that match if the text ends */
  matched: (readonly number[] | undefined)[]
  atEnd: (readonly number[])[]
  step(state: number, k: number): number
}

/** The table has a place for so many classes; in a text with more kinds of characters the pass gives up. */
const MOST_CLASSES = 256
/** States kept at most, four megabytes of them; the table starts anew when it is full. */
const MOST_STATES = 8192
const FIRST_STATES = 512

function createStates(automaton: Automaton, alphabet: Alphabet): States {
  const { beginningBehind, atStart } = beginningsOf(automaton, alphabet)
  let positions: Int32Array[] = []
  let begins: Beginning[] = []
  /** by hash: the states that have it */
  let byHash = new Map<number, number[]>()
  const marks = new Int32Array(automaton.sets.length)
  let mark = 0

  const states: States = { next: new Uint16Array(FIRST_STATES * MOST_CLASSES), matched: [], atEnd: [], step }
  stateOf([], atStart, [])
  return states

  function stateOf(some: readonly number[], begin: Beginning, matched: readonly number[]): number {
    const at = Int32Array.from(some).sort()
    const hash = hashOf(hashOf(begin.id, at), matched)
    let alike = byHash.get(hash)
    if (!alike) byHash.set(hash, (alike = []))
    for (const state of alike)
      if (begins[state] === begin && isSame(positions[state]!, at) && isSame(states.matched[state] ?? [], matched))
        return state
    const state = positions.length
    alike.push(state)
    if ((state + 1) * MOST_CLASSES > states.next.length) {
      const wider = new Uint16Array(2 * states.next.length)
      wider.set(states.next)
      states.next = wider
    }
    positions.push(at)
    begins.push(begin)
    states.matched.push(matched.length > 0 ? matched : undefined)
    states.atEnd.push([...at].flatMap((p) => automaton.matched[p] ?? []))
    return state
  }

  function startAnew(): void {
    positions = []
    begins = []
    byHash = new Map()
    states.next = new Uint16Array(FIRST_STATES * MOST_CLASSES)
    states.matched = []
    states.atEnd = []
    stateOf([], atStart, [])
  }

  function step(state: number, k: number): number {
    const from = positions[state]!
    const begun = begins[state]!.behind(k)
    const to: number[] = []
    const matched: number[] = []
    mark++
    const add = (p: number): void => {
      if (marks[p] === mark) return
      marks[p] = mark
      to.push(p)
    }
    for (const p of from) {
      const set = automaton.sets[p]!
      if (set >= 0) {
        if (alphabet.isIn(k, set)) automaton.follow[p]!.forEach(add)
      } else if (!automaton.notBehind[p]!.some((not) => alphabet.isIn(k, not))) matched.push(automaton.matched[p]!)
    }
    begun.forEach(add)
    const full = positions.length >= MOST_STATES
    if (full) startAnew()
    const behind = stateOf(
      to,
      beginningBehind(k),
      matched.sort((a, b) => a - b),
    )
    if (!full) states.next[state * MOST_CLASSES + k] = behind + 1
    return behind + 1
  }
}

function hashOf(seed: number, numbers: ArrayLike<number>): number {
  let hash = seed
  for (let i = 0; i < numbers.length; i++) hash = Math.imul(hash ^ numbers[i]!, 0x9e3779b1) ^ (hash >>> 15)
  return Math.imul(hash ^ numbers.length, 0x85ebca6b)
}

function isSame(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** The expressions that can begin behind some class of characters, and the positions that they stand at behind the next. */
interface Beginning {
  id: number
  behind(k: number): readonly number[]
}

function beginningsOf(
  automaton: Automaton,
  alphabet: Alphabet,
): { atStart: Beginning; beginningBehind(k: number): Beginning } {
  const known = new Map<string, Beginning>()
  const beginningOf = (mayBegin: readonly boolean[]): Beginning => {
    const key = mayBegin.map(Number).join('')
    let beginning = known.get(key)
    if (!beginning) {
      const bySet = new Map<number, Set<number>>()
      automaton.starts.forEach(({ first }, i) => {
        if (mayBegin[i])
          for (const p of first) {
            const follow = bySet.get(automaton.sets[p]!) ?? new Set()
            bySet.set(automaton.sets[p]!, follow)
            for (const q of automaton.follow[p]!) follow.add(q)
          }
      })
      const asked: (readonly number[] | undefined)[] = []
      const behind = (k: number): readonly number[] =>
        (asked[k] ??= [...new Set([...bySet].flatMap(([set, follow]) => (alphabet.isIn(k, set) ? [...follow] : [])))])
      known.set(key, (beginning = { id: known.size, behind }))
    }
    return beginning
  }
  const byClass: (Beginning | undefined)[] = []
  return {
    atStart: beginningOf(automaton.starts.map(() => true)),
    beginningBehind: (k) =>
      (byClass[k] ??= beginningOf(
        automaton.starts.map(({ notBefore }) => !notBefore.some((set) => alphabet.isIn(k, set))),
      )),
  }
}
