/**
 * The form of a value: its runs of characters of one class, so that what can be found in one value of a column is worked
 * out once for all that are written alike. `2031-05-07` is four digits, a hyphen, two digits, a hyphen, two digits.
 */

/** Digits count one by one; of letters and signs four stand for four and more. */
const MOST_DIGITS = 40
export const MANY = 4

/** Longer texts have forms of their own, and shorter ones in more runs than this as well. */
export const LONGEST_FORM = 96
const MOST_RUNS = 16

export const DIGIT = 0
export const LATIN_UPPER = 1
export const LATIN_LOWER = 2
export const CYRILLIC_UPPER = 3
export const CYRILLIC_LOWER = 4
const NONE = 0xff

const classes = new Uint8Array(0x500).fill(NONE)
/** signs of ASCII, each a class of its own, follow */
const members: string[][] = [[], [], [], [], []]
for (let c = 0; c < classes.length; c++) {
  const at = classOf(String.fromCharCode(c), c)
  if (at === NONE) continue
  classes[c] = at
  ;(members[at] ??= []).push(String.fromCharCode(c))
}

/** The characters of each class; the index is the class. */
export const CLASS_MEMBERS: readonly (readonly string[])[] = members

function classOf(c: string, unit: number): number {
  if (/[0-9]/.test(c)) return DIGIT
  if (/[A-Z]/.test(c)) return LATIN_UPPER
  if (/[a-z]/.test(c)) return LATIN_LOWER
  if (unit >= 0x400)
    return unit === 0x482 || (unit > 0x482 && unit < 0x48a) ? NONE : /\p{Lu}/u.test(c) ? CYRILLIC_UPPER : CYRILLIC_LOWER
  return /[\t\n\r -~]/.test(c) ? members.length : NONE
}

export const NEW_LINE = classes[0x0a]!

/** A run in one number: the class, and above six bits how many. */
export function classIn(run: number): number {
  return run & 0x3f
}

export function countIn(run: number): number {
  return run >> 6
}

/** Whether the run stands for longer ones too. */
export function isOpen(run: number): boolean {
  return countIn(run) >= (classIn(run) === DIGIT ? MOST_DIGITS : MANY)
}

/** What `readForm` writes to; one for all values, since a form is looked up at once and seldom kept. */
export interface FormBuffer {
  runs: Int32Array
  count: number
  hash: number
  digits: number
  /** longest run of ASCII letters and digits */
  run: number
}

export function formBuffer(): FormBuffer {
  return { runs: new Int32Array(MOST_RUNS), count: 0, hash: 0, digits: 0, run: 0 }
}

/**
 * Reads the form of a text; false for a text that has none: too long, of too many runs, of other characters, or with
 * letters of two scripts in a word. A text with a form is its own normal form (see normalise.ts).
 */
export function readForm(text: string, into: FormBuffer): boolean {
  const { length } = text
  if (length > LONGEST_FORM || length === 0) return false
  const { runs } = into
  let hash = 0
  let count = 0
  let digits = 0
  let run = 0
  /** where the ASCII word that is being read began */
  let word = 0
  let last = classes[text.charCodeAt(0)] ?? NONE
  let from = 0
  for (let i = 1; i <= length; i++) {
    const unit = i < length ? text.charCodeAt(i) : -1
    const next = unit < 0 ? NONE : unit < 0x500 ? classes[unit]! : NONE
    if (next === last && i < length) continue
    if (last === NONE || count === MOST_RUNS) return false
    const most = last === DIGIT ? MOST_DIGITS : MANY
    const long = i - from
    const code = last | ((long < most ? long : most) << 6)
    if (last === DIGIT) digits += long
    runs[count++] = code
    hash = Math.imul(hash ^ code, 0x9e3779b1)
    hash ^= hash >>> 15
    if (last <= LATIN_LOWER) {
      if (next === CYRILLIC_UPPER || next === CYRILLIC_LOWER) return false
      if (i - word > run) run = i - word
    } else if (last <= CYRILLIC_LOWER && next <= LATIN_LOWER) return false
    if (next > LATIN_LOWER || last > LATIN_LOWER) word = i
    last = next
    from = i
  }
  into.count = count
  into.hash = hash | 0
  into.digits = digits
  into.run = run
  return true
}
