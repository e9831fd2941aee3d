/**
 * Which lengths of digit runs an expression needs, so that it is not tried on a text without one: `\d{6}-\d{4}` as a whole
 * number needs a run of exactly six. Lengths are bits of a number; 31 stands for all that are longer.
 */

const MOST = 31
const ANY = -1

/** The runs of ASCII digits of a text: where they begin and end, in order, and all their lengths. */
export interface DigitRuns {
  starts: number[]
  ends: number[]
  /** and bit 0, so that every text has what an expression without a need asks for */
  lengths: number
}

export function digitRunsIn(text: string): DigitRuns {
  const runs: DigitRuns = { starts: [], ends: [], lengths: 1 }
  for (let i = 0; i < text.length; i++) {
    if (!isDigit(text.charCodeAt(i))) continue
    const start = i
    while (isDigit(text.charCodeAt(++i)));
    runs.starts.push(start)
    runs.ends.push(i)
    runs.lengths |= bitOf(i - start)
  }
  return runs
}

export function bitOf(length: number): number {
  return 1 << Math.min(length, MOST)
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39
}

/**
 * The lengths of which a text must have one if `source` is to match in it as a whole word or number, no digit on either
 * side. Where alternatives or groups differ it is any of theirs.
 */
export function digitRunsFor(source: string): number {
  return needOfAny(source, true)
}

/** `edged`: no digit stands beside a match of the source; beside what a group matches one may. */
function needOfAny(source: string, edged: boolean): number {
  return alternativesOf(source).reduce((all, items) => all | needOf(items, edged), 0)
}

interface Item {
  /** the item as written; of a group all of it, brackets included */
  raw: string
  least: number
  most: number
}

const ITEM =
  /(\\p\{[^}]{1,40}\}|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|\[(?:\\.|[^\]\\])*\]|[^()[\]])(?:([?*+])|\{(\d+)(,?)(\d*)\})?\??/suy
const GROUP_END = /(?:([?*+])|\{(\d+)(,?)(\d*)\})?\??/uy

function alternativesOf(source: string): Item[][] {
  const all: Item[][] = [[]]
  for (let at = 0; at < source.length;) {
    const items = all.at(-1)!
    if (source[at] === '|') {
      all.push([])
      at++
    } else if (source[at] === '(') {
      const end = groupEnd(source, at)
      const raw = source.slice(at, end)
      GROUP_END.lastIndex = end
      const [whole, sign, least, comma, most] = GROUP_END.exec(source)!
      items.push({ raw, ...repeats(sign, least, comma, most) })
      at = end + whole.length
    } else {
      ITEM.lastIndex = at
      const [whole, raw, sign, least, comma, most] = ITEM.exec(source)!
      items.push({ raw: raw!, ...repeats(sign, least, comma, most) })
      at += whole.length
    }
  }
  return all
}

function repeats(sign: string | undefined, least?: string, comma?: string, most?: string): Omit<Item, 'raw'> {
  if (sign) return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity }
  if (least === undefined) return { least: 1, most: 1 }
  return { least: Number(least), most: most ? Number(most) : comma ? Infinity : Number(least) }
}

/** Behind the bracket that closes the group. */
function groupEnd(source: string, open: number): number {
  let depth = 0
  let inClass = false
  for (let at = open; at < source.length; at++) {
    const c = source[at]
    if (c === '\\') at++
    else if (inClass) inClass = c !== ']'
    else if (c === '[') inClass = true
    else if (c === '(') depth++
    else if (c === ')' && --depth === 0) return at + 1
  }
  return source.length
}

/** The need of the most telling run of digits in a sequence. */
function needOf(items: readonly Item[], edged: boolean): number {
  let best = ANY
  items.forEach(({ raw, least, most }, i) => {
    if (least === 0) return
    const need = raw.startsWith('(')
      ? needOfGroup(raw)
      : raw === '\\d'
        ? lengths(least, endsRun(items, i - 1, edged) && endsRun(items, i + 1, edged) ? most : Infinity)
        : ANY
    if (count(need) < count(best)) best = need
  })
  return best
}

/** A look around matches nothing that is part of the match, so it asks for nothing. */
function needOfGroup(raw: string): number {
  return raw.startsWith('(?:') ? needOfAny(raw.slice(3, -1), false) : ANY
}

/** No digit can stand there: the edge of the word, or an item that is there and is none. */
function endsRun(items: readonly Item[], at: number, edged: boolean): boolean {
  const item = items[at]
  if (!item) return edged
  if (item.least === 0 || item.raw.startsWith('(')) return false
  const expression = new RegExp(`^${item.raw}$`, 'iu')
  return ![...'0123456789'].some((digit) => expression.test(digit))
}

function lengths(least: number, most: number): number {
  let bits = 0
  for (let n = Math.min(least, MOST); n <= Math.min(most, MOST); n++) bits |= 1 << n
  return bits
}

function count(bits: number): number {
  let n = 0
  for (let rest = bits >>> 0; rest !== 0; rest >>>= 1) n += rest & 1
  return n
}
