import type { Gender, NameIndex, WordFacts } from './name-index.ts'
import { lettersOf } from './script.ts'
import type { Style } from './script.ts'
import type { Language } from './tables.ts'

export type NamePart = 'given' | 'middle' | 'surname' | 'patronymic'

/** One word of a written name, and how it is written. */
export interface NamePiece {
  part: NamePart
  /** only the first letter is written; with or without a full stop */
  initial?: 'А.' | 'А'
  letters: 'upper' | 'lower' | 'as-is'
}

/**
 * What is kept of a written name: which parts stand in which order, what stands between them (`text` before piece i; one
 * more at the end), titles among it. No letter of the name itself is in it.
 */
export interface NameShape {
  pieces: NamePiece[]
  between: string[]
  gender: Gender | undefined
  turkicPatronymic: boolean
  style: Style
}

/** The order, initials, case, spelling and gender of a name. A text that is no name of one to four words gets the usual form. */
export function nameShape(text: string, index: NameIndex): NameShape {
  const words = nameWords(text, index)
  const named = words.filter((word) => !word.title)
  const letters = lettersOf(text)
  const parts = partsOf(named, letters, text.includes(','))
  const style = styleOf(named, letters)
  const { pieces, between } = parts ? asWritten(words, parts, text) : usualForm(style, text)
  const patronymic = named.find((word) => !word.initial && word.facts.patronymic)
  return {
    pieces,
    between,
    gender: patronymic ? patronymic.facts.gender : genderOf(words, parts),
    turkicPatronymic: patronymic
      ? patronymic.facts.patronymic === 'turkic'
      : style.language === 'kk' && style.spelling === 'own',
    style,
  }
}

/** A word of a written name; `text` is without the space of a `son of` that is written apart. */
export interface NameWord {
  text: string
  start: number
  end: number
  initial: boolean
  title: boolean
  facts: WordFacts
}

