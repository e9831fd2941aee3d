/** What a candidate stands in: a UUID or a time stamp that it is only a piece of, running text or a bare cell. */
import { Kind, kindAt, widthAt } from './letters.ts'

const UUID =
  /(?<![0-9A-Za-z])[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}(?![0-9A-Za-z])/g
const TIME_STAMP = /(?<!\d)\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?(?!\d)/g

export type Span = readonly [start: number, end: number]

/** Spans of which no identifier may be a part. */
export function vetoSpans(text: string): Span[] {
  const spans: Span[] = []
  const dash = text.indexOf('-')
  if (dash < 0) return spans
  // A UUID has three more dashes and 23 characters behind its first one, a time stamp a colon.
  if (text.length - dash > 27) addSpans(spans, UUID, text)
  if (text.includes(':', dash)) addSpans(spans, TIME_STAMP, text)
  return spans
}

function addSpans(spans: Span[], expression: RegExp, text: string): void {
  expression.lastIndex = 0
  for (let m = expression.exec(text); m; m = expression.exec(text)) spans.push([m.index, m.index + m[0].length])
}

/** Whether a span is exactly one of the spans. */
export function isOneOf(spans: readonly Span[], start: number, end: number): boolean {
  return spans.some(([a, b]) => a === start && b === end)
}

export function overlaps(spans: readonly Span[], start: number, end: number): boolean {
  return spans.some(([a, b]) => start < b && a < end)
}

/** Small words that names of firms, streets and works have too: `School of Design`, `Дом для всех`. */
const IN_NAMES = new Set(
  'of and the for in at on to by de la le du des von van der und и в во на по для им имени при от мен және'.split(' '),
)

/**
 * Running text: three words or more, one of them of at least two letters in lower case that names do not have; or
 * several lines.
 */
export function isProse(text: string): boolean {
  const lines = linesOf(text)
  if (lines >= 3) return true
  let words = 0
  let lower = 0
  for (let at = 0; at < text.length;) {
    if ((kindAt(text, at) & Kind.letter) === 0) {
      at += widthAt(text, at)
      continue
    }
    const start = at
    at = endOfWord(text, at)
    words++
    if (lower === 0 && at - start > 1 && isSmallWord(text, start, at)) lower++
    if ((words >= 3 && lower >= 1) || (words >= 4 && lines > 1)) return true
  }
  return false
}

/** Behind the letters, marks, apostrophes and hyphens that follow a letter. */
function endOfWord(text: string, start: number): number {
  let at = start + widthAt(text, start)
  while (at < text.length) {
    const unit = text.charCodeAt(at)
    if (unit !== 0x27 && unit !== 0x2019 && unit !== 0x2d && (kindAt(text, at) & (Kind.letter | Kind.mark)) === 0) break
    at += widthAt(text, at)
  }
  return at
}

function isSmallWord(text: string, start: number, end: number): boolean {
  const first = text.charCodeAt(start)
  // Capitals of ASCII and Russian; other ones are told by their small letters.
  if ((first >= 0x41 && first <= 0x5a) || (first >= 0x410 && first <= 0x42f)) return false
  const word = text.slice(start, end)
  return word === word.toLowerCase() && !IN_NAMES.has(word)
}

/** Lines that say something, three at most: a letterhead, a card, an address has them, and no bare cell. */
function linesOf(text: string): number {
  if (!text.includes('\n')) return 1
  let lines = 0
  for (let at = 0; at < text.length && lines < 3;) {
    let end = text.indexOf('\n', at)
    if (end < 0) end = text.length
    if (text.slice(at, Math.min(end, at + 80)).trim() !== '') lines++
    at = end + 1
  }
  return lines
}
