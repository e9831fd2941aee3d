/**
 * What a word says in English text, whatever stands around it: an ordinary word, a month, a country, a part of an
 * address. Kept with the word (names/words.ts), because every finder of English text asks it.
 */
import table from '../../../policies/names/english-words.json' with { type: 'json' }
import { once } from '../../record/once.ts'
import { latinGiven } from '../names/tables.ts'
import type { Word } from '../names/words.ts'
import { countryWords, placeWords } from './countries.ts'
import { GLUED_STREET, MILITARY, SHIPS, STREETS_IN_FRONT, STREETS_BEHIND, LINKS, UNITS } from './street-words.ts'

/** Bits of `factsOf`. */
export const Fact = {
  /** articles, pronouns, auxiliaries, prepositions, conjunctions: what no name goes on with */
  function: 1,
  /** a word of the English vocabulary, or a form of one */
  ordinary: 2,
  month: 4,
  weekday: 8,
  /** the name of a country, or the first word of one */
  country: 16,
  /** a large city, a state: a place without any cue */
  place: 32,
  /** stands behind the name of a street: Street, utca, tér */
  streetBehind: 64,
  /** stands before the name of a street: Rue, Via, ul. */
  streetInFront: 128,
  /** ends as streets do: Hauptstraße, Kiannonkatu */
  gluedStreet: 256,
  /** of a dwelling: Apt, Suite, Box */
  unit: 512,
  /** APO, FPO, DPO */
  military: 1024,
  ship: 2048,
  /** small words inside names: de, van, nad */
  link: 4096,
  /** what a line of a letterhead says before its value: Phone, Fax, Email */
  label: 8192,
  /** hours and zones beside numbers: AM, PM, GMT */
  clock: 16384,
  /** of software and machines: names in such a text are of products */
  technical: 32768,
  /** a given name in Latin letters */
  given: 65536,
  /** somebody speaks, or is spoken of: names in such a text are of people, places and firms */
  people: 131072,
  /** no other language has these small words */
  onlyEnglish: 262144,
  /** companies, accounts, jobs, courts */
  business: 524288,
  /** what stands in streets and drives there: a name and a number may be an address */
  locality: 1048576,
} as const

/** The facts of a word, as bits. */
export function factsOf(word: Word): number {
  return (word.english ??= askFacts(word.lower))
}

