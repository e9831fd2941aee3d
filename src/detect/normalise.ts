/**
 * The copy of a text that patterns see: NFKC, plain spaces, hyphens and digits, no invisible characters, look-alike
 * letters of the other script folded in mixed words (UTS #39). Output always uses the original through `originalSpan`.
 */

export interface Normalised {
  text: string
  /** original start and end of the source of every UTF-16 unit of `text`; absent: the offsets are the same */
  starts?: Int32Array
  ends?: Int32Array
}

// Nothing to do but, perhaps, look-alikes: ASCII, Cyrillic and the punctuation around it.
const PLAIN = /[\t\n\r -~\u0400-\u0482\u048a-\u04ff\u00ab\u00bb\u2014\u2018-\u201e\u2022\u2026\u2116]/
// Characters that are replaced one by one, so offsets stay.
const SAME_LENGTH =
  /^[\t\n\r -~\u00a0-\u00a7\u00a9\u00ab\u00ac\u00ae\u00b0\u00b1\u00b6\u00b7\u00bb\u00bf-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e\u0259\u0400-\u0482\u048a-\u04ff\u2000-\u200a\u2010-\u2015\u2018-\u201e\u2022\u2026\u202f\u205f\u20ac\u20b8\u20bd\u2116\u2212\u3000\uff01-\uff5e]*$/
const REPLACED = /[\u00a0\u2000-\u200a\u2010-\u2013\u202f\u205f\u2212\u3000\uff01-\uff5e]/g
const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|\u034f|[\ufe00-\ufe0f]/gu
const ZEROS = [0x660, 0x6f0, 0x966]

/** Normalises a text; plain text costs one scan and is returned as it is. */
export function normalise(text: string): Normalised {
  const kind = plainKind(text)
  if (kind === MANY_SCRIPTS) return { text: text.replace(TOKEN, foldToken) }
  if (kind !== NOT_PLAIN) return { text }
  if (SAME_LENGTH.test(text)) return { text: foldLookAlikes(text.replace(REPLACED, plainForm)) }
  return normaliseClusters(text)
}

const NOT_PLAIN = 0
const ONE_SCRIPT = 1
const MANY_SCRIPTS = 2

const OTHER = 1
const LATIN = 2
const CYRILLIC = 4
/** by UTF-16 unit: of plain characters what they are to `MIXED` */
const plainUnits = Uint8Array.from({ length: 0x2200 }, (_, unit) => {
  const c = String.fromCharCode(unit)
  if (!PLAIN.test(c)) return 0
  return /[0-9A-Za-z]/.test(c) ? LATIN : unit >= 0x400 && unit <= 0x4ff ? CYRILLIC : OTHER
})

/** Whether all of a text is plain, and whether letters of two scripts, or Cyrillic ones and digits, stand side by side in it. */
function plainKind(text: string): number {
  let mixed = 0
  let last = 0
  for (let i = 0; i < text.length; i++) {
    const kind = plainUnits[text.charCodeAt(i)] ?? 0
    if (kind === 0) return NOT_PLAIN
    if (kind + last === LATIN + CYRILLIC) mixed = 1
    last = kind
  }
  return ONE_SCRIPT + mixed
}

/** The span of the original text behind a span of the normalised one; never cuts a surrogate pair. */
export function originalSpan(original: string, n: Normalised, start: number, end: number): [number, number] {
  let from = n.starts ? n.starts[start]! : start
  let to = n.ends ? n.ends[end - 1]! : end
  if (from > 0 && isLow(original.charCodeAt(from)) && isHigh(original.charCodeAt(from - 1))) from--
  if (to < original.length && isLow(original.charCodeAt(to)) && isHigh(original.charCodeAt(to - 1))) to++
  return [from, to]
}

export function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function plainForm(c: string): string {
  const code = c.charCodeAt(0)
  if (code >= 0xff01) return String.fromCharCode(code - 0xfee0)
  return (code >= 0x2010 && code <= 0x2013) || code === 0x2212 ? '-' : ' '
}

function normaliseClusters(original: string): Normalised {
  // An expansion (U+FDFA) gives at most 18 units for one.
  const parts: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  let at = 0
  while (at < original.length) {
    if (isPlain(original.charCodeAt(at)) && (at + 1 === original.length || standsAlone(original.charCodeAt(at + 1)))) {
      parts.push(original[at]!)
      starts.push(at)
      ends.push(++at)
      continue
    }
    const cluster = clusterAt(original, at)
    const form = clusterForm(cluster)
    parts.push(form)
    for (let k = 0; k < form.length; k++) {
      starts.push(at)
      ends.push(at + cluster.length)
    }
    at += cluster.length
  }
  return { text: foldLookAlikes(parts.join('')), starts: Int32Array.from(starts), ends: Int32Array.from(ends) }
}

