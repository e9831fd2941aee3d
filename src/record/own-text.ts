/** V8 copies shorter ones when they are cut. */
const SHORTEST_SLICE = 13

/**
 * A copy of a text, for what outlives its batch: the text may be a slice, which holds all of what it was cut from. Joining
 * writes it anew, and what is cut from that holds one character more: a fifth of the time of encoding and decoding it.
 */
export function ownText(text: string): string {
  return text.length < SHORTEST_SLICE ? text : `.${text}`.slice(1)
}
