/** What one word says about a person's name, 0…1 for each part of a name. */
import { kazakhForms, russianForms } from './forms.ts'
import { ordinaryEnglish, ordinaryKazakh, ordinaryRussian } from './ordinary-words.ts'
import { isPlace, isPlaceName } from './places.ts'
import { isRespectfulForm } from './short-names.ts'
import {
  ambiguousGiven,
  bareSurnames,
  cyrillicGiven,
  cyrillicSurnames,
  latinAmbiguous,
  latinGiven,
  latinKey,
  latinKeys,
  latinSurnameKeys,
  latinSurnames,
  respelledGiven,
  surnamesAndWords,
} from './tables.ts'
import { isEnglishProper, isEnglishWord, isLatinGiven, isLatinSurname, Part, russianParts } from './vocabulary.ts'

export interface NameEvidence {
  given: number
  surname: number
  patronymic: number
  /** an ordinary word or a place: it is no part of a name unless it is a given name as well */
  ordinary: boolean
}

/** Evidence of a word in lower case (ё as е). */
export function nameEvidence(word: string, script: 'cyrillic' | 'latin' | 'other'): NameEvidence {
  if (script === 'other') return { given: 0, surname: 0, patronymic: 0, ordinary: false }
  const whole = script === 'cyrillic' ? cyrillicEvidence(word) : latinEvidence(word)
  if (!word.includes('-') || whole.ordinary || Math.max(whole.given, whole.surname, whole.patronymic) >= 0.7)
    return whole
  // A double name is as good as its best part: Қасым-Жомарт, Петров-Водкин.
  const parts = word.split('-').map((p) => (script === 'cyrillic' ? cyrillicEvidence(p) : latinEvidence(p)))
  if (script === 'latin' && /^(?:al|el)-\p{L}{3}/u.test(word)) return { ...whole, surname: 0.75 }
  if (parts.some((p) => p.ordinary)) return { ...whole, ordinary: true }
  if (script === 'latin' && parts.some((p) => p.given + p.surname === 0)) return whole
  const best = (part: 'given' | 'surname' | 'patronymic'): number =>
    Math.max(whole[part], ...parts.map((p) => (script === 'cyrillic' ? 0.9 : p[part] < 1 ? 0.6 : 0.8) * p[part]))
  return { given: best('given'), surname: best('surname'), patronymic: best('patronymic'), ordinary: false }
}

/** Айгүль, Гүльнар: Kazakh letters with the soft sign of the Russian spelling; neither table has that. */
const MIXED_SPELLING = /ь.*[әғқңөұүһі]|[әғқңөұүһі].*ь/

function cyrillicEvidence(word: string): NameEvidence {
  const written = evidenceAsWritten(word)
  if (!MIXED_SPELLING.test(word)) return written
  const kazakh = evidenceAsWritten(word.replaceAll('ь', ''))
  return kazakh.given > written.given || kazakh.surname > written.surname ? kazakh : written
}

function evidenceAsWritten(word: string): NameEvidence {
  const patronymic = patronymicOf(word)
  const given = givenOf(word)
  const surname = surnameOf(word)
  if (NO_PATRONYMIC.test(word)) return { given: 0, surname: 0, patronymic: 0, ordinary: true }
  if (ordinaryRussian.exact(word) || ordinaryKazakh.exact(word) || isPlaceName(word))
    return {
      given: Math.min(given, 0.5),
      surname: surname === 1 ? 0.5 : 0,
      patronymic: 0,
      ordinary: given < 0.5 && surname < 1,
    }
  // A form of an ordinary stem is ordinary, unless the gazetteer or the ending of a surname says more.
  // Алматыдағы is no Алма.
  if (given >= 0.5 && word.length > 5 && !cyrillicGiven.has(word) && /[әғқңөұүһі]/u.test(word) && isPlace(word))
    return { given: 0, surname: 0, patronymic: 0, ordinary: true }
  const plainForm =
    surname < 1 && given < 1 && (ordinaryRussian.form(word) || ordinaryKazakh.form(word) || isPlace(word))
  // Мартиросян begins like March, but the dictionary does not know it.
  const longForm =
    surname < 0.8 &&
    given < 1 &&
    ((ordinaryRussian.has(word) && (surname < 0.5 || russianParts(word) !== 0)) || ordinaryKazakh.has(word))
  if (patronymic < 0.7 && (plainForm || longForm))
    return { given: Math.min(given, 0.5), surname: 0, patronymic: 0, ordinary: given < 0.5 }
  return { given, surname, patronymic, ordinary: false }
}

