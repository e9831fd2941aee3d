/**
 * One word by which somebody is called or told of, in talk: "Женя, перезвони", "пн — Лена, вт — Арман", "Данаға бер",
 * "Азаматмын", "С РУСЛАНОМ", "Кайратик". What the general weights leave just below the threshold, a place in the sentence decides.
 */
import type { Candidate } from '../recogniser.ts'
import { nameEvidence } from './evidence.ts'
import { findAsked } from './asked-names.ts'
import { kazakhRole } from './kazakh-talk.ts'
import { fathersName, withLowerSurname } from './lower-pairs.ts'
import { isCalled, isInSmallLetters, lowerName } from './lower-talk.ts'
import { findMixedTalk } from './mixed-talk.ts'
import { findSpelledOut } from './spelled-out.ts'
import { findSpelledByWords } from './spelled-words.ts'
import { tokenBefore } from './tokens.ts'
import type { NameToken } from './tokens.ts'
import { nameInPetForm } from './short-names.ts'
import { russianParts } from './vocabulary.ts'
import { cuesOf, Cue, evidenceOf } from './words.ts'

const SCORE = 0.55

/** Candidates besides those of `findPersons`; `tokens`: of `nameTokens(text)`. */
export function findCalled(text: string, tokens: readonly NameToken[]): Candidate[] {
  const found: Candidate[] = []
  const small = isInSmallLetters(tokens)
  tokens.forEach((token, i) => {
    if (isShortenedCall(text, token)) {
      found.push({ start: token.start, end: token.end, score: SCORE, why: ['short name that is called'] })
      return
    }
    if (token.word.script !== 'cyrillic' || token.word.text.length < 4 || isBesideName(tokens, i)) return
    const father = token.shape === 'lower' ? fathersName(tokens, i) : undefined
    if (father) {
      const [from, to] = father
      found.push({ start: tokens[from]!.start, end: tokens[to - 1]!.end, score: SCORE, why: ["father's name in talk"] })
      return
    }
    const why = reasonOf(text, tokens, i, small)
    if (why === undefined) return
    const to = token.shape === 'lower' ? withLowerSurname(tokens, i + 1) : i + 1
    found.push({ start: token.start, end: tokens[to - 1]!.end, score: SCORE, why: [why] })
  })
  return [
    ...found,
    ...findMixedTalk(text, tokens),
    ...findAsked(text, tokens),
    ...findSpelledOut(text, tokens),
    ...findSpelledByWords(text, tokens),
  ]
}

/** "Тань, скинь фото": names of talk without their last letter, called at the beginning of a sentence. */
function isShortenedCall(text: string, { word, opens, shape, end }: NameToken): boolean {
  if (!opens || shape !== 'capital' || word.text.length > 7 || text.charCodeAt(end) !== COMMA) return false
  if (CALLED_SHORT.has(word.lower)) return /^, ?\p{Ll}/u.test(text.slice(end, end + 3))
  return CALLED_AND_WORDS.has(word.lower) && BEHIND_CALL.test(text.slice(end, end + 16))
}

const COMMA = 0x2c
const CALLED_SHORT = new Set(
  'тань мань кать наташ оль юль люд надь галь марин саш маш даш паш леш лех миш серег сереж жень вань петь вась коль толь вов катюх настюх танюх насть ксюш алин полин ань ирин светик оксан динар ален алин жанн'.split(
    ' ',
  ),
)
const CALLED_AND_WORDS = new Set('свет лен слав вик рус тем ром дин ир рит зин люб дим стас вер надюх гуль'.split(' '))
const BEHIND_CALL =
  /^, ?(?:ты|вы|привет|прив|здравств|а |ну |как|где|когда|скинь|скажи|можешь|можете|позвони|перезвони|напиши|слушай|спасибо|глянь|посмотри|возьми|купи|забери|доброе|добрый|дай|подскажи|не )/u

/** A second capital beside it: then it is a part of something, which the general weights know better. */
function isBesideName(tokens: readonly NameToken[], i: number): boolean {
  const { joined, shape } = tokens[i]!
  if (shape !== 'capital') return false
  const next = tokens[i + 1]
  if (next?.joined === true && next.shape === 'capital') return true
  const before = tokenBefore(tokens, i)
  // "Потом Вера перезвонила": the first word of a sentence has its capital from there.
  return joined && before?.shape === 'capital' && !(before.opens && evidenceOf(before.word).ordinary)
}

function reasonOf(text: string, tokens: readonly NameToken[], i: number, small: boolean): string | undefined {
  const token = tokens[i]!
  const { word, shape, start, end } = token
  const { given, ordinary } = evidenceOf(word)
  if (shape === 'lower')
    return isCompoundName(word.lower, given, ordinary)
      ? 'Kazakh given name in lower case'
      : lowerName(text, tokens, i, small)
  if (given >= 0.4 && !ordinary && isCalled(tokens, i)) return 'given name of who is asked or told'
  if (shape === 'upper') return given >= 0.7 && isGoverned(tokens, i) ? 'given name behind a preposition' : undefined
  const alone = (word.called ??= calledAlone(word.lower, given))
  if (alone !== '') return alone
  if (given < 0.4) return kazakhRole(text, tokens, i)
  if (given < 0.7 && !token.opens && !ordinary && isDoing(text, tokens, i))
    return 'a name that is a word: what somebody does'
  if (DAY_BEFORE.test(text.slice(Math.max(0, start - 16), start))) return 'given name on a roster'
  if (given >= 0.7 && token.opens) {
    if (CALLED.test(text.slice(end, end + 4))) return 'given name that is called'
    if (isSubject(text, tokens, i)) return 'given name, subject of a sentence'
  }
  if (given >= 0.4 && !ordinary && OF_A_PLACE.test(text.slice(end, end + 24)))
    return 'given name of somebody from somewhere'
  return kazakhRole(text, tokens, i)
}

