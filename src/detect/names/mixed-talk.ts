/**
 * Who is greeted, asked for and named in talk in Kazakh, and in Kazakh with Russian or English: "Қуан сәлем", "Бұл Зият па?",
 * "начальник, Ступак.", "Dastanға айт", "Дәулет пен Береке екеуі".
 */
import type { Candidate } from '../recogniser.ts'
import { nameEvidence } from './evidence.ts'
import { isPair } from './lower-talk.ts'
import { isPlace } from './places.ts'
import { tokenBefore } from './tokens.ts'
import type { NameToken } from './tokens.ts'
import { Cue, cuesOf, evidenceOf, partsOf } from './words.ts'

const SCORE = 0.56
/** Right behind somebody who is called, without a comma. */
const HELLO =
  /^(?:с[әа]лем\p{L}{0,6}|с[әа]лам\p{L}{0,6}|слм|прив[её]т\p{L}{0,3}|здравствуй\p{L}{0,2}|здрасте|ассалау\p{L}{0,12}|қалайсы\p{L}{1,3}|калайсы\p{L}{1,3}|қалыңыз|қайдасы\p{L}{1,3}|кайдасы\p{L}{1,3}|кешір\p{L}{0,8}|рахмет|рақмет|рахмееет|спс|спасибо|извини\p{L}{0,2}|прости\p{L}{0,2}|слушай|слышь|тыңдашы|айтшы\p{L}{0,2}|келші|берші\p{L}{0,2}|жібері?п жіберші|қарашы\p{L}{0,2}|hi|hello|salem|salam|привет)$/u
const IS_IT = /^(?:ба|бе|ма|ме|па|пе)$/u
const ASKS = new Set(['бұл', 'бул', 'это', 'алло', 'але', 'алё'])
/** Korean and Chinese ones, behind a given name that is a word: "Слава Тё" */
const SHORT_SURNAMES = new Set(
  'Ли Ни Ан Ян Тё Те Ем Лю Ким Пак Цой Хан Тен Нам Шин Хван Кан Сон Мин Дю Тян Огай Хегай Тягай'.split(' '),
)
/** Endings in Cyrillic behind a name in Latin letters. */
const GLUED =
  /^(\p{Script=Latin}{3,20})-?(?:[ғқ]а|[гк]е|[ндт][ыі]ң?|[мбп]ен|[дтн][ае]н|[дт][ае]|[мбп][ыі]н|[ндт][ыі]кі|а|у|ом|е|ой|ы|ю|я|ем|лар|лер|дар|дер|тар|тер)$/u

/** Candidates besides those of `findPersons`; `tokens`: of `nameTokens(text)`. */
export function findMixedTalk(text: string, tokens: readonly NameToken[]): Candidate[] {
  const found: Candidate[] = []
  tokens.forEach((token, i) => {
    if (token.shape !== 'capital' || token.end - token.start < 3) return
    const glued = nameInGlued(token)
    if (glued > 0) found.push({ start: token.start, end: token.end, score: 0.65, why: ['a name and an ending'] })
    if (token.word.script !== 'cyrillic') return
    const next = tokens[i + 1]
    if (next?.joined === true && SHORT_SURNAMES.has(next.word.text)) {
      const { given } = evidenceOf(token.word)
      if (given >= 0.4 && given < 0.7) {
        const why = ['given name and a surname of one syllable']
        found.push({ start: token.start, end: next.end, score: SCORE, why })
        return
      }
    }
    const why = reasonOf(text, tokens, i)
    if (why !== undefined) found.push({ start: token.start, end: token.end, score: SCORE, why: [why] })
  })
  return found
}

/** "Aruzhanмын", "Dastanға" */
function nameInGlued({ word }: NameToken): number {
  if (word.script !== 'latin' || !/\p{Script=Cyrillic}$/u.test(word.text)) return 0
  const stem = GLUED.exec(word.text)?.[1]
  return stem !== undefined && nameEvidence(stem.toLowerCase(), 'latin').given >= 0.75 ? stem.length : 0
}

function reasonOf(text: string, tokens: readonly NameToken[], at: number): string | undefined {
  const { word, opens, start, end } = tokens[at]!
  const next = tokens[at + 1]
  const before = tokenBefore(tokens, at)
  const beside = next?.joined === true && next.shape === 'lower' && text[end] === ' ' ? next : undefined
  const listedAfter = before !== undefined && start - before.end === 2 && text[before.end] === ','
  if (!beside && !listedAfter) return undefined
  const { given, surname, ordinary } = evidenceOf(word)
  const listed = given >= 0.4 && !ordinary && !isPlace(word.lower)
  if (beside) {
    const { lower } = beside.word
    if (opens && HELLO.test(lower) && (listed || (word.kazakh && isStrange(tokens[at]!)))) return 'greeted'
    if (IS_IT.test(lower) && before && ASKS.has(before.word.lower) && start - before.end < 3)
      if (listed || isStrange(tokens[at]!)) return 'asked for'
    if (listed && (given < 0.7 || opens) && isPair(tokens, at)) return 'one of two'
  }
  if (listedAfter && text[start - 1] === ' ' && /[.,;!?)\n]/.test(text[end] ?? '.')) {
    // "его начальник, Ступак."
    if (
      cuesOf(before.word) & Cue.title &&
      before.shape === 'lower' &&
      (listed || surname >= 0.4 || isStrange(tokens[at]!))
    )
      return 'who that is'
  }
  return undefined
}

/** In no dictionary, no place, and written as a name. */
function isStrange({ word }: NameToken): boolean {
  return (
    !word.odd &&
    word.text.length > 3 &&
    !evidenceOf(word).ordinary &&
    !isPlace(word.lower) &&
    partsOf(word) === 0 &&
    (cuesOf(word) & (Cue.title | Cue.notBefore | Cue.notAfter)) === 0
  )
}
