/**
 * People that the writing around them names, whatever words they are called by: "D/o Lalmuana", "NP Lindgren", "née Trumble",
 * "Bed 12 Gallow - home", "at 9:40 Zuzanna", "first name Sunday", "name on it is ANA DI LUCA-REED",
 * and who speaks in a log of a chat.
 */
import { Fact, factsOf } from '../english/word-facts.ts'
import { NAME_WORDS } from './latin-given-names.ts'
import type { NameToken } from './tokens.ts'
import { Cue, cuesOf, evidenceOf, isProper, partsOf } from './words.ts'

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/))

/** Looked at before a name. */
const BEFORE = 34
const LONGEST = 5

export interface FormName {
  to: number
  why: string
}

/** The name that begins at the token `at`, a capital or all capitals. */
export function nameByForm(text: string, tokens: readonly NameToken[], at: number): FormName | undefined {
  const { start, shape, word } = tokens[at]!
  if (TITLES.has(word.lower)) return undefined
  const last = tokens[at - 1]
  // All of them stand behind a mark, a number, or one of a few words.
  if (last !== undefined && tokens[at]!.joined && !MAY_LEAD.has(last.word.lower)) return undefined
  // The first word of a sentence: most of what follows is not asked.
  if (last !== undefined && last.end - last.start > 5 && /^[.!] /.test(text.slice(last.end, start))) return undefined
  const before = text.slice(Math.max(0, start - BEFORE), start)
  const to = endOfRun(tokens, at)
  const led = last !== undefined && MAY_LEAD.has(last.word.lower)
  if (led) {
    if (OF_FATHER.test(before)) return to - at <= LONGEST ? { to, why: 'son, daughter or wife of' } : undefined
    if (FORMER.test(before) && isNameless(tokens[at]!)) return { to, why: 'the name before' }
    if (FIRST_NAME.test(before) && !isLabel(tokens[at]!)) return { to: at + 1, why: 'behind first name or surname' }
    if (
      VISITED.test(before) &&
      shape === 'initial' &&
      tokens[at + 1]?.joined &&
      isNameless({ ...tokens[at + 1]!, word: { ...tokens[at + 1]!.word, odd: false } })
    )
      return { to: at + 2, why: 'who is visited' }
    if (shape === 'upper') {
      const caps = endOfCapitals(tokens, at)
      if (HOLDER.test(before) && caps - at > 1 && areNameless(tokens, at, caps))
        return { to: caps, why: 'holder of a card' }
      if (BY_WHOM.test(before) && areNameless(tokens, at, caps)) return { to: caps, why: 'by whom, in capitals' }
      return undefined
    }
  }
  if (shape !== 'capital' || to - at > 3) return undefined
  if (
    text.includes('?') &&
    ASKED.test(text.slice(Math.max(0, start - REACH), start)) &&
    areNamesOrWords(tokens, at, to)
  )
    return { to, why: 'answers a question for a name' }
  if (to - at > 2) return undefined
  const behind = text.slice(tokens[to - 1]!.end, tokens[to - 1]!.end + 16)
  if (led && PROFESSION.test(before) && isNameless(tokens[to - 1]!)) return { to, why: 'a profession in short' }
  const counted = last !== undefined && /\d/.test(text.slice(Math.max(0, start - 9), start))
  if (counted && BED.test(before) && AFTER_BED.test(behind) && isNameless(tokens[to - 1]!))
    return { to, why: 'in a bed of a ward' }
  if (WITH.test(before) && (isNameless(tokens[at]!) || NAME_WORDS.has(tokens[at]!.word.lower)))
    return { to, why: 'with whom' }
  if (counted && TIME.test(before) && AFTER_TIME.test(behind) && isNameless(tokens[at]!) && isRoster(text))
    return { to, why: 'on a roster of hours' }
  if (
    SHIFT.test(behind) &&
    /(?:^|[:,;\n] ?)$/.test(before) &&
    (isListed(tokens[at]!) || (isNameless(tokens[at]!) && isRota(text)))
  )
    return { to, why: 'on a rota' }
  if (at + 1 === to && SPEAKS.test(behind) && LINE.test(before) && isNameless(tokens[at]!) && isLog(text))
    return { to, why: 'speaks in a log' }
  return undefined
}

