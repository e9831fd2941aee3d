/** Texts that are pieces of longer ones, as XML has them in mixed content: what is in them is found in the whole. */
import type { Move, Piece, Values, WholeText } from '../record/batch.ts'
import { movedOffset } from './moves.ts'
import type { DetectEach } from './scrub-text.ts'

/** The texts that values are to be read in: each whole once. */
export interface WholeTexts {
  texts: string[]
  row: Int32Array
  /** number of the text of each value */
  of: ArrayLike<number>
  /** undefined: the text stands alone */
  wholes: (WholeText | undefined)[]
}

/** undefined: every text stands alone. */
export function wholeTexts({ text, within }: Values, row: Int32Array): WholeTexts | undefined {
  if (!within) return undefined
  const found: WholeTexts & { of: number[] } = { texts: [], row: new Int32Array(), of: [], wholes: [] }
  const rows: number[] = []
  const known = new Map<WholeText, number>()
  text.forEach((own, i) => {
    const piece = pieceAt({ text, within }, i)
    let number = piece && known.get(piece.of)
    if (number === undefined) {
      number = found.texts.push(piece?.of.text ?? own) - 1
      found.wholes.push(piece?.of)
      rows.push(row[i]!)
      if (piece) known.set(piece.of, number)
    }
    found.of.push(number)
  })
  return { ...found, row: Int32Array.from(rows) }
}

/** What a value is a piece of; a text that was changed since is none any more. */
export function pieceAt({ text, within }: Pick<Values, 'text' | 'within'>, i: number): Piece | undefined {
  const piece = within?.[i]
  return piece?.of.text.startsWith(text[i]!, piece.start) ? piece : undefined
}

/**
 * What is found in each text. In one that comes in pieces it is looked for twice, for nobody knows whether `<b>` divides
 * words: with nothing between the pieces, and with a space.
 */
export function findInWholes(detectEach: DetectEach, { texts, wholes }: WholeTexts): ReturnType<DetectEach> {
  const found = detectEach(texts)
  const inPieces = [...wholes.keys()].filter((t) => wholes[t])
  const spaced = inPieces.map((t) => {
    const { text, starts } = wholes[t]!
    return starts.map((start, n) => text.slice(start, starts[n + 1])).join(' ')
  })
  detectEach(spaced).forEach((spans, n) => {
    const t = inPieces[n]!
    const { starts } = wholes[t]!
    // In front of piece n stand n spaces that are not there.
    const back = (offset: number, border: 'start' | 'end') => {
      let before = 0
      while (before + 1 < starts.length && starts[before + 1]! + before + (border === 'start' ? 0 : 1) < offset)
        before++
      return offset - before
    }
    const more = spans.map((span) => ({ ...span, start: back(span.start, 'start'), end: back(span.end, 'end') }))
    found[t] = [...found[t]!, ...more]
  })
  return found
}

/** The part of a written text that stands in the place of one of its pieces; what takes the place of several stands in the first. */
export function writtenPiece(
  written: string,
  moves: readonly Move[],
  start: number,
  length: number,
): { text: string; moves: Move[] } {
  const end = start + length
  const own = moves.flatMap((move) =>
    move.end <= start || move.start >= end
      ? []
      : [
          {
            start: Math.max(move.start, start) - start,
            end: Math.min(move.end, end) - start,
            length: move.start >= start ? move.length : 0,
          },
        ],
  )
  return { text: written.slice(movedOffset(moves, start, 'end'), movedOffset(moves, end, 'end')), moves: own }
}
