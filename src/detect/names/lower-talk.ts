/**
 * Names in small letters, in chats whose writers use no capitals: "айбек пен ерлан келмейді", "айнұр апай", "болат придет",
 * "спроси олега". A name that is no word of the language is enough there; one that is a word needs its neighbours.
 */
import { isGivenName } from './evidence.ts'
import { isWordOfKazakh } from './kazakh-words.ts'
import { lowerKazakhRole } from './kazakh-talk.ts'
import { DIMINUTIVES } from './more-given-names.ts'
import type { NameToken } from './tokens.ts'
import { Cue, cuesOf, evidenceOf, partsOf } from './words.ts'

/** What a person does, behind a name in Russian: the past and the frequent futures and presents of talk. */
const DOES =
  /^(?:при(?:дет|едет|шел|шла|везет|несет)|пойдет|поедет|будет|сможет|может|хочет|знает|ждет|просит|звонит|пишет|говорит|болеет|спит|едет|идет|заберет|передаст|скажет|даст|возьмет|позвонит|напишет|опаздывает|заедет|зайдет|уехал\p{L}*|дома|тоже|уже)$/u
/** Before somebody who is asked, told, awaited. */
const CALLS =
  /^(?:спроси|спросите|передай|передайте|скажи|скажите|позови|позовите|попроси|ждем|жди|подождем|дай|дайте|отдай|отдайте|напиши|напишите|позвони|позвоните|верни|встреть|забери|поздравляем|поздравляю|поздравь|привет|пока|спасибо|прости|извини)$/u
const AND = new Set(['и', 'мен', 'пен', 'бен', 'және', 'да', 'де', 'с'])

/** Whether people write small letters in a text: nothing of it begins with a capital but what may be a name. */
export function isInSmallLetters(tokens: readonly NameToken[]): boolean {
  if (tokens.length < 3 || tokens[0]!.shape !== 'lower') return false
  let capital = 0
  let small = 0
  for (const { opens, shape } of tokens) {
    if (!opens) continue
    if (shape === 'lower') small++
    else capital++
  }
  return small > 2 * capital
}

/** Why the word `tokens[at]` in small letters is somebody; undefined where nothing says so. */
export function lowerName(text: string, tokens: readonly NameToken[], at: number, small: boolean): string | undefined {
  const { word } = tokens[at]!
  const { given, ordinary } = evidenceOf(word)
  if (given < 0.5 || ordinary || word.text.length < 4 || word.odd) return undefined
  // "жолдасым", but ғалым is a name as well.
  if (cuesOf(word) & Cue.title && !isGivenName(word.lower)) return undefined
  const next = tokens[at + 1]
  const beside = next?.joined === true && next.shape === 'lower' ? next.word : undefined
  const listed = isGivenName(word.lower)
  if (listed && beside && cuesOf(beside) & Cue.kin && !NO_KIN.test(word.lower))
    return 'name in small letters: uncle, aunt'
  if (!small) return undefined
  if (WITH_E.has(word.text)) return 'short name in small letters'
  const russian = partsOf(word) !== 0
  if (!russian && given >= 1 && !isWordOfKazakh(word.lower)) return 'name in small letters'
  if (!russian && listed && isRussian(tokens) && (does(tokens, at) || isCalled(tokens, at)))
    return 'name in small letters: what somebody does'
  if (russian && isShortName(word.lower) && (does(tokens, at) || isCalled(tokens, at) || isGoverned(tokens, at)))
    return 'short name in small letters'
  if (russian && listed && isListed(text, tokens, at)) return 'name in small letters: in a list'
  if (isPair(tokens, at)) return 'name in small letters: a pair'
  return listed || !russian ? lowerKazakhRole(text, tokens, at) : undefined
}

/** "жан ата", "ақ әже": a word before grandfather. */
const NO_KIN =
  /^(?:адам|құрметті|жаным|аяулым|асыл|әдемі|сұлу|дана|батыр|үлкен|ерке|сары|қара|жолдас|ұлы|хан|кенже|кіші|жас|көрші|досым|бала|ана|ата|апа|абай|мырза|балам|есім)/u

function does(tokens: readonly NameToken[], at: number): boolean {
  for (let n = at + 1; n <= at + 2; n++) {
    const next = tokens[n]
    if (!next?.joined || next.shape !== 'lower') return false
    if (cuesOf(next.word) & (Cue.pastTense | Cue.verb) || DOES.test(next.word.lower)) return true
    if (next.word.lower !== 'не' && next.word.lower !== 'сегодня' && next.word.lower !== 'вчера') return false
  }
  return false
}

