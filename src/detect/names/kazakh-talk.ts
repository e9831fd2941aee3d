/**
 * Who is spoken of in a Kazakh sentence, by the ending of the word and the word it belongs to: "Данаға айт", "кеше Асыл
 * хабарласып жатыр", "Ақжүністің үйі", "Сағынышпен сөйлес", "Қарлыға деген қыз". A capital that no list has is a name there too.
 */
import { isGivenName } from './evidence.ts'
import { isPlace } from './places.ts'
import type { NameToken } from './tokens.ts'
import { Cue, cuesOf, evidenceOf, partsOf } from './words.ts'
import type { Word } from './words.ts'

const TOLD =
  /^(?:айт|ескерт|түсіндір|аудар|төле|бер|қоңырау|хабарла|жаз|жібер|көрсет|тапсыр|звонда|қалдыр|ұсын|сыйла|жетк|скинь|тасталған|тастап|рахмет|рақмет|алғыс)/u
const SAYS =
  /^(?:хабарлас|қоңырау|айтты|айтып|айтқан|сұрады|сұрап|жазды|жазып|келеді|келді|келмей|келіп|келе|береді|берді|бермей|алады|әкеледі|әкелді|жоқ|ауырып|ауырды|үйлен|жыла|қатыса|қатысты|шығады|шықты|кетті|кетіп|жүр$|жүреді|кешік|күтіп|күтеді|ренжі|қуан|босан|демалыс|істеп|жасап|боламын|едім|екенмін|тапсырған|тапсырмаған|екеу)/u
/** "ауырып", "үйленді": what nothing but a person does. */
const LIVES =
  /^(?:ауырып|ауырды|үйлен|жыла|ренжі|қуан|босан|сұрады|сұрап|күтіп|кешік|хабарлас|қоңырау|айтты|айтып|айтқан|тұрмысқа|келмей)/u
const BELONGS =
  /^(?:анасы|әкесі|мамасы|папасы|шешесі|баласы|балалары|ұлы|қызы|қыздары|жұбайы|күйеуі|әйелі|ағасы|апасы|әпкесі|інісі|сіңлісі|қарындасы|бауыры|әжесі|атасы|немересі|жиені|келіні|көршісі|досы|құрбысы|жолдасы|ата-анасы|телефоны|номері|нөмірі|туған|үйіне|үйінде|үйінің|үйі|есімі|жасы|инстасы|ватсабы|картасына|каспиі|өтініш|арыз|дәптер|сөмке|орнына|құжат|анализ|қоңырау|хаты|атында|атына|есепшот|шоты|картасы|машинасы|көлігі|кабинеті|сабағы|жауабы|айтуынша|жұбайы|тобы$|тобында|екпесі|бағасы|нәтижесі|қолтаңба|қолы$|рұқсат|келісім|рейсі|билеті|заказы|тапсырысы|посылкасы|паролі|логині|аккаунты|сынып|мұғалімі|дәрігері|менеджері|бастығы)/u
const TALKS = /^(?:сөйлес|хабарлас|байланыс|кездес|таныс|ұрыс|төбелес|бірге|келіс|дос|ақылдас)/u
const ASKED = /^(?:сұра|қайта|жібер|ал$|алып|алдым|алыңыз|естідім|білдім|келді|келген|рұқсат)/u
const SEEN = /^(?:көрдің|көрдім|көрсең|шақыр|ертіп|алып|танимын|танисың|күт|тап|тыңда|құттықта|іздеп)/u
const IS_CALLED = /^(?:деген|есімді|атты)$/u
const SOMEBODY =
  /^(?:кісі|адам|жігіт|қыз|бала|азамат|сатушы|әйел|ер|апай|ағай|досым|құрбым|мұғалім|дәрігер|оқушы|маман|менеджер)/u

const ROLES: readonly (readonly [ending: RegExp, word: RegExp, why: string])[] = [
  [/(?:ға|ге|қа|ке|на|не)$/u, TOLD, 'to whom is said or given'],
  [/[ндт][ыі]ң$/u, BELONGS, 'whose it is'],
  [/[мбп]ен$/u, TALKS, 'with whom'],
  [/[ндт][ае]н$/u, ASKED, 'who is asked'],
  [/[ндт][ыі]$/u, SEEN, 'who is seen'],
]
// Bits of `Word.roles`: the cues of ROLES in their order, then these, then the endings of ROLES.
const DOES = 1 << ROLES.length
const LIVING = DOES << 1
const CALLED = DOES << 2
const ANYBODY = DOES << 3
const ENDINGS = ROLES.length + 4
/** A name that the lists have is no dative of a shorter one: Береке, Дина. */
const TOLD_TO = 1
const SEEING = 1 << (ROLES.length - 1)

