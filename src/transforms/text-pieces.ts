/**
 * A text as runs of letters and runs of digits, folded so that one word has one form: for comparing a record's own values
 * with its texts, never for showing.
 */
import { Kind, kindAt, widthAt } from '../detect/letters.ts'
import { normalise } from '../detect/normalise.ts'
import { remember } from '../record/remember.ts'
import { foldWord } from './fakes/script.ts'

/** A run of letters or of digits. Most are looked at by how they begin only, so they are folded when that is asked for. */
export class Piece {
  readonly start: number
  readonly end: number
  /** characters between this piece and the one before it */
  readonly gap: number
  /** the word goes on here: nothing stands between, or a tag, or the hyphen of a broken line */
  readonly broken: boolean
  readonly #text: string
  readonly #fold: Fold
  #opening: number
  #folded: string | undefined

  /** `opening`: 0 where the whole has to be folded to tell. */
  constructor(text: string, fold: Fold, start: number, end: number, opening: number, before: number) {
    this.start = start
    this.end = end
    this.#text = text
    this.#fold = fold
    this.#opening = opening
    // Most words stand one space apart.
    const width = before < 0 ? 0 : start - before
    const between = width < 2 ? undefined : withoutMarkup(text.slice(before, start))
    this.gap = between === undefined ? width : between.length
    this.broken = between === undefined ? width === 0 : between === '' || BROKEN_LINE.test(between)
  }

  /** as it is written */
  get raw(): string {
    return this.#text.slice(this.start, this.end)
  }

  get folded(): string {
    return (this.#folded ??= this.#fold(this.raw))
  }

  /** The first two UTF-16 units of `folded` as `openingOf` has them; NaN: it has no two. */
  get opening(): number {
    if (this.#opening === 0) this.#opening = openingOf(this.folded)
    return this.#opening
  }
}

/** How a folded word begins: two UTF-16 units as one number; NaN: it has no two. */
export function openingOf(folded: string): number {
  return folded.charCodeAt(0) * 0x10000 + folded.charCodeAt(1)
}

/** Equal to `foldPiece`, but may remember. */
export type Fold = (piece: string) => string

const LETTERS = Kind.letter | Kind.mark

/**
 * Runs of letters with their marks, and runs of digits, of a normalised text; tags and the names of spaces are none.
 * `most`: how many of the first are wanted.
 */
export function pieces(text: string, fold: Fold, most = Infinity): Piece[] {
  const all: Piece[] = []
  const marked = MARKED.test(text)
  let before = -1
  for (let at = 0; at < text.length && all.length < most;) {
    const kind = kindAt(text, at)
    const kinds = kind & LETTERS ? LETTERS : kind & Kind.number
    if (kinds === 0) {
      at += (marked && markupAt(text, at)) || widthAt(text, at)
      continue
    }
    const start = at
    let [first, second, alone] = [0, 0, true]
    while (at < text.length && (kindAt(text, at) & kinds) !== 0) {
      const folded = foldedUnits[text.charCodeAt(at)] ?? 0
      if (folded === 0) alone = false
      else if (first === 0) first = folded === DROPPED ? 0 : folded
      else if (second === 0) second = folded === DROPPED ? 0 : folded
      at += widthAt(text, at)
    }
    all.push(new Piece(text, fold, start, at, alone && second !== 0 ? first * 0x10000 + second : 0, before))
    before = at
  }
  return all
}

/** Tags that say how a text looks, and what stands for a space or a sign in markup and in addresses: `&nbsp;`, `%40`. */
const MARKUP = String.raw`<\/?(?:br|b|i|u|s|p|em|strong|span|div|td|tr|li|wbr|small|font|code|tt)\s{0,3}\/?>|&(?:nbsp|ensp|emsp|thinsp|shy|zwj|zwnj|ndash|commat|period|#0?32|#160|#173|#xa0|#xad|#0?4[0-7]|#64|#x2[0-9a-f]|#x40);|%(?:2[0-9a-f]|3[ac]|40|5f)`
const MARKUP_AT = new RegExp(MARKUP, 'iy')
const MARKUP_ALL = new RegExp(MARKUP, 'gi')
const MARKED = /<\/?[a-z]|&[a-z#]|%[2-5]/i
const BROKEN_LINE = /^-[ \t]{0,4}\r?\n\s{0,8}$/

function markupAt(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  if (unit !== 0x3c && unit !== 0x26 && unit !== 0x25) return 0
  MARKUP_AT.lastIndex = at
  return MARKUP_AT.exec(text)?.[0].length ?? 0
}

/** What stands between two pieces, where tags are nothing and spaces in a row are one. */
function withoutMarkup(between: string): string {
  const plain = MARKED.test(between)
    ? between.replace(MARKUP_ALL, (mark) => (mark.startsWith('<') ? '' : ' '))
    : between
  return BROKEN_LINE.test(plain) ? plain : plain.replace(/\s+/g, ' ')
}

/** All pieces of a value as one word; letters that look like others, or like digits, are those. */
export function joined(text: string, fold: Fold): string {
  return codeForm(plainJoined(text, fold))
}

export function plainJoined(text: string, fold: Fold): string {
  let plain = ''
  for (const { folded } of pieces(normalise(text).text, fold)) plain += folded
  return plain
}

export function codeForm(folded: string): string {
  let code = ''
  let from = 0
  for (let at = 0; at < folded.length; at++) {
    const twin = TWIN_OF[folded.charCodeAt(at)]
    if (twin === undefined) continue
    code += folded.slice(from, at) + twin
    from = at + 1
  }
  return from === 0 ? folded : code + folded.slice(from)
}

/** How the code begins of a word that has this opening. */
export function codeOpening(opening: number): number {
  const second = opening % 0x10000
  return codeUnit((opening - second) / 0x10000) * 0x10000 + codeUnit(second)
}

function codeUnit(unit: number): number {
  return TWIN_OF[unit]?.charCodeAt(0) ?? unit
}

/** by UTF-16 unit */
const TWIN_OF = new Array<string | undefined>(0x450).fill(undefined)
;[...'авекмнорстухoil'].forEach((c, i) => (TWIN_OF[c.charCodeAt(0)] = 'abekmh0pctyx011'[i]!))

/** Without ь too: Айгүл, Айгул and Айгуль are one. */
export function foldPiece(piece: string): string {
  if (isAscii(piece)) return piece.toLowerCase()
  const letters = foldWord(piece.normalize('NFKC')).replaceAll('ь', '')
  return /[^0-9a-zа-я]/.test(letters) ? letters.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC') : letters
}

const DROPPED = 1
/** by UTF-16 unit: what becomes of a letter or digit, wherever it stands among such ones; 0: that depends on others */
const foldedUnits = Uint16Array.from({ length: 0x500 }, (_, unit) => {
  const c = String.fromCharCode(unit)
  if (!/[0-9a-zа-яёәғқңөұүһі]/i.test(c)) return 0
  return foldPiece(c).charCodeAt(0) || DROPPED
})

/** `foldPiece` that remembers the words it has seen. Numbers and addresses of mail are all different, and are not. */
export function createFold(): Fold {
  const folded = remember(foldPiece)
  return (piece) => (isAscii(piece) ? piece.toLowerCase() : folded(piece))
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false
  return true
}
