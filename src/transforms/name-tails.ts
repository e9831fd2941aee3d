/**
 * What may stand behind a word of a name, all of it folded (`foldPiece`): the endings of the Russian cases, whose something
 * is (`Таисиин`, `Прохорова`), and the chain of Kazakh ones, plural, possession, case, person, question.
 */
import { kazakhEndings } from './inflection/kazakh-readings.ts'
import { foldPiece } from './text-pieces.ts'

/** Whether the word is a form of the name. `capital`: it is written with one, so that a short name has all its forms. */
export function isFormOf(word: string, name: string, capital: boolean): boolean {
  if (word.startsWith(name)) {
    const tail = word.slice(name.length)
    if (tail === '' || KAZAKH_ENDINGS.has(tail) || AFTER_CONSONANT.has(tail)) return true
    return (capital || name.length >= SHORTEST_CHAINED) && (KAZAKH_CHAIN.test(tail) || OF_HIM.test(tail))
  }
  const stem = name.replace(STEM_END, '')
  if (stem === name) return false
  // Рая is declined as Мария is, Белая as an adjective, and a name on -ая may be either.
  if (ON_AYA.test(name) && isAfter(word, name.slice(0, -1), GIVEN_ON_AYA, capital)) return true
  return isAfter(word, stem, ON_AYA.test(name) ? OF_ADJECTIVE : AFTER_STEM, capital)
}

/** Whether the word is the stem with one of the tails, or whose something is. */
function isAfter(word: string, stem: string, tails: ReadonlySet<string>, capital: boolean): boolean {
  if (stem.length < 2 || !word.startsWith(stem)) return false
  const tail = word.slice(stem.length)
  return tails.has(tail) || ((capital || stem.length >= SHORTEST_CHAINED) && OF_HER.test(tail))
}

/** Shorter names begin too many other words. */
const SHORTEST_CHAINED = 4

// Without -сыз, which makes other words of short names (айсыз): the chain has it.
const KAZAKH_ENDINGS = new Set(
  [...kazakhEndings].map((ending) => foldPiece(ending)).filter((ending) => !/с[ыи]з$/.test(ending)),
)
const AFTER_CONSONANT = new Set('а у ом ем е ым ы и ю я ых ыми ой ою'.split(' '))
/** What a nominative loses in other cases. */
const STEM_END = /(?:ая|ый|ий|ой|[аяй])$/
const AFTER_STEM = new Set(
  'а я ы и е у ю ой ей ою ею ем ом ии ию ией ием ия ий иям ого ому его ему им ым ая ую их ых ыми ими'.split(' '),
)
const ON_AYA = /.ая$/
const GIVEN_ON_AYA = new Set('и е ю ей ею'.split(' '))
/** Справка дана is none of Даная's. */
const OF_ADJECTIVE = new Set([...AFTER_STEM].filter((tail) => tail.length > 1))

// Whose it is: declined as surnames and as adjectives are.
const POSSESSIVE = '(?:а|о|у|ы|е|ой|ою|ым|ом|ых|ыми|ого|ому)?'
const OF_HIM = new RegExp(`^[ое]в${POSSESSIVE}$`)
const OF_HER = new RegExp(`^ин${POSSESSIVE}$`)

// і is и here, ң is н, ғ is г and қ is к. A tail of one letter is that of possession: Даринам, Даринаң.
const DEAR = '(?:жан|еке[нм]?|ака[нм]?|тай)?'
const PLURAL = '(?:[лдт][ае]р)?'
const OWNER = '(?:[ыи]?м[ыи]з|[ыи]?н[ыи]з|[ыи]?[мн]|с?[ыи])?'
const CASE = '(?:[ндт][ыи]н|[гк]?[ае]|[ндт]?[ыи]|н|н?[дт][ае]|[ндт][ае]н|[мбп]ен|[ндт]ики|н?[дт][ае]й|н?ш[ае]|с[ыи]з)?'
const PERSON = '(?:[мбп][ыи]н|с[ыи]н|с[ыи]з|[мбп][ыи]з|[мбп][аеыи](?:с[ыи][нз])?)?'
const KAZAKH_CHAIN = new RegExp(`^(?=..|[мн]$)${DEAR}${PLURAL}${OWNER}${CASE}${PERSON}$`)
