/** Words of a text as a name finder sees them: shape, script, what joins them to the word before. */

export interface NameToken {
  start: number
  end: number
  text: string
  /** lower case, ё as е */
  lower: string
  shape: 'initial' | 'capital' | 'upper' | 'lower'
  script: 'cyrillic' | 'latin' | 'other'
  /** only spaces, or the dot of an initial, stand between this word and the one before */
  joined: boolean
  /** a sentence, a line, a quotation or the text begins here */
  opens: boolean
  /** a quotation mark stands right before */
  quoted: boolean
}

/** One word with its inner hyphens and apostrophes. */
export const WORD = /\p{L}[\p{L}\p{M}]{0,60}(?:['’ʼ\u0060-]\p{L}[\p{L}\p{M}]{0,60}){0,6}/gu
const UPPER = /^\p{Lu}/u

/** Splits a normalised text. */
export function nameTokens(text: string): NameToken[] {
  const tokens: NameToken[] = []
  let previous: NameToken | undefined
  for (const m of text.matchAll(WORD)) {
    const start = m.index
    const end = start + m[0].length
    const gap = text.slice(previous ? previous.end : 0, start)
    const token: NameToken = {
      start,
      end,
      text: m[0],
      lower: m[0].toLowerCase().replaceAll('ё', 'е'),
      shape: shapeOf(m[0], text[end]),
      script: scriptOf(m[0]),
      joined: previous !== undefined && joins(gap, previous),
      opens: previous === undefined || opens(gap, previous),
      quoted: /[«"“„'‘]$/u.test(gap),
    }
    tokens.push(token)
    previous = token
  }
  return tokens
}

function shapeOf(word: string, next: string | undefined): NameToken['shape'] {
  if (!UPPER.test(word)) return 'lower'
  // A Cyrillic letter without a dot is a preposition or a label; in Latin it may be a middle initial.
  if (word.length === 1) return next === '.' || (word <= 'Z' && word !== 'I' && word !== 'A') ? 'initial' : 'lower'
  if (next === '.' && /^(?:Дж|Ю|Я|Ж|Th|Ch|Sh)$/u.test(word)) return 'initial'
  if (word === word.toUpperCase()) return 'upper'
  // МИДа, ГАБТа: an abbreviation with an ending
  return /^\p{Lu}{2,}\p{Ll}{1,3}$/u.test(word) ? 'upper' : 'capital'
}

function scriptOf(word: string): NameToken['script'] {
  if (/^\p{Script=Cyrillic}/u.test(word)) return 'cyrillic'
  return /^\p{Script=Latin}/u.test(word) ? 'latin' : 'other'
}

function joins(gap: string, previous: NameToken): boolean {
  return /^ {1,2}$/.test(gap) || (previous.shape === 'initial' && /^\. {0,2}$/.test(gap))
}

function opens(gap: string, previous: NameToken): boolean {
  if (/[\n!?…•:;]/u.test(gap) || /[«"“„]$/u.test(gap) || /[-–—] $/u.test(gap)) return true
  return gap.includes('.') && previous.shape !== 'initial' && !ABBREVIATIONS.has(previous.lower)
}

const ABBREVIATIONS = new Set([
  'mr',
  'mrs',
  'ms',
  'dr',
  'prof',
  'st',
  'jr',
  'sr',
  'г',
  'гг',
  'им',
  'ул',
  'тов',
  'акад',
  'проф',
  'д',
  'т',
  'н',
  'кв',
  'gen',
  'col',
  'sen',
  'rep',
])
