/**
 * A login beside the name that it is made of: "rmarsh (Rosalind Marsh)", "Tobias Lund <tlund>", "kov_petr / Ковалёв Пётр". No
 * other word stands so, so neither a label nor a digit is needed.
 */
import type { Candidate } from './recogniser.ts'

/** What parts them, and how the second begins: asked of every text. */
export const PARTED = /[(<[|/\t][ \t]{0,3}@?(?:\p{Lu}\p{Ll}|[a-z][a-z0-9._-]{2})/gu
const LOGIN = '[a-z][a-z0-9._-]{2,28}[a-z0-9]'
const NAME = "\\p{Lu}[\\p{L}'’-]{1,24}(?: \\p{Lu}[\\p{L}'’.-]{0,24}){1,3}"
const BEHIND = '[ \\t]{0,3}$'
const BEFORE = '^.[ \\t]{0,3}@?'
const LOGIN_BEFORE = new RegExp(`(?<![\\p{L}\\p{N}@._/-])(${LOGIN})${BEHIND}`, 'u')
const NAME_BEFORE = new RegExp(`(?<!\\p{L})(${NAME})${BEHIND}`, 'u')
const NAME_BEHIND = new RegExp(`${BEFORE}(${NAME})(?!\\p{L})`, 'su')
const LOGIN_BEHIND = new RegExp(`${BEFORE}(${LOGIN})(?![\\p{L}\\p{N}@/]|\\.\\p{L})`, 'su')
/** UTF-16 units on either side that are looked at */
const REACH = 110

export function madeLogins(text: string): Candidate[] {
  const found: Candidate[] = []
  for (const { index } of text.matchAll(PARTED)) {
    const from = Math.max(0, index - REACH)
    const before = text.slice(from, index)
    const behind = text.slice(index, index + REACH)
    const [login, name] = [LOGIN_BEFORE.exec(before), NAME_BEHIND.exec(behind)]
    if (login && name && isMadeOf(login[1]!, name[1]!)) found.push(candidate(from + login.index, login[1]!))
    const [named, made] = [NAME_BEFORE.exec(before), LOGIN_BEHIND.exec(behind)]
    if (named && made && isMadeOf(made[1]!, named[1]!))
      found.push(candidate(index + made[0].length - made[1]!.length, made[1]!))
  }
  return found
}

/** For the test of linear time. */
export const loginExpressions = [PARTED, LOGIN_BEFORE, NAME_BEFORE, NAME_BEHIND, LOGIN_BEHIND] as const

function candidate(start: number, login: string): Candidate {
  return { start, end: start + login.length, score: 0.65, why: ['made of the name beside it'] }
}

/** Letters of a part of a name that a login has at least, beside those of another */
const LEAST = 3

/** A beginning of one part of the name of three letters or more, and of another one or more, and nothing else but digits. */
function isMadeOf(login: string, name: string): boolean {
  const letters = latin(login)
  const parts = name
    .split(/[ .]+/u)
    .map(latin)
    .filter((part) => part !== '')
  if (letters.length <= LEAST) return false
  return parts.some((one, i) =>
    parts.some((other, k) => {
      if (i === k) return false
      for (let n = 1; n < letters.length; n++) {
        const [first, last] = [letters.slice(0, n), letters.slice(n)]
        if (first.length < LEAST && last.length < LEAST) continue
        if (first.length < LEAST && last !== other) continue
        if (last.length < LEAST && first !== one) continue
        if (one.startsWith(first) && other.startsWith(last)) return true
      }
      return false
    }),
  )
}

const CYRILLIC: ReadonlyMap<string, string> = new Map(
  'а=a б=b в=v г=g ғ=g д=d е=e ё=e ж=zh з=z и=i й=y к=k қ=k л=l м=m н=n ң=n о=o ө=o п=p р=r с=s т=t у=u ұ=u ү=u ф=f х=kh һ=h ц=ts ч=ch ш=sh щ=sh ъ= ы=y і=i ь= э=e ю=yu я=ya ә=a'
    .split(' ')
    .map((pair) => pair.split('=') as [string, string]),
)

/** Small letters a to z, of which those that several spellings share are one: Aliya and Алия, Ğ and g. */
function latin(text: string): string {
  return text
    .toLowerCase()
    .replace(/\p{Script=Cyrillic}/gu, (c) => CYRILLIC.get(c) ?? '')
    .normalize('NFD')
    .replace(/[^a-z]/g, '')
    .replace(/[yj]/g, 'i')
    .replaceAll('kh', 'h')
    .replaceAll('q', 'k')
}
