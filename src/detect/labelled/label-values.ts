/** Which words behind a label are the name of somebody. */
import { Cue, cuesOf, evidenceOf, isProper, partsOf } from '../names/words.ts'
import { ordinaryEnglish, ordinaryKazakh, ordinaryRussian } from '../names/ordinary-words.ts'
import { isPlace } from '../names/places.ts'
import { isOneSyllable } from '../names/weigh-parts.ts'
import type { NameToken } from '../names/tokens.ts'
import { Label, labelOf } from './label-words.ts'

/** Words in a row that may be a name, as tokens. */
export interface Run {
  from: number
  to: number
  /** nothing but marks stands behind it on the line */
  fills: boolean
  /** written without capitals */
  lower: boolean
}

/** How sure one must be that the words are a name. */
export type Care =
  /** their label says so */
  | 'name'
  /** their label says that they are of somebody, who need not be called by name */
  | 'person'
  /** another is named before them */
  | 'known'
  /** nothing but the layout says so */
  | 'layout'

const MOST = 5
const GAP = /^(?:\.? ?|\/|\. ?-|\.?['’]|,? ?["“«„]|["”»“] ?)$/u
const BEHIND = /^[ .,)_…"»”\]]*(?:$|\n|\t| {2}|[;|/<(_])/u
const PARTICLES = new Set(
  'бин ибн бен аль эль фон ван дер ден де ди да ла ле дель бей паша оглы оғлы оглу кызы гызы кизи уулу угли van von der den de del della di da dos la le bin ibn al el ap ab ferch ogly oglu qizi kyzy uulu ter ten'.split(
    ' ',
  ),
)

/** The words that could be a name and begin with the token `from`; undefined where none do. */
export function runAt(text: string, tokens: readonly NameToken[], from: number): Run | undefined {
  const first = tokens[from]
  if (!first || isGlued(text, first)) return undefined
  const lower = first.shape === 'lower' && first.end - first.start > 1
  // The surname of one letter: "Ю Инна".
  if (first.shape === 'lower' && !lower && !(isLetter(first, false) && tokens[from + 1]?.shape === 'capital'))
    return undefined
  let to = from + 1
  while (to < tokens.length && to - from < MOST) {
    const next = tokens[to]!
    if (!GAP.test(text.slice(tokens[to - 1]!.end, next.start))) break
    // A dot ends the name, unless it is an initial's.
    if (text[tokens[to - 1]!.end] === '.' && tokens[to - 1]!.end - tokens[to - 1]!.start > 2) break
    const particle = next.shape === 'lower' && PARTICLES.has(next.word.lower) && !lower
    if (text[tokens[to - 1]!.end] === '/' && (next.shape !== 'upper' || tokens[to - 1]!.shape !== 'upper')) break
    if (
      (text[tokens[to - 1]!.end] !== '/' && isGlued(text, next)) ||
      (!particle && (next.shape === 'lower') !== lower && !isLetter(next, lower))
    )
      break
    to++
  }
  while (to > from + 1 && isLeftOver(tokens[to - 1]!, lower)) to--
  if (to > from + 1 && TITLE_BEHIND.has(tokens[to - 1]!.word.lower)) to--
  const last = tokens[to - 1]!
  return { from, to, lower, fills: BEHIND.test(text.slice(last.end, last.end + 12)) }
}

const TITLE_BEHIND = new Set(['mr', 'mrs', 'ms', 'miss', 'mstr', 'chd', 'inf'])

/** A capital by itself that no dot follows: "VOSS H", "ЖУСІПАЛИ Н" */
function isLetter(token: NameToken, lower: boolean): boolean {
  return !lower && token.end - token.start === 1 && token.word.capitals && token.word.text !== 'I'
}

/** A particle that no name follows. */
function isLeftOver(token: NameToken, lower: boolean): boolean {
  return !lower && token.shape === 'lower' && !isSons(token) && !isLetter(token, lower)
}

function isSons({ word }: NameToken): boolean {
  return /^(?:ог|оғ|кы|гы|ки|уу|уг|og|qi|ky|uu)/u.test(word.lower)
}

/** Beside a digit or an @ it is a code or an address. */
function isGlued(text: string, { start, end }: NameToken): boolean {
  return (
    /[\d@/\\#]/.test(text.charAt(start - 1)) ||
    /[\d@\\]/.test(text[end] ?? '') ||
    /^\.\p{Ll}/u.test(text.slice(end, end + 2))
  )
}

/** Whether the words are a name, by what their label says. */
export function isName(tokens: readonly NameToken[], run: Run, care: Care, shouting: boolean): boolean {
  const words = tokens.slice(run.from, run.to).filter((t) => t.shape !== 'initial' && t.end - t.start > 1)
  if (words.length === 0 || words.some(({ word }) => ORGANISATION.has(word.lower))) return false
  // "Алушы: Нам Вероника"
  if (words.length === 2 && isOneSyllable(words[0]!.word.lower) && isGiven(words[1]!)) return run.fills
  if (EMPTY.has(words[0]!.word.lower) || (care !== 'name' && isFunctionWord(words[0]!.word.lower))) return false
  const labels = words.filter(({ word }) => (labelOf(word) & SAYS) !== 0).length
  if (labels === words.length) return false
  const initials = run.to - run.from - words.length
  if (run.lower) return run.fills && care !== 'layout' && words.length < 4 && words.every((t) => isLowerName(t, care))
  if (care === 'name') return labels === 0 || run.fills
  return isSomebody(words, initials, run, care, shouting)
}

function isGiven({ word }: NameToken): boolean {
  return evidenceOf(word).given >= 0.7
}

const SAYS = Label.surely | Label.name | Label.person | Label.thing

function isSomebody(words: readonly NameToken[], initials: number, run: Run, care: Care, shouting: boolean): boolean {
  const known = words.filter(isKnown).length
  const strange = words.filter(isStrange).length
  const upper = words.filter((t) => t.shape === 'upper')
  const abbreviated = upper.some((t) => t.end - t.start < 5) && !(upper.length === words.length && words.length > 1)
  if (!shouting && abbreviated) return known > 0 && words.length > 1
  // "To: HR KZ"
  if (!shouting && known === 0 && upper.length === words.length && upper.every((t) => t.end - t.start < 4)) return false
  if (words.some((t) => isPlace(t.word.lower) && !isKnown(t))) return false
  if (words.slice(1).some((t) => (cuesOf(t.word) & Cue.notAfter) !== 0 && !isKnown(t)) && !isStrange(words[0]!))
    return false
  if (care === 'known') return known > 0
  if (initials > 0 && words.length === 1)
    return strange > 0 || known > 0 || initials > 1 || care === 'person' || run.fills
  if (known === words.length) return care !== 'layout' || words.length > 1
  if (words.length === 1) return strange > 0 && care === 'person' && run.fills && !isLabelled(words[0]!)
  // No dictionary of Kazakh says what is strange in it.
  const isAllStrange = strange === words.length && words.every(({ word }) => word.script === 'latin')
  if (care === 'layout') return run.fills && (known > 0 || isAllStrange)
  return known > 0 || (strange > 0 && run.fills)
}

function isLabelled({ word }: NameToken): boolean {
  return (labelOf(word) & SAYS) !== 0
}

/** Lists or endings have it as a name. */
function isKnown({ word }: NameToken): boolean {
  const { given, surname, patronymic, ordinary } = evidenceOf(word)
  return !ordinary && Math.max(given, surname, patronymic) >= 0.4
}

/** No dictionary has it. */
function isStrange({ word }: NameToken): boolean {
  const { lower } = word
  return (
    partsOf(word) === 0 &&
    !isProper(word) &&
    !evidenceOf(word).ordinary &&
    !ordinaryRussian.has(lower) &&
    !ordinaryKazakh.has(lower) &&
    !ordinaryEnglish.has(lower)
  )
}

function isFunctionWord(lower: string): boolean {
  return ordinaryRussian.exact(lower) || ordinaryKazakh.exact(lower) || ordinaryEnglish.exact(lower)
}

function isLowerName(token: NameToken, care: Care): boolean {
  const { given, surname, patronymic, ordinary } = evidenceOf(token.word)
  const known = !ordinary && Math.max(given, surname, patronymic) >= (care === 'name' ? 0.4 : 0.7)
  return known || (care === 'name' && isStrange(token) && !token.word.kazakh && (labelOf(token.word) & SAYS) === 0)
}

const EMPTY = new Set(
  `жоқ бос белгісіз көрсетілмеген сол өзі ия иә нет нету неизвестно неизвестен отсутствует прочерк он она они тот та как см да нет не без
  none nil null unknown same yes no not see as tbd tbc pending vacant various n/a na anonymous withheld self it all any either per`.split(
    /\s+/,
  ),
)
const ORGANISATION = new Set(
  `жшс ақ мекемесі орталығы мектебі ауруханасы емханасы банкі дүкені дәріханасы кәсіпорны компаниясы бөлімі басқармасы департаменті әкімдігі министрлігі университеті тоо ао ооо оао зао пао гкп кгп кгу гу нао центр школа больница поликлиника банк магазин отдел управление департамент министерство акимат суд университет институт завод фирма компания клиника аптека администрация служба комитет
  llc llp ltd inc plc gmbh corp corporation company co bank school hospital clinic university college store shop department office ministry agency group as ab oy sa bv nv ag kg spa srl sarl pty pte services systems team centre center foundation trust society association council warehouse reception logistics solutions industries partners hotel restaurant pharmacy limited joinery`.split(
    /\s+/,
  ),
)
