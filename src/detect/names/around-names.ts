/** What the words around a name add to its weight, or take from it. */
import { isOnStreet } from './on-street.ts'
import { isPlace } from './places.ts'
import { tokenBefore } from './tokens.ts'
import type { NameToken } from './tokens.ts'
import { aroundEnglish, isWeakVerb } from './around-english.ts'
import type { Manner } from './manner.ts'
import { isAdjective } from './weigh-single.ts'
import { Cue, cuesOf, evidenceOf, isPredicate, partsOf } from './words.ts'

/** The sum of all cues around the tokens `from` to `to`, and the phrases for the decision record. */
export function cuesAround(
  text: string,
  tokens: readonly NameToken[],
  from: number,
  to: number,
  { russian, english, foreign }: Manner,
  stranger: boolean,
): { shift: number; why: string[] } {
  const first = tokens[from]!
  const last = tokens[to - 1]!
  const why: string[] = []
  let shift = 0
  const before = beside(text, tokenBefore(tokens, from), first)
  const beforeCues = before ? cuesOf(before.word) : 0
  if (before && hasTitle(text, tokens, from, stranger && partsOf(first.word) !== 0 ? 1 : 3)) {
    shift += 0.38
    why.push('title')
  } else if (before?.word.lower === 'имени' && tokens[from - 2]?.word.lower === 'по') {
    shift += 0.25
    why.push('introduction')
  } else if (beforeCues & Cue.notBefore && !FROM_A_PLACE.test(before!.word.lower)) {
    // Two words of a name outweigh it: "глава области Имя Фамилия".
    shift -= to - from > 1 ? 0.2 : 0.5
    why.push('stands behind the word of a place or an organisation')
  }
  const after = beside(text, last, tokens[to])
  if (after) {
    const { shape, start, end } = tokens[to]!
    const cues = cuesOf(tokens[to]!.word)
    if (cues & Cue.notAfter && (!english || shape !== 'lower')) {
      shift -= last.word.text.endsWith('s') ? 0.6 : 0.5
      why.push('stands before the word of a place or an organisation')
    } else if (cues & Cue.kin && shape === 'lower' && to - from === 1) {
      shift += 0.38
      why.push('grandmother, uncle')
    } else if (shape === 'lower' && cues & Cue.verb) {
      shift += english && isWeakVerb(tokens, to) ? (stranger ? 0 : 0.15) : 0.3
      why.push('verb of a person')
    } else if (shape === 'lower' && (cues & Cue.pastTense || (russian && stranger && isPredicate(tokens[to]!)))) {
      shift += 0.12
      why.push('verb')
    }
    if (
      to - from === 1 &&
      shape === 'lower' &&
      end - start > 3 &&
      (cues & (Cue.verb | Cue.noNoun)) === 0 &&
      (cuesOf(first.word) & Cue.adjective || (russian && isAdjective(first.word)))
    ) {
      shift -= 0.5
      why.push('an adjective')
    }
  }
  if (beforeCues & Cue.verb && before!.shape === 'lower') {
    shift += 0.25
    why.push('verb of a person')
  }
  if (beforeCues & Cue.placePrefix) shift -= 0.5
  if (!english && to - from === 1 && isOnStreet(text, tokens, from)) {
    shift -= 0.5
    why.push('a street')
  }
  if (russian && beforeCues & (Cue.inside | Cue.onto) && isInPlace(first, to - from, (beforeCues & Cue.onto) !== 0)) {
    shift -= 0.25
    why.push('a place by its preposition')
  }
  if (english) {
    const more = aroundEnglish(text, tokens, from, to, stranger)
    shift += more.shift
    if (more.why) why.push(more.why)
  }
  if (!russian && !english && to - from === 1 && isAddressed(text, first)) {
    shift += 0.25
    why.push('addressed')
  }
  if (isInPath(text, first.start - 1) || isInPath(text, last.end)) {
    shift -= 0.3
    why.push('in a path')
  }
  if (russian && stranger && first.opens && isSubject(text, tokens, to)) {
    shift += 0.1
    why.push('subject of a sentence')
  }
  if (stranger && first.opens && isSpeaker(text, last.end)) {
    shift += 0.2
    why.push('speaker')
  }
  if (foreign && text[first.start - 1] === '(' && text[last.end] === ')') {
    shift += 0.2
    why.push('in brackets')
  }
  if (introduced(text, tokenBefore(tokens, from), first.start)) {
    shift += 0.3
    why.push('introduction')
  }
  if (isLetterhead(text, first.start, last.end)) {
    shift += 0.15
    why.push('a line of its own above numbers')
  }
  // A quotation that goes on: «Петров заметил…
  const goesOn = after !== undefined && isPredicate(tokens[to]!)
  if (first.quoted && !goesOn) {
    shift -= stranger ? 0.3 : 0.2
    why.push('quoted')
  }
  return { shift, why }
}