/** "Асем из бухгалтерии", "Роза с третьего этажа" */
const OF_A_PLACE =
  /^ (?:из|с|со) (?:бухгалт|отдел|кадр|банк|школ|сад[аи]|поликлин|регистрат|\d{1,3}[-а-я ]|офис|склад|приемн|приёмн|юридич|техпод|колл|первого|второго|третьего|соседн|нашего|вашего|параллел|снабжен|маркетинг|айти|работы|универ)/u
/** "Женя, перезвони": a comma and a small letter behind the name. */
const CALLED = /^, ?\p{Ll}/u
const DAY_BEFORE =
  /(?<!\p{L})(?:пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|дс|сс|бс|жм|жс|дүйсенбі|сейсенбі|сәрсенбі|бейсенбі|жұма|сенбі|жексенбі) ?[—–:-] ?$/iu

/** "Амина сегодня плакала": a verb of the past within three words, and no mark between. */
function isSubject(text: string, tokens: readonly NameToken[], i: number): boolean {
  for (let n = i + 1; n <= i + 3; n++) {
    const next = tokens[n]
    if (next !== undefined && cuesOf(next.word) & Cue.notAfter) return false
    if (next?.shape !== 'lower' || /[^ ]/.test(text.slice(tokens[n - 1]!.end, next.start))) return false
    if (cuesOf(next.word) & (Cue.pastTense | Cue.verb)) return true
  }
  return false
}

/** What nothing but a person does, in the past of talk. */
const PERSON_DOES =
  /^(?:пере|по|до)?(?:звонил|писал|говорил|обещал|просил|спросил|прос|ответил|нахамил|отказал|болел|решил|объяснил|помог|плакал|смеял|забрал|забыл|опоздал|оформил|принимал|принял|ассистировал|осматривал|проводил|прислал|отправил|подписал|обслуживал|подтвердил|сказал|пришл?е?|приходил|приехал|уехал|уш[её]?л|ждал|вышл|заболел|уволил)(?:а|ась|ся|и|ла)?$/u

/** "Потом Вера перезвонила", "ассистировала Майя", "с Верой": beside the verb of a person, or governed. */
function isDoing(text: string, tokens: readonly NameToken[], i: number): boolean {
  const { joined } = tokens[i]!
  const next = tokens[i + 1]
  if (next?.joined && PERSON_DOES.test(next.word.lower)) return true
  const before = tokenBefore(tokens, i)
  if (!joined || !before || text[tokens[i]!.start - 1] !== ' ') return false
  return PERSON_DOES.test(before.word.lower) || WITH.has(before.word.lower)
}

const WITH = new Set(['с', 'со', 'у', 'к', 'ко'])

const GOVERNING = new Set(['с', 'со', 'у', 'к', 'ко', 'от', 'для', 'про'])

function isGoverned(tokens: readonly NameToken[], i: number): boolean {
  const before = tokenBefore(tokens, i)
  return before !== undefined && GOVERNING.has(before.word.lower)
}

/** Why a word with a capital is a name wherever it stands; empty where it is not. */
function calledAlone(lower: string, given: number): string {
  return isPetForm(lower) ? 'pet form of a given name' : (given < 0.4 ? nameOfMe(lower) : '') || nameOfOwner(lower)
}

/** "Кайратик", "Ержанчик" */
function isPetForm(lower: string): boolean {
  const stem = nameInPetForm(lower)
  if (stem === undefined || russianParts(lower) !== 0) return false
  const { given, ordinary } = nameEvidence(stem, 'cyrillic')
  return given >= 0.9 && !ordinary
}

/** "Азаматмын": I am. */
function nameOfMe(lower: string): string {
  const stem = /^(\p{L}{4,})(?:мын|мін|бын|бін|пын|пін)$/u.exec(lower)?.[1]
  return stem !== undefined && nameEvidence(stem, 'cyrillic').given >= 0.4 ? 'I am, behind a given name' : ''
}

/** "Серіктікі", "Бахоныңкі": somebody's. */
function nameOfOwner(lower: string): string {
  const stem = /^(\p{L}{3,}?)[ндт][ыі](?:ң)?кі(?:н|не|нде|нен|мен)?$/u.exec(lower)?.[1]
  return stem !== undefined && nameEvidence(stem, 'cyrillic').given >= 0.4 ? 'whose it is, behind a given name' : ''
}

/** Two stems of names in one word: бексұлтан, нұргүл. */
const COMPOUND =
  /^(?:ай|ақ|бек|бақыт|гүл|дәулет|ер|жан|жұма|қай|қуан|мұрат|нұр|ораз|сағын|сері|тоқ|ұл|шын|ал|ди|әсе|ба)\p{L}{0,4}(?:сұлтан|мұхаммед|гүл|жан|бек|бай|хан|нұр|болат|мұрат|ғали|тай|берді|берген|рат|лан)$/u

function isCompoundName(lower: string, given: number, ordinary: boolean): boolean {
  return given >= 0.85 && !ordinary && lower.length >= 7 && COMPOUND.test(lower)
}
