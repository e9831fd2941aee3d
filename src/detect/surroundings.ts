/** What a candidate stands in: a UUID or a time stamp that it is only a piece of, running text or a bare cell. */

const UUID =
  /(?<![0-9A-Za-z])[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}(?![0-9A-Za-z])/g
const TIME_STAMP = /(?<!\d)\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?(?!\d)/g

export type Span = readonly [start: number, end: number]

/** Spans of which no identifier may be a part. */
export function vetoSpans(text: string): Span[] {
  const spans: Span[] = []
  if (!text.includes('-')) return spans
  for (const expression of [UUID, TIME_STAMP])
    for (const m of text.matchAll(expression)) spans.push([m.index, m.index + m[0].length])
  return spans
}

/** Whether a span is exactly one of the spans. */
export function isOneOf(spans: readonly Span[], start: number, end: number): boolean {
  return spans.some(([a, b]) => a === start && b === end)
}

export function overlaps(spans: readonly Span[], start: number, end: number): boolean {
  return spans.some(([a, b]) => start < b && a < end)
}

const WORDS = /\p{L}[\p{L}\p{M}'’-]*/gu

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
  for (const m of text.matchAll(WORDS)) {
    words++
    if (m[0].length > 1 && m[0] === m[0].toLowerCase() && !IN_NAMES.has(m[0])) lower++
    if ((words >= 3 && lower >= 1) || (words >= 4 && lines > 1)) return true
  }
  return false
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
