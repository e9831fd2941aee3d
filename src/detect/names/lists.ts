/** Names in lists: "X, Y and Z" are all people if some are; in English they may be one firm. */
import { MEDICINE } from './evidence.ts'
import { isPlace } from './places.ts'
import type { Hit } from './second-mentions.ts'
import { tokenBefore } from './tokens.ts'
import type { NameToken } from './tokens.ts'
import { evidenceOf, isProper, partsOf } from './words.ts'

const AND = new Set(['and', 'и', 'және', 'мен', 'пен', 'бен'])
const SURE = 0.5

interface Member {
  from: number
  to: number
  hit: Hit | undefined
}

/** `hits` in the order of the text, without firms and with the other members of lists of people. */
export function weighLists(text: string, tokens: readonly NameToken[], hits: Hit[], english: boolean): Hit[] {
  const firms = new Set<Hit>()
  const added: Hit[] = []
  for (let i = 0; i < hits.length;) {
    const list = listAround(text, tokens, hits, i)
    const last = list.at(-1)!
    while (i < hits.length && hits[i]!.from < last.to) i++
    if (list.length < 2) continue
    if (english && isFirm(tokens, list)) for (const { hit } of list) if (hit) firms.add(hit)
    const sure = list.filter(({ hit }) => hit && hit.score >= SURE).length
    for (const member of list) if (sure > 0) raise(tokens, member, sure > 1 && list.length > 2, added)
  }
  if (firms.size === 0 && added.length === 0) return hits
  return [...hits.filter((h) => !firms.has(h)), ...added].sort((a, b) => a.from - b.from)
}

/** The members beside a hit: other hits, and single capitals. */
function listAround(text: string, tokens: readonly NameToken[], hits: readonly Hit[], at: number): Member[] {
  const first = hits[at]!
  const list: Member[] = [{ from: first.from, to: first.to, hit: first }]
  for (
    let before = memberBefore(text, tokens, list[0]!.from);
    before;
    before = memberBefore(text, tokens, before.from)
  ) {
    if (at > 0 && hits[at - 1]!.to > before.from) break
    list.unshift(before)
  }
  let next = at + 1
  for (
    let behind = gapBehind(text, tokens, list.at(-1)!.to);
    behind !== undefined;
    behind = gapBehind(text, tokens, list.at(-1)!.to)
  ) {
    while (next < hits.length && hits[next]!.from < behind) next++
    const hit = hits[next]
    if (hit?.from === behind) list.push({ from: behind, to: hit.to, hit })
    else if (isSingle(tokens, behind)) list.push({ from: behind, to: behind + 1, hit: undefined })
    else break
  }
  return list
}

function memberBefore(text: string, tokens: readonly NameToken[], from: number): Member | undefined {
  for (const at of [from - 1, from - 2])
    if (at >= 0 && isSingle(tokens, at) && gapBehind(text, tokens, at + 1) === from)
      return { from: at, to: at + 1, hit: undefined }
  return undefined
}

/** Where the next member begins behind ", ", " and " or ", and "; `to` is behind the last token of a member. */
function gapBehind(text: string, tokens: readonly NameToken[], to: number): number | undefined {
  const last = tokens[to - 1]
  const next = tokens[to]
  if (!last || !next) return undefined
  // "Белоус К., Вдовина М."
  const end = last.shape === 'initial' && text[last.end] === '.' ? last.end + 1 : last.end
  const comma = text[end] === ','
  if (next.start - end !== (comma ? 2 : 1) || text[next.start - 1] !== ' ') return undefined
  if (!AND.has(next.word.lower)) return comma ? to : undefined
  return tokens[to + 1]?.joined ? to + 1 : undefined
}

function isSingle(tokens: readonly NameToken[], at: number): boolean {
  const token = tokens[at]!
  const next = tokens[at + 1]
  const before = tokenBefore(tokens, at)
  if (token.shape !== 'capital' || token.quoted) return false
  return (
    !(next?.joined && next.shape !== 'lower') &&
    !(token.joined && before && before.shape !== 'lower' && !AND.has(before.word.lower))
  )
}

function raise(tokens: readonly NameToken[], { from, to, hit }: Member, long: boolean, added: Hit[]): void {
  if (hit && hit.score >= SURE) return
  const { word } = tokens[from]!
  if (to - from === 1) {
    if (
      evidenceOf(word).ordinary ||
      MEDICINE.test(word.lower) ||
      isPlace(word.lower) ||
      (partsOf(word) !== 0 &&
        !(word.script === 'cyrillic' && evidenceOf(word).surname >= 0.5) &&
        !long &&
        !isBehindAnd(tokens, from))
    )
      return
    if (isProper(word) && !long) return
  }
  const why = ['in a list of people']
  if (!hit) added.push({ from, to, score: 0.52, why })
  else {
    hit.score = 0.52
    hit.why = why
  }
}

/** "Леман и Кан": one that could be an ordinary word, but has a capital inside a sentence. */
function isBehindAnd(tokens: readonly NameToken[], at: number): boolean {
  return tokens[at]!.word.script === 'cyrillic' && !tokens[at]!.opens && tokens[at - 1]!.word.lower === 'и'
}

/** "Jones, Mitchell and Williams is", "at Jones, Mitchell and Williams": surnames only. */
function isFirm(tokens: readonly NameToken[], list: readonly Member[]): boolean {
  if (list.length < 3 || list.some(({ from, to }) => to - from > 1)) return false
  const before = tokens[list[0]!.from - 1]?.word.lower
  const after = tokens[list.at(-1)!.to]?.word.lower
  return (before !== undefined && FIRM_BEFORE.has(before)) || (after !== undefined && FIRM_AFTER.has(after))
}

const FIRM_BEFORE = new Set(['at', 'of', 'for'])
const FIRM_AFTER = new Set(['is', 'has', 'was', 'llp', 'llc', 'inc', 'ltd'])
