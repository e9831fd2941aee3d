/** Which case the word before a name asks for in Russian, and which language a stretch of text is in. */
import type { Gender, RussianCase } from './grammar.ts'

/** Cases that the words around speak for or against, in points. */
export type CaseHints = Partial<Record<RussianCase, number>>

const PREPOSITIONS: Readonly<Record<string, readonly RussianCase[]>> = {
  ...governs(
    'genitive',
    'у от ото для без безо из изо до после около возле против кроме вместо ради среди насчёт насчет из-за из-под мимо вокруг касательно относительно отношении адрес пользу имя имени подписью счёт счет стороны',
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
  /^(?:по|со|пере|от|вы|на|под|при|об|пред|с|за)?(?:сказа|звони|писа|да|сообщи|ответи|веле|мог|помог|каза|дари|объясни|ясни|прави|сла|ложи|плати|дава|купи|верну|обеща|предложи|напомни|грози|прописа|достави|вери|разъясни|поручи|вручи|долож)(?:л|ла|ли|ло|ть|йте|те|лось|вают|ет|ем|ют|ит|м|лся)?$/u
/** `Справка выдана`, `назначено`: to whom, and nobody is accused. */
const GIVEN =
  /^(?:по|пере|от|вы|на|под|при|об|пред|с|раз|за|вруч)?(?:дан|слан|писан|значен|правлен|ясн[её]н|казан|поручен|учен|ложен|плачен|платен|доставлен|обещан|разреш[её]н|отказан)[аоы]?$/u
const PAST_MALE = /[а-яё]{2}(?:л|лся)$/u
const PAST_FEMALE = /[а-яё]{2}(?:ла|лась)$/u
const OTHER_VERB =
  /[а-яё]{2}(?:(?<!те)ли|лись|ить|ать|ять|еть|уть|ыть|ует|ает|яет|ют|ят|ите|йте|ишь|ешь|[её]м|[бнсдзв]им|ите)$|^(?:жду|вижу|знаю|зову|ищу|люблю)$/u
const NOT_A_VERB = new Set(
  'мать путь дядя кладь всем моем твоем своем им ним совсем затем зачем кроме отцом этим тем самим одним опять'.split(
    ' ',
  ),
)
/** Whom a name stands beside in the same case: `гражданину Соколову`, `председателю комитета Смирнову`. */
const PERSON =
  /^(?:граждан|директор|врач|доктор|пациент|клиент|жител|сотрудни|заявител|председател|супруг|жен[аыеуо]|муж|сын|доч|мам[аыеуо]|пап[аыеуо]|отец|отц|отчим|мачех|опекун|мать|матер|сестр|брат|друг|подруг|коллег|начальни|менеджер|бухгалтер|учител|преподавател|студент|ученик|ученик|ученицы|тренер|юрист|адвокат|нотариус|судь|следовател|представител|водител|господин|госпож|товарищ|гр$|дяд|тет|бабушк|дедушк|сосед|хозя|покупател|продавц|арендатор|медсестр|медбрат|терапевт|хирург|педиатр|секретар|руководител|заместител|глав[аыеу]|аким[ауео]?$|министр|депутат|получател|потерпевш|подозреваем|обвиняем|свидетел|истц|истец|ответчи)/u

/** Hints of the words before the name, the nearest first and with its colon, and of the one behind it; in small letters. */
export function caseHints(before: readonly string[], after: string): Record<Gender, CaseHints> {
  const [first = '', second = '', third = ''] = before
  const word = first.replace(/:$/, '')
  const governed = PREPOSITIONS[word]
  if (governed) return both(asked(governed, 2))
  const male: CaseHints = { nominative: 0.3, genitive: 0.15, dative: 0.1, accusative: 0.05 }
  const female: CaseHints = { ...male }
  if (word !== '' && besideVerb(word, male, female)) {
    // A list of those who did it, or of those to whom it was done.
    if (first !== word) male.nominative = female.nominative = 0.7
    return afterwards(male, female, after)
  }
  const person = PERSON.test(word) ? word : PERSON.test(second) && !PREPOSITIONS[word] ? second : undefined
  if (person !== undefined) {
    const farther = PREPOSITIONS[person === word ? second : third]
    if (farther) return both(asked(farther, 1.2))
    beside(person, male, female)
  } else if (OBLIQUE_NOUN.test(word)) male.genitive = female.genitive = 0.45
  else if (/[а-яё]{3}/u.test(word) && !ADVERB.test(word)) male.genitive = female.genitive = 0.25
  return afterwards(male, female, after)
}

const OBLIQUE_NOUN = /[а-яё]{2}(?:ам|ям|ами|ями|ах|ях|ом|ию|ии|ения|ению|ания|анию|ости|стью)$/u
const ADVERB = /(?:о|чера|одня|тра|чером|тром|нём|ночью|огда|уда|тому|опять|снова|ещё|еще|уже|также|тоже)$/u

/** What the word behind the name says: who did it stands in the nominative. */
function afterwards(male: CaseHints, female: CaseHints, after: string): Record<Gender, CaseHints> {
  if (PAST_FEMALE.test(after)) female.nominative = (female.nominative ?? 0) + 0.7
  if (PAST_MALE.test(after)) {
    male.nominative = (male.nominative ?? 0) + 0.7
    female.nominative = (female.nominative ?? 0) - 0.6
  }
  // `Марии обещали`, `Ивановой назначено`: to whom, where nobody else is said to do it.
  if (GIVEN.test(after) || (GIVING.test(after) && /(?:ли|ют|ат|ят)$/u.test(after)))
    for (const hints of [male, female]) hints.dative = (hints.dative ?? 0) + 0.5
  return { male, female }
}

/** False: the word is no verb. */
function besideVerb(word: string, male: CaseHints, female: CaseHints): boolean {
  if (NOT_A_VERB.has(word)) return false
  if (GIVEN.test(word)) {
    // To whom, or by whom.
    for (const hints of [male, female]) hints.dative = hints.instrumental = 0.6
    return true
  }
  const one = PAST_MALE.test(word)
  const her = PAST_FEMALE.test(word)
  if (!one && !her && !OTHER_VERB.test(word)) return false
  const object = GIVING.test(word) ? 'dative' : 'accusative'
  for (const hints of [male, female]) {
    hints[object] = 0.6
    hints.genitive = 0
  }
  // Who did it stands behind the verb too, and agrees with it.
  if (one || her) {
    female.nominative = her ? 0.8 : -0.6
    male.nominative = one ? 0.8 : -0.6
  }
  return true
}

const WOMAN_SEEN = /(?:[^и]ку|сестру|жену|маму|супругу|подругу|т[её]тю|судью)$/

/** The case of a noun for a person, by its ending. */
function beside(noun: string, male: CaseHints, female: CaseHints): void {
  male.genitive = female.genitive = 0.25
  if (WOMAN_SEEN.test(noun)) female.accusative = 0.8
  else if (/[ую]$/.test(noun)) {
    male.dative = 0.8
    female.dative = 0.6
  } else if (/[оеё]м$/.test(noun)) male.instrumental = female.instrumental = 0.8
  else if (/[оеё]й$/.test(noun)) female.instrumental = female.genitive = female.dative = 0.5
  else if (/[ая]$/.test(noun)) {
    male.genitive = 0.5
    male.accusative = 0.4
    female.nominative = 0.6
  } else if (/е$/.test(noun)) female.dative = female.prepositional = male.prepositional = 0.5
  else if (/[ыи]$/.test(noun)) female.genitive = 0.6
}

function asked(cases: readonly RussianCase[], points: number): CaseHints {
  const hints: CaseHints = { nominative: -points / 2 }
  cases.forEach((to, i) => (hints[to] = points - 0.4 * i))
  return hints
}

function both(hints: CaseHints): Record<Gender, CaseHints> {
  return { male: hints, female: hints }
}

function governs(to: RussianCase, words: string): Record<string, readonly RussianCase[]> {
  return Object.fromEntries(words.split(' ').map((word) => [word, [to]]))
}

const KAZAKH_LETTERS = 'әғқңөұүһі'
const RUSSIAN_LETTERS = 'ёъщцэь'
const RUSSIAN_WORD =
  /(?<!\p{L})(?:и|в|на|с|к|у|от|для|по|о|об|не|что|был|была|из|за|до|при|без|или|это|он|она|его|ее|мне|нас|вы|я)(?!\p{L})/u

/** Above zero: Kazakh; below: Russian. `text`: what stands around a name, without the name. */
export function languageOf(text: string): number {
  let kazakh = 0
  let russian = 0
  const lower = text.toLowerCase()
  for (let i = 0; i < lower.length; i++) {
    if (lower.charCodeAt(i) < 0x400) continue
    if (KAZAKH_LETTERS.includes(lower[i]!)) kazakh++
    else if (RUSSIAN_LETTERS.includes(lower[i]!)) russian++
  }
  if (kazakh < 3 && RUSSIAN_WORD.test(lower)) russian++
  return kazakh === russian ? 0 : (kazakh - russian) / (kazakh + russian)
}
