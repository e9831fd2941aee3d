/** How much a sequence of capitalised words looks like one name, by its parts alone. */
import { notAfter, titles } from './cues.ts'
import type { NameEvidence } from './evidence.ts'
import { isPlace } from './places.ts'
import type { NameToken } from './tokens.ts'

export type Part = NameToken & { evidence: NameEvidence }

/** A name has at most so many words. */
export const LONGEST_NAME = 4

/** The weight of the parts, 0…1 before the words around are asked, and the phrase for the decision record. */
export function partsScore(parts: readonly Part[], shouting: boolean): { score: number; why: string } {
  if (parts.some((p) => p.shape !== 'initial' && p.shape !== 'lower' && p.evidence.ordinary)) return withOrdinary(parts)
  const words = parts.filter((p) => p.shape !== 'initial' && p.shape !== 'lower')
  const initials = parts.filter((p) => p.shape === 'initial').length
  if (parts[0]!.shape === 'lower' || parts.at(-1)!.shape === 'lower') return NOTHING
  if (words.length === 0 || words.length > LONGEST_NAME) return { score: 0, why: '' }
  const given = strongest(words, 'given')
  const patronymic = strongest(words, 'patronymic', given.at)
  const surname = strongest(words, 'surname', given.value >= 0.5 ? given.at : -1, patronymic.at)
  const unknown = words.filter((w) => w.evidence.given < 0.5 && w.evidence.surname < 0.5 && w.evidence.patronymic < 0.5)
  if (unknown.some((w) => w.shape === 'upper' && !shouting)) return { score: 0, why: '' }
  if (initials > 0) return withInitials(parts, words, initials, given.value, surname.value)
  if (words.length === 1) return single(words[0]!, shouting)
  if (patronymic.value >= 0.7 && unknown.length <= 1)
    return { score: words.length <= 3 ? 0.95 : 0.6, why: 'patronymic' }
  if (
    EAST_ASIAN.has(words[0]!.lower) &&
    words.length <= 3 &&
    words[0]!.shape === 'capital' &&
    (words.length === 2 || words.every((w) => w.text.length <= 8))
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
  if (words.length === 3 && words[0]!.evidence.given >= 1 && words[2]!.evidence.given >= 1) return NOTHING
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
  return { score: 0, why: '' }
}

/** `Пётр Адвокат`: a sure given name and a capital that is an ordinary word, but no place or title. */
function withOrdinary(parts: readonly Part[]): { score: number; why: string } {
  const [first, second] = parts
  if (parts.length !== 2 || first!.evidence.given < 1 || first!.evidence.ordinary || second!.shape !== 'capital')
    return NOTHING
  if (
    isPlace(second!.lower) ||
    titles.has(second!.lower) ||
    notAfter.has(second!.lower) ||
    !CYRILLIC_NAME_END.test(second!.lower)
  )
    return NOTHING
  return { score: 0.6, why: 'given name and a capital' }
}

const NOTHING = { score: 0, why: '' }
const CYRILLIC_NAME_END = /(?:[бвгджзклмнпрстфхцчшщ]|ый|ий|ой|ого|ому|а|я|у|ом|ем|ым|им)$/u

/** Two words of which neither is known: in Cyrillic text mostly people, in English as often titles and places. */
function twoCapitals(words: readonly Part[]): number {
  const hints = words.filter((w) => w.evidence.given >= 0.4 || w.evidence.surname >= 0.4).length
  if (words[0]!.script === 'latin') return hints === 2 ? 0.55 : hints === 1 ? 0.4 : 0.3
  const inside = !words[0]!.opens && words.every((w) => w.text.length > 2 && !ADJECTIVE.test(w.lower))
  return inside ? 0.5 : hints > 0 ? 0.45 : 0.3
}

/** Whether an unknown first word of a sentence can begin a name: "Соседка Маша", "Вернулся Иванову" do not. */
function mayOpen(first: Part, second: Part): boolean {
  if (first.script !== 'cyrillic') return true
  if (second.evidence.given >= 0.7) return false
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

function strongest(
  words: readonly Part[],
  kind: 'given' | 'surname' | 'patronymic',
  ...not: number[]
): { value: number; at: number } {
  let best = { value: 0, at: -1 }
  words.forEach((w, at) => {
    if (!not.includes(at) && w.evidence[kind] > best.value) best = { value: w.evidence[kind], at }
  })
  return best
}

function withInitials(
  parts: readonly Part[],
  words: readonly Part[],
  initials: number,
  given: number,
  surname: number,
): { score: number; why: string } {
  if (initials > 2 || words.length > 2) return { score: 0, why: '' }
  const inMiddle = parts.length === 3 && words.length === 2 && parts[1]!.shape === 'initial'
  if (inMiddle) return { score: given >= 0.5 || surname >= 0.5 ? 0.9 : 0.65, why: 'initial between two words' }
  if (words.length === 2) return { score: 0, why: '' }
  if (initials === 2) return { score: surname >= 0.35 || given >= 0.7 ? 0.9 : 0.7, why: 'word and two initials' }
  if (surname >= 0.6) return { score: 0.8, why: 'surname and an initial' }
  if (parts[0]!.script === 'cyrillic' && parts[0]!.shape === 'initial') return { score: 0.6, why: 'initial and a word' }
  return { score: given >= 0.7 ? 0.55 : 0.35, why: 'word and an initial' }
}

function single(word: Part, shouting: boolean): { score: number; why: string } {
  const { given, surname, patronymic } = word.evidence
  if (patronymic >= 0.7) return { score: 0.7, why: 'patronymic' }
  const less = (word.opens ? 0.08 : 0) + (shouting ? 0.2 : 0)
  if (given >= 0.7 && given >= surname) return { score: 0.62 - less, why: 'given name' }
  if (surname >= 0.8) return { score: 0.62 - less, why: 'surname' }
  if (surname >= 0.5) return { score: 0.55 - 1.5 * less, why: 'ending of a surname' }
  return { score: given >= 0.4 || surname >= 0.3 ? 0.3 : 0.15, why: 'a capital' }
}

/** Words in -ский, -цкий: adjectives more often than surnames. */
export const ADJECTIVE = /[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую|ие|их)$/u
