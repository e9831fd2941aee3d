/**
 * Names that a text itself says are of things: the members of a list behind what they are ("Servers Athena, Zeus and Apollo",
 * "Playlist: Jolene, Layla", "House points: Brunel 231, Curie 187"), books that are read ("chapter 3 of Rebecca"), what a school
 * is named after, fruit that is out of stock, the letters of an alphabet ("P for Peter"), a queen.
 */
import { ofTokens } from './of-tokens.ts'
import { Fact, factsOf } from '../english/word-facts.ts'
import { NAME_WORDS } from './latin-given-names.ts'
import { PARTS_OF_FIRMS, ROLES, SAYS } from './talk-cues.ts'
import { BRANDS } from './thing-words.ts'
import { Cue, cuesOf, evidenceOf, isProper, partsOf } from './words.ts'
import type { NameToken } from './tokens.ts'

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/))

/** The word right before a name for which the phrases below are looked for. */
const LEADS = set(
  'for in as like king queen emperor empress tsar pope after of the from on to novel film movie opera ballet musical poem read reread reading studying study studied annotate revise performing staging and or called',
)
const TRAVELS = /[a-z] (?:to|from|via|between) /

/** Looked at on either side of a name. */
const BESIDE = 80

/** Whether the tokens `from` to `to` are a thing by the phrase, the list or the heading they stand in. */
export function isNamedThing(text: string, tokens: readonly NameToken[], from: number, to: number): boolean {
  const { start } = tokens[from]!
  const last = tokens[to - 1]!
  const end = last.end - (/['’]s$/.exec(last.word.text)?.[0].length ?? 0)
  const possessive = end < last.end
  const before = text.slice(Math.max(0, start - BESIDE), start)
  const after = text.slice(end, end + BESIDE)
  const lead = from > 0 ? tokens[from - 1]!.word.lower : ''
  if (to - from === 1 && LEADS.has(lead) && (LETTER.test(before) || OF_A_REALM.test(before))) return true
  if (to - from === 1 && !possessive && (REGNAL.test(after) || VERSION.test(after) || isFixture(text, before, after)))
    return true
  if (to - from < 3 && TRAVELS.test(before) && TRAVEL.test(before)) return true
  if (LEADS.has(lead) && AFTER_WHOM.test(before) && ofSchools(tokens)) return true
  if (to - from < 3 && !possessive && isWork(tokens, lead, before, after)) return true
  if (ofGoods(tokens) && to - from === 1 && (SWAPPED.test(before) || IN_STOCK.test(after))) return true
  if (to - from === 1 && isBehindKind(text, tokens, from)) return true
  if (possessive) return false
  if (to - from === 1 && BANKS.has(last.word.lower) && ofBanks(tokens) && !SAYS.has(tokens[to]?.word.lower ?? ''))
    return true
  const heading = before.includes(':') ? HEADING.exec(before)?.[1] : undefined
  if (heading !== undefined && isHeading(heading, to - from)) return true
  if (to - from < 3 && isAmongThings(text, tokens, from, to)) return true
  return to - from === 1 && isInHouses(text, tokens, last.word.lower)
}

/** "P for Peter", "S as in Sam", "N, November" is left: it is none. */
const LETTER = /(?<![\p{L}\p{N}'’])["'“]?\p{L}["'”]?(?: ?[-–—=:]|,)? (?:for|as in|is for|like|like in) ["'“]?$/u

/** "King Edward", "Queen Charlotte Hall": nobody of this text. Princes and princesses are given names as well. */
const OF_A_REALM = /(?<!\p{L})(?:King|Queen|Emperor|Empress|Tsar|Pope) $/u

/** "Henry VIII", "Louis XIV" */
const REGNAL = /^ (?:I{2,3}|IV|V|VI{1,3}|IX|XI{0,3}|XIV|XV|XVI)(?![\p{L}\p{N}'’.])/u
/** "Julia 1.9", "Ruby v3" */
const VERSION = /^ (?:v\d|\d{1,2}\.\d{1,3}(?!\d|[ap]m|:|\s?(?:kg|cm|m|km|lb|st)(?!\p{L})))/u
const FIXTURE_BEFORE = /(?<![\p{L}\p{N}])\p{Lu}[\p{L}.]{1,20} v $/u
const FIXTURE_BEHIND = /^ v \p{Lu}/u

/** "Hamilton v Austin": a match, or a case of law. */
function isFixture(text: string, before: string, after: string): boolean {
  return text.includes(' v ') && (FIXTURE_BEFORE.test(before) || FIXTURE_BEHIND.test(after))
}

/** "Flights to Victoria, Regina and Florence": where one goes. */
const TRAVEL =
  /(?<!\p{L})(?:flights?|trains?|bus(?:es)?|ferr(?:y|ies)|routes?|coach(?:es)?|trams?|tickets|departures?|arrivals|roads?|trips?) (?:to|from|via|between) (?:[^.;:!?\n]{1,60}(?:, | and | or ))?$/iu

const AFTER_WHOM =
  /(?<!\p{L})(?:named (?:after|for)|name of|in honou?r of|bears the name(?: of)?|called after) (?:the )?$/iu
const ofSchools = ofTokens((tokens: readonly NameToken[]) => has(tokens, SCHOOLS))
const SCHOOLS = set(
  'school schools school-gymnasium gymnasium lyceum university institute college library museum theatre theater hospital street avenue square park prize medal award scholarship stadium academy bridge station palace philharmonic',
)

/** With a number; without one in a text of books only. */
const NUMBERED_PART =
  /(?<!\p{L})(?:chapters?|ch\.?|acts?|scenes?|pages?|pp?\.|verses?|stanzas?|canto|vol(?:ume|\.)|part|book) [\dIVXivx]{1,7}(?: ?(?:[-–—,&]|to|and) ?[\dIVXivx]{1,7})? (?:of|from|in) ["'“]?$/iu
const PART =
  /(?<!\p{L})(?:chapters?|acts?|scenes?|pages?|half|ending|end|opening|themes?|plot|extracts?|copy|copies|book|play|essay) (?:of|from|in|on) ["'“]?$/iu
const LITERARY =
  /(?<!\p{L})(?:(?:novel|film|movie|opera|ballet|musical|poem)(?: of)?|(?:copy|copies|adaptation|production|screening|performance|sequel) (?:of|to)) ["'“]?$/iu
const READ =
  /(?<!\p{L})(?:read|reread|reading|studying|study|studied|annotate|revise|performing|staging|(?:read|reading|studying|study|performing) \p{Lu}\p{L}{1,14}(?:, \p{Lu}\p{L}{1,14}){0,3},? (?:and|or|&)) ["'“]?$/iu
const PART_BEHIND = /^["'”]?,? \(?(?:ch\.?|chapters?|acts?|scenes?|pp?\.|pages?|vol\.?) ?[\dIVX]/
const READ_BEHIND =
  /^["'”]?(?:[.,;!?)\n]|$| (?:by|for|before|over|this|next|until|at home|in class|together|again|or|aloud)(?!\p{L}))/u

function isWork(tokens: readonly NameToken[], lead: string, before: string, after: string): boolean {
  if (PART_BEHIND.test(after)) return true
  if (!LEADS.has(lead)) return false
  if (NUMBERED_PART.test(before)) return true
  if (LITERARY.test(before)) return !/^ (?!is|was|has)\p{Ll}+(?:ed|s) /u.test(after)
  return ofWorks(tokens) && (PART.test(before) || READ.test(before)) && READ_BEHIND.test(after)
}
const ofWorks = ofTokens((tokens: readonly NameToken[]) => has(tokens, WORKS))
const WORKS = set(
  'homework chapter chapters ch essay novel novels novella poem poems poetry literature gcse a-level syllabus worksheet stanza shakespeare dickens coursework book-club',
)

const SWAPPED =
  /(?<!\p{L})(?:(?:replaced|substituted|swapped|replacement|substitut(?:e|ion)s?)(?: (?:with|by|for|is|was))?|instead of|out of|some|sold out of|no more):? $/iu
const IN_STOCK =
  /^[^.!?\n]{0,30}(?<!\p{L})(?:in stock|out of stock|sold out|unavailable|in season|per kg|a kilo|punnets?)(?!\p{L})/u
const ofGoods = ofTokens((tokens: readonly NameToken[]) => has(tokens, GOODS))
const GOODS = set(
  'kg g potatoes potato apples pears plums tomatoes seeds bulbs plants veg vegetables fruit basket substitution substitutions substitute stock salad lettuce groceries punnet bunch box organic variety varieties slot',
)

/** Banks and apps of money that are called as people are, in a text of rates and transfers. */
const BANKS = set(
  'marcus ally chase zopa atom starling sterling dave cleo plum albert chip tandem virgin halifax santander sofi',
)
const ofBanks = ofTokens(
  (tokens: readonly NameToken[]) => tokens.filter(({ word }) => RATES.has(word.lower)).length > 1,
)
const RATES = set(
  'aer apr apy isa isas fscs fdic saver savers savings balances rate rates transfers overdraft interest cashback mortgage mortgages switch limit fees banks lender lenders',
)

/** What stands before its members, alone or with a colon. */
const KINDS = set(
  `rooms room servers printers printer nodes clusters wards ward houses varieties variety ferries trains locomotives boats ships yachts halls suites brands lines stations cities towns storms hurricanes classes apples pears potatoes plums roses tomatoes cocktails beers wines cheeses fonts themes codename codenames robots cats dogs hamsters horses ponies cows tortoises`,
)

/** "Servers Athena, Zeus and Apollo": the word before the list is what each is. */
function isBehindKind(text: string, tokens: readonly NameToken[], at: number): boolean {
  for (let i = at - 1, n = 0; i >= 0 && n < 12; i--, n++) {
    const gap = text.slice(tokens[i]!.end, tokens[i + 1]!.start)
    if (!/^(?:,? |: | \/ | & )$/.test(gap)) return false
    const { word, shape } = tokens[i]!
    if (KINDS.has(word.lower)) return gap === ' ' || gap === ': '
    if (shape !== 'capital' && word.lower !== 'and' && word.lower !== 'or') return false
  }
  return false
}

/** The words before the colon of the list that a name stands in: no sentence ends, no other colon between. */
const HEADING =
  /(?:^|[.!?;\n])[ \t]{0,4}["“(]?(?:\p{L}{3,9}(?: \d{1,2}(?::\d\d)?(?:am|pm)?)?: )?([^.:;!?\n]{2,40}): ["“]?(?:[^.:;!?\n]{1,70}[,;&] (?:and |then |or )?["“]?)?$/iu

/** Headings of lists in which single capitals are things; behind the sure ones names of two words are, too. */
function isHeading(heading: string, words: number): boolean {
  const lower = heading.toLowerCase()
  return THINGS_ALL.test(lower) || (words === 1 && THINGS_MOSTLY.test(lower))
}
const THINGS_ALL =
  /(?<!\p{L})(?:playlist|set ?list|songs?|tracks?|films?|movies?|now showing|coming soon|screenings?|box ?sets?|reading list|set texts?|texts|novels|books|plays|operas|musicals|menu|specials|cocktails?|recipes?|dishes|varieties|roses|apples|potatoes|cheeses|brands|tonight on \S+|on (?:tv|telly)(?: tonight)?|hotel options|hotels|venues|halls|stations|stops|ferries)$/u
const THINGS_MOSTLY =
  /(?<!\p{L})(?:contents|basket|veg box|plants|seeds|bulbs|servers|nodes|printers|meeting rooms|houses|house points|house (?:results|scores|totals|cup)|fixtures|weather|tv tonight|beers|wines|trains|lines|cities|stores|shades|fonts|themes|buildings|blocks|out of stock|back in stock|in stock|new in|boats|storms|hamsters|chickens|deals|paints?|rugs?|sofas?|lamps?|perfumes?|fragrances?|nail polish|tonight|cup|costumes?|singing|merit cup|exam halls|halls|hurricane names|storm names|names of storms|stallions|runners|form|sires|cheese|paint colours|nurseries)$/u

/** Members of a list on either side that are looked at. */
const MOST_MEMBERS = 8

/**
 * Whether the list that a name without a title stands in has things among it: brands, places, words that nobody is called.
 * One of four is enough, or two of three.
 */
function isAmongThings(text: string, tokens: readonly NameToken[], from: number, to: number): boolean {
  const before = tokens[from - 1]
  if (before !== undefined && tokens[from]!.joined && (cuesOf(before.word) & Cue.title || ROLES.has(before.word.lower)))
    return false
  let members = 1
  let things = Number(isKnownThing(text, tokens, from, to))
  for (const step of [-1, 1]) {
    let at = step < 0 ? from - 1 : to
    for (let n = 0; n < MOST_MEMBERS; n++) {
      const gap = step < 0 ? gapOf(text, tokens, at) : gapOf(text, tokens, at - 1)
      const joins = tokens[at]?.word.lower === 'and' || tokens[at]?.word.lower === 'or'
      if (!tokens[at] || (!LIST_GAP.test(gap) && !(joins && gap === ' '))) break
      if (joins) at += step
      let end = at
      while (
        isUnit(tokens[end]) &&
        tokens[end + step] !== undefined &&
        isUnit(tokens[end + step]) &&
        gapOf(text, tokens, step < 0 ? end - 1 : end) === ' '
      )
        end += step
      if (!isUnit(tokens[end])) break
      const [a, b] = step < 0 ? [end, at + 1] : [at, end + 1]
      if (b - a > 3) break
      members++
      if (isKnownThing(text, tokens, a, b)) things++
      at = end + step
    }
  }
  return members > 3 ? things > 0 && things * 4 >= members : members > 2 && things > 1
}

const LIST_GAP = /^(?:['’]s)?(?:, | & | \/ |; )$/

/** What stands between a token and the one behind it. */
function gapOf(text: string, tokens: readonly NameToken[], at: number): string {
  const [a, b] = [tokens[at], tokens[at + 1]]
  return a && b ? text.slice(a.end, b.start) : ''
}

function isUnit(token: NameToken | undefined): boolean {
  return token?.shape === 'capital'
}

/** A brand, a place, or words of the dictionary that no name is. */
function isKnownThing(text: string, tokens: readonly NameToken[], from: number, to: number): boolean {
  if (
    BRANDS.has(
      text
        .slice(tokens[from]!.start, tokens[to - 1]!.end)
        .toLowerCase()
        .replace(/['’]s$/u, ''),
    )
  )
    return true
  for (let i = from; i < to; i++) {
    const { word } = tokens[i]!
    const { given, surname } = evidenceOf(word)
    const facts = factsOf(word)
    if (given >= 0.4 || surname >= 0.35 || facts & (Fact.weekday | Fact.month | Fact.function | Fact.label))
      return false
    if (NAME_WORDS.has(word.lower) || ROLES.has(word.lower) || cuesOf(word) & Cue.title) return false
    if (partsOf(word) === 0 && !isProper(word) && !(facts & (Fact.place | Fact.country | Fact.ordinary))) return false
    if (PARTS_OF_FIRMS.has(word.lower)) return false
  }
  return true
}

const HOUSE_SCORE =
  /(?<!\p{L})(\p{Lu}\p{L}{1,20})(?: (?:house|House))?,? ?(?:[:–—=-] ?)?\d{1,4}(?: ?(?:pts?|points))?(?![\p{L}\p{N}:/-]|\.\d)/gu
const HOUSE_NAMED = /(?<!\p{L})(\p{Lu}\p{L}{1,20}) [Hh]ouse(?!\p{L})/gu
const OF_HOUSES =
  /(?<!\p{L})[Hh]ouse (?:points?|cup|results|totals|scores|competition|assembly|shield|captains?|match)|[Ii]nter-house|(?<!\p{L})points(?!\p{L})/u

/** Three capitals with a number each in a text of houses, and whatever is called a house: "Well done Brunel!" */
function isInHouses(text: string, tokens: readonly NameToken[], lower: string): boolean {
  return ofHouses(tokens, text).has(lower.replace(/['’]s$/u, ''))
}
const ofHouses = ofTokens((tokens: readonly NameToken[], text: string): ReadonlySet<string> => {
  const found = new Set<string>()
  if (!tokens.some(({ word }) => word.lower === 'house' || word.lower === 'houses' || word.lower === 'inter-house'))
    return found
  if (!OF_HOUSES.test(text)) return found
  const scores = [...text.matchAll(HOUSE_SCORE)]
  if (scores.length > 2) for (const m of scores) found.add(m[1]!.toLowerCase())
  for (const m of text.matchAll(HOUSE_NAMED)) {
    found.add(m[1]!.toLowerCase())
    const beaten = /^[^.!?\n]{0,12} (?:beat|beats|ahead of|behind|over|and) (\p{Lu}\p{L}+)/u.exec(
      text.slice(m.index + m[0].length, m.index + m[0].length + 60),
    )
    if (beaten) found.add(beaten[1]!.toLowerCase())
  }
  return found
})

function has(tokens: readonly NameToken[], words: ReadonlySet<string>): boolean {
  return tokens.some(({ word }) => words.has(word.lower))
}

/** For the test of linear time. */
export const namedThingExpressions: readonly RegExp[] = [
  LETTER,
  OF_A_REALM,
  AFTER_WHOM,
  NUMBERED_PART,
  PART,
  LITERARY,
  READ,
  PART_BEHIND,
  READ_BEHIND,
  SWAPPED,
  IN_STOCK,
  TRAVEL,
  REGNAL,
  VERSION,
  FIXTURE_BEFORE,
  FIXTURE_BEHIND,
  HEADING,
  HOUSE_SCORE,
  HOUSE_NAMED,
  OF_HOUSES,
]
