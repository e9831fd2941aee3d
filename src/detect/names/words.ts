/**
 * What is known about a word as it is written, whatever stands around it. Asking the lists and endings about a word costs
 * a hundred times more than finding it again, and texts repeat their words, so answers are kept.
 */
import { kin, notAfter, notBefore, titles, verbs } from './cues.ts'
import { nameEvidence } from './evidence.ts'
import type { NameEvidence } from './evidence.ts'
import { stemKey } from './word-filter.ts'
import { isEnglishProper, isEnglishWord, Part, russianParts } from './vocabulary.ts'

export interface Word {
  /** a copy: it does not hold the text that it was cut from */
  text: string
  /** lower case, ё as е */
  lower: string
  script: 'cyrillic' | 'latin' | 'other'
  shape: Shape
  /** the shape where a dot follows */
  dottedShape: Shape
  /** has a capital anywhere */
  capitals: boolean
  /** may be the end of a phrase behind which a name is read in lower case as well */
  saying: boolean
  /** may ask somebody to say a name */
  telling: boolean
  /** has a letter that Kazakh has and Russian has not */
  kazakh: boolean
  /** capitals or small letters stand where no name has them: ВКонтакте, Би-би-си */
  odd: boolean
  /** asked for late, by `evidenceOf`, `cuesOf`, `findCalled` and the finder of addresses */
  evidence: NameEvidence | undefined
  cues: number | undefined
  parts: number | undefined
  proper: boolean | undefined
  stem: string | undefined
  addressCues: number | undefined
  counted: boolean | undefined
  called: string | undefined
  /** asked for by `lone-name.ts` */
  lone: boolean | undefined
  /** asked for by `address/items.ts` */
  number: boolean | undefined
  /** asked for by `labelled/label-words.ts` */
  label: number | undefined
  /** asked for by `kazakh-talk.ts` */
  roles: number | undefined
  /** asked for by `english/word-facts.ts` */
  english: number | undefined
}

export type Shape = 'initial' | 'capital' | 'upper' | 'lower'

/** What a word may be to the name beside it, as bits of `cuesOf`. */
export const Cue = {
  title: 1,
  verb: 2,
  notBefore: 4,
  notAfter: 8,
  placePrefix: 16,
  pastTense: 32,
  adjective: 64,
  /** verbs, adverbs and short words do not follow an adjective as its noun */
  noNoun: 128,
  /** may be the end of a phrase that brings a name: "my name is", "Dear" */
  introduction: 256,
  /** a preposition of place */
  inside: 512,
  onto: 1024,
  kin: 2048,
} as const

/** What the word says about a person's name. `Rosa-canina` is no double name: its second part is not written as one. */
export function evidenceOf(word: Word): NameEvidence {
  return (word.evidence ??= ARTICLE.test(word.text)
    ? WITH_ARTICLE
    : /-\p{Ll}/u.test(word.text) && !/^(?:әл|аль|ибн)-/iu.test(word.text)
      ? KOREAN.test(word.text)
        ? KOREAN_GIVEN
        : NO_EVIDENCE
      : nameEvidence(word.lower, word.script))
}

