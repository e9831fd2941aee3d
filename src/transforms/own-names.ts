/**
 * The words of a record's own names, as they may stand in its texts: in any case of Russian or Kazakh, in one word where
 * an apostrophe parts them, and in the letters of the other script.
 */
import { Kind, kindAt } from '../detect/letters.ts'
import { normalise } from '../detect/normalise.ts'
import { stemWithoutVowel } from './inflection/fallen-vowel.ts'
import { kazakhEndings } from './inflection/kazakh-readings.ts'
import { isFormOf } from './name-tails.ts'
import { remember } from '../record/remember.ts'
import { soundKeys } from './sound-key.ts'
import { openingOf, pieces } from './text-pieces.ts'
import type { Fold, Piece } from './text-pieces.ts'

export interface OwnNames {
  /** first letters of the words */
  initials(): ReadonlySet<string>
  /** Whether a word that has this opening, and begins with this UTF-16 unit, may be one of the names in any form. */
  mayBegin(opening: number, unit: number): boolean
  /** Whether a word is one of the names in any form: as it is folded, and as it is written. */
  matches(folded: string, written: string): boolean
  /** Ли, Ян: too short to be looked for wherever it stands. */
  isShort(word: Pick<Piece, 'opening' | 'folded'>): boolean
}

/** Аня, Ане: two letters are all that the forms of a short name share. */
const OPENING = 2
const SHORTEST_WORD = 3

/** Undefined: no name has a word that can be looked for. `isNothing`: what is written where there is no name. */
export function createOwnNames(
  names: readonly string[],
  fold: Fold,
  isNothing: (folded: string) => boolean,
): OwnNames | undefined {
  const words = names.flatMap((name) => wordsOf(name, fold))
  const openings = new Set<number>()
  for (const word of words) {
    if (!Number.isNaN(word.opening)) openings.add(word.opening)
    if (word.raw.length < SHORTEST_WHOLE) for (const form of formsApart(word, fold)) openings.add(openingOf(form))
  }
  const hasLatin = words.some(beginsLatin)
  const hasOther = !words.every(beginsLatin)
  const mayCross = (unit: number): boolean => (isLatin(unit) ? hasOther : hasLatin)
  // Most texts have no word that begins as one of a name does, and then this is never made.
  let made: Forms | undefined
  const forms = (): Forms => (made ??= formsOf(words, fold, isNothing))
  // Nor this: most have the script of the names only.
  let crossed: Crossed | undefined
  return openings.size === 0
    ? undefined
    : {
        initials: () => forms().initials,
        mayBegin: (opening, unit) => openings.has(opening) || mayCross(unit),
        matches(folded, text) {
          if (folded.length < SHORTEST_WORD || (folded === OR && !SOFT.test(text))) return false
          const capital = (kindAt(text, 0) & Kind.upper) !== 0
          const list = forms().byOpening.get(openingOf(folded))
          if (list?.some((name) => isFormOf(folded, name, capital))) return true
          return mayCross(text.charCodeAt(0)) && (crossed ??= crossedOf(forms().written))(text, capital)
        },
        isShort: (word) =>
          openings.has(word.opening) &&
          word.folded.length === OPENING &&
          (forms().byOpening.get(word.opening)?.includes(word.folded) ?? false),
      }
}

/** UTF-16 units; forms of a longer word begin as it does */
const SHORTEST_WHOLE = 5

interface Forms {
  initials: ReadonlySet<string>
  byOpening: ByOpening
  /** the words as they are written */
  written: readonly string[]
}

function formsOf(words: readonly Word[], fold: Fold, isNothing: (folded: string) => boolean): Forms {
  const initials = new Set<string>()
  const byOpening: ByOpening = new Map()
  const written: string[] = []
  for (const word of words) {
    const { folded, raw } = word
    if (kindAt(folded, 0) & Kind.letter) initials.add(folded[0]!)
    if (folded.length < OPENING || /[0-9]/.test(folded) || isNothing(folded)) continue
    written.push(raw)
    for (const form of [folded, ...formsApart(word, fold)]) add(byOpening, form)
  }
  return { initials, byOpening, written }
}

