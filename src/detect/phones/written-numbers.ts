/** Telephone numbers written in digits: the runs that may be one, and what stands beside them. */
import { digitsOf } from '../boundary.ts'
import type { Candidate } from '../recogniser.ts'
import { judgeNumber, SEPARATED } from './judge-number.ts'

export const RUN =
  /(?<![\p{Lu}\p{Ll}\p{N}]|\p{N}[.,/-]|[+(]\p{N}{0,3})(?:\+ ?|00)?\(?\d[\d ()./-]{4,22}\d(?:(?: ?(?:x|ext\.?|доб\.?|вн\.?) ?)\d{2,6})?(?![\p{Lu}\p{Ll}\p{N}])/gu

/** `Mobile: 723 813 266`: behind the label a number may be grouped as thousands are. */
export const LABEL =
  /(?:(?<!\p{L})(?:phone|tel|telephone|mobile|mob|cell|cellphone|fax|desk|office|hotline|whatsapp|тел|моб|факс|телефон(?:ы)?)\.?(?: (?:no|number|nr))?\.?:? {0,3}|(?<!\p{L})(?:my|his|her|our|their|your|new|home|work|contact|phone) number(?: is|:) |(?<!\p{L})(?:call|text|ring|reach|dial|phone|contact)(?: [\p{L}'’]{1,15}){0,3} (?:at|on|under) )$/iu
/** `(37) 788-063-Office`, `21 253 109 8211-Fax` */
export const LABEL_BEHIND = /^ ?[-–(] ?(?:office|fax|mobile|cell|home|desk|work|phone)(?!\p{L})/iu

export const OF_AN_ORDER =
  /(?<!\p{L})(?:orders?|invoices?|заказ(?:а|у|ом|е|ы|ов)?|сч[её]т(?:а|у)?|тапсырыс(?:ы|тың)?)(?: (?:no|nr|number|id|номер|нөмірі))?[.:]?(?: ?[#№])? ?$/iu

/** Candidates of the entity `phone` that `RUN` finds. */
export function writtenNumbers(text: string): Candidate[] {
  const found: Candidate[] = []
  if (isPlusNumber(text)) {
    const c = longestNumber(text, 0)
    return c ? [c] : found
  }
  if (text.length <= LONGEST_STAMP && STAMP.test(text)) return found
  RUN.lastIndex = 0
  for (let m = RUN.exec(text); m; m = RUN.exec(text)) {
    // "(555-0162)": the brackets are around the number and no part of it.
    const isInside = m[0].startsWith('(') && !m[0].includes(')')
    const [run, start] = isInside ? [m[0].slice(1), m.index + 1] : [m[0], m.index]
    const c = longestNumber(run, start) ?? labelled(text, run, start)
    if (
      c &&
      c.score < 0.5 &&
      !c.validated &&
      (onItsLine(text, c.start, c.end) ||
        LABEL_BEHIND.test(text.slice(c.end, c.end + 12)) ||
        isBehindLabel(text, c.start))
    ) {
      c.score = 0.6
      c.why = [...c.why, 'label']
    }
    if (c && !isOfAnOrder(text, c.start)) found.push(c)
    if (c) RUN.lastIndex = c.end
  }
  return found
}

/** `+77010000003` and nothing else, as exports write it: all of it is the run, and nothing stands beside it. */
function isPlusNumber(text: string): boolean {
  const { length } = text
  if (length < 7 || length > 25 || text.charCodeAt(0) !== PLUS) return false
  for (let i = 1; i < length; i++) if (text.charCodeAt(i) < 0x30 || text.charCodeAt(i) > 0x39) return false
  return true
}

const PLUS = 0x2b

/** A day, or a moment, and nothing else: no part of it is a number of anybody. */
export const STAMP = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?)?$/
const LONGEST_STAMP = 40

/** `заказ № 8701…`: right behind such a word a number is its own. Anywhere else, and with a plus, it is somebody's. */
function isOfAnOrder(text: string, start: number): boolean {
  return text[start] !== '+' && OF_AN_ORDER.test(text.slice(Math.max(0, start - 40), start))
}

/** A line of a card: nothing but the number, grouped, below a line without digits. */
function onItsLine(text: string, start: number, end: number): boolean {
  if (text[start - 1] !== '\n' || (end < text.length && text[end] !== '\n')) return false
  const above = text.lastIndexOf('\n', start - 2)
  return above > 0 && SEPARATED.test(text.slice(start, end)) && /^[^\d\n]{3,80}$/.test(text.slice(above + 1, start - 1))
}

function labelled(text: string, run: string, start: number): Candidate | undefined {
  const digits = digitsOf(run).length
  if (digits < 7 || digits > 15 || /[/]|\d\.\d{1,2}$/.test(run)) return undefined
  if (!isBehindLabel(text, start) && !LABEL_BEHIND.test(text.slice(start + run.length, start + run.length + 12)))
    return undefined
  return { start, end: start + run.length, score: 0.55, why: ['pattern phone', 'label'] }
}

function isBehindLabel(text: string, start: number): boolean {
  return (
    LABEL_END.test(text.slice(Math.max(0, start - 8), start)) && LABEL.test(text.slice(Math.max(0, start - 60), start))
  )
}

/** How every label ends: the whole expression is dear, and most numbers stand behind other words. */
export const LABEL_END = /(?:ne|el|le|ob|ll|ax|sk|ce|pp|no|er|nr|is|at|on|ел|об|кс|он|ны)[.:]{0,3} {0,3}$/iu

/** The longest beginning of a run of digits and separators that is a number; a run may hold several. */
function longestNumber(run: string, start: number): Candidate | undefined {
  let best: Candidate | undefined
  const extension = mayHaveExtension(run) ? (EXTENSION.exec(run)?.[0] ?? '') : ''
  let part = extension === '' ? run : run.slice(0, -extension.length)
  for (let tries = 0; tries < 4 && part !== ''; tries++) {
    const c = judgeNumber(part)
    if (c && (!best || c.score > best.score + 0.1)) best = { start, end: start + part.length, ...c }
    if (best && extension !== '' && best.end === start + run.length - extension.length) best.end = start + run.length
    if (best?.validated) break
    const cut = /[ ()./-]+\d+$/.exec(part)
    if (!cut || cut.index < 6) break
    part = part.slice(0, cut.index)
  }
  return best
}

/** A run has no other letters. */
function mayHaveExtension(run: string): boolean {
  for (let i = run.length - 3; i > 0; i--) if (run.charCodeAt(i) > 0x39) return true
  return false
}

const EXTENSION = / ?(?:x|ext\.?|доб\.?|вн\.?) ?\d{2,6}$/
