/**
 * Places in English text: countries, large cities and states; capitals behind "based in", "moved from" and the like;
 * words behind "in" that no English dictionary has; and what follows "Where:" on its line.
 */
import { countryAt } from '../english/countries.ts'
import {
  allOrdinary,
  before,
  endOfName,
  endsName,
  englishText,
  isCapital,
  isUnknown,
  isUnknownName,
  runEnd,
} from '../english/english-text.ts'
import type { EnglishText } from '../english/english-text.ts'
import { Fact, factsOf } from '../english/word-facts.ts'
import { ordinaryEnglish } from '../names/ordinary-words.ts'
import { ofTokens } from '../names/of-tokens.ts'
import type { NameToken } from '../names/tokens.ts'
import type { Candidate } from '../recogniser.ts'

export interface Place extends Candidate {
  /** behind its last token */
  next: number
}

/** Candidates of the entity `place`, in the order of the text. `tokens`: of `nameTokens(text)`. */
export function findPlaces(text: string, tokens: readonly NameToken[]): readonly Place[] {
  return placesOf(tokens, text)
}

// Found for one recogniser, asked by two.
const placesOf = ofTokens((tokens, text: string): readonly Place[] => {
  const about = englishText(tokens)
  if (!about.english) return []
  const found: Place[] = []
  for (let i = 0; i < tokens.length;) {
    const place = placeAt(text, tokens, i, about) ?? listed(text, tokens, i, found.at(-1))
    if (place) found.push(place)
    i = place ? place.next : i + 1
  }
  return found
})

function placeAt(text: string, tokens: readonly NameToken[], at: number, about: EnglishText): Place | undefined {
  const facts = factsOf(tokens[at]!.word)
  const capital = isCapital(tokens[at])
  const cue = at > 0 ? cueBefore(text, tokens, at) : undefined
  if (!capital && !(about.caseless && (cue || facts & (Fact.country | Fact.place)))) return undefined
  if (facts & Fact.country) {
    const words = countryWords(text, tokens, at)
    // "china" on the table, "turkey" in the oven: in lower case a country needs its phrase.
    if (words > 0 && (capital || cue)) return place(text, tokens, at, at + words, 0.6, 'country')
  }
  if (facts & Fact.place && (capital || cue)) return place(text, tokens, at, at + 1, 0.55, 'city or state')
  if (facts & (Fact.month | Fact.weekday)) return undefined
  if (!cue) return !about.technical && capital ? beforeNoun(text, tokens, at) : undefined
  const end = about.caseless ? lowerEnd(text, tokens, at) : trimmed(text, tokens, at, runEnd(text, tokens, at), cue)
  if (end <= at || !believed(text, tokens, at, end, cue, about)) return undefined
  return place(text, tokens, at, end, 0.55, `word of place: ${cue}`)
}

function place(
  text: string,
  tokens: readonly NameToken[],
  from: number,
  to: number,
  score: number,
  why: string,
): Place {
  const end = endOfName(tokens[to - 1]!)
  // "Cheb 2", "København K": a district of a city.
  const district = DISTRICT.exec(text.slice(end, end + 4))
  return { start: tokens[from]!.start, end: end + (district && why !== 'country' ? 2 : 0), score, why: [why], next: to }
}

const DISTRICT = /^ \d(?=[,.;]|$)/u