export function isCalled(tokens: readonly NameToken[], at: number): boolean {
  const before = tokens[at - 1]
  return before !== undefined && tokens[at]!.joined && CALLS.test(before.word.lower)
}

/** Саша, Маша in their cases: the dictionary has those as forms of other words. */
const shortNames = new Set(
  DIMINUTIVES.flatMap((name) => {
    const lower = name.toLowerCase().replaceAll('ё', 'е')
    const stem = lower.slice(0, -1)
    return lower.endsWith('я')
      ? [lower, `${stem}ю`, `${stem}е`, `${stem}ей`]
      : [lower, `${stem}у`, `${stem}е`, `${stem}${/[шжчщ]$/u.test(stem) ? 'ей' : 'ой'}`]
  }),
)
const isShortName = (lower: string): boolean => shortNames.has(lower)

const GOVERNING = new Set(['у', 'к', 'ко', 'с', 'со', 'от', 'для', 'про', 'за'])

function isGoverned(tokens: readonly NameToken[], at: number): boolean {
  const before = tokens[at - 1]
  return before !== undefined && tokens[at]!.joined && GOVERNING.has(before.word.lower)
}

/** "алина, карина и тимур": beside a name that is no word. */
function isListed(text: string, tokens: readonly NameToken[], at: number): boolean {
  for (const other of [at - 1, at + 1]) {
    const token = tokens[other]
    if (token?.shape !== 'lower' || partsOf(token.word) !== 0 || evidenceOf(token.word).given < 1) continue
    const [a, b] = other < at ? [token, tokens[at]!] : [tokens[at]!, token]
    if (text.slice(a.end, b.start) === ', ') return true
  }
  return false
}

/** "ғалым мен самал": two names and "and" between them. */
export function isPair(tokens: readonly NameToken[], at: number): boolean {
  const isName = (i: number): boolean => {
    const token = tokens[i]
    return (
      token !== undefined &&
      token.word.text.length > 3 &&
      isGivenName(token.word.lower) &&
      evidenceOf(token.word).given >= 0.5
    )
  }
  for (const other of [at - 2, at + 2]) {
    const first = Math.min(at, other)
    if (
      !tokens[first + 1] ||
      !AND.has(tokens[first + 1]!.word.lower) ||
      !tokens[first + 2]?.joined ||
      !tokens[first + 1]!.joined
    )
      continue
    if (!isName(at) || !isName(other)) continue
    const sure = [at, other].some(
      (i) => evidenceOf(tokens[i]!.word).given >= 1 && !isWordOfKazakh(tokens[i]!.word.lower),
    )
    const behind = tokens[first + 3]
    if (sure || (behind?.joined === true && COMES.test(behind.word.lower))) return true
  }
  return false
}

const COMES =
  /^(?:екеу|бірге|егіз|кел(?:ді|еді|мейді|мей|іп|ген|е)|бар(?:ады|ды|майды|а)|айтты|жоқ|үйлен|кет(?:ті|іп)|жүр|ауыр|кешік|сұра|күт|придут|едут|пришли|приехали|поехали|уехали|будут|женятся|сказали|ждут)/u

/** By their ё no form of another word: тёма, сёма. */
const WITH_E = new Set(
  'тёма тёму тёмы тёме тёмой сёма сёму сёмы сёме лёха лёху лёхи лёхе лёша лёшу лёши лёше лёня лёню лёни лёне лёва лёву лёвы стёпа стёпу стёпы стёпе серёга серёгу серёги серёге серёжа серёжу серёжи серёже алёна алёну алёны алёне алёнка алёнку алёша артём артёма артёму артёмка пётр фёдор фёдора семён семёна семёну санёк юрок витёк витёк кирюха шурик'.split(
    ' ',
  ),
)

/** Half of the longer words, those that are asked about aside, are in the Russian dictionary. */
function isRussian(tokens: readonly NameToken[]): boolean {
  let known = 0
  let all = 0
  for (const { word } of tokens) {
    if (word.text.length < 3) continue
    all++
    if (word.kazakh) return false
    if (partsOf(word) !== 0 || evidenceOf(word).ordinary) known++
  }
  return known * 2 >= all - 1
}
