/** How much one capitalised word alone looks like a name. */
import type { NameToken } from './tokens.ts'
import type { Manner, Weight } from './manner.ts'
import { isWordOfKazakh } from './kazakh-words.ts'
import { isPlaceName } from './places.ts'
import { Part } from './vocabulary.ts'
import { isGivenName, MEDICINE, SURNAME_AND_WORD } from './evidence.ts'
import { evidenceOf, isProper, partsOf } from './words.ts'
import type { Word } from './words.ts'

/** The weight before the words around are asked. */
export function single(token: NameToken, manner: Manner): Weight {
  const { word, opens } = token
  const { given, surname, patronymic } = evidenceOf(word)
  if (patronymic >= 0.7) return { score: 0.7, why: 'patronymic' }
  const less = (opens ? 0.08 : 0) + (manner.shouting ? 0.2 : token.shape === 'upper' ? 0.15 : 0)
  // "Мира всем", "Призовой фонд": the first word of a sentence has its capital from there.
  // A cell with "Куртка" or "Марка" says nothing about Курт and Марк.
  const common =
    !manner.russian || partsOf(word) === 0 ? 0 : !manner.prose && !isGivenName(word.lower) ? 0.2 : opens ? 0.08 : 0
  if (!manner.prose && manner.russian && isAdjective(word)) return { score: 0.3, why: 'an adjective' }
  // "Раушан сабыны", "Шырын 1 л": a sentence of Kazakh begins with a thing as often.
  if (
    opens &&
    given >= 0.7 &&
    !manner.russian &&
    !manner.english &&
    isGivenName(word.lower) &&
    isWordOfKazakh(word.lower)
  )
    return { score: 0.4, why: 'given name that is a word' }
  if (given >= 0.7 && given >= surname) return { score: 0.62 - less - common, why: 'given name' }
  if (surname >= 0.8) return { score: 0.62 - less - (ADJECTIVE.test(word.lower) ? common : 0), why: 'surname' }
  if (surname === SURNAME_AND_WORD) return { score: 0.3, why: 'a surname that is a word' }
  if (surname >= 0.5 && manner.prose && !manner.shouting && !manner.foreign && isStrange(token, manner))
    return { score: 0.59 - less, why: 'ending of a surname, no word of the dictionary' }
  if (surname >= 0.5) return { score: 0.55 - 1.5 * less, why: 'ending of a surname' }
  if (word.odd && word.script === 'cyrillic') return { score: 0.1, why: 'a capital' }
  const plain = given >= 0.4 || surname >= 0.3 ? 0.3 : 0.15
  if (manner.english && !manner.shouting && isStrange(token, manner) && token.shape === 'capital' && !token.quoted)
    return { score: Math.max(plain, opens ? 0.3 : 0.35), why: 'a capital that no dictionary has', stranger: true }
  if (!manner.russian || manner.shouting || word.script !== 'cyrillic') return { score: plain, why: 'a capital' }
  if (isAdjective(word)) return { score: plain, why: 'an adjective' }
  return {
    score: Math.max(plain, russianStranger(token, manner.prose)),
    why: 'a capital that no dictionary has',
    stranger: true,
  }
}

/** No dictionary of the language has the word, and it is no place. */
function isStrange({ word, start, end }: NameToken, { russian, english }: Manner): boolean {
  if (end - start < 3 || partsOf(word) !== 0 || word.odd) return false
  return (russian && word.script === 'cyrillic') || (english && word.script === 'latin' && !isProper(word))
}

/** In the dictionary, and with the ending of an adjective: "Контактная группа". */
export function isAdjective(word: Word): boolean {
  return (partsOf(word) & Part.adjective) !== 0 && ADJECTIVE.test(word.lower)
}

/** Words that Russian has not, and places that are not known, are mostly surnames. */
function russianStranger({ word, opens, quoted, shape, start, end }: NameToken, prose: boolean): number {
  if (shape !== 'capital' || end - start < 3 || word.odd) return 0
  const parts = partsOf(word)
  if (parts !== 0) return opens ? 0 : 0.3
  if (!prose || isPlaceName(word.lower) || TOWN.test(word.lower) || MEDICINE.test(word.lower)) return 0.25
  return opens && !quoted ? 0.45 : 0.55
}

const ADJECTIVE = /(?:ой|ый|ий|ая|ого|ому|ую|ым|им)$/u
/** Дебальцево, Пушкино, Севастополь */
const TOWN = /(?:ово|ево|ино|ыно|полис|ополь|град|стан)(?:а|у|е|ом|я|ю|ем|ь)?$/u
