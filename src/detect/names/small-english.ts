/**
 * People in small letters of English: "dr sivarajan is here", "its orla from upstairs", "big mick has the keys", "wheres jools",
 * "kev just told me". Behind a title any word that no dictionary has is a name; elsewhere in a text of small letters one that
 * is in the lists needs a place of people, and one that nothing has needs a place of nobody else.
 */
import { Fact, factsOf } from '../english/word-facts.ts'
import { NAME_WORDS } from './latin-given-names.ts'
import { ROLES, SAYS, TELLS } from './talk-cues.ts'
import type { NameToken } from './tokens.ts'
import { BRANDS } from './thing-words.ts'
import { evidenceOf, isProper, partsOf } from './words.ts'
import type { Word } from './words.ts'

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/))

/** Tokens of a name in small letters, and why they are one. */
export interface SmallName {
  from: number
  to: number
  why: string
}

/** The name of which the token `at` is the first word that is looked at. `small`: the text is written in small letters. */
export function smallName(
  text: string,
  tokens: readonly NameToken[],
  at: number,
  small: boolean,
): SmallName | undefined {
  const { word, start } = tokens[at]!
  const before = tokens[at - 1]
  const spaced = before !== undefined && /^\.? $/.test(text.slice(before.end, start))
  if (spaced) {
    const { lower } = before.word
    if (TITLES.has(lower) && before.shape === 'lower' && isBehindTitle(tokens, at))
      return { from: at, to: surnameEnd(tokens, at), why: 'title in small letters' }
    if (PROFESSIONS.has(lower) && before.shape === 'lower' && (isSure(word) || isStranger(word)))
      return { from: at, to: surnameEnd(tokens, at), why: 'who somebody is' }
  }
  if (!small) return undefined
  const sure = isSure(word)
  if (spaced) {
    const { lower } = before.word
    if (RELATIVES.has(lower) && (sure || (evidenceOf(word).given >= 0.4 && isFollowed(tokens, at + 1))))
      return { from: at, to: at + 1, why: 'uncle, granny' }
    if (
      EPITHETS.has(lower) &&
      !BRANDS.has(`${lower} ${word.lower}`) &&
      (sure || (evidenceOf(word).given >= 0.4 && isFollowed(tokens, at + 1)))
    )
      return { from: at - 1, to: at + 1, why: 'big and little' }
    if (FOR_WHOM.has(lower) && sure && isFollowed(tokens, at + 1)) return { from: at, to: at + 1, why: 'for whom' }
    if (WHERE.has(lower) && sure) return { from: at, to: surnameEnd(tokens, at), why: 'asked for' }
    if (THIS_IS.has(lower) && (sure || isStranger(word)) && isFrom(text, tokens, at + 1, sure))
      return { from: at, to: surnameEnd(tokens, at), why: 'who speaks' }
    if (MAY.has(lower) && sure && tokens[at + 1]?.joined && tokens[at + 1]!.shape === 'lower')
      return { from: at, to: at + 1, why: 'asked about' }
    if (ASKS.has(lower) && (sure || isStranger(word)) && COMING.has(nextWord(text, tokens, at) ?? ''))
      return { from: at, to: at + 1, why: 'asked about' }
    if (isOwnRole(tokens, at - 1) && isStranger(word) && isFollowed(tokens, at + 1))
      return { from: at, to: at + 1, why: 'who somebody is' }
  }
  if (sure && isPaired(text, tokens, at)) return { from: at, to: at + 1, why: 'beside another name' }
  if (sure && isSubject(text, tokens, at)) return { from: at, to: at + 1, why: 'who says or does' }
  return undefined
}