const TITLES = set('shri sh smt late mr mrs ms miss dr kum')
const MAY_LEAD = set(
  "names of card account holder cardholder cashier server operator driver payee embossed cc fao attn nok known with escort visiting mr mrs ms miss dr served signed consultant registrar matron sister nurse reg cons na rgn rmn ot slt cnm lvn lpn cna ma emt senco name visitor guest it's i'm yes yeah um to see host by o late shri sh smt nee née formerly alias aka name names forename surname is as by np pa rn cn spr sho anp sr hca fy ca gp st1 st kum km ku kumari selvi thiru tmt er adv cllr pcso ds dci dc pcn ahp slt ta lsa senco w",
)
const OF_FATHER =
  /(?<![\p{L}\p{N}])(?:[DSW]\/[oO]|[Dd]aughter of|[Ss]on of|[Ww]ife of|[Ww]idow of)[.:]? (?:(?:[Ll]ate|Shri|Sh\.?|Smt\.?|Mr\.?|Mrs\.?) )?$/u
const FORMER =
  /(?<!\p{L})(?:n[ée]e|formerly(?: known as)?|maiden name(?: is| was|:)?|alias|a\.?k\.?a\.?|born as):? ["“(]?$/iu
const FIRST_NAME =
  /(?<!\p{L})(?:first|given|last|middle|family|christian) names?(?: is|['’]s|:| =)? $|(?<!\p{L})(?:forename|surname)s?(?: is|['’]s|:)? $/iu
const HOLDER =
  /(?<!\p{L})(?:name on (?:it|(?:the |my )?(?:card|account|passport|ticket|booking))(?: is| was|:)?|card ?holder(?: name)?(?: is|:)?|account (?:name|holder)(?: is|:)?|name of (?:the )?card ?holder:?|payee:?|embossed(?: as)?:?) (?:(?:MR|MRS|MS|MISS|DR) )?$/iu
const BY_WHOM =
  /(?<!\p{L})(?:served|signed(?: for)?|delivered|prepared|received|checked|packed|issued|approved|collected|handled|cashier|server|operator|driver) ?(?:by|:|is)? ?:? $/iu
const PROFESSION =
  /(?<![\p{L}\p{N}])(?:NP|PA|RN|CN|SpR|SHO|ANP|SR|HCA|FY[12]|CT[123]|ST[1-8]|GP|Cllr|PCSO|PC|DS|DC|DCI|DI|TA|LSA|SENCo|SENCO|Kum|Km|Ku|Kumari|Selvi|Thiru|Tmt|Smt|Shri|Shrimati|Adv|Cons|Reg|Consultant|Registrar|Matron|Sister|Staff Nurse|S\/N|RGN|RMN|OT|SLT|CNM|LVN|LPN|CNA|MA|EMT)\.? $/u
const VISITED =
  /(?<!\p{L})(?:to see|host|name|visitor|guest|visiting|meeting with|seen by|referred by|person visited|escort):? $/iu
const REACH = 110
/** A question for a name, its mark, who answers, and how an answer begins. */
const ASKED =
  /(?<!\p{L})(?:who am i (?:speaking|talking) (?:to|with)|who['’]?s (?:calling|speaking|this)|who is (?:calling|speaking|this)|(?:your|the|full|first|last|patient['’]s|caller['’]s) (?:full |first |last |sur)?name|(?:your |the )?surname|name)(?:,? (?:please|on the account|of the patient|again|sir|madam))?\?\s{1,3}(?:["“]?[\p{L}]{2,10}(?: \d)?: )?(?:\[[^\]\n]{2,12}\] \p{L}{2,8}: )?(?:(?:yes|yeah|it['’]?s|this is|my name is|i['’]m|sure|um|uh|hi|the name is|that['’]s)[,.]? ){0,3}$/iu