const WORD = /\p{L}\.|\p{L}[\p{L}\p{M}'’ʼ‑-]*/gu
const TITLES: ReadonlyMap<string, Gender | undefined> = new Map([
  ['mr', 'male'],
  ['mrs', 'female'],
  ['ms', 'female'],
  ['miss', 'female'],
  ['dr', undefined],
  ['prof', undefined],
  ['г-н', 'male'],
  ['г-жа', 'female'],
])
/** The Turkic `son of` and `daughter of` written as a word of its own. */
const CHILD_OF = /^(?:ұлы|қызы|улы|кызы|оглы|гызы|угли|кизи|уулу|uly|kyzy|qyzy|oglu|ogly|ulu)$/i

/** The words of a name, initials and titles among them. */
export function nameWords(text: string, index: NameIndex): NameWord[] {
  const words: NameWord[] = []
  for (const match of text.matchAll(WORD)) {
    const [word] = match
    const start = match.index
    const end = start + word.length
    const before = words.at(-1)
    if (before && word.length < 5 && CHILD_OF.test(word)) {
      before.text += word
      before.end = end
      before.facts = index(before.text)
      continue
    }
    const title = word.length < 5 && TITLES.has(word.toLowerCase())
    words.push({
      text: word,
      start,
      end,
      initial: !title && (word.length === 1 || word.endsWith('.')),
      title,
      facts: index(word),
    })
  }
  return words
}

/** The part of every word; undefined where the words make no name whose parts could be told apart. */
function partsOf(named: readonly NameWord[], letters: Language | undefined, comma: boolean): NamePart[] | undefined {
  const parts = new Array<NamePart | undefined>(named.length)
  const patronymic = named.findIndex((word) => named.length > 1 && !word.initial && word.facts.patronymic)
  if (patronymic >= 0) parts[patronymic] = 'patronymic'
  const plain = named.filter((word, i) => !word.initial && i !== patronymic)
  const initials = named.some((word) => word.initial)
  const most = patronymic >= 0 || initials ? 2 : 3
  if (named.length === 0 || named.length > 4 || plain.length > most || (plain.length === 0 && !initials))
    return undefined
  const between =
    patronymic >= 0 &&
    plain.length === 2 &&
    named[0] !== plain[1] &&
    patronymic < named.indexOf(plain[1]!) &&
    patronymic > named.indexOf(plain[0]!)
  const order = plainOrder(plain, {
    between,
    alone: patronymic < 0 && !initials,
    initials,
    before: patronymic > 0 && named[patronymic - 1] === plain[1],
    comma,
    latin: letters === 'en',
  })
  plain.forEach((word, n) => (parts[named.indexOf(word)] = order[n]!))
  giveInitials(named, parts, letters === 'en')
  return parts as NamePart[]
}

interface Around {
  /** the patronymic stands between the two words */
  between: boolean
  /** it stands behind both, and next to the second */
  before: boolean
  alone: boolean
  initials: boolean
  comma: boolean
  latin: boolean
}

/** Which of the words that are neither initials nor patronymics is the surname: by tables and endings, else by custom. */
function plainOrder(
  plain: readonly NameWord[],
  { between, before, alone, initials, comma, latin }: Around,
): NamePart[] {
  const weights = plain.map(
    ({ facts }) => Number(facts.surname) - Number(facts.given || facts.givenGender !== undefined),
  )
  if (plain.length === 1) return [initials || (alone && weights[0]! > 0) ? 'surname' : 'given']
  if (plain.length === 3) return latin && !comma ? ['given', 'middle', 'surname'] : ['surname', 'given', 'middle']
  // Скрипка Фаина Андреевна: a given name stands before its patronymic, where the tables do not know the other for one.
  if (before && !plain[0]!.facts.given) return ['surname', 'given']
  const lean = weights[0]! - weights[1]!
  const [first, second] = plain.map(({ facts }) => facts.givenGender)
  // Гүлбаршын Ахметжан: fathers and their fathers give their names as surnames, mothers do not.
  if (lean === 0 && first && second && first !== second && !comma && (!latin || plain.every(isKazakh)))
    return first === 'female' ? ['given', 'surname'] : ['surname', 'given']
  return !between && (comma || lean > 0 || (lean === 0 && !latin)) ? ['surname', 'given'] : ['given', 'surname']
}

function isKazakh({ facts }: NameWord): boolean {
  return facts.languages.includes('kk')
}

function giveInitials(named: readonly NameWord[], parts: (NamePart | undefined)[], latin: boolean): void {
  named.forEach((word, i) => {
    if (!word.initial) return
    parts[i] = !parts.includes('given') ? 'given' : latin || parts.includes('patronymic') ? 'middle' : 'patronymic'
  })
}

/** What may stand between the words of a name; anything else could be more about the person and becomes a space. */
const HARMLESS = /^[\s,.()/-]*$/

function asWritten(
  words: readonly NameWord[],
  parts: readonly NamePart[],
  text: string,
): Pick<NameShape, 'pieces' | 'between'> {
  const pieces: NamePiece[] = []
  const between: string[] = []
  let before = ''
  let from = 0
  for (const word of words) {
    const gap = text.slice(from, word.start)
    before += HARMLESS.test(gap) ? gap : ' '
    from = word.end
    if (word.title) {
      before += word.text
      continue
    }
    between.push(before)
    before = ''
    pieces.push({
      part: parts[pieces.length]!,
      letters: lettersCase(word),
      ...(word.initial && { initial: word.text.endsWith('.') ? ('А.' as const) : ('А' as const) }),
    })
  }
  const rest = text.slice(from)
  between.push(before + (HARMLESS.test(rest) ? rest : ''))
  return { pieces, between }
}

function lettersCase({ text, initial }: NameWord): NamePiece['letters'] {
  if (text === text.toLowerCase()) return 'lower'
  return !initial && text.length > 1 && text === text.toUpperCase() ? 'upper' : 'as-is'
}

function usualForm(style: Style, text: string): Pick<NameShape, 'pieces' | 'between'> {
  const order: NamePart[] =
    style.language === 'en' || style.spelling === 'latin' ? ['given', 'surname'] : ['surname', 'given', 'patronymic']
  const letters = text !== '' && lettersOf(text) !== undefined && text === text.toUpperCase() ? 'upper' : 'as-is'
  return { pieces: order.map((part) => ({ part, letters })), between: ['', ...order.slice(1).map(() => ' '), ''] }
}

/** By the letters, and by the words that the tables of one language have and those of the language it is mistaken for lack. */
function styleOf(named: readonly NameWord[], letters: Language | undefined): Style {
  if (letters === undefined || letters === 'kk') return { language: letters ?? 'en', spelling: 'own' }
  const only = (language: Language, other: Language): boolean =>
    named.some(({ facts: { languages, patronymic } }) =>
      patronymic === 'turkic' ? language === 'kk' : languages.includes(language) && !languages.includes(other),
    )
  if (letters === 'ru') {
    const kazakh = only('kk', 'ru') && !only('ru', 'kk')
    return kazakh ? { language: 'kk', spelling: 'russian' } : { language: 'ru', spelling: 'own' }
  }
  const english = named.some(({ facts }) => facts.languages.length === 1 && facts.languages[0] === 'en')
  if (!english && only('kk', 'en')) return { language: 'kk', spelling: 'latin' }
  const russian = only('ru', 'en') || named.some(({ facts }) => facts.patronymic === 'russian')
  return !english && russian ? { language: 'ru', spelling: 'latin' } : { language: 'en', spelling: 'own' }
}

/** A title, the given name, the surname, in this order; where the parts are not told, the first word that says it. */
function genderOf(words: readonly NameWord[], parts: readonly NamePart[] | undefined): Gender | undefined {
  for (const { title, text } of words)
    if (title && TITLES.get(text.toLowerCase())) return TITLES.get(text.toLowerCase())
  const named = words.filter((word) => !word.title)
  if (!parts) return named.find(({ initial, facts }) => !initial && facts.gender)?.facts.gender
  return genderOfParts(named.flatMap(({ initial, facts }, i) => (initial ? [] : [{ part: parts[i]!, facts }])))
}

/** Whose name it is, by its words: the patronymic tells, else the given name, else the surname's ending. */
export function genderOfParts(words: readonly { part: NamePart; facts: WordFacts }[]): Gender | undefined {
  const of = (part: NamePart): WordFacts | undefined => words.find((word) => word.part === part)?.facts
  const patronymic = of('patronymic')
  return (
    (patronymic?.patronymic && patronymic.gender) ??
    of('given')?.gender ??
    of('surname')?.surnameGender ??
    of('middle')?.gender
  )
}
