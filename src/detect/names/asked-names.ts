/** The name that answers a question for it, in a call or a chat: "— Фамилия? — Гончар.", "Аты-жөніңіз кім? Ақтай Бекзат". */
import type { Candidate } from '../recogniser.ts'
import { isPlace } from './places.ts'
import type { NameToken } from './tokens.ts'
import { Cue, cuesOf, evidenceOf, partsOf } from './words.ts'

/** What asks for a name, up to the mark that ends it. */
const QUESTION =
  /(?:(?:фамили[яюи]|им[яё]|имени|фио|отчество|зовут|обращаться|кого|кому|говорит|говорю|это кто|кто это|тегі\p{L}{0,6}|есім\p{L}{0,6}|аты\p{L}{0,5}|аты-жөн\p{L}{0,6}|кім(?:сіз|сің|мен|ді|ге|дікі)?)[^?\n.]{0,24}\?|(?:представьтесь|назовитесь|назовите (?:вашу |свою |ваше |свое )?(?:фамилию|имя)|фамилию (?:назовите|скажите)|(?:атыңызды|тегіңізді|есіміңізді|аты-жөніңізді)[^?\n.]{0,20} айтыңыз(?:шы)?)[^?\n.]{0,14}[.?!])$/iu
/** What may stand between the question and the name: a dash, the speaker and a colon, "моя", "на". */
const ANSWER =
  /^["»]?\s{0,3}(?:[-–—]\s?|\p{Lu}[\p{L} ]{1,20}:\s?)?(?:(?:моя|мое|моё|меня|это|я|на|для|мой|менің|мен|бұл|ну|да|иә|ия|так|зовут|фамилия|имя|тегім|атым|есімім)[,:]?\s(?:[-–—]\s)?){0,3}$/iu
const REACH = 60
const BETWEEN = 45
/** Questions for nothing but a name: a word of the dictionary answers them too. */
const STRICT = /(?:фамили|тегі)[^?]{0,24}\?/iu

export const askedNames = [QUESTION, ANSWER] as const

/** Candidates that general weights leave below the threshold; `tokens`: of `nameTokens(text)`. */
export function findAsked(text: string, tokens: readonly NameToken[]): Candidate[] {
  const found: Candidate[] = []
  const told = tokens.some(isTelling)
  if (!told && !text.includes('?')) return found
  for (let i = 1; i < tokens.length; i++) {
    const token = tokens[i]!
    if (token.shape !== 'capital' || token.word.text.length < 2) continue
    const mark = markBefore(text, token.start, told)
    if (mark < 0 || !ANSWER.test(text.slice(mark + 1, token.start))) continue
    const before = text.slice(Math.max(0, mark - REACH), mark + 1)
    if (!QUESTION.test(before)) continue
    let to = i + 1
    while (to < tokens.length && to - i < 3 && tokens[to]!.joined && tokens[to]!.shape === 'capital') to++
    const strict = STRICT.test(before)
    // "Немересі Мейіржан": who somebody is does not belong to the name.
    while (i < to - 1 && cuesOf(tokens[i]!.word) & Cue.title) i++
    if (!tokens.slice(i, to).every((t) => mayAnswer(t, strict))) continue
    found.push({
      start: tokens[i]!.start,
      end: tokens[to - 1]!.end,
      score: 0.6,
      why: ['answers a question for a name'],
    })
    i = to - 1
  }
  return found
}

/** The last question mark within reach, or the end of any sentence where somebody is told to say a name; -1: none. */
function markBefore(text: string, start: number, told: boolean): number {
  for (let at = start - 1; at >= 0 && start - at < BETWEEN; at--) {
    const sign = text[at]
    if (sign === '?' || (told && (sign === '.' || sign === '!'))) return at
  }
  return -1
}

function isTelling({ word }: NameToken): boolean {
  return word.telling
}

function mayAnswer({ word }: NameToken, strict: boolean): boolean {
  const { given, surname, ordinary } = evidenceOf(word)
  if (ordinary || NO_ANSWER.test(word.lower) || (isPlace(word.lower) && given < 0.4)) return false
  return strict || given >= 0.4 || surname >= 0.5 || word.kazakh || partsOf(word) === 0
}

const NO_ANSWER =
  /^(?:мама|папа|сосед\p{L}*|да|нет|иә|жоқ|айтыңыз|алло|алё|имя|фамилия|отчество|почта|телефон|адрес|сейчас|минут\p{L}*|секунд\p{L}*|зачем|почему|что|какая|какой|пишите|пиши|записывайте|по|из|не|а|и|вы|он|она|рахмет|рақмет|спасибо|құрметті|қазір|менің|менеджер\p{L}*|оператор\p{L}*|компания|банк\p{L}*|служба|доставка|курьер\p{L}*|полиция|скорая|диспетчер\p{L}*)$/u
