/** How much a sequence of capitalised words looks like one name, by its parts alone. */
import { isPlace } from './places.ts'
import type { NameToken } from './tokens.ts'
import { Cue, cuesOf, evidenceOf } from './words.ts'

/** A name has at most so many words. */
export const LONGEST_NAME = 4

export interface Weight {
  score: number
  why: string
}

/** The weight of the tokens `from` to `to`, 0…1 before the words around are asked, and the phrase for the decision record. */
export function partsScore(tokens: readonly NameToken[], from: number, to: number, shouting: boolean): Weight {
  const words: NameToken[] = []
  for (let i = from; i < to; i++) {
    const token = tokens[i]!
    if (token.shape === 'initial' || token.shape === 'lower') continue
    if (evidenceOf(token.word).ordinary) return withOrdinary(tokens, from, to)
    words.push(token)
  }
  if (tokens[from]!.shape === 'lower' || tokens[to - 1]!.shape === 'lower') return NOTHING
  if (words.length === 0 || words.length > LONGEST_NAME) return NOTHING
  const given = strongest(words, 'given', -1, -1)
  const patronymic = strongest(words, 'patronymic', given.at, -1)
  const surname = strongest(words, 'surname', given.value >= 0.5 ? given.at : -1, patronymic.at)
  const unknown = words.filter(isUnknown)
  if (!shouting && unknown.some((w) => w.shape === 'upper')) return NOTHING
  if (words.length < to - from) {
    const initials = initialsIn(tokens, from, to)
    if (initials > 0) return withInitials(tokens, from, to, words, initials, given.value, surname.value)
  }
  if (words.length === 1) return single(words[0]!, shouting)
  if (patronymic.value >= 0.7 && unknown.length <= 1)
    return { score: words.length <= 3 ? 0.95 : 0.6, why: 'patronymic' }
  if (
    EAST_ASIAN.has(words[0]!.word.lower) &&
    words.length <= 3 &&
    words[0]!.shape === 'capital' &&
    (words.length === 2 || words.every((w) => w.end - w.start <= 8))
  )
    return { score: 0.7, why: 'surname of one syllable' }
  if (
    words.length === 2 &&
    unknown.length === 1 &&
    words[0]!.opens &&
    unknown[0] === words[0] &&
    !mayOpen(words[0]!, words[1]!)
  )
    return NOTHING
  if (words.length === 3 && evidenceOf(words[0]!.word).given >= 1 && evidenceOf(words[2]!.word).given >= 1)
    return NOTHING
  const both = given.value + surname.value
  if (given.value >= 0.5 && surname.value >= 0.35 && unknown.length === 0)
    return { score: words.length <= 3 ? Math.min(0.93, 0.45 + 0.27 * both) : 0.6, why: 'given name and surname' }
  if (given.value >= 0.7 && unknown.length === 1 && words.length === 2)
    return { score: shouting ? 0.5 : 0.72, why: 'given name and a capital' }
  if (given.value >= 0.7 && unknown.length === 0 && words.length === 2) return { score: 0.72, why: 'two given names' }
  if (given.value >= 0.7 && unknown.length <= 2 && words.length === 3)
    return { score: 0.55, why: 'given name and capitals' }
  if (surname.value >= 0.6 && unknown.length === 1 && words.length === 2)
    return { score: surname.value >= 0.8 ? 0.65 : 0.52, why: 'surname and a capital' }
  if (words.length === 2 && !shouting) {
    return { score: twoCapitals(words), why: 'two capitals' }
  }
  if (words.length === 3 && !shouting) return { score: 0.2, why: 'three capitals' }
  return NOTHING
}

function isUnknown({ word }: NameToken): boolean {
  const { given, surname, patronymic } = evidenceOf(word)
  return given < 0.5 && surname < 0.5 && patronymic < 0.5
}

function initialsIn(tokens: readonly NameToken[], from: number, to: number): number {
  let n = 0
  for (let i = from; i < to; i++) if (tokens[i]!.shape === 'initial') n++
  return n
}

/** `Пётр Адвокат`: a sure given name and a capital that is an ordinary word, but no place or title. */
function withOrdinary(tokens: readonly NameToken[], from: number, to: number): Weight {
  if (to - from !== 2) return NOTHING
  const first = evidenceOf(tokens[from]!.word)
  const { word, shape } = tokens[from + 1]!
  if (first.given < 1 || first.ordinary || shape !== 'capital') return NOTHING
  if (isPlace(word.lower) || cuesOf(word) & (Cue.title | Cue.notAfter) || !CYRILLIC_NAME_END.test(word.lower))
    return NOTHING
  return { score: 0.6, why: 'given name and a capital' }
}