/** Printable ASCII and Cyrillic letters stay as they are. */
function isPlain(unit: number): boolean {
  return (unit >= 0x20 && unit <= 0x7e) || (unit >= 0x400 && unit <= 0x482) || (unit >= 0x48a && unit <= 0x4ff)
}

/** No combining mark, nor the half of one. */
function standsAlone(unit: number): boolean {
  return unit < 0x300 || isPlain(unit)
}

/** One code point and the combining marks behind it (at most 8: no real letter carries more). */
function clusterAt(text: string, at: number): string {
  let end = at + codePointLength(text, at)
  for (let marks = 0; marks < 8 && end < text.length && isMark(text, end); marks++) end += codePointLength(text, end)
  return text.slice(at, end)
}

function codePointLength(text: string, at: number): number {
  return isHigh(text.charCodeAt(at)) && at + 1 < text.length && isLow(text.charCodeAt(at + 1)) ? 2 : 1
}

function isMark(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  if (unit < 0x300) return false
  return /^\p{M}/u.test(text.slice(at, at + 2))
}

function clusterForm(cluster: string): string {
  const visible = cluster.replace(INVISIBLE, '')
  if (visible !== cluster) return visible === '' ? '' : clusterForm(visible)
  const code = cluster.codePointAt(0)!
  if (code === 0x2116) return cluster
  if (/^\s$/u.test(cluster)) return code < 0x80 ? cluster : code === 0x2028 || code === 0x2029 ? '\n' : ' '
  if ((code >= 0x2010 && code <= 0x2013) || code === 0x2212 || code === 0xfe58 || code === 0xfe63 || code === 0xff0d)
    return '-'
  for (const zero of ZEROS) if (code >= zero && code <= zero + 9) return String(code - zero)
  const form = cluster.normalize('NFKC')
  // A stress mark on a Cyrillic or Latin letter is no part of the word.
  return cluster.length > 1 && /^[\p{Script=Cyrillic}\p{Script=Latin}]/u.test(form)
    ? form.replace(/\p{Mn}/gu, '')
    : form
}

const MIXED = /[0-9A-Za-z\u0259][\u0400-\u04ff]|[\u0400-\u04ff][0-9A-Za-z\u0259]/
const TOKEN = /[0-9A-Za-z\u0259\u0400-\u04ff]+/g
// Twins by looks; the small ones by the capital they stand for, as in number plates typed in lower case.
export const TO_LATIN: ReadonlyMap<string, string> = twins('АВЕКМНОРСТУХІавекмнорстухі', 'ABEKMHOPCTYXIabekmhopctyxi')
export const TO_CYRILLIC: ReadonlyMap<string, string> = twins(
  'ABEKMHOPCTYXIacekopxyih\u0259',
  'АВЕКМНОРСТУХІасекорхуіһә',
)

function twins(from: string, to: string): Map<string, string> {
  return new Map([...from].map((c, i) => [c, to[i]!]))
}

/** Letters of the other script inside one word, where all of them have a twin: one unit for one unit. */
function foldLookAlikes(text: string): string {
  return MIXED.test(text) ? text.replace(TOKEN, foldToken) : text
}

function foldToken(token: string): string {
  let latin = 0
  let cyrillic = 0
  let digits = 0
  let cyrillicTwins = 0
  let latinTwins = 0
  for (const c of token) {
    if (c >= '0' && c <= '9') digits++
    else if (c >= '\u0400') {
      cyrillic++
      if (TO_LATIN.has(c)) cyrillicTwins++
    } else {
      latin++
      if (TO_CYRILLIC.has(c)) latinTwins++
    }
  }
  if (cyrillic === 0 || (latin === 0 && digits === 0)) return token
  if (cyrillicTwins === cyrillic && (digits > 0 || latin >= cyrillic))
    return [...token].map((c) => TO_LATIN.get(c) ?? c).join('')
  if (latin > 0 && latinTwins === latin && cyrillic > latin)
    return [...token].map((c) => TO_CYRILLIC.get(c) ?? c).join('')
  return token
}