function isAmbiguous(name: string, word: string): boolean {
  return ambiguousGiven.has(name) || (respelledGiven.has(name) && russianParts(word) !== 0)
}

/** Whether a word (lower case, Cyrillic) is a given name as it stands, in no other case. */
export function isGivenName(word: string): boolean {
  return cyrillicGiven.has(word)
}

function givenOf(word: string): number {
  const forms = [...russianForms(word), ...kazakhForms(word)]
  let best = 0
  // "Артикулы", "Санаты": nobody's name has the ending of somebody's thing.
  const owned = !cyrillicGiven.has(word) && OWNED.test(word)
  for (const form of forms)
    if (cyrillicGiven.has(form))
      best = Math.max(best, owned && isOwned(form, word) ? 0.4 : isAmbiguous(form, word) ? 0.5 : 1)
  // Зертхана, асхана: a house of something, no хан.
  const house = /хана(?!т)/u.test(word)
  if (
    best === 0 &&
    !house &&
    forms.some((f) => f.length > 5 && word.startsWith(f.slice(0, -1)) && KAZAKH_COMPOUND.test(f))
  )
    return 0.75
  if (best === 0 && isRespectfulForm(word)) return 0.75
  // Айсезім, Елнұрлан, Күлпәрия: the first half of many Kazakh names, and another name.
  if (best === 0 && word.length > 6 && forms.some((f) => cyrillicGiven.has(FIRST_HALF.exec(f)?.[1] ?? ''))) return 0.75
  // Бигүл, Айнұр
  if (best === 0 && forms.some((f) => /^\p{L}{2}(?:гүл|нұр)$/u.test(f))) return 0.75
  if (best === 0 && /^(?:нұр|гүл)\p{L}{3,}$/u.test(word)) return 0.7
  return best
}

const OWNED = /[ыі]$/u

/** Whether nothing but the ending of possession, or the accusative that looks like it, stands behind the name. */
function isOwned(form: string, word: string): boolean {
  return /^(?:с?[ыі])$/u.test(word.slice(form.length)) && word.startsWith(form) && !/[аеиоуыэюя]$/u.test(form)
}

// The second parts of Kazakh given names.
const KAZAKH_COMPOUND =
  /(?:бек|бай|хан|жан|гүл|гуль|нұр|нур|ғали|гали|мұрат|мурат|болат|гелді|гельды|ғазы|сұлтан|султан|төре|қожа|кожа|мырза|бике|сұлу|берген|құл|кул|мұхамед|мухамед|ахмет|дәулет|даулет|марал|айым|ерке|қали|кали|темір|темир|жігіт|жигит|берді|берди|(?<!ә)келді|(?<!е)кельди|нияз|сейіт|сеит|жасар|ғұл|гул|ғожа|ғазиз|газиз|жамал|бибі|биби|ханым|ислам|қадыр|кадыр|рахман|рахым|рахим|рашид|салам|(?:ад|ид|ед|уд)дин|ұлан|нәзір|мәлік|шәріп|қазы|зада|күл|[^х]олла|[^аеиоуыіәөұү]әлі)$/u

/** Of Kazakh given names of two halves: the second, of four letters or more. */
const FIRST_HALF =
  /^(?:ай|ақ|ел|ер|гүл|күл|нұр|нур|бек|жан|таң|күн|бибі|ұл|дін|қыз|мұхамед|мухамед|бақ|тоқ|ораз)(\p{L}{4,})$/u

