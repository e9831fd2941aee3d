/** V8 copies shorter ones when they are cut. */
const SHORTEST_SLICE = 13

/** A copy of a text, for what outlives its batch: the text may be a slice, which holds all of what it was cut from. */
export function ownText(text: string): string {
  if (text.length < SHORTEST_SLICE) return text
  const copy = Buffer.from(text).toString()
  // Halves of surrogate pairs have no UTF-8.
  return copy === text ? copy : Buffer.from(text, 'utf16le').toString('utf16le')
}
