/**
 * Where an expression that needs a run of digits can match at all: near the runs of the lengths that it needs. Prose is
 * mostly letters, and dozens of expressions would walk over all of it.
 */
import { bitOf, digitRunsIn } from './digit-runs.ts'

/** No expression that needs a run matches more; a test asks every one of them. */
export const LONGEST_MATCH = 96

/** Texts up to here are looked through as they are. */
export const UNDIVIDED = 160

export interface Region {
  start: number
  end: number
}

/** The regions of one text by the lengths needed, in order and apart; each is made when it is first asked for. */
export interface DigitRegions {
  /** the lengths of all runs of the text, as bits */
  lengths: number
  of(needed: number): readonly Region[]
}

export function digitRegions(text: string): DigitRegions {
  const { starts, ends, lengths } = digitRunsIn(text)
  const made = new Map<number, Region[]>()
  const whole = [{ start: 0, end: text.length }]
  return {
    lengths,
    of(needed) {
      if (text.length <= UNDIVIDED || (needed & 1) !== 0) return whole
      let regions = made.get(needed)
      if (!regions) {
        regions = []
        for (let i = 0; i < starts.length; i++)
          if ((bitOf(ends[i]! - starts[i]!) & needed) !== 0) add(regions, text, starts[i]!, ends[i]!)
        made.set(needed, regions)
      }
      return regions
    },
  }
}

/** A region around a run that cuts no word and no number in two: at a space an edge looks as it is. */
function add(regions: Region[], text: string, start: number, end: number): void {
  const last = regions.at(-1)
  let from = Math.max(0, start - LONGEST_MATCH)
  let to = Math.min(text.length, end + LONGEST_MATCH)
  if (last && to <= last.end) return
  while (to < text.length && !isSpace(text, to)) to++
  while (from > (last?.end ?? 0) && !isSpace(text, from - 1)) from--
  if (last && from <= last.end) last.end = to
  else regions.push({ start: from, end: to })
}

function isSpace(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09
}
