import { BANG } from './xml-marks.ts'
import { isSpace, scanCdata, scanText, startsCdata } from './xml-scalars.ts'
import { decodeSections, decodeText } from './xml-text.ts'
import type { XmlWalk } from './xml-walk-state.ts'

/** How a run of text and CDATA sections is written: as it is, with references, or with sections. */
export type Run = 'plain' | 'written' | 'section' | 'sections'

/** Text and CDATA sections up to another mark. */
export function scanRun(walk: XmlWalk): Run {
  const start = walk.at
  let run: Run = scanText(walk) ? 'written' : 'plain'
  while (walk.block[walk.at + 1] === BANG && startsCdata(walk.block, walk.at)) {
    run = walk.at === start ? 'section' : 'sections'
    scanCdata(walk)
    const behind = walk.at
    scanText(walk)
    if (walk.at > behind) run = 'sections'
  }
  return run
}

export function valueOf(walk: XmlWalk, run: Run, start: number, end: number): string {
  const written = walk.source.utf8Slice(start, end)
  if (run === 'plain') return written
  return run === 'written' ? decodeText(written) : decodeSections(written)
}

/** Is there nothing but white space? */
export function isBlank(block: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isSpace(block[at])) return false
  return true
}