function countryWords(text: string, tokens: readonly NameToken[], at: number): number {
  return countryAt((i) => {
    const token = tokens[at + i]
    if (!token || (i > 0 && text.slice(tokens[at + i - 1]!.end, token.start) !== ' ')) return undefined
    return token.word.lower.replace(/['’]s$/u, '')
  })
}

/** "Lille police": an unknown name, and what towns have. */
function beforeNoun(text: string, tokens: readonly NameToken[], at: number): Place | undefined {
  const end = runEnd(text, tokens, at)
  const next = tokens[end]
  if (!next || next.shape !== 'lower' || !isUnknown(tokens, at, end)) return undefined
  if (text.slice(tokens[end - 1]!.end, next.start) !== ' ') return undefined
  if (!OF_TOWNS.has(next.word.lower) && !isTown(text, tokens, end)) return undefined
  return place(text, tokens, at, end, 0.5, 'before a word of towns')
}

/** "is a small town" */
function isTown(text: string, tokens: readonly NameToken[], at: number): boolean {
  if (!/^(?:is|was)$/.test(tokens[at]!.word.lower)) return false
  for (let i = at + 1; i < Math.min(tokens.length, at + 6); i++) {
    if (text.slice(tokens[i - 1]!.end, tokens[i]!.start) !== ' ') return false
    if (TOWNS.has(tokens[i]!.word.lower)) return true
  }
  return false
}

const TOWNS = new Set('town city village municipality suburb island region province county district capital'.split(' '))

const OF_TOWNS = new Set(
  'police residents airport mayor government officials authorities suburb suburbs region area city town village district harbour harbor museum cathedral festival branch municipality province county metro council hospital university'.split(
    ' ',
  ),
)

/** "in Ghent, Lille and Breda": unknown names joined to a place. */
function listed(text: string, tokens: readonly NameToken[], at: number, last: Place | undefined): Place | undefined {
  if (!last || last.next > at || last.next < at - 1 || !isCapital(tokens[at])) return undefined
  const gap = text.slice(last.end, tokens[at]!.start)
  if (gap !== ', ' && gap !== ' and ' && gap !== ', and ' && gap !== ' or ' && gap !== ' to ') return undefined
  const end = runEnd(text, tokens, at)
  if (
    end - at > 3 ||
    allOrdinary(tokens, at, end) ||
    factsOf(tokens[at]!.word) & (Fact.given | Fact.month | Fact.weekday)
  )
    return undefined
  return place(text, tokens, at, end, 0.5, 'beside a place')
}

type PlaceCue = 'label' | 'strong' | 'in' | 'of' | 'weak'

/** The phrase of place that ends right before the token. */
function cueBefore(text: string, tokens: readonly NameToken[], at: number): PlaceCue | undefined {
  const last = tokens[at - 1]!
  const gap = text.slice(last.end, tokens[at]!.start)
  if (gap !== ' ') return /^:\s{1,3}$/u.test(gap) && LABELS.has(last.word.lower) ? 'label' : undefined
  const two = before(text, tokens, at - 1)?.word.lower ?? ''
  switch (last.word.lower) {
    case 'in':
      return IN.has(two) ? 'strong' : 'in'
    case 'from':
      return FROM.has(two) ? 'strong' : 'weak'
    case 'to':
      return TO.has(two) ? 'strong' : 'weak'
    case 'of':
      return OF.has(two) ? 'of' : 'weak'
    case 'at':
    case 'near':
    case 'around':
    case 'outside':
    case 'through':
    case 'via':
    case 'towards':
    case 'across':
    case 'against':
    case 'throughout':
      return IN.has(two) ? 'strong' : last.word.lower === 'at' ? undefined : 'weak'
    default:
      return VERBS.has(last.word.lower) ? 'strong' : undefined
  }
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/))

const LABELS = set(
  'where location place venue city town country state province region birthplace hometown destination origin',
)
const IN = set(
  'based located live lives lived living born raised grew up office offices headquartered headquarters situated settled stationed residing resides reside stay staying stayed arrived arrive arriving landed land landing vacation holiday branch branches plant factory hotel apartment house home school campus conference airport downtown somewhere weather here there',
)
const FROM = set(
  'originally come comes came coming moved moving move travelled traveled travelling traveling flew fly flying flight flights returned return returning arrived arriving am are is was born hails hailed back home here away relocated emigrated train drove friends family news',
)
const TO = set(
  'been moved moving move travel travelled traveled travelling traveling travels trip trips flight flights flying fly flew went gone going go come coming came returned return returning relocate relocated relocating emigrated sail sailed drove drive driving visit ticket tickets train way back welcome transferred',
)
const OF = set(
  'people residents citizens inhabitants university city town state province county village republic code kingdom mayor port capital outskirts suburb suburbs district region island north south east west center centre',
)
/** "Mill Village", "Apple Valley": what names of towns end in. */
const NATURE = set(
  'village town city island islands hill hills valley beach park lake lakes falls springs creek bay port harbor harbour heights county river forest grove city ridge rock cove point fields landing crossing junction mills meadows',
)
const VERBS = set(
  'visit visits visited visiting downtown leaving reached toured tours touring explored crossed invaded',
)

/** Behind the last word of a name in a text without capitals: three words that are no English ones, or one of them. */
function lowerEnd(text: string, tokens: readonly NameToken[], at: number): number {
  let end = at
  while (end < tokens.length && end - at < 5) {
    const { word } = tokens[end]!
    if (end > at && text.slice(tokens[end - 1]!.end, tokens[end]!.start) !== ' ') break
    const facts = factsOf(word)
    if (facts & (Fact.function | Fact.month | Fact.weekday) && !(facts & Fact.link && end > at)) break
    if (facts & Fact.ordinary && end > at) break
    end++
  }
  while (end > at && factsOf(tokens[end - 1]!.word) & Fact.function) end--
  return end
}

/** Without the ordinary words behind it: "Where: Novo mesto Country Club". */
function trimmed(text: string, tokens: readonly NameToken[], from: number, to: number, cue: PlaceCue): number {
  let end = to
  // "Novo mesto": a small word that no dictionary has, before more capitals
  while (
    cue !== 'in' &&
    end < tokens.length &&
    end - from < 6 &&
    text.slice(tokens[end - 1]!.end, tokens[end]!.start) === ' '
  ) {
    if (tokens[end]!.shape === 'lower' && factsOf(tokens[end]!.word) & (Fact.ordinary | Fact.function)) break
    if (tokens[end]!.shape === 'lower' && !isCapital(tokens[end + 1])) break
    end++
  }
  if (cue === 'label') {
    let kept = end
    while (kept > from && factsOf(tokens[kept - 1]!.word) & Fact.ordinary) kept--
    if (kept > from) end = kept
  }
  return end
}

/** Whether the words may be a place behind such a phrase. */
function believed(
  text: string,
  tokens: readonly NameToken[],
  from: number,
  to: number,
  cue: PlaceCue,
  about: EnglishText,
): boolean {
  const first = tokens[from]!
  if (to - from === 1 && (ordinaryEnglish.has(first.word.lower) || first.word.text.length < 3)) return false
  if (factsOf(first.word) & Fact.function) return false
  if (cue === 'strong' || cue === 'label') return to - from > 1 || !allOrdinary(tokens, from, to)
  if (allOrdinary(tokens, from, to)) return to - from > 1 && NATURE.has(tokens[to - 1]!.word.lower)
  if (cue === 'of') return true
  if (about.technical || about.caseless) return false
  if (cue === 'weak')
    return about.people && !INNER_CAPITAL.test(first.word.text) && isUnknownName(text, tokens, from, to)
  // "in Pythagorean triples": what goes on is no place; a comma, an end, a number or a small word is.
  if (INNER_CAPITAL.test(first.word.text)) return false
  return endsName(text, tokens, to) || isCapital(tokens[to])
}

/** JavaScript, GitHub: names of products. */
const INNER_CAPITAL = /\p{Ll}\p{Lu}/u
