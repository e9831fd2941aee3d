/**
 * Russian names in their six cases. Rules: Зализняк, «Грамматический словарь русского языка», declension of proper names;
 * Ицкович, «Очерки синтаксической нормы» (what is not declined: women's names and surnames on a consonant, names on
 * -о, -е, -и, -у, -ю, -ұлы, -қызы). Words are written with a capital and small letters.
 */
import { stemWithoutVowel } from './fallen-vowel.ts'
import type { DeclinedPart, Gender } from './grammar.ts'

/** Nominative, genitive, dative, accusative, instrumental, prepositional. */
export type Declined = readonly [string, string, string, string, string, string]

/** The forms of one part of a name in the singular. */
export function declineRussian(name: string, part: DeclinedPart, gender: Gender): Declined {
  const hyphen = Math.max(name.lastIndexOf('-'), name.lastIndexOf('‑'))
  if (hyphen > 0) {
    const last = declineRussian(name.slice(hyphen + 1), part, gender)
    const first = name.slice(0, hyphen)
    // Of a double given name mostly the last part is declined alone (Қасым-Жомартқа), of a double surname both.
    const before = part === 'surname' ? declineRussian(first, part, gender) : unchanged(first)
    return last.map((form, i) => `${before[i]!}${name[hyphen]!}${form}`) as unknown as Declined
  }
  if (part === 'patronymic') return patronymic(name, gender)
  return part === 'surname' ? surname(name, gender) : given(name, gender)
}

/** How a man's name is declined whose vowel may fall out: without it and with it (Перцу, Перецу); [] where none may. */
export function declineEitherWay(name: string): Declined[] {
  const stem = stemWithoutVowel(name)
  return stem === undefined ? [] : [withoutVowel(name, stem), secondDeclension(name, '')]
}

function withoutVowel(name: string, stem: string): Declined {
  if (/ь$/.test(stem)) return endings(name, 'я ю я ём е', stem)
  if (/[нтл]ь$/.test(name)) return endings(name, 'я ю я ем е', stem)
  return endings(name, /ц$/.test(stem) ? 'а у а ем е' : 'а у а ом е', stem)
}

/** A family: Ахметовы, Высоцкие. What has no such form stays as it is. */
export function russianPlural(name: string): Declined {
  if (POSSESSIVE.test(name)) return endings(`${name}ы`, 'ых ым ых ыми ых', name)
  if (ADJECTIVE_SOFT.test(name)) return endings(`${name.slice(0, -1)}е`, 'х м х ми х', name.slice(0, -1))
  return unchanged(name)
}

function given(name: string, gender: Gender): Declined {
  if (gender === 'female')
    return /ь$/.test(name) ? thirdDeclension(name) : /[ая]$/.test(name) ? onA(name) : unchanged(name)
  const stem = FLEETING.get(name)
  if (stem !== undefined) return endings(name, 'а у а ом е', stem)
  return secondDeclension(name, '')
}

/** The vowel that falls out. */
const FLEETING: ReadonlyMap<string, string> = new Map([
  ['Павел', 'Павл'],
  ['Лев', 'Льв'],
  ['Пётр', 'Петр'],
])

function patronymic(name: string, gender: Gender): Declined {
  if (gender === 'male' && /ич$/.test(name))
    return endings(name, STRESSED_ICH.test(name) ? 'а у а ом е' : 'а у а ем е', name)
  return gender === 'female' && /на$/.test(name) ? onA(name) : unchanged(name)
}

const STRESSED_ICH = /^(?:Ильич|Кузьмич|Фомич|Лукич)$/

const POSSESSIVE = /..(?:ов|ев|ёв|ин|ын)$/
/** Соловья: names that are the words themselves; Корней and Матвей keep their vowel. */
const BIRD = /^(?:Солов|Вороб|Мурав)ей$/
/** Кравца, Стрельца; behind two consonants the vowel stays: Кузнеца. */
const LOSES_E = /..[аеёиоуыэюя][^аеёиоуыэюя]ец$/
const ADJECTIVE_SOFT = /[гкх]ий$/

function surname(name: string, gender: Gender): Declined {
  if (/[иы]х$/.test(name) && name.length > 4) return unchanged(name)
  if (gender === 'female') {
    if (/..(?:ов|ев|ёв|ин|ын)а$/.test(name)) return endings(name, 'ой ой у ой ой', name.slice(0, -1))
    if (/ая$/.test(name)) return endings(name, 'ой ой ую ой ой', name.slice(0, -2))
    if (/яя$/.test(name)) return endings(name, 'ей ей юю ей ей', name.slice(0, -2))
    return /[ая]$/.test(name) ? onA(name) : unchanged(name)
  }
  if (POSSESSIVE.test(name)) return endings(name, 'а у а ым е', name)
  const stem = name.slice(0, -2)
  if (ADJECTIVE_SOFT.test(name) || /[гкх]ой$/.test(name)) return endings(name, 'ого ому ого им ом', stem)
  if (/[жшчщн]ий$/.test(name)) return endings(name, 'его ему его им ем', stem)
  if (/(?:..ый|[тдвнр]ой)$/.test(name)) return endings(name, 'ого ому ого ым ом', stem)
  if (BIRD.test(name)) return endings(name, 'ья ью ья ьём ье', stem)
  return secondDeclension(name, LOSES_E.test(name) ? (stemWithoutVowel(name) ?? '') : '')
}

/** Masculine: on a consonant, -й, -ь; on -а, -я as women's names; everything else stays. `stem`: where a vowel falls out. */
function secondDeclension(name: string, stem: string): Declined {
  if (/[ая]$/.test(name)) return onA(name)
  if (/[йь]$/.test(name)) return endings(name, /ий$/.test(name) ? 'я ю я ем и' : 'я ю я ем е', name.slice(0, -1))
  if (!CONSONANT.test(name)) return unchanged(name)
  return endings(name, /[жшчщц]$/.test(name) ? 'а у а ем е' : 'а у а ом е', stem || name)
}

const CONSONANT = /[бвгғджзкқлмнңпрстфхһцчшщ]$/

function onA(name: string): Declined {
  const stem = name.slice(0, -1)
  if (/я$/.test(name)) return endings(name, /и$/.test(stem) && stem.length > 1 ? 'и и ю ей и' : 'и е ю ей е', stem)
  const genitive = /[гғкқхһжшчщ]$/.test(stem) ? 'и' : 'ы'
  return endings(name, `${genitive} е у ${/[жшчщц]$/.test(stem) ? 'ей' : 'ой'} е`, stem)
}

function thirdDeclension(name: string): Declined {
  return endings(name, 'и и ь ью и', name.slice(0, -1))
}

function endings(name: string, list: string, stem: string): Declined {
  return [name, ...list.split(' ').map((ending) => stem + ending)] as unknown as Declined
}

function unchanged(name: string): Declined {
  return [name, name, name, name, name, name]
}
