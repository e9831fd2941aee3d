/** What the words around a name add to its weight, or take from it. */
import { notAfter, notBefore, titles, verbs } from './cues.ts'
import type { NameToken } from './tokens.ts'
import { ADJECTIVE } from './weigh-parts.ts'

/** The sum of all cues around the tokens `from` to `to`, and the phrases for the decision record. */
export function cuesAround(
  text: string,
  tokens: readonly NameToken[],
  from: number,
  to: number,
): { shift: number; why: string[] } {
  const before = tokens[from - 1]
  const after = tokens[to]
  const why: string[] = []
  let shift = 0
  if (hasTitle(text, tokens, from)) {
    shift += 0.38
    why.push('title')
  } else if (before && near(text, before, tokens[from]!) && notBefore.has(before.lower)) {
    // Two words of a name outweigh it: "глава области Имя Фамилия".
    shift -= to - from > 1 ? 0.25 : 0.5
    why.push('stands behind the word of a place or an organisation')
  }
  if (after && near(text, tokens[to - 1]!, after)) {
    if (notAfter.has(after.lower)) {
      shift -= 0.5
      why.push('stands before the word of a place or an organisation')
    } else if (after.shape === 'lower' && verbs.has(after.lower)) {
      shift += 0.3
      why.push('verb of a person')
    } else if (after.shape === 'lower' && PAST_TENSE.test(after.lower)) {
      shift += 0.12
      why.push('verb')
    }
  }
  if (
    to - from === 1 &&
    after &&
    after.shape === 'lower' &&
    after.text.length > 3 &&
    ADJECTIVE.test(tokens[from]!.lower) &&
    near(text, tokens[from]!, after) &&
    !verbs.has(after.lower) &&
    !NO_NOUN.test(after.lower)
  ) {
    shift -= 0.3
    why.push('an adjective')
  }
  if (before && before.shape === 'lower' && verbs.has(before.lower) && near(text, before, tokens[from]!)) {
    shift += 0.25
    why.push('verb of a person')
  }
  if (before && PLACE_PREFIX.has(before.lower) && near(text, before, tokens[from]!)) shift -= 0.5
  if (introduced(text, tokens[from]!.start)) {
    shift += 0.3
    why.push('introduction')
  }
  if (isLetterhead(text, tokens[from]!.start, tokens[to - 1]!.end)) {
    shift += 0.15
    why.push('a line of its own above numbers')
  }
  if (tokens[from]!.quoted) {
    shift -= 0.2
    why.push('quoted')
  }
  return { shift, why }
}

/** New York, San Francisco: the name of a saint or a duke is a place there. */
const PLACE_PREFIX = new Set(
  'new north south east west san santa los las saint st port fort mount lake cape'.split(' '),
)
export const INTRODUCTION =
  /(?:(?:name|names|nickname|surname) (?:is|was)|name's|name:|name\?|i am|i'm|this is|call(?:s|ed)? me|people call me|dear|hi|hello|hey|sincerely,|regards,|signed|signed by|named|ask for|speak to|speak with|talk to|heard|add|invite|patient|client|customer|меня зовут|его зовут|ее зовут|её зовут|менің атым|есімі|аты-жөні:?|фио:?|уважаем(?:ый|ая)|құрметті) $/iu

/** Words that bring a name: "my name is", "Dear", "меня зовут". */
function introduced(text: string, start: number): boolean {
  return INTRODUCTION.test(text.slice(Math.max(0, start - 24), start))
}

/** Two or three words alone on a line, and a number within the next three lines: the head of an address. */
function isLetterhead(text: string, start: number, end: number): boolean {
  if (text[end] !== '\n' || (start > 0 && text[start - 1] !== '\n') || !text.slice(start, end).includes(' '))
    return false
  return /^(?:\n[^\n]{0,60}){0,3}\n[^\n]{0,60}\d/.test(text.slice(end, end + 260))
}

/** Russian past tense in the singular. */
const PAST_TENSE = /[а-я]{3}(?:л|ла|лся|лась)$/u
/** Verbs, adverbs and short words do not follow an adjective as its noun. */
const NO_NOUN = /(?:л|ла|ло|ли|лся|лась|ет|ит|ют|ат|ят|ся|ть|о|и)$/u
/** A title right before, or up to three words before with only lower-case words and abbreviations between. */
function hasTitle(text: string, tokens: readonly NameToken[], from: number): boolean {
  for (let k = 1; k <= 3; k++) {
    const t = tokens[from - k]
    if (!t || !near(text, t, tokens[from - k + 1]!)) return false
    if (titles.has(t.lower)) return true
    if (t.shape === 'capital' && !t.opens) return false
  }
  return false
}

function near(text: string, a: NameToken, b: NameToken): boolean {
  return b.start - a.end <= 2 && /^[. ]{0,2}$/.test(text.slice(a.end, b.start))
}