const TITLES = set('mr mrs ms miss dr prof')
const PROFESSIONS = set(
  'nurse sister matron constable sergeant sgt pc cllr midwife rev fr consultant registrar coach teacher tutor principal headmaster professor pastor imam rabbi chef',
)
const RELATIVES = set('aunt aunty auntie uncle granny gran grandma grandpa grandad nana nan papa cousin coach')
const EPITHETS = set('big little lil wee old young fat tall mad crazy baby')
const WHERE = set("wheres where's where’s whos who's who’s hows how's how’s w")
const FOR_WHOM = set('for with from without ask tell told asked gave give collect grab meet')
const THIS_IS = set("its it's it’s im i'm i’m is")
const MAY = set('can could will would should did does hbd')
const ASKS = set('is has did')
const COMING = set(
  'coming bringing joining going driving staying working sleeping cooking awake ready alright okay back home there here in free up',
)
const PLACES_OF_WORK = set('in at on')
const DOES = set(
  `is was has had isnt isn't wasnt wasn't hasnt hasn't wont won't cant can't didnt didn't doesnt doesn't will would never still also wants needs been gonna might should could just already finally reckons nicked bailed legged`,
)
/** What strangers in small letters are besides names: slang, how one laughs, and firms that are no words. */
const SLANG = set(
  `gonna wanna gotta kinda sorta dunno lemme gimme tryna finna imma shoulda coulda woulda cuppa ppl thru cuz coz bcoz becuz wassup whatsup sthg smth tmrw tmrow tomoz tmz defo deffo obvs totes probs soz sozzle pls plz plsss thx thanx xoxo lmao lmfao rofl haha hahaha hehe yeah yeh yep nope nah meh okie okies oki alrighty hmm hmmm ughh argh yay woop woohoo bruh brah fam bestie innit aint dont didnt doesnt wont cant isnt wasnt arent havent hasnt hadnt couldnt wouldnt shouldnt
  thats whats theres heres youre theyre weve ive youve theyve itll thatll wheres whos hows lets admin admins info infos app apps wifi email emails dm dms pm pms login logins selfie selfies vape vapes insta whatsapp snapchat spotify netflix paypal monzo revolut uber ubereats deliveroo vodafone amazon ebay vinted depop asda aldi lidl tesco ikea google facebook youtube tiktok discord telegram messenger instagram twitter airbnb android iphone samsung covid hmrc dvla nhs
  appt appts pics vids convo deets prob def bday hubby wifey missus telly brekkie bevvy arvo servo barbie uni hols cardi wellies tinnies mozzie mozzies bikkie footy sarnie sarnies jammies rehab diabetic physio meds paracetamol ibuprofen`,
)

/** In the lists of given names, and no word: a dictionary of stems knows Naveed as a form of one. */
export function isSure(word: Word): boolean {
  const { given } = evidenceOf(word)
  if (word.text.length < 3 || given < 0.85 || factsOf(word) & NOBODY) return false
  if (SLANG.has(word.lower) || BRANDS.has(word.lower) || isProper(word)) return false
  return partsOf(word) === 0 || (given >= 1 && !NAME_WORDS.has(word.lower) && !(factsOf(word) & Fact.ordinary))
}

const NOBODY =
  Fact.function | Fact.weekday | Fact.country | Fact.place | Fact.technical | Fact.label | Fact.clock | Fact.unit

