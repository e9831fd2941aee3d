/** The places in an English sentence in which somebody is named. */
import { isPast } from '../english/english-text.ts'
import { Fact, factsOf } from '../english/word-facts.ts'
import { NAME_WORDS } from './latin-given-names.ts'
import {
  CALLS,
  FEELS,
  FROM,
  GIVES,
  GREETINGS,
  HANDED,
  IS_X,
  KIN,
  PARTS_OF_FIRMS,
  PASSIVE,
  ROLES,
  SAYS,
  SENT,
  SIGN_OFFS,
  TELLS,
  TOGETHER,
} from './talk-cues.ts'
import type { NameToken } from './tokens.ts'
import { Cue, cuesOf, evidenceOf, partsOf } from './words.ts'

/** How sure a word is to be a name, if its place says so: in a list, a word as well, or in no dictionary. */
export type Sort = 'name' | 'word' | 'stranger'

/** What the place of the tokens `from` to `to` says, or undefined where it says nothing. */
export function reasonOf(
  text: string,
  tokens: readonly NameToken[],
  from: number,
  to: number,
  sort: Sort,
): string | undefined {
  const season =
    (factsOf(tokens[from]!.word) & Fact.month) !== 0 || SEASONS.has(tokens[from]!.word.lower.replace(/['’]s$/u, ''))
  return behindCue(text, tokens, from, to, sort, season) ?? beforeCue(text, tokens, from, to, sort, season)
}

const SEASONS = new Set(['summer', 'autumn', 'dawn', 'noel'])

/** What stands before the name. */
function behindCue(
  text: string,
  tokens: readonly NameToken[],
  from: number,
  to: number,
  sort: Sort,
  season: boolean,
): string | undefined {
  const before = tokens[from - 1]
  if (!before) return undefined
  const gap = text.slice(before.end, tokens[from]!.start)
  const { lower } = before.word
  const ends = isFree(text, tokens, to)
  if (gap === ' ') {
    if (ROLES.has(lower) && ends && !(sort === 'word' && before.shape === 'lower' && season))
      return 'behind who somebody is'
    if (!season && isQuestion(text, lower, tokens[to - 1]!.end)) return 'asked about'
    if (!ends) return undefined
    if (SMALL.has(lower) && before.shape === 'lower' && !season) return 'old and young'
    if (TELLS.has(lower) || lower === 'neither' || lower === 'nor') return 'told or asked'
    if (CALLS.has(lower) && sort !== 'stranger' && !season) return 'called or met'
    if (GREETINGS.has(lower) && !(season && tokens[to]?.joined)) return 'greeted'
    const further = tokens[from - 2]?.word.lower ?? ''
    if (lower === 'with') return hasWithin(text, tokens, from - 2, 6, TOGETHER) ? 'with whom' : undefined
    if (lower === 'to' && !season) {
      if (GIVES.has(further)) return 'to whom'
      return hasWithin(text, tokens, from - 2, 5, HANDED) && (sort !== 'stranger' || isEnd(text, tokens, to))
        ? 'to whom'
        : undefined
    }
    if ((lower === 'from' || lower === 'to') && to - from > 1 && PAID.has(further)) return 'who pays or is paid'
    if (lower === 'from' && !season)
      return FROM.has(further) || (before.opens && isEnd(text, tokens, to)) ? 'from whom' : undefined
    if ((lower === 'of' || lower === 'about') && !season && FEELS.has(further)) return 'of whom'
    if (lower === 'by') return PASSIVE.has(further) ? 'by whom' : undefined
    if (lower === 'as') return CALLED_AS.has(further) ? 'how somebody is called' : undefined
    if (lower === 'for') {
      if (further === 'ask' || further === 'asked' || SENT.has(further)) return 'for whom'
      return FOR.has(further) && sort !== 'stranger' ? 'for whom' : undefined
    }
    if (lower === 'and' && PEOPLE_AND.has(further)) return 'named beside somebody'
    if (lower === 'that' && further === 'is' && text[tokens[to - 1]!.end] === '?') return 'asked for'
    if (IS_X.has(lower) && !season && isAsked(text, tokens, to)) return 'asked about'
  }
  if (gap === ' (' && KIN.has(lower) && text[tokens[to - 1]!.end] === ')') return 'who that is'
  if (
    gap === ': ' &&
    LISTED.has(lower) &&
    /^(?:,|$|\n|\.| and )/.test(text.slice(tokens[to - 1]!.end, tokens[to - 1]!.end + 5))
  )
    return LIST
  if (
    factsOf(before.word) & Fact.weekday &&
    /^ ?[:–—-] ?$/.test(gap) &&
    /^ ?(?:[,;.\n]|$)/.test(text.slice(tokens[to - 1]!.end, tokens[to - 1]!.end + 2))
  )
    return 'on a roster'
  if (gap === ', ' && ROLES.has(lower) && text[tokens[to - 1]!.end] === ',' && hasOwner(tokens, from - 2))
    return 'who that is'
  if (GREETINGS.has(lower) && gap === ', ' && isEnd(text, tokens, to)) return 'greeted'
  if (SIGN_OFFS.has(lower) && /^[,!.]?\s{1,3}$/.test(gap) && /[,\n]/.test(gap) && isLineEnd(text, tokens[to - 1]!.end))
    return 'signed'
  if (gap === ', ' && before.word.lower === 'you' && /[,!.?]/.test(text[tokens[to - 1]!.end] ?? '.')) return 'addressed'
  return undefined
}

/** What stands behind the name. */
function beforeCue(
  text: string,
  tokens: readonly NameToken[],
  from: number,
  to: number,
  sort: Sort,
  season: boolean,
): string | undefined {
  const first = tokens[from]!
  const { word, end } = tokens[to - 1]!
  if (sort === 'word' && !season && /['’]s$/.test(word.text) && tokens[to]?.joined && tokens[to]!.shape === 'lower') {
    return /^(?:the|a|an)$/.test(tokens[from - 1]?.word.lower ?? '') ? undefined : 'possessive'
  }
  // "Benedikt sends his regards," she wrote.
  if (sort === 'name' && first.quoted && tokens[to]?.joined) return 'begins what is said'
  if (isPair(tokens, from, to)) return 'a name that is a word, and a surname'
  const next = tokens[to]
  if (!next) return undefined
  const gap = text.slice(end, next.start)
  const { lower } = next.word
  if (gap === ' ' && next.shape === 'lower') {
    if (SAYS.has(lower)) return 'who says or does'
    if (/n['’]t$/.test(lower) && !season) return 'who does not'
    if (lower === 'here' && first.opens && (text[next.end] ?? '.') !== ' ') return 'who is here'
    if (lower === 'from' && PARTS_OF_FIRMS.has(tokens[to + 1]?.word.lower ?? '') && !season)
      return 'of which part of a firm'
    if (sort === 'stranger' && WILL.has(lower) && ASKED.has(tokens[to + 1]?.word.lower ?? '')) return 'who will'
    if (lower === 'speaking') return 'who is speaking'
  }
  if (gap === ' ' && lower === 'and' && /^ (?:I|me)(?![\p{L}'’])/u.test(text.slice(next.end, next.end + 4)) && !season)
    return 'named beside somebody'
  if (gap === ' (' && KIN.has(lower) && text[next.end] === ')') return 'who that is'
  if (to - from > 1 && AGED.test(text.slice(end, end + 14))) return 'how old somebody is'
  if (gap === ', ') {
    if (first.opens && !season && ADDRESSED.has(lower)) return 'addressed'
    if ((lower === 'who' || lower === 'whose') && !season) return 'who that is'
    if (OWN.has(lower) && KIN.has(tokens[to + 1]?.word.lower ?? '')) return 'who that is'
  }
  return undefined
}

/** "Quorrin Blent, 44, of Leeds", "Quorrin Blent (44)", "aged 44" */
const AGED = /^(?:, ?(?:aged )?\d{1,3}(?:,|$| (?:of|from|years))| \(\d{1,2}\)| aged \d)/

/** "my landlord", "the tenant": a word before what somebody is. */
function hasOwner(tokens: readonly NameToken[], at: number): boolean {
  const lower = tokens[at]?.word.lower
  return lower !== undefined && (OWN.has(lower) || lower === 'the')
}

/** "Will Fontenot", "Jade Nwosu", in the middle of a sentence or before a surname of the lists. */
function isPair(tokens: readonly NameToken[], from: number, to: number): boolean {
  if (to - from !== 2 || !NAME_WORDS.has(tokens[from]!.word.lower)) return false
  const { word } = tokens[to - 1]!
  const { given, surname } = evidenceOf(word)
  return surname >= 0.7 && given < 0.7 && partsOf(word) === 0 && !(cuesOf(word) & Cue.notAfter)
}

/** No noun goes with it: the text, the clause or the line ends, or a small word or a verb of the past follows. */
function isFree(text: string, tokens: readonly NameToken[], to: number): boolean {
  const next = tokens[to]
  if (!next?.joined || /['’]s$/.test(tokens[to - 1]!.word.text)) return true
  if (next.shape !== 'lower') return false
  const { lower } = next.word
  return (
    (factsOf(next.word) & (Fact.function | Fact.weekday)) !== 0 ||
    SAYS.has(lower) ||
    isPast(lower) ||
    FREE.has(lower) ||
    /n['’]t$/.test(lower) ||
    (lower.endsWith('s') && TELLS.has(lower)) ||
    text[tokens[to - 1]!.end] !== ' '
  )
}

const FREE = new Set(
  "hung ran stole spilt spilled burnt learnt slept swam spent stuck dealt hurt quit bit rode rose shook tore wept whom her his their our my your next last yesterday today tomorrow tonight this again later earlier first directly personally separately round around back home away either instead too also now soon once twice ages lots something anything everything everyone nothing pls plz xx xxx right straight im i'm did does gets wants needs has had have took really so".split(
    ' ',
  ),
)
const SMALL = new Set('old little young poor big'.split(' '))
const FOR = new Set('cake birthday appointment booking reservation table room order flowers'.split(' '))
const PAID = new Set(
  'complaint request payment payments transfer refund invoice letter order enquiry inquiry feedback paid deposit'.split(
    ' ',
  ),
)
/** Before a colon and the people themselves. */
const LISTED = new Set(
  'present absent apologies attendees attending attended participants guests staff panel players squad crew drivers cc bcc invited hosts speakers winners volunteers interviewers witnesses authors crew passengers'.split(
    ' ',
  ),
)
/** Each of a list. */
export const LIST = 'in a list of people'
const CALLED_AS = new Set('known himself herself myself themselves registered listed saved signed'.split(' '))
const PEOPLE_AND = new Set(
  'me you him her he she mum dad mom nan gran grandma grandad husband wife brother sister son daughter boss'.split(' '),
)
const OWN = new Set('my her his our their your'.split(' '))
const ADDRESSED = new Set(
  "are can could would did do don't don’t have please pls plz you your u stop come call get put thanks thank just where what when why how i we let's let’s remember tell send give sorry any is if bring wait look listen ring text hurry i'm i’m it's it’s".split(
    ' ',
  ),
)
const ASKED = new Set(
  'from again calling coming going ok okay there in around free back home still here alright available able up awake ready want need know have go come get say like ring call eat sleep stay take do be with around about out off on today tomorrow tonight'.split(
    ' ',
  ),
)

/** "did Ruby reply?" */
function isQuestion(text: string, auxiliary: string, end: number): boolean {
  return (
    /^(?:did|does|can|could|will|would|has|should)$/.test(auxiliary) &&
    /^ [a-z][^.!?\n]{0,60}\?/.test(text.slice(end, end + 64))
  )
}

const WILL = new Set(['will', 'would', 'can', 'could', 'should', 'might'])

/** "is Ruby coming", "who's Thabo?" */
function isAsked(text: string, tokens: readonly NameToken[], to: number): boolean {
  const next = tokens[to]
  return next?.joined ? ASKED.has(next.word.lower) : text[tokens[to - 1]!.end] === '?'
}

/** Whether one of the words stands before `at`, at most so many words back in the same sentence. */
export function hasWithin(
  text: string,
  tokens: readonly NameToken[],
  at: number,
  most: number,
  words: ReadonlySet<string>,
): boolean {
  for (let i = at; i >= 0 && at - i < most; i--) {
    if (/[.!?;\n]/.test(text.slice(tokens[i]!.end, tokens[i + 1]!.start))) return false
    if (words.has(tokens[i]!.word.lower)) return true
  }
  return false
}

function isEnd(text: string, tokens: readonly NameToken[], to: number): boolean {
  return to >= tokens.length || /[.,!?;)\n]/.test(text[tokens[to - 1]!.end] ?? '.')
}

function isLineEnd(text: string, at: number): boolean {
  return at >= text.length || /^[.!]?\s*(?:x+)?\s*(?:\n|$)/.test(text.slice(at, at + 12))
}
