import type { Gender, NameIndex } from './name-index.ts'
import { nameShape } from './name-shape.ts'
import type { NamePart, NamePiece, NameShape } from './name-shape.ts'
import { foldWord, inSpelling, lettersOf, toLatin } from './script.ts'
import type { Style } from './script.ts'
import type { FakeMaker, FakeRequest } from './request.ts'
import { nameLists, pick } from './tables.ts'
import type { Language } from './tables.ts'

/** Draws of the topic `person`, the same for names, e-mail addresses and user names. A middle name stands where there is no patronymic. */
export const PERSON_DRAW = { gender: 0, given: 1, surname: 2, patronymic: 3, middle: 3, domain: 4, tail: 5 } as const

/** A whole name in the order, case, spelling and gender of the original, or one part of a name. */
export function createNameMaker(part: NamePart | 'name', index: NameIndex, options: FakeRequest): FakeMaker {
  const invent = createPersonMaker(index, options)
  return (text, draws, at, further, subject, told) => {
    const { shape, style, word } = invent(text, draws, at, further, subject, told)
    const spelt = (piece: NamePiece): string => written(inSpelling(word(piece.part), style.spelling), piece)
    if (part !== 'name') return spelt({ ...onlyPiece(shape), part })
    let out = shape.between[0]!
    shape.pieces.forEach((piece, i) => (out += spelt(piece) + shape.between[i + 1]!))
    return out
  }
}

/** Somebody made up: every part of the name in its own language's letters, whether the original has that part or not. */
export interface InventedPerson {
  gender: Gender
  style: Style
  /** of the original */
  shape: NameShape
  word(part: NamePart): string
}

export type PersonMaker = (...original: Parameters<FakeMaker>) => InventedPerson

/**
 * No word of the original is given to the invented person: the next of the list takes its place. By subject the names
 * in all fields are one person's, so the draw stands.
 */
export function createPersonMaker(index: NameIndex, options: FakeRequest): PersonMaker {
  const stems = new Map<string, string>()
  const stemOf = (name: string): string => {
    let stem = stems.get(name)
    if (stem === undefined) stems.set(name, (stem = nameStem(name)))
    return stem
  }
  return (text, draws, at, further, subject, told) => {
    const shape = nameShape(text, index)
    const style = styleFor(shape.style, text, options)
    const gender = genderFor(told ?? shape.gender, options, subject, draws[at + PERSON_DRAW.gender]!)
    const original = subject === undefined ? toLatin(foldWord(text)) : ''
    const word = (part: NamePart): string => {
      const list = listFor(part, style.language, gender, shape.turkicPatronymic)
      for (let more = further; more < further + MOST_STEPS; more++) {
        const name = pick(list, draws[at + PERSON_DRAW[part]]!, more)
        if (!original.includes(stemOf(name))) return name
      }
      return pick(list, draws[at + PERSON_DRAW[part]]!, further)
    }
    return { gender, style, shape, word }
  }
}

const MOST_STEPS = 16
/**
 * A name without the ending that differs between its forms, in one spelling: `Иванова` stands in `иванов пётр` too, and
 * `Жамиля` has cases of `Жамила`.
 */
function nameStem(name: string): string {
  const folded = toLatin(foldWord(name))
  return folded.length > 4 ? folded.replace(/y?a$/, '') : folded
}

/** Given name and surname in Latin letters, for addresses: what `createNameMaker` gives the same person, in lower case. */
export function latinPerson(
  text: string,
  index: NameIndex,
  options: FakeRequest,
  draws: Uint32Array,
  at: number,
  further: number,
  subject?: string,
): [given: string, surname: string] {
  const shape = nameShape(text, index)
  const { language } = styleFor(shape.style, text, options)
  const gender = genderFor(shape.gender, options, subject, draws[at + PERSON_DRAW.gender]!)
  const plain = (part: NamePart): string => {
    const name = pick(
      listFor(part, language, gender, false),
      draws[at + PERSON_DRAW[part]]!,
      part === 'surname' ? further : 0,
    )
    return inSpelling(name, 'latin')
      .toLowerCase()
      .replace(/[^a-z]/g, '')
  }
  return [plain('given'), plain('surname')]
}

function styleFor(own: Style, text: string, { language, keepScript }: FakeRequest): Style {
  if (language === undefined) return keepScript ? own : { ...own, spelling: 'own' }
  return { language, spelling: keepScript && language !== 'en' && lettersOf(text) === 'en' ? 'latin' : 'own' }
}

/** Of the original, or of the record that it stands in; else of the subject, where that is an IIN (digit 7 is odd for men); else drawn. */
function genderFor(
  own: Gender | undefined,
  { keepGender }: FakeRequest,
  subject: string | undefined,
  draw: number,
): Gender {
  if (keepGender && own) return own
  if (subject !== undefined && /^\d{6}[1-6]\d{5}$/.test(subject))
    return Number(subject[6]) % 2 === 1 ? 'male' : 'female'
  return draw < 2 ** 31 ? 'male' : 'female'
}

/** English has no patronymics; a given name stands in their place. */
function listFor(part: NamePart, language: Language, gender: Gender, turkic: boolean): readonly string[] {
  const lists = nameLists[language]
  if (part === 'surname') return gender === 'male' ? lists.surnamesMale : lists.surnamesFemale
  if (part === 'patronymic' && language !== 'en') {
    const all = PATRONYMICS[language][gender]
    return turkic && all.turkic.length > 0 ? all.turkic : all.russian
  }
  return gender === 'male' ? lists.male : lists.female
}

const PATRONYMICS = {
  kk: { male: byForm(nameLists.kk.patronymicsMale), female: byForm(nameLists.kk.patronymicsFemale) },
  ru: { male: byForm(nameLists.ru.patronymicsMale), female: byForm(nameLists.ru.patronymicsFemale) },
}

function byForm(list: readonly string[]): { turkic: string[]; russian: string[] } {
  const turkic = (name: string): boolean => /(?:ұлы|қызы)$/.test(name)
  return { turkic: list.filter(turkic), russian: list.filter((name) => !turkic(name)) }
}

function onlyPiece({ pieces }: NameShape): Omit<NamePiece, 'part'> {
  const { initial, letters } = pieces[0]!
  return pieces.length === 1 && initial ? { initial, letters } : { letters }
}

function written(name: string, { initial, letters }: NamePiece): string {
  const text = initial ? firstLetter(name) + initial.slice(1) : name
  return letters === 'upper' ? text.toUpperCase() : letters === 'lower' ? text.toLowerCase() : text
}

function firstLetter(name: string): string {
  return String.fromCodePoint(name.codePointAt(0)!)
}
