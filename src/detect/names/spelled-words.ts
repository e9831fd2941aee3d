/**
 * A name that is spelled by words, over the phone: "гуляев григорий ульяна леонид яков елена василий", "Kowal, K for kilo,
 * O for Oscar". The words give the name away as letters do, and are nobody themselves.
 */
import type { Candidate } from '../recogniser.ts'
import type { NameToken } from './tokens.ts'

/** Letters of a name that words are compared with */
const LEAST = 4
const MOST = 16
/** Words between a name and the first that spells it: "по буквам", "әріптеп айтсам", "I'll spell it" */
const BETWEEN = 5
const SPELLING = /букв|фамили|имя|зовут|пишите|пишется|әріп|тегі|жаз|spell|name|letter| as in | for /iu
/** "K for kilo", "А как Анна" */
const FOR: ReadonlySet<string> = new Set(['for', 'as', 'like', 'is', 'как', 'это', 'деген'])

/** Names and what spells them, word by word. `tokens`: of `nameTokens(text)`. */
export function findSpelledByWords(text: string, tokens: readonly NameToken[]): Candidate[] {
  const found: Candidate[] = []
  for (let i = 0; i + LEAST < tokens.length; i++) {
    const { word, start, end } = tokens[i]!
    const letters = word.lower
    if (end - start < LEAST || end - start > MOST) continue
    for (let from = i + 1; from <= i + BETWEEN && from < tokens.length; from++) {
      if (tokens[from]!.word.lower.charCodeAt(0) !== letters.charCodeAt(0)) continue
      const to = spelledTo(tokens, from, letters)
      if (to === 0 || !SPELLING.test(text)) continue
      found.push(
        { start, end, score: 0.7, why: ['spelled by words'] },
        { start: tokens[from]!.start, end: tokens[to - 1]!.end, score: 0.7, why: ['words that spell a name'] },
      )
      i = to - 1
      break
    }
  }
  return found
}

/** Behind the last word of those from `from` on that spell the letters; 0 where they do not. */
function spelledTo(tokens: readonly NameToken[], from: number, letters: string): number {
  let at = from
  for (const letter of letters) {
    if (letter === '-' || letter === "'") continue
    const next = signTo(tokens, at, letter) || letterTo(tokens, at, letter)
    if (next === 0) return 0
    at = next
  }
  return at - from < LEAST ? 0 : at
}

/** "Т", "Тарас", "T as in Tom": behind what stands for a letter. */
function letterTo(tokens: readonly NameToken[], at: number, letter: string): number {
  const lower = tokens[at]?.word.lower
  if (!lower?.startsWith(letter)) return 0
  if (lower.length > 1) return at + 1
  let k = at + 1
  if (!FOR.has(tokens[k]?.word.lower ?? '')) return 0
  while (k < at + 3 && /^(?:for|as|in|like|is|как|в|это|деген)$/u.test(tokens[k]?.word.lower ?? '')) k++
  return tokens[k]?.word.lower.startsWith(letter) ? k + 1 : 0
}

/** "мягкий знак", "и краткое", "иван краткий" */
function signTo(tokens: readonly NameToken[], at: number, letter: string): number {
  const lower = tokens[at]?.word.lower ?? ''
  const next = tokens[at + 1]?.word.lower ?? ''
  if (letter === 'ь' || letter === 'ъ') {
    if (!lower.startsWith(letter === 'ь' ? 'мягк' : 'тверд')) return 0
    return next.startsWith('знак') ? at + 2 : at + 1
  }
  return letter === 'й' && lower.startsWith('и') && next.startsWith('кратк') ? at + 2 : 0
}