const BED = /(?<!\p{L})(?:[Bb]ed|[Bb]ay|[Cc]ubicle|[Rr]m|[Rr]oom|[Cc]hair|SR) ?[A-Z]?\d{1,3}[A-Z]?[:.)]? (?:[-–—] ?)?$/u
const AFTER_BED = /^(?: [-–—(]|[,:;(]| \d{2}[MFmf]|\n| (?:for|to|is|nbm|NBM|home|awaiting|post|pre|needs|on) )/u
const WITH = /(?<![\p{L}\p{N}])(?:w\/|c\/o|k\/a|cc:?|fao|FAO:?|attn:?|Attn:?|NOK:?|r\/v by|d\/w|D\/W) ?$/u
const TIME = /(?<![\p{N}:.])\d{1,2}[:.]\d{2}(?: ?[ap]m)?(?: ?[-–—] ?\d{1,2}[:.]\d{2}(?: ?[ap]m)?)?:? (?:[-–—] )?$/iu
const AFTER_TIME = /^(?:[,;\n(]|$| [-–—(+&])/u
const LINE = /(?:^|\n)(?:\[[^\]\n]{3,20}\] |\d{1,2}:\d{2}(?: ?[ap]m)? (?:[-–—] )?)?$/iu
const SPEAKS = /^: (?:\p{Ll}|\p{Lu}\p{Ll}{0,20}[ ,!?.'’]|[^\p{L}\p{N}\s])/u

/** "Fergus 12-8," */
const SHIFT = /^ \d{1,2}(?:[:.]\d{2})?(?:[ap]m)? ?[-–] ?\d{1,2}(?:[:.]\d{2})?(?:[ap]m)?(?=[,;\n.]|$)/u

const SHIFTS = /\p{Ll} \d{1,2}(?:[:.]\d{2})?(?:[ap]m)? ?[-–] ?\d{1,2}(?:[:.]\d{2})?(?:[ap]m)?(?=[,;\n.]|$)/gu

function isRota(text: string): boolean {
  return (text.match(SHIFTS)?.length ?? 0) > 1
}

function isListed(token: NameToken): boolean {
  return isNameless(token) && evidenceOf(token.word).given >= 0.7
}

/** Two hours or more with a capital behind each. */
function isRoster(text: string): boolean {
  return (
    (text.match(
      /(?<![\p{N}:.])\d{1,2}[:.]\d{2}(?: ?[ap]m)?:? (?:[-–—] )?\p{Lu}\p{Ll}{1,14}(?:[,;\n(]|$| [-–—(+&]| \p{Lu})/gu,
    )?.length ?? 0) > 1
  )
}

/** Two lines or more that begin with one word and a colon, and go on as people talk. */
function isLog(text: string): boolean {
  const lines = text.match(
    /(?:^|\n)(?:\[[^\]\n]{3,20}\] |\d{1,2}:\d{2}(?: ?[ap]m)? (?:[-–—] )?)?[\p{L}_.\d]{2,16}: [^\n]{1,200}/gu,
  )
  return lines !== null && lines.length > 1 && lines.filter((l) => TALK.test(l)).length > 0
}
const TALK =
  /(?<!\p{L})(?:u|ur|you|i|im|me|we|lol|ok|okay|yes|yeah|no|nope|nah|hi|hey|pls|thx|thanks|sent|gonna|what|where|who|why|when|dont|don['’]t|cant|can['’]t|haha|omg|did|do)(?!\p{L})/iu

/** In no dictionary, or in the lists of names: written with a capital it is somebody there. */
function isNameless({ word, start, end }: NameToken): boolean {
  if (end - start < 2 || factsOf(word) & NOBODY || cuesOf(word) & Cue.notAfter) return false
  const { given, surname } = evidenceOf(word)
  if (given >= 0.7 || surname >= 0.7) return true
  return partsOf(word) === 0 && !isProper(word) && !word.odd && !(factsOf(word) & Fact.ordinary)
}

const NOBODY =
  Fact.function | Fact.weekday | Fact.month | Fact.country | Fact.technical | Fact.label | Fact.clock | Fact.unit

function areNameless(tokens: readonly NameToken[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const { word, start, end } = tokens[i]!
    if (end - start < 4 && i > from) continue
    if (end - start < 3 && i === from) return false
    if (!isNameless({ ...tokens[i]!, word: { ...word, odd: false } })) return false
  }
  return true
}

/** In no dictionary, or names that are words as well: an answer may be either. */
function areNamesOrWords(tokens: readonly NameToken[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!isNameless(tokens[i]!) && !NAME_WORDS.has(tokens[i]!.word.lower)) return false
  return true
}

function isLabel({ word, shape, end, start }: NameToken): boolean {
  return shape !== 'capital' || end - start < 3 || (factsOf(word) & (Fact.function | Fact.label)) !== 0
}

function endOfRun(tokens: readonly NameToken[], at: number): number {
  let to = at + 1
  while (to < tokens.length && tokens[to]!.joined && tokens[to]!.shape === tokens[at]!.shape) to++
  return to
}

/** Behind all capitals that are joined, particles of two letters among them. */
function endOfCapitals(tokens: readonly NameToken[], at: number): number {
  let to = at + 1
  while (
    to < tokens.length &&
    to - at < LONGEST &&
    tokens[to]!.joined &&
    /^\p{Lu}[\p{Lu}'’-]*$/u.test(tokens[to]!.word.text)
  )
    to++
  return to
}

/** For the test of linear time. */
export const formNameExpressions: readonly RegExp[] = [
  OF_FATHER,
  FORMER,
  FIRST_NAME,
  HOLDER,
  BY_WHOM,
  PROFESSION,
  BED,
  AFTER_BED,
  WITH,
  VISITED,
  ASKED,
  TIME,
  LINE,
  SPEAKS,
  SHIFT,
  SHIFTS,
]
