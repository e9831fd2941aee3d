interface Place {
  start: number
  end: number
}

/** `a` of `b` to three digits; null where there is nothing to share. */
export const ratio = (a: number, b: number) => (b === 0 ? null : Math.round((1000 * a) / b) / 1000)

/** F measure of C. J. van Rijsbergen to three digits: `beta` times as much weight on recall. */
export function fMeasure(precision: number | null, recall: number | null, beta = 1): number | null {
  if (!precision || !recall) return null
  const b = beta * beta
  return Math.round((1000 * (1 + b) * precision * recall) / (b * precision + recall)) / 1000
}

/** Two spans are the same where their common part is at least half of both together. */
export function sameSpan(a: Place, b: Place): boolean {
  return (
    (Math.min(a.end, b.end) - Math.max(a.start, b.start)) / (Math.max(a.end, b.end) - Math.min(a.start, b.start)) >= 0.5
  )
}

/** Which gold spans have a guess of their own, and the guesses that nobody wanted. */
export function matchSpans<G extends Place, S extends Place>(
  gold: readonly G[],
  guesses: readonly S[],
): { hits: G[]; missed: G[]; wrong: S[] } {
  const wrong = [...guesses]
  const hits: G[] = []
  const missed: G[] = []
  for (const span of gold) {
    const at = wrong.findIndex((guess) => sameSpan(guess, span))
    if (at >= 0) {
      hits.push(span)
      wrong.splice(at, 1)
    } else missed.push(span)
  }
  return { hits, missed, wrong }
}

/** One for every UTF-16 unit that is in a span. */
export function covered(length: number, spans: readonly Place[]): Uint8Array {
  const marks = new Uint8Array(length)
  for (const { start, end } of spans) marks.fill(1, start, end)
  return marks
}

/** How a name is written: what can be said of a miss without showing it. */
export function nameShape(name: string): string {
  const words = name.split(/\s+/u).filter(Boolean)
  const script = /\p{Script=Cyrillic}/u.test(name) ? '' : 'Latin, '
  if (words.some((w) => /^\p{L}\p{M}?\.|^\p{Lu}$/u.test(w))) return `${script}with initials`
  if (!/\p{Ll}/u.test(name)) return `${script}UPPER CASE`
  const lower = !/\p{Lu}/u.test(name) ? 'lower case, ' : ''
  return `${script}${lower}${words.length === 1 ? 'one word' : words.length === 2 ? 'two words' : 'three words or more'}`
}
