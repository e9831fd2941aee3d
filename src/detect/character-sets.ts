/** Whether a character is in a set as an expression writes it: `\d`, `[A-Z-]`, `\p{L}`; or a few more, never one less. */
import { Kind, kindAt } from './letters.ts'

/** A character as sets look at it. */
export interface Character {
  text: string
  /** its code point, and those that are equal to it where case does not count; undefined: more than these may be */
  codes: readonly number[] | undefined
  /** bits of `Kind` of all of them together */
  kinds: number
  space: boolean
}

export function readCharacter(text: string): Character {
  const codes = hasPlainCase(text)
    ? [text, text.toLowerCase(), text.toUpperCase()].filter((c, i, all) => all.indexOf(c) === i)
    : undefined
  return {
    text,
    codes: codes?.map((c) => c.codePointAt(0)!),
    kinds: (codes ?? [text]).reduce((all, c) => all | kindAt(c, 0), 0),
    space: text.trim() === '',
  }
}

/** Characters whose small and capital forms are the only ones equal to them: ASCII, Latin-1, Cyrillic, and no letters. */
function hasPlainCase(c: string): boolean {
  const code = c.codePointAt(0)!
  if (code < 0x17f) return code !== 0xb5 && code !== 0xdf && (code < 0x130 || code > 0x131)
  return (code >= 0x400 && code <= 0x4ff) || (c.toLowerCase() === c && c.toUpperCase() === c)
}

export type CharacterSet = (character: Character) => boolean

/** `ignoresCase`: the expression has the flag `i`. */
export function characterSet(source: string, ignoresCase: boolean): CharacterSet {
  const plain = read(source)
  // What is not known here is asked of an expression, which costs half a millisecond to make.
  let made: RegExp | undefined
  const asked: CharacterSet = (c) => (made ??= new RegExp(`^${source}$`, ignoresCase ? 'iu' : 'u')).test(c.text)
  if (!plain) return asked
  const { negated, ranges, kinds, spaces } = plain
  const holds = (code: number): boolean => {
    for (let i = 0; i < ranges.length; i += 2) if (code >= ranges[i]! && code <= ranges[i + 1]!) return true
    return false
  }
  if (!ignoresCase)
    return (c) =>
      (holds(c.text.codePointAt(0)!) || (kinds !== 0 && (kindAt(c.text, 0) & kinds) !== 0) || (spaces && c.space)) !==
      negated
  return (c) =>
    c.codes ? (c.codes.some(holds) || (kinds & c.kinds) !== 0 || (spaces && c.space)) !== negated : asked(c)
}

interface PlainSet {
  negated: boolean
  /** first and last code point, and so on */
  ranges: number[]
  /** bits of `Kind` */
  kinds: number
  spaces: boolean
}

function read(source: string): PlainSet | undefined {
  if (source === '.') return undefined
  const bracketed = source.startsWith('[')
  const negated = source.startsWith('[^')
  const inner = bracketed ? source.slice(negated ? 2 : 1, -1) : source
  const set: PlainSet = { negated, ranges: [], kinds: 0, spaces: false }
  const members = inner.match(MEMBER) ?? []
  if (members.join('') !== inner) return undefined
  for (let i = 0; i < members.length; i++) {
    const from = codeOf(members[i]!)
    if (from === undefined) {
      if (!addClass(set, members[i]!)) return undefined
    } else if (bracketed && members[i + 1] === '-' && i + 2 < members.length) {
      const to = codeOf(members[i + 2]!)
      if (to === undefined) return undefined
      set.ranges.push(from, to)
      i += 2
    } else set.ranges.push(from, from)
  }
  return set
}

const MEMBER = /\\p\{[^}]{1,40}\}|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]/gsu

/** The code point that a member of a set stands for; undefined: a class of them. */
function codeOf(member: string): number | undefined {
  if (!member.startsWith('\\')) return member.codePointAt(0)
  if (/^\\[xu]/.test(member)) return Number.parseInt(member.slice(2), 16)
  const escape = ESCAPES[member[1]!]
  if (escape !== undefined) return escape
  return /^\\[^a-zA-Z0-9]$/u.test(member) ? member.codePointAt(1) : undefined
}

const ESCAPES: Readonly<Record<string, number>> = { n: 0x0a, r: 0x0d, t: 0x09, 0: 0 }

function addClass(set: PlainSet, member: string): boolean {
  if (member === '\\s') return (set.spaces = true)
  if (member === '\\d') set.ranges.push(0x30, 0x39)
  else if (member === '\\w') set.ranges.push(0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a)
  else {
    const kind = PROPERTIES[member]
    if (kind === undefined) return false
    set.kinds |= kind
  }
  return true
}

const PROPERTIES: Readonly<Record<string, number>> = {
  '\\p{L}': Kind.letter,
  '\\p{M}': Kind.mark,
  '\\p{N}': Kind.number,
  '\\p{Lu}': Kind.upper,
  '\\p{Ll}': Kind.lower,
}