/** Written as a name may be, in no dictionary, and no slang. */
function isStranger(word: Word): boolean {
  return (
    word.script === 'latin' &&
    word.text.length > 3 &&
    partsOf(word) === 0 &&
    !isProper(word) &&
    !(factsOf(word) & (NOBODY | Fact.ordinary)) &&
    !SLANG.has(word.lower) &&
    !BRANDS.has(word.lower) &&
    /[aeiouyà-ÿ]/u.test(word.lower) &&
    !/(.)\1\1|[^\p{L}'’-]/u.test(word.lower)
  )
}

function isBehindTitle(tokens: readonly NameToken[], at: number): boolean {
  const { word } = tokens[at]!
  const title = tokens[at - 1]!.word.lower
  if (word.shape !== 'lower' || factsOf(word) & (Fact.function | Fact.weekday | Fact.label)) return false
  if (BRANDS.has(`${title} ${word.lower}`)) return false
  if (isStranger(word)) return true
  // "miss work", "ms teams": words themselves.
  if (title === 'miss' || title === 'ms') return isSure(word)
  const { given, surname } = evidenceOf(word)
  return (title !== 'dr' || Math.max(given, surname) >= 0.4) && word.text.length > 2 && isFollowed(tokens, at + 1)
}

/** Behind the second word of the name, where that is no word. */
function surnameEnd(tokens: readonly NameToken[], at: number): number {
  const next = tokens[at + 1]
  if (next?.joined !== true || next.shape !== 'lower') return at + 1
  const { surname, given } = evidenceOf(next.word)
  return partsOf(next.word) === 0 && (Math.max(surname, given) >= 0.7 || isStranger(next.word)) ? at + 2 : at + 1
}

/** No noun goes with it: the clause ends, or a small word or a verb of people follows. */
function isFollowed(tokens: readonly NameToken[], to: number): boolean {
  const next = tokens[to]
  if (!next?.joined) return true
  const { lower } = next.word
  return (
    (factsOf(next.word) & (Fact.function | Fact.weekday)) !== 0 ||
    SAYS.has(lower) ||
    DOES.has(lower) ||
    /.{3}ing$/.test(lower)
  )
}

/** "its orla from ward 3", "its pedrick in bay c2": where somebody speaks from. */
function isFrom(text: string, tokens: readonly NameToken[], to: number, sure: boolean): boolean {
  const at = tokens[to]?.joined && evidenceOf(tokens[to]!.word).given + partsOf(tokens[to]!.word) === 0 ? to + 1 : to
  for (const i of at === to ? [to] : [to, at]) {
    const next = tokens[i]
    if (next === undefined || !next.joined) {
      if (sure && i === to) return true
      continue
    }
    const { lower } = next.word
    if (lower === 'from') return true
    if (
      PLACES_OF_WORK.has(lower) &&
      /^ (?:the )?(?:ward|bay|room|flat|reception|desk|block|unit|no|number)? ?[a-z]?\d/.test(
        text.slice(next.end, next.end + 24),
      )
    )
      return true
    if (sure && (lower === 'here' || lower === 'again' || lower === 'btw')) return true
  }
  return false
}

function nextWord(text: string, tokens: readonly NameToken[], at: number): string | undefined {
  const next = tokens[at + 1]
  return next && text.slice(tokens[at]!.end, next.start) === ' ' ? next.word.lower : undefined
}

/** "my mate", "her son" */
function isOwnRole(tokens: readonly NameToken[], at: number): boolean {
  return (
    ROLES.has(tokens[at]!.word.lower) &&
    tokens[at]!.joined &&
    /^(?:my|her|his|our|their|ur)$/.test(tokens[at - 1]?.word.lower ?? '')
  )
}

/** "theo and wyatt", "milo, wyatt and june": a name that is no word on the other side of "and" or a comma. */
function isPaired(text: string, tokens: readonly NameToken[], at: number): boolean {
  for (const step of [-1, 1]) {
    const and = tokens[at + step]?.word.lower === 'and'
    const other = tokens[at + (and ? 2 * step : step)]
    if (!other || other.shape !== 'lower' || !isSure(other.word)) continue
    const [a, b] = step > 0 ? [tokens[at]!, other] : [other, tokens[at]!]
    if (/^(?:, ?| & | and |, and )$/.test(text.slice(a.end, b.start))) return true
  }
  return false
}

/** Begins a clause, and a verb of people follows, perhaps behind an adverb. */
function isSubject(text: string, tokens: readonly NameToken[], at: number): boolean {
  const next = nextWord(text, tokens, at)
  if (next === undefined) return false
  const before = tokens[at - 1]
  const { joined } = tokens[at]!
  if (joined && before && !OPENS.has(before.word.lower)) return false
  if (SAYS.has(next) || DOES.has(next)) return true
  return (
    ADVERBS.has(next) &&
    (SAYS.has(nextWord(text, tokens, at + 1) ?? '') || TELLS.has(nextWord(text, tokens, at + 1) ?? ''))
  )
}

const OPENS = set(
  'and but so or if when that because cos coz cuz bc omg lol ok okay yeah yes no nah hey then think thinks said says since while until til after before where why how like wow nope well btw wait sure hope',
)
const ADVERBS = set('just already only still never always finally actually literally also even')
