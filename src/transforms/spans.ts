/** A stretch of a text, UTF-16 offsets, and what stands there. */
export interface Span {
  start: number
  end: number
  entity: string
}

/**
 * Spans in order, none on top of another, nothing that was in one of them outside of all: overlapping ones of one entity
 * become one; between entities the longer keeps its place, then the one with the higher score, and what the other has
 * besides stays a span of its own. Neighbours that only touch stay apart. No border cuts a surrogate pair.
 */
export function tidySpans(text: string, found: readonly (Span & { score: number })[]): Span[] {
  // Only what is needed of them: a long text has hundreds of thousands.
  const whole = found.map(({ start, end, entity, score }) => ({
    start: outOfPair(text, start, -1),
    end: outOfPair(text, end, 1),
    entity,
    score,
  }))
  whole.sort((a, b) => a.start - b.start || b.end - a.end)
  const out: Span[] = []
  for (let i = 0; i < whole.length;) {
    let end = whole[i]!.end
    let next = i + 1
    while (next < whole.length && whole[next]!.start < end) end = Math.max(end, whole[next++]!.end)
    if (next === i + 1) out.push(whole[i]!)
    else out.push(...settled(whole.slice(i, next)))
    i = next
  }
  return out.filter(({ start, end }) => start < end).map(({ start, end, entity }) => ({ start, end, entity }))
}

/** One heap of spans that overlap each other, directly or by way of others. */
function settled(heap: readonly (Span & { score: number })[]): Span[] {
  const ranked = joined(heap).sort(
    (a, b) => b.end - b.start - (a.end - a.start) || b.score - a.score || a.start - b.start,
  )
  const taken: Span[] = []
  for (const span of ranked) {
    let rest: Span[] = [span]
    for (const other of taken) rest = rest.flatMap((piece) => without(piece, other))
    taken.push(...rest)
  }
  return taken.sort((a, b) => a.start - b.start)
}

function joined(heap: readonly (Span & { score: number })[]): (Span & { score: number })[] {
  const byEntity = new Map<string, Span & { score: number }>()
  const out: (Span & { score: number })[] = []
  for (const span of heap) {
    const before = byEntity.get(span.entity)
    if (before && span.start < before.end) {
      before.end = Math.max(before.end, span.end)
      before.score = Math.max(before.score, span.score)
    } else {
      const copy = { ...span }
      byEntity.set(span.entity, copy)
      out.push(copy)
    }
  }
  return out
}

function without(piece: Span, other: Span): Span[] {
  if (other.end <= piece.start || other.start >= piece.end) return [piece]
  return [
    { ...piece, end: Math.max(piece.start, other.start) },
    { ...piece, start: Math.min(piece.end, other.end) },
  ].filter(({ start, end }) => start < end)
}

function outOfPair(text: string, at: number, step: -1 | 1): number {
  const low = text.charCodeAt(at)
  const high = text.charCodeAt(at - 1)
  return low >= 0xdc00 && low < 0xe000 && high >= 0xd800 && high < 0xdc00 ? at + step : at
}
