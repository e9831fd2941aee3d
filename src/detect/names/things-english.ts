/**
 * What looks like a name in English text and is nobody: a disease, a test or a law called after somebody, a brand, a plant, a
 * machine, a prize, a number of goods. Told by the words beside it; the few that nothing tells stand in a list.
 */
import { isPast } from '../english/english-text.ts'
import { Fact, factsOf } from '../english/word-facts.ts'
import { isNamedThing } from './named-things.ts'
import type { NameToken } from './tokens.ts'
import {
  AFTER_ARTICLE,
  BRANDS,
  CALLED_AFTER,
  DISEASES,
  EPONYMS,
  FIRMS,
  NEVER_SURNAMES,
  OF_EPONYMS,
  OF_EVERYBODY,
  THINGS,
  THINGS_BEFORE,
} from './thing-words.ts'
import { CALLS, ROLES, SAYS, TELLS } from './talk-cues.ts'
import { Cue, cuesOf, evidenceOf, partsOf } from './words.ts'

/** Members of a list that is followed by what they are: "Robin and Falcon houses". */
const LONGEST_LIST = 5

/**
 * Whether the tokens `from` to `to`, which look like a name, are called after somebody or are no name at all. `placed`: the place
 * in the sentence says somebody.
 */
export function isThing(text: string, tokens: readonly NameToken[], from: number, to: number, placed = false): boolean {
  const first = tokens[from]!
  const last = tokens[to - 1]!
  if (isGoods(text, first.start, last.end)) return true
  if (isNamedThing(text, tokens, from, to)) return true
  if (isBrand(text, tokens, from, to)) return true
  const before = tokens[from - 1]
  const joined = before !== undefined && text.slice(before.end, first.start) === ' '
  if (to - from === 1 && from > 1 && first.joined && isEpithet(tokens[from - 2]!, before!)) return true
  if (to - from === 1 && joined && THINGS_BEFORE.has(before.word.lower)) return true
  // "Customer Care"
  if (
    to - from === 1 &&
    joined &&
    before.word.lower === 'customer' &&
    partsOf(first.word) !== 0 &&
    evidenceOf(first.word).given < 0.4
  )
    return true
  const next = tokens[to]
  const beside = next?.joined === true && text[last.end] === ' '
  const titled = before !== undefined && (cuesOf(before.word) & Cue.title) !== 0
  if (beside && next.shape === 'capital' && CALLED_AFTER.has(next.word.lower) && (!titled || isNoble(before)))
    return true
  if (
    to - from > 1 &&
    CALLED_AFTER.has(last.word.lower) &&
    (to - from > 2 || evidenceOf(first.word).given < 0.5 || isNoble(before))
  )
    return true
  if (to - from > 1 && NEVER_SURNAMES.has(last.word.lower)) return true
  if (beside && NEVER_SURNAMES.has(next.word.lower)) return true
  if (to - from === 2 && THINGS_BEFORE.has(first.word.lower) && first.opens && evidenceOf(first.word).given < 0.4)
    return true
  if (!placed && to - from === 2 && isCommand(first, last)) return true
  if (to - from === 2 && /^(?:st|saint)$/.test(first.word.lower)) return true
  if (to - from > 1 && tokens[from + 1]!.shape === 'initial' && LETTERED.has(first.word.lower)) return true
  if (isOfDisease(text, tokens, from, to)) return true
  if (
    to - from === 1 &&
    joined &&
    /^an?$/.test(before.word.lower) &&
    evidenceOf(first.word).given >= 0.7 &&
    isEndOf(text, last.end)
  )
    return true
  if (!beside || next.shape !== 'lower') return isFirm(text, last.end)
  const { lower } = next.word
  const possessive = /['’]s?$/.test(last.word.text)
  if (possessive) return false
  if (THINGS.has(lower) && !(joined && cuesOf(before.word) & Cue.title)) return true
  if (to - from > 1) return false
  if (joined && ARTICLES.has(before.word.lower) && isNoun(next) && !AFTER_ARTICLE.has(lower)) return true
  return !placed && isCalledOut(tokens, from)
}

/** "Queen Amina Hall": what is called after a queen, a saint, a duke. */
function isNoble(before: NameToken | undefined): boolean {
  return (
    before !== undefined &&
    /^(?:queen|king|prince|princess|lady|lord|duke|duchess|saint|st|sir|dr)$/.test(before.word.lower)
  )
}

/** "Visit Stratford", "Run Ansible": a word of the dictionary that begins a sentence, and one that no list of names has. */
function isCommand({ word, opens, shape }: NameToken, second: NameToken): boolean {
  if (!opens || shape !== 'capital' || partsOf(word) === 0) return false
  if (cuesOf(word) & Cue.title || ROLES.has(word.lower) || TELLS.has(word.lower) || CALLS.has(word.lower)) return false
  const named = ({ word: w }: NameToken): number => Math.max(evidenceOf(w).given, evidenceOf(w).surname)
  return evidenceOf(word).given < 0.4 && evidenceOf(word).surname < 0.4 && named(second) < 0.4
}

/** A letter behind them is no initial: "Block C", "Vit K". */
const LETTERED = new Set(
  'block room area gate hall plan part unit level zone grade vitamin vit hepatitis schedule appendix section regulation reg class type group option team form category phase bay ward row seat exhibit annex figure table series version model size'.split(
    ' ',
  ),
)

const ARTICLES = new Set('the this that our an every each'.split(' '))

/** "The Frosted Fern", "an Average Joe": behind an article and an ordinary word with a capital. */
function isEpithet(article: NameToken, { word, shape, joined }: NameToken): boolean {
  if (shape !== 'capital' || !joined || !ARTICLES.has(article.word.lower) || partsOf(word) === 0) return false
  const { given, surname } = evidenceOf(word)
  return given < 0.4 && surname < 0.4 && !(cuesOf(word) & Cue.title) && !ROLES.has(word.lower)
}

/** "Rose bushes", "Grant applications": a word at the beginning of a sentence, and a word behind it that no person is followed by. */
function isCalledOut(tokens: readonly NameToken[], at: number): boolean {
  const { word, opens, quoted } = tokens[at]!
  if (!opens || quoted || partsOf(word) === 0) return false
  const next = tokens[at + 1]!
  if (evidenceOf(word).given >= 0.7)
    return (
      COMMANDED.has(next.word.lower) ||
      (!(factsOf(next.word) & (Fact.function | Fact.weekday)) && !isVerbal(next) && !next.word.lower.endsWith('s'))
    )
  return next.word.lower !== 'and' && !isVerbal(next)
}

/** "Jack it up", "Pat the dough", "Ray of light" */
const COMMANDED = new Set('it them the your of'.split(' '))

/** In the vocabulary, and neither a small word nor a verb of people. */
function isNoun(token: NameToken): boolean {
  const { word } = token
  return partsOf(word) !== 0 && (factsOf(word) & (Fact.function | Fact.weekday)) === 0 && !isVerbal(token)
}

function isVerbal({ word }: NameToken): boolean {
  return (
    (cuesOf(word) & Cue.verb) !== 0 ||
    SAYS.has(word.lower) ||
    isPast(word.lower) ||
    /(?:ly|['’](?:t|ll|d|s|ve))$/.test(word.lower)
  )
}

/** "2 x Ted", "Ted x6": goods are counted so. */
function isGoods(text: string, start: number, end: number): boolean {
  return (
    /\d ?[x×] (?:\p{Lu}\p{L}{1,12} )?$/iu.test(text.slice(Math.max(0, start - 18), start)) ||
    /^ ?[x×] ?\d/i.test(text.slice(end, end + 4))
  )
}

/** "the vacuum is a Henry," */
function isEndOf(text: string, end: number): boolean {
  return end >= text.length || /[,.;!?)\n]/.test(text[end]!)
}

/** "Hart & Daughters" */
function isFirm(text: string, end: number): boolean {
  return FIRMS.test(text.slice(end, end + 14))
}

/** The name with its neighbours of the same run, as brands are written. */
function isBrand(text: string, tokens: readonly NameToken[], from: number, to: number): boolean {
  const after = tokens[to]
  if (after?.joined && after.shape === 'lower' && cuesOf(after.word) & Cue.verb) return false
  const words = (a: number, b: number): string =>
    text
      .slice(tokens[a]!.start, tokens[b - 1]!.end)
      .toLowerCase()
      .replace(/['’]s?$/u, '')
      .replace('.', '')
  if (BRANDS.has(words(from, to))) return true
  const more = from > 0 && tokens[from - 1]!.end + 3 >= tokens[from]!.start
  if (more && BRANDS.has(words(from - 1, to))) return true
  if (after && after.start - tokens[to - 1]!.end <= 3) {
    if (BRANDS.has(words(from, to + 1)) || (more && BRANDS.has(words(from - 1, to + 1)))) return true
  }
  // "Marks and Spencer", of which each is a name.
  if (
    tokens[to + 1]?.joined &&
    /^(?:and|&)$/.test(text.slice(tokens[to - 1]!.end + 1, tokens[to + 1]!.start - 1)) &&
    BRANDS.has(words(from, to + 2))
  )
    return true
  if (from > 1 && tokens[from - 1]?.word.lower === 'and' && BRANDS.has(words(from - 2, to))) return true
  return to - from > 1 && BRANDS.has(`${words(from, from + 1)} *`)
}

/** A disease, a sign, a test, a law: "Crohn's disease", "Murphy sign", "Apgar, Braden and Glasgow scores". */
function isOfDisease(text: string, tokens: readonly NameToken[], from: number, to: number): boolean {
  if (to - from > 2) return false
  const last = tokens[to - 1]!
  const possessive = /['’]s?$/.test(last.word.text)
  const bare = last.word.lower.replace(/['’]s?$/u, '')
  const known = EPONYMS.has(bare)
  if (possessive && DISEASES.has(bare)) return true
  const next = tokens[to]
  if (!next) return false
  if (next.joined && next.shape === 'lower' && text[last.end] === ' ') {
    const { lower } = next.word
    if (OF_EVERYBODY.has(lower)) return true
    if ((known || !possessive) && OF_EPONYMS.has(lower) && !isAsked(tokens[from - 1])) return true
  }
  if (
    possessive &&
    next.joined &&
    /^(?:first|second|third|fourth|general|special|last|little|big)$/.test(next.word.lower)
  ) {
    const noun = tokens[to + 1]
    if (noun?.joined && (OF_EVERYBODY.has(noun.word.lower) || (known && OF_EPONYMS.has(noun.word.lower)))) return true
  }
  return to - from === 1 && isInList(text, tokens, to)
}

/** "did Anna test it": a verb */
function isAsked(before: NameToken | undefined): boolean {
  return (
    before !== undefined &&
    /^(?:did|do|does|can|could|will|would|should|must|may|might|let|make|made|help|helped)$/.test(before.word.lower)
  )
}

/** What the members of a list are, behind it; behind one name some are verbs. */
const OF_LISTS = new Set(
  'lines orders rates fees roles flights trains stations routes models varieties shops stores branches wards rooms classes hotels banks cards accounts'.split(
    ' ',
  ),
)

/** Further capitals, and what they all are. */
function isInList(text: string, tokens: readonly NameToken[], to: number): boolean {
  let at = to
  for (let n = 0; n < LONGEST_LIST; n++) {
    const gap = text.slice(tokens[at - 1]!.end, tokens[at]?.start ?? 0)
    if (gap === ' ' && /^(?:and|or|&)$/.test(tokens[at]!.word.lower)) at++
    else if (gap !== ', ' && gap !== ' & ') return false
    const next = tokens[at]
    if (next?.shape !== 'capital') return false
    at++
    const noun = tokens[at]
    if (noun?.joined && noun.shape === 'lower' && text[tokens[at - 1]!.end] === ' ') {
      const { lower } = noun.word
      if (lower !== 'and' && lower !== 'or')
        return OF_EPONYMS.has(lower) || THINGS.has(lower) || OF_EVERYBODY.has(lower) || OF_LISTS.has(lower)
    }
  }
  return false
}
