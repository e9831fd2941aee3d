/**
 * Which lengths of digit runs an expression needs, so that it is not tried on a text without one: `\d{6}-\d{4}` as a whole
 * number needs a run of exactly six. Lengths are bits of a number; 31 stands for all that are longer.
 */

const MOST = 31
const ANY = -1

/** The lengths of the runs of ASCII digits in a text, and bit 0, so that it has what an expression without a need asks for. */
export function digitRunsIn(text: string): number {
  let runs = 1
  let length = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x30 && unit <= 0x39) length++
    else if (length > 0) {
      runs |= 1 << Math.min(length, MOST)
      length = 0
    }
  }
  return length > 0 ? runs | (1 << Math.min(length, MOST)) : runs
}

/**
 * The lengths of which a text must have one if `source` is to match in it as a whole word or number, no digit on either
 * side. It reads the top level of the source only: what stands in groups may be anything, and asks for nothing.
 */
export function digitRunsFor(source: string): number {
  return alternativesOf(source).reduce((all, items) => all | needOf(items), 0)
}

interface Item {
  raw: string
  least: number
  most: number
}

const ITEM =
  /(\\p\{[^}]{1,40}\}|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|\[(?:\\.|[^\]\\])*\]|[^()[\]])(?:([?*+])|\{(\d+)(,?)(\d*)\})?\??/suy
const GROUP_END = /(?:[?*+]|\{\d+,?\d*\})?\??/uy

function alternativesOf(source: string): Item[][] {
  const all: Item[][] = [[]]
  for (let at = 0; at < source.length;) {
    const items = all.at(-1)!
    if (source[at] === '|') {
      all.push([])
      at++
    } else if (source[at] === '(') {
      items.push({ raw: '(', least: 0, most: Infinity })
      GROUP_END.lastIndex = groupEnd(source, at)
      at = GROUP_END.lastIndex + GROUP_END.exec(source)![0].length
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
function needOf(items: readonly Item[]): number {
  let best = ANY
  items.forEach(({ raw, least, most }, i) => {
    if (raw !== '\\d' || least === 0) return
    const exact = endsRun(items, i - 1) && endsRun(items, i + 1)
    const need = lengths(least, exact ? most : Infinity)
    if (count(need) < count(best)) best = need
  })
  return best
}

/** No digit can stand there: the edge of the word, or an item that is there and is none. */
function endsRun(items: readonly Item[], at: number): boolean {
  const item = items[at]
  if (!item) return true
  if (item.least === 0) return false
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