function askFacts(whole: string): number {
  const lower = whole.replace(/['’]s$/u, '')
  return (
    (FUNCTION.has(lower) ? Fact.function : 0) |
    (isOrdinary(lower) ? Fact.ordinary : 0) |
    (MONTHS.has(lower) ? Fact.month : 0) |
    (WEEKDAYS.has(lower) ? Fact.weekday : 0) |
    (countryWords().has(lower) ? Fact.country : 0) |
    (placeWords.has(lower) ? Fact.place : 0) |
    (STREETS_BEHIND.has(lower) ? Fact.streetBehind : 0) |
    (STREETS_IN_FRONT.has(lower) ? Fact.streetInFront : 0) |
    (GLUED_STREET.test(lower) ? Fact.gluedStreet : 0) |
    (UNITS.has(lower) ? Fact.unit : 0) |
    (MILITARY.has(lower) ? Fact.military : 0) |
    (SHIPS.has(lower) ? Fact.ship : 0) |
    (LINKS.has(lower) ? Fact.link : 0) |
    (LABELS.has(lower) ? Fact.label : 0) |
    (CLOCK.has(lower) ? Fact.clock : 0) |
    (TECHNICAL.has(lower) ? Fact.technical : 0) |
    (latinGiven.has(lower) ? Fact.given : 0) |
    (PEOPLE.has(lower) ? Fact.people : 0) |
    (ONLY_ENGLISH.has(lower) ? Fact.onlyEnglish : 0) |
    (BUSINESS.has(lower) ? Fact.business : 0) |
    (LOCALITY.has(lower) ? Fact.locality : 0)
  )
}

const vocabulary = once(() => new Set(table.words.flatMap((line) => line.split(' '))))

/** In the vocabulary, or a regular form of a word there, or with an ending that English words have and names have not. */
export function isOrdinary(lower: string): boolean {
  const words = vocabulary()
  if (words.has(lower)) return true
  if (lower.length > 9 && ENGLISH_ENDING.test(lower)) return true
  const parts = lower.split('-')
  if (parts.length > 1) return parts.every((p) => p.length < 2 || isOrdinary(p))
  for (const ending of ENDINGS) {
    if (lower.length < ending.length + 3 || !lower.endsWith(ending)) continue
    const stem = lower.slice(0, -ending.length)
    if (words.has(stem) || words.has(`${stem}e`) || (stem.endsWith('i') && words.has(`${stem.slice(0, -1)}y`)))
      return true
    if (stem.at(-1) === stem.at(-2) && words.has(stem.slice(0, -1))) return true
  }
  return false
}

const ENDINGS =
  's es ed d ing ings er ers est ly al als y ness less able ably ment ments ation ations ion ions ition ity ities ability ibility ism isms ist ists ic ics ical ically ative ive ous ously ful fully ance ances ence ences ship ships hood ward wards ise ize ised ized ising izing isation ization age ary ory en ish like wise or ors'.split(
    ' ',
  )
const ENGLISH_ENDING = /(?:isation|ization|ically|ousness|fulness|lessness|ological)$/u

const FUNCTION = new Set(
  `a an the this that these those i you he she it we they me him her us them my your his its our their mine yours hers ours theirs myself yourself himself herself itself ourselves themselves
  am is are was were be been being do does did done have has had having will would shall should can could may might must ought
  and or but nor so yet if because although though while when where who whom whose which what why how than then as
  at by for from in into of off on onto out over to under up upon with without within about above across after against along among around before behind below beneath beside between beyond despite during except inside near outside since through throughout till toward towards until via
  not no yes also too very just only even still again already always never ever here there now please thanks thank hello hi dear regards sincerely ok okay
  i'm i'd i'll i've it's that's there's he's she's we're you're they're don't doesn't didn't isn't aren't wasn't can't won't let's what's who's
  some any all both each every few many more most much other another such own same
  call send ask tell give get got take make let come go went said says`.split(/\s+/),
)
const MONTHS = new Set(
  'january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec'.split(
    ' ',
  ),
)
const WEEKDAYS = new Set(
  'monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun today tomorrow yesterday'.split(
    ' ',
  ),
)
const LABELS = new Set(
  'phone tel telephone mobile cell fax desk office email e-mail mail web website home work contact skype mob direct toll hotline url http https www dob ssn date subject attn attention re note name title occupation company order invoice account card total amount price qty iban'.split(
    ' ',
  ),
)
const CLOCK = new Set('am pm gmt utc est pst cet edt pdt bst ist'.split(' '))
const TECHNICAL = new Set(
  `api apis app apps backend frontend browser bug bugs build cache cli code coding command commands commit compile compiler config configure console container containers css database databases debug debugger deploy deployed deployment developer docker endpoint framework function functions git github hash html http https install installed
  integer java javascript json kernel kubernetes library libraries linux macos merge module modules mysql node npm package packages parser plugin plugins postgres programming python query queries refactor release releases repo repository runtime rust schema script scripts sdk server servers software source sql ssh stack string syntax terminal test
  tests thread threads token tokens typescript ubuntu unix update upgrade url variable variables version versions webpack windows workflow xml yaml`.split(
    /\s+/,
  ),
)
const PEOPLE = new Set(
  `anyone someone anybody somebody everyone think thought heard dealt recommend complaint
  i me my mine we our us he she him his her hers i'm i've i'd i'll we're we've he's she's who mr mrs ms dr people man woman men women friend friends family mother father brother sister son daughter wife husband born died lives lived
  company companies customer customers client clients employee employees employer account accounts office offices founded founder ceo chairman director manager president mayor minister bank shares investors headquarters subsidiary merger police court lawsuit sued hired job singer band actor musician artist`.split(
    /\s+/,
  ),
)
const ONLY_ENGLISH = new Set(
  `the of and to is with my you your it that this are from at by have has been were they he she his her we our their would not for about do does did who what where when how i'm there don't can if as be
  want wanted get got into after because every other more than then them never again only over back out up just like also very much many any some could should had which while know think take make going`.split(
    ' ',
  ),
)
const BUSINESS = new Set(
  `account accounts bank banks banking billing business businesses card ceo cfo chairman charged client clients company companies competitor competitors contract contracts corporate corporation customer customers deal deals dealt discrimination employed employee employees employer employment executive executives firm firms founded founder founders
  headquarters hire hired hiring industry insurance insured invest invested investment investor investors invoice job jobs lawsuit loan loans merger merged office offices partnership payment payments product products profit profits refund refunded resign resigned revenue salary sales sell sells seller shareholders shares sold startup stock subsidiary sue sued supplier suppliers worker workers
  acquisition acquire acquired manufacturer manufacturing retailer scam warranty`.split(/\s+/),
)
const LOCALITY = new Set(
  `house houses fire taxi cab bus tram corner road street streets shop store bakery restaurant cafe hotel flat apartment building neighbour neighbours neighbor neighbors neighbourhood neighborhood parked rent delivery deliver courier driver accident entrance pedestrians pedestrian garage pharmacy clinic salon turn exit parking crime robbery robbed address`.split(
    /\s+/,
  ),
)
