/**
 * Registers: lines that all begin with a name, "Surname Given — present", "3. Surname N. — 04.02". A surname that is a word, or
 * that nobody knows, is one there if other lines begin with a name that is known. And names between slashes, which stand
 * below what is signed: "_______ /O. Surname/".
 */
import { isGivenName } from '../names/evidence.ts'
import { isPlace } from '../names/places.ts'
import { tokenFrom } from '../names/tokens.ts'
import type { NameToken } from '../names/tokens.ts'
import { Cue, cuesOf, evidenceOf, partsOf } from '../names/words.ts'
import { Label, labelOf } from './label-words.ts'

export interface Named {
  start: number
  end: number
}

const ROW =
  /(?:^|\n)[ \t]{0,4}(?:\d{1,3}[.)] ?)?(\p{Lu}[\p{L}-]{1,30} (?:\p{Lu}[\p{L}-]{1,30}|\p{Lu}\.(?: ?\p{Lu}\.)?))(?= ?[—–] | - |\t| ?[;|] ?| {2})/gu
const LEAST = 2

/** The names with which the lines of a register begin; of people only if one of them is known as a name. */
export function namesInRegisters(text: string, tokens: readonly NameToken[]): Named[] {
  const found: Named[] = []
  let known = 0
  ROW.lastIndex = 0
  for (let m = ROW.exec(text); m; m = ROW.exec(text)) {
    const start = m.index + m[0].length - m[1]!.length
    const at = tokenFrom(tokens, 0, start)
    const [first, second] = [tokens[at], tokens[at + 1]]
    if (!first || !second || !mayBeName(first, second)) continue
    if (isSure(first, second)) known++
    found.push({ start, end: start + m[1]!.length })
  }
  return found.length >= LEAST && known * 2 >= found.length ? found : []
}

function mayBeName({ word, shape }: NameToken, second: NameToken): boolean {
  if (word.script !== 'cyrillic' || shape !== 'capital') return false
  if (cuesOf(word) & (Cue.title | Cue.notBefore | Cue.notAfter | Cue.placePrefix) || labelOf(word) & SAYS) return false
  if (isPlace(word.lower) || DEAR.test(word.lower)) return false
  if (second.shape === 'initial') return !PART_OF_PAPER.test(word.lower)
  return isGivenName(second.word.lower) && !isPlace(second.word.lower) && evidenceOf(word).patronymic < 0.7
}

const SAYS = Label.surely | Label.name | Label.person | Label.thing

/** Whether the name is one wherever it stands. */
function isSure({ word }: NameToken, second: NameToken): boolean {
  const { surname, given, ordinary } = evidenceOf(word)
  if (ordinary) return false
  return surname >= 0.6 || given >= 0.7 || (second.shape !== 'initial' && partsOf(word) === 0)
}

const DEAR = /^(?:дорог|мил|любим|уважаем|маленьк|прекрасн|нов|стар|свят|баб|тет|дяд|цариц|королев|принцесс)/u
const PART_OF_PAPER =
  /^(?:рис|табл|прил|пункт|раздел|глава|корпус|блок|групп|класс|сери|форма|тип|модел|вариант|секци|этап|лист|витамин|гепатит|подъезд|вход|выход|ряд|линия|терминал)/u

const SLASHED =
  /(?<=(?:^|[\s_]))\/ ?((?:\p{Lu}\.? ?){0,2}\p{Lu}[\p{L}-]{1,30}(?: \p{Lu}[\p{L}-]{1,30}| ?\p{Lu}\.){0,2}) ?\/(?=$|[\s,.;])/gu

/** Names between slashes: with an initial, or of words that may be names. */
export function namesInSlashes(text: string, tokens: readonly NameToken[]): Named[] {
  const found: Named[] = []
  SLASHED.lastIndex = 0
  for (let m = SLASHED.exec(text); m; m = SLASHED.exec(text)) {
    const start = m.index + m[0].indexOf(m[1]!)
    const end = start + m[1]!.length
    const at = tokenFrom(tokens, 0, start)
    const words: NameToken[] = []
    let initials = 0
    for (let i = at; i < tokens.length && tokens[i]!.start < end; i++)
      if (tokens[i]!.end - tokens[i]!.start === 1) initials++
      else words.push(tokens[i]!)
    if (words.length === 0 || words.some(({ word }) => (labelOf(word) & SAYS) !== 0 || isPlace(word.lower))) continue
    if (initials > 0 || words.some(isNameWord)) found.push({ start, end })
  }
  return found
}

function isNameWord({ word }: NameToken): boolean {
  const { given, surname, patronymic, ordinary } = evidenceOf(word)
  return !ordinary && Math.max(given, surname, patronymic) >= 0.5
}

/** For the test of linear time. */
export const registerExpressions = [ROW, SLASHED] as const