/** `или`, which folds as Ильи does. */
const OR = 'или'
const SOFT = /ь/i

/** words by their first two UTF-16 units */
type ByOpening = Map<number, string[]>

function add(byOpening: ByOpening, form: string): void {
  const opening = openingOf(form)
  const list = byOpening.get(opening)
  if (!list) byOpening.set(opening, [form])
  else if (!list.includes(form)) list.push(form)
}

type Word = Pick<Piece, 'opening' | 'folded' | 'raw'>

/** The words of a name, and those that an apostrophe parts as one besides: О'Коннор, оконнор. */
function wordsOf(name: string, fold: Fold): Word[] {
  const { text } = normalise(name)
  const words: Word[] = pieces(text, fold)
  if (!APOSTROPHE.test(text)) return words
  for (const [parted] of text.matchAll(PARTED)) {
    const raw = parted.replace(APOSTROPHES, '')
    const folded = fold(raw)
    words.push({ folded, raw, opening: openingOf(folded) })
  }
  return words
}

const PARTED = /[\p{L}\p{M}]{1,40}(?:['’ʼ`][\p{L}\p{M}]{1,40}){1,3}/gu
const APOSTROPHE = /['’ʼ`]/
const APOSTROPHES = /['’ʼ`]/g

/** What the cases of a name are made of that do not begin as it does: a vowel falls out, or its only one changes (Ая, Аи). */
function formsApart({ folded, raw }: Word, fold: Fold): string[] {
  const stem = stemWithoutVowel(raw.normalize('NFC'))
  if (stem !== undefined) return [fold(stem)]
  const endings = folded.length === OPENING ? ENDINGS_OF[folded[1]!] : undefined
  return endings?.map((ending) => folded[0]! + ending) ?? []
}

const ENDINGS_OF: Readonly<Record<string, readonly string[]>> = {
  а: ['ы', 'и', 'е', 'у', 'ой', 'ою'],
  я: ['и', 'е', 'ю', 'ей', 'ею'],
}

/** Whether a word is a name of the other script. */
type Crossed = (text: string, capital: boolean) => boolean

function crossedOf(written: readonly string[]): Crossed {
  const latin: ByOpening = new Map()
  const cyrillic: ByOpening = new Map()
  for (const word of written)
    for (const key of keysOf(word))
      if (key.length >= SHORTEST_WORD) add(isLatin(word.charCodeAt(0)) ? latin : cyrillic, key)
  return (text, capital) => {
    const names = isLatin(text.charCodeAt(0)) ? cyrillic : latin
    if (names.size === 0 || text.length > LONGEST_WORD) return false
    return keysOf(text).some((key) =>
      names.get(openingOf(key))?.some((name) => isCrossedForm(key, name, capital || text.length > SHORTEST_WORD)),
    )
  }
}

/** The words of texts repeat, and so do names. */
const keysOf = remember(soundKeys)

function beginsLatin({ raw }: Pick<Word, 'raw'>): boolean {
  return isLatin(raw.charCodeAt(0))
}

function isLatin(unit: number): boolean {
  if (unit < 0x80) return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a)
  return (unit < 0x400 || unit > 0x52f) && LATIN.test(String.fromCharCode(unit))
}

const LATIN = /^\p{Script=Latin}/u
const LONGEST_WORD = 60

/** Short names sound like other words: only as they are. `sure`: with a capital, or long. */
function isCrossedForm(key: string, name: string, sure: boolean): boolean {
  if (key === name) return sure
  if (key.startsWith(name) && name.length > SHORTEST_WORD && CROSSED_ENDINGS.has(key.slice(name.length))) return true
  const stem = name.replace(/[aei]$/, '')
  return stem.length > SHORTEST_WORD && key.startsWith(stem) && CROSSED_ENDINGS.has(key.slice(stem.length))
}

const RUSSIAN_ENDINGS = 'а у ом ем е ым ы и ю я ой ей ого ому его ему им ую ов ова ин ина'.split(' ')
const CROSSED_ENDINGS = new Set([...RUSSIAN_ENDINGS, ...kazakhEndings].flatMap((ending) => soundKeys(ending)))
