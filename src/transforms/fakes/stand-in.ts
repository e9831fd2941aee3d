/** Writes a made-up name where a name stood: the same words of a name, in the same case, letters and spelling. */
import type { Gender } from '../inflection/grammar.ts'
import type { DeclinedPart } from '../inflection/grammar.ts'
import { RUSSIAN_CASES } from '../inflection/grammar.ts'
import { attachKazakh } from '../inflection/kazakh-endings.ts'
import { declineRussian, russianPlural } from '../inflection/russian-declension.ts'
import type { Mention } from './mention.ts'
import type { MentionForm } from './mention-readings.ts'
import type { NamePart, NameWord } from './name-shape.ts'
import type { LinkedWord } from './people.ts'
import type { InventedPerson } from './person.ts'
import { inSpelling, lettersOf, toRussianLetters } from './script.ts'

/** The stand-in of a mention; `invent` gives the person that is drawn for a name in the nominative. */
export function writeStandIn(
  text: string,
  { words, form }: Mention,
  linked: readonly LinkedWord[],
  invent: (source: string) => InventedPerson,
): string {
  const last = words.findLastIndex((word) => !word.initial)
  let out = ''
  let from = 0
  words.forEach((word, i) => {
    const { part, source, model } = linked[i]!
    const person = invent(source)
    const name = speltAs(person.word(part), person, word, model, form)
    out += between(text.slice(from, word.start)) + asWritten(name, word, part, person.gender, form, i === last)
    from = word.end
  })
  return out + between(text.slice(from))
}

/** Titles stay; anything else could be more about the person. */
function between(gap: string): string {
  return /^(?:[\s,.()/-]|(?:mr|mrs|ms|miss|dr|prof|г-н|г-жа)(?!\p{L}))*$/iu.test(gap) ? gap : ' '
}

/** In Latin letters where the mention is, else as the column spells it; without Kazakh letters where the mention dropped them. */
function speltAs(
  name: string,
  { style }: InventedPerson,
  word: NameWord,
  model: string | undefined,
  form: MentionForm,
): string {
  const letters = lettersOf(word.text)
  if (letters === 'en') return style.language === 'en' ? name : inSpelling(name, 'latin')
  if (letters === 'kk' || style.spelling === 'latin') return name
  const dropped = model !== undefined && lettersOf(model) === 'kk' && form.language === 'ru'
  return dropped ? toRussianLetters(name) : inSpelling(name, style.spelling)
}

function asWritten(
  name: string,
  word: NameWord,
  part: NamePart,
  gender: Gender,
  form: MentionForm,
  last: boolean,
): string {
  if (word.initial)
    return letters(String.fromCodePoint(name.codePointAt(0)!), word) + (word.text.endsWith('.') ? '.' : '')
  return letters(inflected(name, part, gender, form, last), word)
}

function letters(name: string, { text }: NameWord): string {
  if (text === text.toLowerCase()) return name.toLowerCase()
  return text.length > 1 && text === text.toUpperCase() ? name.toUpperCase() : name
}

function inflected(name: string, part: NamePart, gender: Gender, form: MentionForm, last: boolean): string {
  if (form.language === 'en') return last ? name + form.ending : name
  if (form.language === 'ru') {
    const to = RUSSIAN_CASES.indexOf(form.case)
    if (form.plural) return russianPlural(gender === 'female' ? masculine(name) : name)[to]!
    return declineRussian(name, DECLINED[part], gender)[to]!
  }
  if (!last) return name
  const base = form.plural && part === 'surname' && gender === 'female' ? masculine(name) : name
  const whole = attachKazakh(base, form)
  return form.russianLetters ? base + toRussianLetters(whole.slice(base.length)) : whole
}

const DECLINED: Readonly<Record<NamePart, DeclinedPart>> = {
  given: 'given',
  middle: 'given',
  surname: 'surname',
  patronymic: 'patronymic',
}

/** A family has the surname of the man. */
function masculine(surname: string): string {
  if (/(?:ов|ев|ёв|ин|ын)а$/.test(surname)) return surname.slice(0, -1)
  return surname.endsWith('ая') ? `${surname.slice(0, -2)}ий` : surname
}
