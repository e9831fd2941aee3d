/** A text with biometric data in it is read without them: their characters are no words, and there may be megabytes. */
import { biometricSpans } from './biometric-spans.ts'
import type { BiometricSpan } from './biometric-spans.ts'
import { namedBy } from './entity-name.ts'
import { modalities } from './modalities.ts'
import type { Detection } from './recogniser.ts'

/** What stands in the shorter text for each of them. */
const MARK = '\u2026'

/** A text, what to read of it, and how to say again what was found in that. */
export interface Around {
  /** the text with a mark for each span */
  text: string
  /** detections in the shorter text → those in the whole one, with what the spans are */
  whole(found: readonly Detection[]): readonly Detection[]
}

/** `find`: entities or aliases; empty: all. `confidence`: what scores less is not reported. Undefined: nothing is in it. */
export function createAround(find: readonly string[], confidence: number): (text: string) => Around | undefined {
  const chosen = find.length === 0 ? modalities : modalities.filter(namedBy(find))
  const wanted = new Set(chosen.map(({ entity }) => entity))
  if (wanted.size === 0) return () => undefined
  return (text) => {
    const spans = biometricSpans(text).filter(({ entity, score }) => score >= confidence && wanted.has(entity))
    return spans.length === 0 ? undefined : around(text, spans)
  }
}

function around(text: string, spans: readonly BiometricSpan[]): Around {
  let short = ''
  let from = 0
  /** places of the marks */
  const marks: number[] = []
  for (const { start, end } of spans) {
    short += text.slice(from, start)
    marks.push(short.length)
    short += MARK
    from = end
  }
  short += text.slice(from)
  const place = (at: number) => {
    let moved = at
    for (let n = 0; n < marks.length && marks[n]! < at; n++) moved += spans[n]!.end - spans[n]!.start - MARK.length
    return moved
  }
  return {
    text: short,
    whole(found) {
      const moved = found.map((d) => ({ ...d, start: place(d.start), end: place(d.end) }))
      const left = spans.filter(({ start, end }) => !moved.some((d) => d.start < end && start < d.end))
      const own = left.map(({ start, end, entity, score, why }) => ({ start, end, entity, score, why: [why] }))
      return [...moved, ...own].sort((a, b) => a.start - b.start)
    },
  }
}
