/** Which case the word before a name asks for in Russian, and which language a stretch of text is in. */
import type { RussianCase } from './grammar.ts'

/** Cases that the words around speak for or against, in points. */
export type CaseHints = Partial<Record<RussianCase, number>>

const PREPOSITIONS: Readonly<Record<string, readonly RussianCase[]>> = {
  ...governs(
    'genitive',
    'у от ото для без безо из изо до после около возле против кроме вместо ради среди насчёт насчет из-за из-под мимо вокруг касательно относительно со-стороны имени',
  ),
  ...governs('dative', 'к ко благодаря согласно навстречу вопреки по'),
  ...governs('accusative', 'про через сквозь'),
  ...governs('prepositional', 'о об обо при'),
  ...governs('instrumental', 'над надо перед передо между'),
  с: ['instrumental', 'genitive'],
  со: ['instrumental', 'genitive'],
  за: ['accusative', 'instrumental'],
  под: ['instrumental', 'accusative'],
  на: ['accusative', 'prepositional'],
  в: ['prepositional', 'accusative'],
  во: ['prepositional', 'accusative'],
}

const GIVING =
  /^(?:по|со|пере|от|вы|на|под|при|об|пред|с|за)?(?:сказа|звони|писа|да|сообщи|ответи|вети|мог|помог|веле|каза|дари|объясни|ясни|прави|сла|ложи|плати|дава|переда|купи|верну|обеща|предложи|напомни|грози|прописа|назначи|достави|верь|верил)(?:л|ла|ли|ть|йте|те|ло|лось|вают|ет|ем|ют|ит|м|в|н|но|на|ны|лся)?$/u
const PAST_MALE = /[а-яё]{2}(?:л|лся)$/u
const PAST_FEMALE = /[а-яё]{2}(?:ла|лась)$/u
const OTHER_VERB = /[а-яё]{2}(?:ли|лись|ить|ать|ять|еть|уть|ыть|ует|ает|яет|ют|ят|ите|йте|ишь|ем|им)$/u
const NOT_A_VERB = new Set('мать путь дядя кладь всем моем твоем своем им ним совсем затем зачем мнит кроме'.split(' '))

/** Hints of the two words before the name and the one behind it, in small letters, '' for none. */
export function caseHints(before: string, beforeThat: string, after: string): { male: CaseHints; female: CaseHints } {
  const governed = PREPOSITIONS[before]
  if (governed) return both(asked(governed, 2))
  const farther = PREPOSITIONS[beforeThat]
  if (farther && before !== '') return both(asked(farther, 1.2))
  const male: CaseHints = { nominative: 0.3, genitive: 0.15, accusative: 0.1, dative: 0.05 }
  const female: CaseHints = { ...male }
  if (before !== '' && !NOT_A_VERB.has(before)) {
    const one = PAST_MALE.test(before)
    const her = PAST_FEMALE.test(before)
    if (one || her || OTHER_VERB.test(before)) {
      const object = GIVING.test(before) ? 'dative' : 'accusative'
      for (const hints of [male, female]) {
        hints[object] = 0.6
        hints.genitive = 0
      }
      // Who did it stands behind the verb too, and agrees with it.
      if (one) female.nominative = -0.6
      if (her) male.nominative = -0.6
      if (one) male.nominative = 0.8
      if (her) female.nominative = 0.8
    } else if (/[а-яё]{3}/u.test(before)) male.genitive = female.genitive = 0.25
  }
  if (PAST_FEMALE.test(after)) female.nominative = (female.nominative ?? 0) + 0.7
  if (PAST_MALE.test(after)) male.nominative = (male.nominative ?? 0) + 0.7
  return { male, female }
}

function asked(cases: readonly RussianCase[], points: number): CaseHints {
  const hints: CaseHints = { nominative: -points / 2 }
  cases.forEach((to, i) => (hints[to] = points - 0.4 * i))
  return hints
}

function both(hints: CaseHints): { male: CaseHints; female: CaseHints } {
  return { male: hints, female: hints }
}

function governs(to: RussianCase, words: string): Record<string, readonly RussianCase[]> {
  return Object.fromEntries(words.split(' ').map((word) => [word, [to]]))
}

const KAZAKH_LETTER = /[әғқңөұүһі]/giu
const RUSSIAN_SIGN =
  /[ёъщцэь]|(?<!\p{L})(?:и|в|на|с|к|у|от|для|по|о|об|не|что|был|была|из|за|до|при|без|или|это|он|она|его|её|ее|мне|нас|вы|я)(?!\p{L})/giu

/** Above zero: Kazakh; below: Russian. `text`: what stands around a name, without the name. */
export function languageOf(text: string): number {
  const kazakh = text.match(KAZAKH_LETTER)?.length ?? 0
  const russian = text.match(RUSSIAN_SIGN)?.length ?? 0
  return kazakh === russian ? 0 : (kazakh - russian) / (kazakh + russian)
}
