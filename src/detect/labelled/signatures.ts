/** Where somebody signs or is filled in: the end of a letter, blanks of underscores, "I, …,". */
import type { NameToken } from '../names/tokens.ts'
import { Label, labelOf } from './label-words.ts'
import type { Care } from './label-values.ts'

const BEHIND_CLOSING = /^(?:[,!.]{0,2} ?\n{1,3} {0,4}|[,!] )[-–—]{0,2} ?_{0,40} ?$/u
const ENDS_LINE = /^[.!]?(?: ?[,|(][^\n]{0,80})?[ _]{0,60}(?:\n|$)/u

/** Where the names of writers may begin, by token. */
export function signatures(text: string, tokens: readonly NameToken[]): number[] {
  const found: number[] = []
  for (let i = 0; i < tokens.length; i++) {
    const { word, end, opens } = tokens[i]!
    const next = tokens[i + 1]
    if (!next) break
    if (labelOf(word) & Label.closing) {
      if (next.shape === 'lower' || next.start - end > 60) continue
      if (BEHIND_CLOSING.test(text.slice(end, next.start)) && endsLine(text, tokens, i + 1)) found.push(i + 1)
    } else if (opens && labelOf(word) & Label.myself && next.start - end < 60) {
      if (/^, ?_{0,50} ?$/.test(text.slice(end, next.start)) && tokens[i + 2]?.joined) found.push(i + 1)
    }
  }
  // "--" parts a letter from what is known of its writer.
  for (let at = text.indexOf('\n--'); at >= 0; at = text.indexOf('\n--', at + 3)) {
    if (!/^ ?\n/.test(text.slice(at + 3, at + 5))) continue
    const first = tokens.findIndex((t) => t.start > at)
    if (first >= 0 && tokens[first]!.start - at < 8) found.push(first)
  }
  return found
}

const MOST_WORDS = 5

function endsLine(text: string, tokens: readonly NameToken[], from: number): boolean {
  let to = from + 1
  while (
    to < tokens.length &&
    to - from < MOST_WORDS &&
    /^\.? ?$/.test(text.slice(tokens[to - 1]!.end, tokens[to]!.start))
  )
    to++
  const { end } = tokens[to - 1]!
  return ENDS_LINE.test(text.slice(end, end + 150))
}

/** Words between underscores, or at the beginning of a line that underscores fill, by their first token. */
export function fillIns(text: string, tokens: readonly NameToken[]): { token: number; care: Care }[] {
  const found: { token: number; care: Care }[] = []
  if (!text.includes('__')) return found
  tokens.forEach(({ start, shape }, token) => {
    if (shape === 'lower') return
    if (/__ ?$/.test(text.slice(Math.max(0, start - 3), start))) {
      const before = tokens[token - 1]
      const isKin = before !== undefined && (labelOf(before.word) & Label.person) !== 0 && start - before.end < 60
      found.push({ token, care: isKin ? 'person' : 'layout' })
    } else if ((start === 0 || text[start - 1] === '\n') && isSigned(text, tokens, token))
      found.push({ token, care: 'layout' })
  })
  return found
}

/** "Б. Жақсығұлұлы ________ (қолы)" */
function isSigned(text: string, tokens: readonly NameToken[], from: number): boolean {
  let to = from + 1
  while (to < tokens.length && to - from < MOST_WORDS && tokens[to]!.joined) to++
  const { end } = tokens[to - 1]!
  return /^\.? {0,3}___/.test(text.slice(end, end + 8))
}
