/** The company on a card: a line without numbers, below the line of a name and above an address or a telephone. */
import { englishText, isCapital, isUnknown } from '../english/english-text.ts'
import { Fact, factsOf } from '../english/word-facts.ts'
import type { NameToken } from '../names/tokens.ts'
import type { Candidate } from '../recogniser.ts'
import { isOccupation } from '../english/occupations.ts'

/** A line, and the tokens in it from `from` to `to`. */
export interface Line {
  start: number
  end: number
  from: number
  to: number
}

const MOST_WORDS = 6

/** Lines of a text that say something, in their order; none of a text of one line. */
export function linesOf(text: string, tokens: readonly NameToken[]): Line[] {
  const lines: Line[] = []
  if (!text.includes('\n')) return lines
  let token = 0
  for (let at = 0; at < text.length;) {
    let end = text.indexOf('\n', at)
    if (end < 0) end = text.length
    let to = token
    while (to < tokens.length && tokens[to]!.start < end) to++
    if (text.slice(at, Math.min(end, at + 200)).trim() !== '') lines.push({ start: at, end, from: token, to })
    token = to
    at = end + 1
  }
  return lines
}

/** Candidates: the second line of a card. */
export function companyLines(text: string, tokens: readonly NameToken[]): Candidate[] {
  const lines = linesOf(text, tokens)
  const found: Candidate[] = []
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!
    const behind = i > 0 ? behindOccupation(text, tokens, line) : line.to
    if (behind < line.to)
      found.push({
        start: tokens[behind]!.start,
        end: tokens[line.to - 1]!.end,
        score: 0.55,
        why: ['behind an occupation'],
      })
    if (i + 1 === lines.length) break
    if (!isNameLine(text, tokens, line, MOST_WORDS) || isOccupation(tokens, line.from, line.to)) continue
    if (!isAddressOrContact(text, tokens, lines[i + 1]!)) continue
    const above = lines[i - 1]
    const named =
      above &&
      (isOccupation(tokens, above.from, above.to) || (isNameLine(text, tokens, above, 4) && above.to - above.from > 1))
    // Without a name above, or below "Invoice to:", one word that no dictionary has.
    const heads = !above || text[above.end - 1] === ':'
    if (!named && !(heads && line.to - line.from === 1 && isUnknown(tokens, line.from, line.to))) continue
    const last = tokens[line.to - 1]!
    const end = text[last.end] === '.' ? last.end + 1 : last.end
    found.push({ start: tokens[line.from]!.start, end, score: 0.55, why: ['line of a company'] })
  }
  return found
}

/** "Account manager, Zanvirt": the first token of the company on the line of an occupation; behind the line for none. */
function behindOccupation(text: string, tokens: readonly NameToken[], { start, end, from, to }: Line): number {
  if (to - from < 2 || end - start > 90 || /[\d:;!?@]|\. *$/.test(text.slice(start, end))) return to
  for (let i = from + 1; i < to; i++) {
    const at = tokens[i]!.word.lower === 'at' ? i + 1 : i
    if (at === i && text.slice(tokens[i - 1]!.end, tokens[i]!.start) !== ', ') continue
    if (
      at < to &&
      isCapital(tokens[at]) &&
      isOccupation(tokens, from, i) &&
      !isOccupation(tokens, from, to) &&
      to - at < MOST_WORDS
    )
      return at
  }
  return to
}

/** Names only: no number, no colon, no sentence; capitals, where the text has any. */
export function isNameLine(
  text: string,
  tokens: readonly NameToken[],
  { start, end, from, to }: Line,
  most: number,
): boolean {
  if (
    to === from ||
    to - from > most ||
    end - start > 60 ||
    /[\d:;!?@]|[.,] *$/u.test(text.slice(start, end).replace(/(?:inc|ltd|co|corp)\. *$/iu, ''))
  )
    return false
  const { caseless } = englishText(tokens)
  for (let i = from; i < to; i++) {
    const facts = factsOf(tokens[i]!.word)
    if (facts & Fact.label) return false
    if (facts & Fact.function && i === from) return false
    if (
      !caseless &&
      !isCapital(tokens[i]) &&
      !/\p{Lu}/u.test(tokens[i]!.word.text) &&
      !(facts & (Fact.link | Fact.function))
    )
      return false
  }
  return true
}

const CONTACT =
  /^\s*(?:mobile|cell|phone|tel|telephone|desk|fax|office|e-?mail|web|www|https?|address|direct)(?![\p{L}])/iu

function isAddressOrContact(text: string, tokens: readonly NameToken[], { start, end, from, to }: Line): boolean {
  const line = text.slice(start, Math.min(end, start + 120))
  if (CONTACT.test(line) || line.includes('@')) return true
  if (/^\s*(?:the corner of|\+?\d)/iu.test(line)) return true
  let facts = 0
  for (let i = from; i < to; i++) facts |= factsOf(tokens[i]!.word)
  return (/\d/.test(line) && to - from < 9) || (facts & Fact.ship) !== 0
}