function patronymicOf(word: string): number {
  const form = word
  if (/\p{L}{3}(?:ұлы|қызы)(?:\p{L}{1,3})?$/u.test(form)) return 0.9
  // Without Kazakh letters `-улы` is an ordinary ending too: a given name must stand before it.
  const russified = /^(\p{L}{3,})(?:улы|кызы)(?:ның|нің|ға|на|ны|мен|нан)?$/u.exec(form)
  if (russified) return cyrillicGiven.has(russified[1]!) || KAZAKH_COMPOUND.test(russified[1]!) ? 0.9 : 0
  if (/[а-яәғқңөұүһі]{2}(?:ович|евич|ьич)(?:а|у|ем|е|тің|ке|ті|пен)?$/u.test(form))
    return NO_PATRONYMIC.test(form) ? 0 : 0.7
  if (/[а-яәғқңөұүһі]{2}(?:овн|евн)(?:а|ы|е|у|ой|аның|аға|аны|амен)$/u.test(form))
    return NO_PATRONYMIC.test(form) || russianParts(form) & Part.adjective ? 0 : 0.9
  if (
    /^(?:ильич|кузьмич|фомич|лукич|никитич|саввич|фокич)(?:а|у|ем|е)?$/u.test(form) ||
    /^(?:ильинич|кузьминич|фоминич|никитич|лукинич)н(?:а|ы|е|у|ой)$/u.test(form)
  )
    return 0.9
  if (TALKED_PATRONYMIC.test(form)) return 0.9
  return /\p{L}{3}(?:оглы|оғлы|углы|угли|гызы|кизи|ғызы)$/u.test(form) ? 0.9 : 0
}

/** As they are said and written in chats: Палыч, Сергеич, Иванна, Николавна. */
const TALKED_PATRONYMIC =
  /^(?:(?:(?:сан|пал|мих[ао]л|ив[ао]н|степ[ао]н|вас[ий]л|борис|семен|захар|макар|федор|антон|роман|руслан|рустам|рустем|владимир|вячеслав|стан[ий]слав|александр|алексан|олег|глеб|егор|кирил|максим|назар|потап|тарас|эдуард|марат|канат|болат|асхат|жомарт|тимур|ринат|данил|самуил|яков|лев|прохор|богдан|денис)[ыи]ч|(?:никол|ерм[оа]л)аич|(?:серг|андр|алекс|матв|тимоф|моис|евс)еич|(?:валер|витал|геннад|анатол|аркад|григор|игор|юр|дмитр|васил)ич)(?:а|у|ем|е)?|(?:пал|иван|михал|никол[ао]в|андрев|алексев|сергев|тимофев|матвев|степан|борис|семен|васил|григор|владими|федор|антон|роман|максим|егор|алексан|алексадр|дмитр[еи]в)н(?:а|ы|е|у|ой)|(?:ильин|кузьмин|никит|фомин|лукин)ишн(?:а|ы|е|у|ой))$/u

/** Of Жук, Мельник, Сухих: what they are beside a name, and nothing alone. */
export const SURNAME_AND_WORD = 0.51

const NO_PATRONYMIC =
  /^(?:царевич|королевич|основн|царевн|королевн|поповн|верховн|духовн|церковн|греховн|любовн|ровн|уровн)/u

/** амоксициллина, диклофенак */
export const MEDICINE =
  /(?:мицин|циллин|[аи]зол|прил|сартан|статин|[аео]лол|фенак|профен|цетам|тиазид|оксацин|ловир|дипин|формин|пантин|офен|гексал|ферон|верин|зепам|золам|цетамол|парин|салазин)(?:а|у|е|ом)?$/u

