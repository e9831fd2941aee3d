/**
 * Whether a word that is all of a cell is a name, in whatever writing: `ИВАНОВА`, `иванова`. One cell says little, and of a
 * column `lone-names.ts` asks how many are, so words that are something else as well count for nothing here.
 */
import { isGivenName, nameEvidence } from './evidence.ts'
import type { NameEvidence } from './evidence.ts'
import { isPlace } from './places.ts'
import { isProper, partsOf, wholeWord } from './words.ts'
import type { Word } from './words.ts'

const LONGEST = 40
const WORD = /^\p{L}[\p{L}\p{M}'’-]+$/u

/** `text`: a trimmed cell. */
export function isLoneName(text: string): boolean {
  if (text.length < 2 || text.length > LONGEST || !WORD.test(text)) return false
  const word = wholeWord(text)
  return (word.lone ??= isName(word))
}

function isName(word: Word): boolean {
  const evidence = nameEvidence(word.lower, word.script)
  if (evidence.ordinary) return false
  if (evidence.patronymic >= 0.7) return true
  return word.script === 'cyrillic' ? isCyrillicName(word, evidence) : isLatinName(word, evidence)
}

function isCyrillicName(word: Word, { given, surname }: NameEvidence): boolean {
  // Only as it stands: "Марка" is a form of Марк, and "цветов" ends as surnames do.
  if (given >= 0.7 && (isGivenName(word.lower) || partsOf(word) === 0)) return true
  return (surname === 1 || (surname >= 0.8 && partsOf(word) === 0)) && !isPlace(word.lower)
}

function isLatinName(word: Word, { given, surname }: NameEvidence): boolean {
  // Given names that are words have less, but for Jack.
  if (given === 1) return true
  return (given >= 0.85 || surname >= 0.75) && partsOf(word) === 0 && !isProper(word)
}