/** What the word is in a Kazakh sentence, asked once of each word. */
function rolesOf(word: Word): number {
  if (word.roles !== undefined) return word.roles
  const { lower } = word
  let roles =
    (SAYS.test(lower) ? DOES : 0) |
    (LIVES.test(lower) ? LIVING : 0) |
    (IS_CALLED.test(lower) ? CALLED : 0) |
    (SOMEBODY.test(lower) ? ANYBODY : 0)
  ROLES.forEach(([ending, cue], i) => {
    if (cue.test(lower)) roles |= 1 << i
    if (ending.test(lower)) roles |= 1 << (ENDINGS + i)
  })
  return (word.roles = roles)
}

/** Why the capital `tokens[at]` is somebody of whom the Kazakh sentence tells; undefined where nothing says so. */
export function kazakhRole(text: string, tokens: readonly NameToken[], at: number): string | undefined {
  const { word, opens } = tokens[at]!
  const next = wordBehind(text, tokens, at)
  if (!next) return undefined
  const { given } = evidenceOf(word)
  const listed = given >= 0.4
  if (!listed && opens) return undefined
  const behind = rolesOf(next)
  const second = wordBehind(text, tokens, at + 1)
  const later = second ? rolesOf(second) : 0
  const role = (behind | later) & (rolesOf(word) >> ENDINGS) & (isGivenName(word.lower) ? ~TOLD_TO : ~0)
  const why =
    role !== 0
      ? ROLES.find((_, i) => role & (1 << i))![2]
      : behind & CALLED && later & ANYBODY
        ? 'who is called so'
        : (!opens || given >= 0.7) && (behind & (listed ? DOES : LIVING) || later & LIVING) && !isFromOrTo(word)
          ? 'subject of a Kazakh sentence'
          : undefined
  if (why === undefined || (!listed && !mayBeName(tokens, at))) return undefined
  return `${listed ? 'given name' : 'a capital'}: ${why}`
}

/** "Сайраннан шығады": from or to somewhere, so no subject. */
function isFromOrTo({ lower }: Word): boolean {
  return /(?:[дтн][ае]н|[ғқ]а|[гк]е|[дт][ае])$/u.test(lower) && !isGivenName(lower)
}

/** The same of a given name in small letters. */
export function lowerKazakhRole(text: string, tokens: readonly NameToken[], at: number): string | undefined {
  const next = wordBehind(text, tokens, at)
  if (!next) return undefined
  const role = rolesOf(next) & (rolesOf(tokens[at]!.word) >> ENDINGS) & ~SEEING
  if (role !== 0) return `name in small letters: ${ROLES.find((_, i) => role & (1 << i))![2]}`
  return rolesOf(next) & LIVING ? 'name in small letters: subject of a Kazakh sentence' : undefined
}

/** The next word in small letters, if only a space stands between. */
function wordBehind(text: string, tokens: readonly NameToken[], at: number): NameToken['word'] | undefined {
  const next = tokens[at + 1]
  return next?.shape === 'lower' && next.joined && text[next.start - 1] === ' ' ? next.word : undefined
}

/** A capital that no list has: neither a word of Russian, nor a place, nor quoted, nor behind the word of a place. */
function mayBeName(tokens: readonly NameToken[], at: number): boolean {
  const { word, quoted } = tokens[at]!
  if (quoted || word.odd || evidenceOf(word).ordinary || isPlace(word.lower) || PLACE.test(word.lower)) return false
  if (!word.kazakh && partsOf(word) !== 0) return false
  return (cuesOf(tokens[at - 1]!.word) & Cue.notBefore) === 0
}

/** Алматыға, Көктөбеде, Ақкөлге: hills, lakes and towns. */
const PLACE = /(?:төбе|көл|тау|бұлақ|құм|арал|қала|кент|ауыл|орда|астана|поштаға|банк|маркет)(?:\p{L}{0,6})$/u