function surnameOf(word: string): number {
  if (word.length < 3 || MEDICINE.test(word)) return 0
  if (word.length === 3) return surnamesAndWords.has(word) ? SURNAME_AND_WORD : bareSurnames.has(word) ? 0.8 : 0
  const forms = [...russianForms(word), ...kazakhForms(word)]
  if (forms.some((f) => cyrillicSurnames.has(f))) return 1
  if (forms.some((f) => surnamesAndWords.has(f))) return SURNAME_AND_WORD
  if (forms.some((f) => bareSurnames.has(f))) return 0.8
  if (RUSSIAN_SURNAME_IN_KAZAKH.test(word) && russianParts(word.replace(KAZAKH_CASE_END, '')) === 0) return 0.85
  for (const [expression, score] of SURNAME_ENDINGS) if (expression.test(word)) return score
  return 0
}

const KAZAKH_CASE =
  '(?:ның|нің|тың|тің|дың|дің|ға|ге|қа|ке|ты|ті|ды|ді|ны|ні|пен|мен|бен|тан|тен|нан|нен|дан|ден|та|те|да|де|тар|тер|лар|лер|тарды|терді|ты)?'
/** Мишустиннің, Мавровскийдің */
const RUSSIAN_SURNAME_IN_KAZAKH =
  /[а-я]{2}(?:ов|ев|[^аеиоуыэюя]ин|ский|цкий)а?(?:ның|нің|тың|тің|дың|дің|ға|ге|қа|ке|ты|ті|пен|мен|бен|тан|тен|нан|нен|дан|ден)$/u
const KAZAKH_CASE_END = /а?(?:ның|нің|тың|тің|дың|дің|ға|ге|қа|ке|ты|ті|пен|мен|бен|тан|тен|нан|нен|дан|ден)$/u
const SURNAME_ENDINGS: readonly (readonly [RegExp, number])[] = [
  [/[а-яәғқңөұүһі]{3}(?:енко|нко)$/u, 0.9],
  [/[а-яәғқңөұүһі]{2}(?:дзе|швили|швилий?)$/u, 0.95],
  [new RegExp(`[а-яәғқңөұүһі]{3}(?:ов|ев|ёв)(?:а?${KAZAKH_CASE}|у|ым|е|ой|ы|ых|ыми)$`, 'u'), 0.85],
  [new RegExp(`[а-яәғқңөұүһі]{2}[^аеиоуыэюя](?:ин|ын)(?:а?${KAZAKH_CASE}|у|ым|е|ой|ы|ых|ыми)$`, 'u'), 0.65],
  [/[а-я]{3}(?:овск|евск|инск|ынск|цк)(?:ий|ого|ому|им|ом)$/u, 0.7],
  [/[а-я]{2}(?:чук|щук|дюк|нюк|сюк|люк|рюк)(?:а|у|ом|е)?$/u, 0.8],
  [/[а-я]{3}(?:ян|янц)(?:а|у|ом|е)?$/u, 0.6],
  [/[а-я]{3}вич(?:а|у|ем|е)?$/u, 0.6],
  [/[а-я]{4}ич(?:а|у|ем|е)?$/u, 0.4],
  [/[а-я]{2}(?:ман|сон|берг|штейн|хольц|дорф|бауэр|мейер|майер|ссон|ссен|стрем)(?:а|у|ом|е)?$/u, 0.5],
  [/[а-я]{3}(?:овск|евск|инск)(?:ая|ой|ую)$/u, 0.35],
  [/[а-я]{3}(?:заде|оглу|ани|ели|иани|ава|уа|ия)$/u, 0.3],
]