/** "Сағыныш, қайырлы таң", "Рақмет, Сағыныш!": a given name that is a word as well. */
function isAddressed(text: string, { word, opens, start, end }: NameToken): boolean {
  const { given } = evidenceOf(word)
  if (given < 0.4 || given >= 0.7 || isPlace(word.lower)) return false
  return opens ? text[end] === ',' : text[start - 2] === ',' && /[!.,?]/.test(text[end] ?? '.')
}

/** America/Fort_Nelson, photo_anna */
function isInPath(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit === 0x2f || unit === 0x5f || unit === 0x5c
}

/** Words such as "также", "сразу" stand between a subject and its verb; a comma begins an apposition. */
function isSubject(text: string, tokens: readonly NameToken[], to: number): boolean {
  if (text[tokens[to - 1]!.end] === ',') return true
  if (tokens[to] && isPredicate(tokens[to]!)) return false
  for (let k = to; k < to + 4; k++) {
    const token = tokens[k]
    if (!token || !token.joined || token.shape !== 'lower') return false
    if (isPredicate(token)) return true
  }
  return false
}

/** A colon and a quotation behind it. */
function isSpeaker(text: string, end: number): boolean {
  return text[end] === ':' && /["«“]/u.test(text.slice(end + 1, end + 3))
}

/** на Камчатке, на Бали, but на Петрова */
const ON_A_PLACE = /(?:[еи]|[^г]о)$/u

/** One word, or two of which the first is no given name: "в Анталье Петрова". */
function isInPlace({ word }: NameToken, words: number, onto: boolean): boolean {
  return (words === 1 || evidenceOf(word).given < 0.5) && (!onto || ON_A_PLACE.test(word.lower))
}

/** "Тараз қаласынан Нартай", "ауылдың Серігі": somebody of a place. */
const FROM_A_PLACE = /[сн](?:ынан|інен|ының|інің|ындағы|індегі)$|[дтн](?:ан|ен|ың|ің)$/u

export const INTRODUCTION =
  /(?<!\p{L})(?:(?:name|names|nickname|surname) (?:is|was)|name['’]s|name:|name\?|i am|i['’]m|this is|call(?:s|ed)? me|people call me|dear|hi|hello|hey|sincerely,|regards,|signed|signed by|named|ask for|speak to|speak with|talk to|heard|add|invite|patient|client|customer|меня зовут|его зовут|ее зовут|её зовут|менің атым|есімі|аты-жөні:?|фио:?|уважаем(?:ый|ая)|құрметті) $/iu

/** Words that bring a name: "my name is", "Dear", "меня зовут". Their last word, perhaps a mark, and a space stand before. */
function introduced(text: string, before: NameToken | undefined, start: number): boolean {
  if (!before || start - before.end > 2 || text[start - 1] !== ' ' || !(cuesOf(before.word) & Cue.introduction))
    return false
  return INTRODUCTION.test(text.slice(Math.max(0, start - 24), start))
}

/** Two or three words alone on a line, and a number within the next three lines: the head of an address. */
function isLetterhead(text: string, start: number, end: number): boolean {
  if (text[end] !== '\n' || (start > 0 && text[start - 1] !== '\n') || !text.slice(start, end).includes(' '))
    return false
  return /^(?:\n[^\n]{0,60}){0,3}\n[^\n]{0,60}\d/.test(text.slice(end, end + 260))
}

const LONGEST_SHORTENED = 6

/** A title right before, or up to three words before with only lower-case words and abbreviations between. */
function hasTitle(text: string, tokens: readonly NameToken[], from: number, most: number): boolean {
  for (let k = 1; k <= most; k++) {
    const t = tokens[from - k]
    if (!t || !beside(text, t, tokens[from - k + 1])) return false
    // A sentence ends: only a shortened title has a dot behind it.
    if (text[t.end] === '.' && t.end - t.start > LONGEST_SHORTENED) return false
    if (cuesOf(t.word) & Cue.title) return true
    if (t.shape === 'capital' && !t.opens) return false
  }
  return false
}

/** The first of two tokens, if at most two spaces and dots stand between them. */
function beside(text: string, a: NameToken | undefined, b: NameToken | undefined): NameToken | undefined {
  if (!a || !b || b.start - a.end > 2) return undefined
  for (let at = a.end; at < b.start; at++) if (text[at] !== ' ' && text[at] !== '.') return undefined
  return a
}
