/** Words that no dictionary has, in pieces of text that tell of nobody: lists of goods, labels and headlines. */
import type { NameToken } from './tokens.ts'
import { Part } from './vocabulary.ts'
import { Cue, cuesOf, evidenceOf, isPredicate, partsOf } from './words.ts'

/** Words that are looked at on either side. */
const REACH = 24
/** Words of a piece of text, where fewer are a cell. */
const LEAST = 4

/** Nothing but that no dictionary has the word says that it is somebody. */
export function isStranger(why: readonly string[] | undefined): boolean {
  if (why === undefined || why[0] !== 'a capital that no dictionary has') return false
  return why.length === 1 || (why.length === 2 && why[1] === 'subject of a sentence')
}

/** Sentences tell of people; a list of goods, a label or a headline has no verb: "Тур: Анталья, Кемер", "Номер Делюкс". */
export function isInFragment(text: string, tokens: readonly NameToken[], at: number): boolean {
  // A cell says nothing by its lack of a verb, and its column does.
  if (tokens.length < LEAST || isBesideName(tokens, at)) return false
  for (let k = at; k >= 0 && at - k < REACH; k--) {
    if (isVerbal(tokens[k]!)) return false
    if (k < at && cuesOf(tokens[k]!.word) & Cue.title) return false
    // "у Мураками", "в отличие от Чандлера"
    if (k === at - 1 && /^(?:от|у|к|ко|с|со|про|о|об|для|без)$/u.test(tokens[k]!.word.lower)) return false
    if (k > 0 && ENDS.test(text.slice(tokens[k - 1]!.end, tokens[k]!.start))) break
  }
  for (let k = at + 1; k < tokens.length && k - at < REACH; k++) {
    if (ENDS.test(text.slice(tokens[k - 1]!.end, tokens[k]!.start))) break
    if (isVerbal(tokens[k]!)) return false
  }
  return true
}

/** "между Топаловым и Крамником" */
function isBesideName(tokens: readonly NameToken[], at: number): boolean {
  for (const [and, other] of [
    [at - 1, at - 2],
    [at + 1, at + 2],
  ] as const) {
    const name = tokens[other]
    if (tokens[and]?.word.lower !== 'и' || name?.shape !== 'capital') continue
    const { given, surname, ordinary } = evidenceOf(name.word)
    if (!ordinary && Math.max(given, surname) >= 0.7) return true
  }
  return false
}

const ENDS = /[.!?\n]/u

const VERB_END =
  /(?:те|[еи]м|[еи]шь|[юуй]|л[аои]?|с[ья]|[тнвдш]ь|[еи]т|[юуая]т|йте|нес|вез|мог|лег|пас|полз|мерз|мер|пер|рег|стриг|сек|тек)$/u

function isVerbal(token: NameToken): boolean {
  const parts = partsOf(token.word)
  if (token.shape !== 'lower') return token.opens && parts === Part.verb
  return isPredicate(token) || ((parts & Part.verb) !== 0 && VERB_END.test(token.word.lower))
}
