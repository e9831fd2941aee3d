import type { Move } from '../record/batch.ts'
import { tidySpans } from './spans.ts'
import type { Span } from './spans.ts'

/** What finds personal data in a text. */
export type Detect = (text: string) => readonly (Span & { score: number })[]

/** What is found in each of many texts, which go through the detector together. */
export type DetectEach = (texts: readonly string[]) => ReturnType<Detect>[]

/** Written where a text cannot be made clean piece by piece. */
const WHOLE = '[REDACTED]'

/** Each pass masks more, so this many are hardly ever needed; a text that still has something after them goes as a whole. */
const PASSES = 4

/** A text cut at what was found in it; `found[i]` stands between `clear[i]` and `clear[i + 1]`. */
export interface CutText {
  clear: string[]
  found: (Span & { text: string })[]
}

/** Cuts the original at its spans, those of `more` too; the pieces put together are the original, so no offset ever has to be moved. */
export function cutText(text: string, detect: Detect, more: ReturnType<Detect> = []): CutText {
  const clear: string[] = []
  const found: CutText['found'] = []
  let from = 0
  for (const span of tidySpans(text, more.length === 0 ? detect(text) : [...detect(text), ...more])) {
    clear.push(text.slice(from, span.start))
    found.push({ ...span, text: text.slice(span.start, span.end) })
    from = span.end
  }
  clear.push(text.slice(from))
  return { clear, found }
}

/**
 * The texts with their replacements, looked through once more: what is found now outside of the replacements is masked,
 * until nothing is (a replacement can bring out what stands beside it). Replacements themselves are left alone: a fake
 * name is found as a name. `replacements`: of what was found, text by text.
 */
export function joinCuts(
  cuts: readonly CutText[],
  replacements: readonly (readonly string[])[],
  detectEach: DetectEach,
): string[] {
  const joined = cuts.map((cut, i) => joinPieces(cut, replacements[i]!))
  let open = joined
  for (let pass = 0; pass < PASSES && open.length > 0; pass++) {
    const found = detectEach(open.map(({ text }) => text))
    open = open.filter((one, i) => {
      const left = outside(tidySpans(one.text, found[i]!), one.ours).filter(({ start, end }) =>
        HIDEABLE.test(one.text.slice(start, end)),
      )
      if (left.length > 0) one.text = hideSpans(one.text, left)
      return left.length > 0
    })
  }
  for (const one of open) one.text = WHOLE
  return joined.map(({ text }) => text)
}

/** A text with its replacements, and where these stand in it. */
interface Joined {
  text: string
  ours: { start: number; end: number }[]
}

function joinPieces({ clear }: CutText, replacements: readonly string[]): Joined {
  const pieces = [clear[0]!]
  const ours: Joined['ours'] = []
  let length = pieces[0]!.length
  replacements.forEach((replacement, i) => {
    ours.push({ start: length, end: length + replacement.length })
    pieces.push(replacement, clear[i + 1]!)
    length += replacement.length + clear[i + 1]!.length
  })
  return { text: pieces.join(''), ours }
}

/** The text with these stretches masked, which are in order; a long text has many, so it is put together once. */
function hideSpans(text: string, spans: readonly { start: number; end: number }[]): string {
  const pieces: string[] = []
  let from = 0
  for (const { start, end } of spans) {
    pieces.push(text.slice(from, start), hide(text.slice(start, end)))
    from = end
  }
  return pieces.join('') + text.slice(from)
}

/**
 * How the text moved when `replacements` took the place of what was found. What was masked besides is as long as before;
 * a text that went as a whole is one stretch.
 */
export function movesOf({ clear, found }: CutText, replacements: readonly string[], joined: string): Move[] {
  if (joined === WHOLE)
    return [{ start: 0, end: (found.at(-1)?.end ?? 0) + clear.at(-1)!.length, length: WHOLE.length }]
  return found.map(({ start, end }, i) => ({ start, end, length: replacements[i]!.length }))
}

/** One `*` a character, spaces and what is masked already left alone; as long as before in UTF-16 units, so offsets hold. */
export function hide(text: string): string {
  return text.replace(/[^\s*]/g, '*')
}

const HIDEABLE = /[^\s*]/

/** The parts of the spans that lie in none of the ranges; both are in order. */
function outside(
  spans: readonly Span[],
  ranges: readonly { start: number; end: number }[],
): { start: number; end: number }[] {
  const out: { start: number; end: number }[] = []
  let first = 0
  for (const { start, end } of spans) {
    let from = start
    while (first < ranges.length && ranges[first]!.end <= start) first++
    for (let r = first; r < ranges.length && ranges[r]!.start < end; r++) {
      const range = ranges[r]!
      if (range.start > from) out.push({ start: from, end: range.start })
      from = Math.max(from, range.end)
    }
    if (from < end) out.push({ start: from, end })
  }
  return out
}
