/**
 * What stands beside a name in small letters and belongs to it: "тёма цой", "олег ткаченко", "зинаида пална"; and fathers'
 * names by which colleagues and neighbours are called: "петрович", "ильинична", "сан саныч".
 */
import type { NameToken } from './tokens.ts'
import { evidenceOf, partsOf } from './words.ts'

/** Where fathers' names end: those of Kazakh have endings of their own, and words that end so. */
const FATHERS = /(?:[иы]ч(?:а|у|ем|е)?|[вчшнл]н(?:а|ы|е|у|ой))$/u
/** Half a name before them: "сан саныч", "пал палыч". */
const HALF = new Set('сан пал михал мих никол ван иван алексан ал влад вас степан марь дарь софь наталь'.split(' '))
/** Surnames of one syllable that are no words, in small letters behind a given name only. */
const SHORT = new Set('цой пак ким тен хан кан хван нам югай хегай шегай ногай лигай нгуен чен шин пан'.split(' '))

/** The tokens of a name whose father's name is the token `at`, in small letters; undefined where it is none. */
export function fathersName(tokens: readonly NameToken[], at: number): [from: number, to: number] | undefined {
  const { word } = tokens[at]!
  if (evidenceOf(word).patronymic < 0.7 || !FATHERS.test(word.lower)) return undefined
  // деревне, бревна
  if (partsOf(word) !== 0) return undefined
  const before = tokens[at - 1]
  if (!before || !tokens[at]!.joined) return [at, at + 1]
  const isGiven = evidenceOf(before.word).given >= 0.5 || HALF.has(before.word.lower)
  if (!isGiven) return [at, at + 1]
  const surname = tokens[at - 2]
  return surname && before.joined && surname.shape === 'lower' && isSurname(surname)
    ? [at - 2, at + 1]
    : [at - 1, at + 1]
}

/** Where the name that ends before the token `at` ends with its surname. */
export function withLowerSurname(tokens: readonly NameToken[], at: number): number {
  const next = tokens[at]
  return next?.joined && next.shape === 'lower' && (SHORT.has(next.word.lower) || isSurname(next)) ? at + 1 : at
}

function isSurname({ word }: NameToken): boolean {
  const { surname, ordinary } = evidenceOf(word)
  return !ordinary && surname >= 0.8 && partsOf(word) === 0
}