function latinEvidence(word: string): NameEvidence {
  const stem = word.replace(/['’]s$/u, '')
  const bare = stem
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('đ', 'd')
    .replaceAll('ð', 'd')
    .replaceAll('þ', 'th')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe')
    .replaceAll('ß', 'ss')
    .replaceAll('ı', 'i')
  const ordinary = ordinaryEnglish.has(stem) || isPlace(stem)
  const given = latinGivenName(bare, stem, ordinary)
  const patronymic =
    /[a-z]{3}(?:uly|ūly|ulı|kyzy|qyzy|gyzy|ovich|evich|ovna|evna)$/u.test(stem) &&
    !/(?:truly|duly|july|unruly)$/.test(stem)
      ? 0.85
      : 0
  return { given, surname: ordinary ? 0 : latinSurname(bare, stem), patronymic, ordinary: ordinary && given < 0.4 }
}

function latinGivenName(bare: string, stem: string, ordinary: boolean): number {
  const known = latinGiven.has(bare)
  if (ordinary || latinAmbiguous.has(bare)) return known ? 0.4 : 0
  if (known) return 1
  if (bare.length > 2 && isLatinGiven(bare)) return isEnglishWord(bare) ? 0.4 : 0.85
  return keyed(stem, bare)
}

/** A Kazakh or Russian given name in some Latin spelling, and in a case: Nurlan, Qairatqa, Aidananyn, Bolatu. */
function keyed(word: string, bare: string): number {
  const key = latinKey(word)
  if (key.length > 3 && latinKeys.has(key)) return isEnglishWord(word) ? 0.4 : 0.9
  const feminine = RUSSIAN_OBLIQUE.exec(bare)?.[1]
  if (feminine !== undefined && !isEnglishWord(bare) && !isEnglishProper(bare) && !isPlace(bare)) {
    // Olge, Marinku: of names in -a
    const olga = latinKey(`${feminine}a`)
    if (olga.length > 3 && latinKeys.has(olga)) return 0.75
  }
  const whole = bare.replaceAll('ı', 'y')
  // The shortest ending first: Nurlana is of Nurlan, though -na is an ending as well.
  for (let n = 1; n <= LONGEST_CASE; n++) {
    const stem = whole.slice(0, -n)
    if (stem.length < 4 || isEnglishWord(bare)) return 0
    if (!LATIN_CASE.test(whole.slice(-n))) continue
    // The set of proper nouns is asked of short words only: one in 256 of the others is taken for a member.
    if (stem.length < 6 && isEnglishProper(bare)) return 0
    const stemKey = latinKey(stem)
    if (stemKey.length > 3 && latinKeys.has(stemKey) && !isPlace(bare)) return 0.75
  }
  return 0
}

/** Whether a word (lower case, Latin) is spelled as a Kazakh or Russian given name is, whoever else is called so. */
export function isSpelledOfRegion(word: string): boolean {
  return keyed(word, word.normalize('NFD').replace(/\p{M}/gu, '')) >= 0.75
}

const LONGEST_CASE = 4
const RUSSIAN_OBLIQUE = /^([a-z]{3,})(?:e|u|y|i|oi|oy|ei|ey)$/

const LATIN_CASE =
  /^(?:[ndt][yi]n|[gkqn][ae]|[ndt][yi]|[ndt][ae]n|[mbp]en|[mbp][yi]n|[dt][ae]|[ndt]iki|[ld][ae]r|u|om|oi|oy|a|y|chik)$/

function latinSurname(bare: string, stem: string): number {
  if (latinSurnames.has(bare)) return 0.8
  if (bare.length > 2 && isLatinSurname(bare)) return isEnglishWord(bare) ? 0.4 : 0.78
  if (
    /[a-z]{3}(?:ov|ova|ev|eva|enko|skiy|sky|skyi|ska|ski|wicz|vich|dze|shvili|yan|sson|ssen|dottir|baev|bekov|ulla)$/.test(
      bare,
    ) &&
    !/^(?:moldova|casanova|villanova|nova|minsk|gdansk|husky|whisky|risky)$/.test(bare)
  )
    return 0.75
  if (/^(?:mc|o['’])[a-z]{3}/.test(stem)) return 0.8
  const key = latinKey(stem)
  if (key.length > 3 && latinSurnameKeys.has(key)) return isEnglishWord(bare) ? 0.4 : 0.75
  if (/[a-z]{3}(?:son|sen|man|mann|berg|stein|ez|es|ini|elli|etti|poulos|escu)$/.test(bare)) return 0.4
  // Letters beyond English in an English text: a foreign name, or a foreign place.
  return bare !== stem ? 0.4 : 0
}
