/**
 * Endings of Kazakh names: number and case, by vowel harmony and by the last sound («Қазақ тілінің орфографиясы»;
 * surnames on -ов, -ев, -ин follow their last syllable as it is pronounced: Тоқаевқа, Медведевке).
 */
import type { KazakhCase } from './grammar.ts'

export type Harmony = 'back' | 'front'

export interface KazakhForm {
  case: KazakhCase
  plural: boolean
  /** what else stands on the name instead, as it was written: address, possession, question (-жан, -ым, -мысың) */
  tail?: string
}

/** A name with its ending. `harmony`: other than the name's own, for reading what people write. */
export function attachKazakh(name: string, { case: to, plural, tail }: KazakhForm, harmony = harmonyOf(name)): string {
  if (tail !== undefined) return name + fittingTail(tail, name, harmony)
  if (plural) {
    const many = name + inHarmony(/р$/i.test(name) ? 'лар' : PLURAL[soundOf(name)], harmony)
    return to === 'nominative' ? many : many + inHarmony(CASES[to].liquid, harmony)
  }
  if (to === 'nominative') return name
  // Son of, daughter of: the word is possessed, and its cases are those of possession.
  if (CHILD.test(name)) return name + inHarmony(POSSESSED[to], 'back')
  return name + inHarmony(CASES[to][soundOf(name)], harmony)
}

const VOWEL_END = /[аәеөоұүыіэяёюиу]$/i

/** The same tail on another name: in its row, with the vowel and the first sound that it asks for. `-жан` has a row of its own. */
function fittingTail(tail: string, name: string, harmony: Harmony): string {
  if (/^(?:жан|ака|тай|еке)/.test(tail)) return tail
  const sound = soundOf(name)
  const row = harmony === 'back' ? tail.replace(/[еігк]/g, (letter) => BACK[letter]!) : inHarmony(tail, harmony)
  if (/^[ыі]/.test(row) && VOWEL_END.test(name)) return row.slice(1)
  if (/^[мң](?:$|[ыі]?[зн]?$|[ыі])/.test(row) && !VOWEL_END.test(name) && !/^м[ыіае]с/.test(row))
    return (harmony === 'back' ? 'ы' : 'і') + row
  if (/^[мбп][ыіае]с/.test(row))
    return (sound === 'voiceless' ? 'п' : sound === 'nasal' || sound === 'voiced' ? 'б' : 'м') + row.slice(1)
  return row
}

const BACK: Readonly<Record<string, string>> = { е: 'а', і: 'ы', г: 'ғ', к: 'қ' }

/** The name ends in `son of` or `daughter of`. */
export const CHILD = /(?:ұлы|қызы|улы|кызы|оғлы|ғызы)$/i

type Sound = 'vowel' | 'glide' | 'liquid' | 'nasal' | 'voiced' | 'voiceless'

// Vowels of endings as of the back row: а is е, ы is і, ғ is г and қ is к in the front row.
const CASES: Record<Exclude<KazakhCase, 'nominative'>, Record<Sound, string>> = {
  genitive: sounds('ның', 'дың', 'дың', 'ның', 'дың', 'тың'),
  dative: sounds('ға', 'ға', 'ға', 'ға', 'ға', 'қа'),
  accusative: sounds('ны', 'ды', 'ды', 'ды', 'ды', 'ты'),
  locative: sounds('да', 'да', 'да', 'да', 'да', 'та'),
  ablative: sounds('дан', 'дан', 'дан', 'нан', 'дан', 'тан'),
  instrumental: sounds('мен', 'мен', 'мен', 'мен', 'бен', 'пен'),
  possessed: sounds('нікі', 'дікі', 'дікі', 'нікі', 'дікі', 'тікі'),
  similative: sounds('дай', 'дай', 'дай', 'дай', 'дай', 'тай'),
  privative: sounds('сыз', 'сыз', 'сыз', 'сыз', 'сыз', 'сыз'),
}
const POSSESSED: Record<Exclude<KazakhCase, 'nominative'>, string> = {
  genitive: 'ның',
  dative: 'на',
  accusative: 'н',
  locative: 'нда',
  ablative: 'нан',
  instrumental: 'мен',
  possessed: 'нікі',
  similative: 'ндай',
  privative: 'сыз',
}
const PLURAL = sounds('лар', 'лар', 'дар', 'дар', 'дар', 'тар')

function sounds(
  vowel: string,
  glide: string,
  liquid: string,
  nasal: string,
  voiced: string,
  voiceless: string,
): Record<Sound, string> {
  return { vowel, glide, liquid, nasal, voiced, voiceless }
}

function soundOf(name: string): Sound {
  const last = lastSound(name)
  if ('аәеоөұүыіэяё'.includes(last)) return 'vowel'
  if ('йуию'.includes(last)) return 'glide'
  // р takes -лар, but its cases are those of л.
  if ('лр'.includes(last)) return 'liquid'
  if ('мнң'.includes(last)) return 'nasal'
  return 'зж'.includes(last) ? 'voiced' : 'voiceless'
}

function lastSound(name: string): string {
  const lower = name.toLowerCase().replace(/[ьъ]$/, '')
  return lower.slice(-1)
}

/** The row of the last syllable; и and у belong to neither, so the syllable before decides. */
export function harmonyOf(name: string): Harmony {
  const lower = name.toLowerCase()
  if (/(?:ь|[иеё]ев|[^аяоуы]ев|[сц]кий|ий|ин|ич)$/.test(lower)) return 'front'
  if (/(?:а|я|о|у|ы)ев$/.test(lower)) return 'back'
  for (let i = lower.length - 1; i >= 0; i--) {
    if ('аоұыяё'.includes(lower[i]!)) return 'back'
    if ('әөүіеэ'.includes(lower[i]!)) return 'front'
  }
  return lower.includes('и') ? 'front' : 'back'
}

function inHarmony(ending: string, harmony: Harmony): string {
  // -мен, -бен, -пен and -нікі have one form.
  if (harmony === 'back' || /^(?:[мбп]ен|[ндт]ікі)$/.test(ending)) return ending
  return ending.replace(/[аығқ]/g, (letter) => FRONT[letter]!)
}

const FRONT: Readonly<Record<string, string>> = { а: 'е', ы: 'і', ғ: 'г', қ: 'к' }