/** What a dictionary knows the word as: bits of `Part`; 0 for a word of which it knows nothing. */
export function partsOf(word: Word): number {
  return (word.parts ??=
    word.script === 'cyrillic'
      ? russianParts(word.lower)
      : isEnglishWord(word.lower.replace(/['’]s?$/u, ''))
        ? Part.noun
        : 0)
}

/** Whether an English dictionary has the word with a capital: Toyota, Berkshire. */
export function isProper(word: Word): boolean {
  return (word.proper ??= word.script === 'latin' && isEnglishProper(word.lower))
}

/** The word without the ending of its case: one for all forms of a surname. */
export function stemOf(word: Word): string {
  return (word.stem ??= word.script === 'cyrillic' ? stemKey(word.lower, 'noun') : word.lower.replace(/['’]s?$/u, ''))
}

/** Korean given names have two syllables, the second written small: Hye-jin. */
const KOREAN =
  /^(?:Ah?|Bo|Byung|Chae?|Chan|Chang|Cheol|Chul|Da|Dae|Dong|Eun|Ga|Gyu|Ha|Hae|Hee|Ho|Hwa|Hye|Hyo|Hyun|In|Jae|Ji|Jin|Jong|Joo|Joon|Ju|Jun|Jung|Kang|Ki|Kwang|Kyu|Kyung|Mi|Min|Moo|Myung|Na|Nam|Sae|Sang|Se|Seo|Seok|Seon|Seung|Shi|Si|So|Soo|Su|Suk|Sun|Sung|Tae|Won|Woo|Ye|Yeon|Yeong|Yong|Yoo|Yoon|Young|Yu|Yun)-(?:a|ah|an|bin|chan|chul|ee|eun|gi|hae|han|hee|ho|hoon|hui|hwa|hwan|hye|hyeok|hyeon|hyuk|hyun|in|ja|jae|ji|jin|joo|joon|ju|jun|jung|kang|ki|kwan|kyu|kyung|mi|min|na|nam|ra|ran|ri|rin|sang|seo|seok|seon|seong|sik|soo|sook|su|suk|sun|sung|tae|um|un|won|woo|wook|yeon|yeong|yong|yoo|yoon|young|yul|yun)$/u

const KOREAN_GIVEN: NameEvidence = { given: 0.9, surname: 0, patronymic: 0, ordinary: false }
const WITH_ARTICLE: NameEvidence = { given: 0, surname: 0.8, patronymic: 0, ordinary: false }
const NO_EVIDENCE: NameEvidence = { given: 0, surname: 0, patronymic: 0, ordinary: false }

/** What the word is to a name beside it: bits of `Cue`. */
export function cuesOf(word: Word): number {
  return (word.cues ??= askCues(word))
}

function askCues({ text, lower }: Word): number {
  return (
    (titles.has(lower) ? Cue.title : 0) |
    (verbs.has(lower) ? Cue.verb : 0) |
    (notBefore.has(lower) ? Cue.notBefore : 0) |
    (notAfter.has(lower) ? Cue.notAfter : 0) |
    (PLACE_PREFIX.has(lower) ? Cue.placePrefix : 0) |
    (PAST_TENSE.test(lower) ? Cue.pastTense : 0) |
    (ADJECTIVE.test(lower) ? Cue.adjective : 0) |
    (NO_NOUN.test(lower) ? Cue.noNoun : 0) |
    (INTRODUCTION_END.test(text) ? Cue.introduction : 0) |
    (INSIDE.has(lower) ? Cue.inside : 0) |
    (lower === 'на' ? Cue.onto : 0) |
    (kin.has(lower) ? Cue.kin : 0)
  )
}

/** A Russian verb of a sentence: past tense, third person, or "назначен". */
export function isPredicate({ shape, word }: { shape: Shape; word: Word }): boolean {
  if (shape !== 'lower') return false
  if (cuesOf(word) & (Cue.verb | Cue.pastTense)) return true
  return PREDICATE.test(word.lower) && (partsOf(word) & (Part.verb | Part.adjective)) !== 0
}

const PREDICATE = /(?:[аеиуюя]т|тся|ть|ться|[аея]н[аоы]?)$/u

/** New York, San Francisco: the name of a saint or a duke is a place there. */
const PLACE_PREFIX = new Set(
  'new north south east west san santa los las saint st port fort mount lake cape сан санта лос нью форт южная южной северная северной'.split(
    ' ',
  ),
)
const INSIDE = new Set(['в', 'во', 'из', 'близ', 'через'])
/** Russian past tense in the singular. */
const PAST_TENSE = /^[а-я-]{3,}(?:л|ла|лся|лась|лось)$/u
/** Words in -ский, -цкий: adjectives more often than surnames. */
const ADJECTIVE = /[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую|ие|их)$/u
const NO_NOUN = /(?:л|ла|ло|ли|лся|лась|лось|лись|ет|ит|ют|ат|ят|ся|ть|о|и)$/u
// The last words of the phrases in INTRODUCTION and SAID_IN_LOWER_CASE: those are dear to try where none can be.
const INTRODUCTION_END =
  /(?:is|was|name|name['’ʼ\u0060]s|am|i['’ʼ\u0060]m|me|dear|hi|hello|hey|sincerely|regards|signed|by|named|for|to|with|heard|add|invite|patient|client|customer|зовут|атым|есімі|жөні|фио|уважаем(?:ый|ая)|құрметті)$/iu
const TELLING = /^(?:представьтесь|назовитесь|назовите|фамилию|айтыңыз(?:шы)?)$/iu
const SAYING_END = /^(?:is|me|зовут|меня|атым)$|(?:name['’ʼ\u0060]s|named)$/iu

/** Words kept at most; the table starts anew when it is full. */
const MOST = 20_000
const LONGEST = 64
// A cache of pure answers, bounded; one a thread, because what it saves is asked by every detector alike.
const words = new Map<number, Word>()

/** The word at a place of a text. `hash`: of its UTF-16 units, by which it is found again without being cut out. */
export function wordAt(text: string, start: number, end: number, hash: number): Word {
  const known = words.get(hash)
  if (known && known.text.length === end - start && standsAt(known.text, text, start)) return known
  const word = readWord(text.slice(start, end))
  if (end - start > LONGEST) return word
  if (words.size >= MOST) words.clear()
  words.set(hash, word)
  return word
}

/** The word that is all of a text. */
export function wholeWord(text: string): Word {
  const { length } = text
  let hash = length
  for (let i = 0; i < length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
  return wordAt(text, 0, length, hash)
}

/** As `startsWith`, of which the call costs more than the few letters of a word. */
function standsAt(word: string, text: string, start: number): boolean {
  for (let i = 0; i < word.length; i++) if (word.charCodeAt(i) !== text.charCodeAt(start + i)) return false
  return true
}

function readWord(slice: string): Word {
  // A slice would hold the whole text, and lower case may be the same slice.
  const text = Buffer.from(slice).toString()
  return {
    text,
    lower: text.toLowerCase().replaceAll('ё', 'е'),
    script: scriptOf(text),
    shape: shapeOf(text, false),
    dottedShape: shapeOf(text, true),
    capitals: /\p{Lu}/u.test(text),
    saying: SAYING_END.test(text),
    telling: TELLING.test(text),
    odd: /\p{Ll}\p{Lu}|\p{Lu}{2}|-\p{Ll}/u.test(text),
    kazakh: /[әғқңөұүһі]/iu.test(text),
    evidence: undefined,
    cues: undefined,
    parts: undefined,
    proper: undefined,
    stem: undefined,
    addressCues: undefined,
    counted: undefined,
    called: undefined,
    lone: undefined,
    number: undefined,
    label: undefined,
    roles: undefined,
    english: undefined,
  }
}

/** The Arabic article in lower case: аль-Бируни, әл-Фараби. */
const ARTICLE = /^(?:әл|аль|эль|ас|аш|ад|ат|al|el)-\p{Lu}\p{Ll}/u

function shapeOf(word: string, dotted: boolean): Shape {
  if (!/^\p{Lu}/u.test(word)) return ARTICLE.test(word) ? 'capital' : 'lower'
  // A Cyrillic letter without a dot is a preposition or a label; in Latin it may be a middle initial.
  if (word.length === 1) return dotted || (word <= 'Z' && word !== 'I' && word !== 'A') ? 'initial' : 'lower'
  if (dotted && /^(?:Дж|Ю|Я|Ж|Th|Ch|Sh)$/u.test(word)) return 'initial'
  if (word === word.toUpperCase()) return 'upper'
  if (isAbbreviation(word)) return 'lower'
  // МИДа, ГАБТа: an abbreviation with an ending
  return /^\p{Lu}{2,}\p{Ll}{1,3}$/u.test(word) ? 'upper' : 'capital'
}

/** ЖСН-і, ИИН-ін, СМС-ке, ЖК-сының: with an ending behind the hyphen, as an ordinary word has it; but АЙГҮЛ-ге. */
function isAbbreviation(word: string): boolean {
  const [, name] = ABBREVIATION.exec(word) ?? []
  return name !== undefined && nameEvidence(name.toLowerCase(), scriptOf(name)).given < 0.5
}

const ABBREVIATION = /^(\p{Lu}{2,6})-[а-яёәғқңөұүһі]{1,9}$/u

function scriptOf(word: string): Word['script'] {
  if (/^\p{Script=Cyrillic}/u.test(word)) return 'cyrillic'
  return /^\p{Script=Latin}/u.test(word) ? 'latin' : 'other'
}