const NOTHING = { score: 0, why: '' }
const CYRILLIC_NAME_END = /(?:[бвгджзклмнпрстфхцчшщ]|ый|ий|ой|ого|ому|а|я|у|ом|ем|ым|им)$/u

/** Two words of which neither is known: in Cyrillic text mostly people, in English as often titles and places. */
function twoCapitals(words: readonly NameToken[]): number {
  const hints = words.filter(({ word }) => evidenceOf(word).given >= 0.4 || evidenceOf(word).surname >= 0.4).length
  if (words[0]!.word.script === 'latin') return hints === 2 ? 0.55 : hints === 1 ? 0.4 : 0.3
  const inside = !words[0]!.opens && words.every((w) => w.end - w.start > 2 && !(cuesOf(w.word) & Cue.adjective))
  return inside ? 0.5 : hints > 0 ? 0.45 : 0.3
}

/** Whether an unknown first word of a sentence can begin a name: "Соседка Маша", "Вернулся Иванову" do not. */
function mayOpen({ word: first }: NameToken, { word: second }: NameToken): boolean {
  if (first.script !== 'cyrillic') return true
  if (evidenceOf(second).given >= 0.7) return false
  return !(OBLIQUE.test(second.lower) && NOMINATIVE.test(first.lower))
}

const OBLIQUE = /(?:ого|ому|ову|еву|ину|ыну|овым|евым|иным|ским|ове|еве|ине)$/u
const NOMINATIVE = /(?:[бвгджзйклмнпрстфхцчшщьо]|ся)$/u

/** Chinese, Korean and Vietnamese surnames in Cyrillic: they stand first. */
const EAST_ASIAN = new Set(
  'ким пак цой ли пан чан чжан чжао ван лю си ху вэнь дэн мао чэнь хань сун цзян чжоу тан юн мун хан тен нгуен чен ян ма лян го хуан линь фам чон чхве кан но'.split(
    ' ',
  ),
)

/** The word that is most of this kind, but for two of them. */
function strongest(
  words: readonly NameToken[],
  kind: 'given' | 'surname' | 'patronymic',
  not: number,
  nor: number,
): { value: number; at: number } {
  const best = { value: 0, at: -1 }
  for (let at = 0; at < words.length; at++) {
    if (at === not || at === nor) continue
    const value = evidenceOf(words[at]!.word)[kind]
    if (value <= best.value) continue
    best.value = value
    best.at = at
  }
  return best
}

function withInitials(
  tokens: readonly NameToken[],
  from: number,
  to: number,
  words: readonly NameToken[],
  initials: number,
  given: number,
  surname: number,
): Weight {
  if (initials > 2 || words.length > 2) return NOTHING
  const inMiddle = to - from === 3 && words.length === 2 && tokens[from + 1]!.shape === 'initial'
  if (inMiddle) return { score: given >= 0.5 || surname >= 0.5 ? 0.9 : 0.65, why: 'initial between two words' }
  if (words.length === 2) return NOTHING
  if (initials === 2) return { score: surname >= 0.35 || given >= 0.7 ? 0.9 : 0.7, why: 'word and two initials' }
  if (surname >= 0.6) return { score: 0.8, why: 'surname and an initial' }
  if (tokens[from]!.word.script === 'cyrillic' && tokens[from]!.shape === 'initial')
    return { score: 0.6, why: 'initial and a word' }
  return { score: given >= 0.7 ? 0.55 : 0.35, why: 'word and an initial' }
}

function single({ word, opens }: NameToken, shouting: boolean): Weight {
  const { given, surname, patronymic } = evidenceOf(word)
  if (patronymic >= 0.7) return { score: 0.7, why: 'patronymic' }
  const less = (opens ? 0.08 : 0) + (shouting ? 0.2 : 0)
  if (given >= 0.7 && given >= surname) return { score: 0.62 - less, why: 'given name' }
  if (surname >= 0.8) return { score: 0.62 - less, why: 'surname' }
  if (surname >= 0.5) return { score: 0.55 - 1.5 * less, why: 'ending of a surname' }
  return { score: given >= 0.4 || surname >= 0.3 ? 0.3 : 0.15, why: 'a capital' }
}
