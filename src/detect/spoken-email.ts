/** Addresses of mail as they are read out: `ivan точка petrov собака mail точка ru`, `someone at example dot com`. */
import type { Candidate } from './recogniser.ts'

/** The sign, read out. */
export const SIGN = / (собака|собачка|ит белгісі|айқұлақ|эт|at) /giu
const SIGN_WORDS = [' собак', ' собач', ' СОБАК', ' ит белгісі ', ' айқұлақ ', ' эт ', ' at ', ' AT ']
/** what they begin with */
const SIGN_LETTERS = SIGN_WORDS.map((sign) => sign[1]).join('')
const DOTS = new Set(['точка', 'нүкте', 'dot', '.'])
const DASHES = new Set([
  'тире',
  'дефис',
  'минус',
  'подчеркивание',
  'подчёркивание',
  'сызықша',
  'dash',
  'hyphen',
  'underscore',
])
const PART = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u
/** What no address has between the sign and a spoken dot: "at the dot com party". */
const NO_DOMAIN = new Set('the a an this that these our my your his her their some any every each'.split(' '))
/** UTF-16 units on each side of the sign */
const REACH = 120
const MOST_PARTS = 4

/** `isMailbox`: whether what was said is an address, written as one. */
export function findSpokenEmails(text: string, isMailbox: (written: string) => boolean): Candidate[] {
  const found: Candidate[] = []
  if (!mayHaveSign(text)) return found
  for (const m of text.matchAll(SIGN)) {
    const behind = m.index + m[0].length
    const local = said(text.slice(Math.max(0, m.index - REACH), m.index), 'backwards')
    const domain = said(text.slice(behind, behind + REACH), 'forwards')
    if (local.length === 0 || NO_DOMAIN.has(domain[0]?.word.toLowerCase() ?? '')) continue
    // "At" is a word of its own; the sign has a name in Kazakh and Russian.
    if (/^(?:at|эт)$/iu.test(m[1]!) && !domain.some(({ word }) => DOTS.has(word.toLowerCase()))) continue
    // The domain ends with the last suffix that is one; words go on behind it.
    for (let n = domain.length; n > 0; n--) {
      if (!isMailbox(`${written(local)}@${written(domain.slice(0, n))}`)) continue
      const start = m.index - local[0]!.away
      found.push({ start, end: behind + domain[n - 1]!.away, score: 0.75, why: ['mail address read out'] })
      break
    }
  }
  return found
}

/** Whether one of `SIGN_WORDS` stands in a text: most words begin with other letters. */
function mayHaveSign(text: string): boolean {
  for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) {
    const next = text[at + 1]
    if (next !== undefined && SIGN_LETTERS.includes(next) && SIGN_WORDS.some((sign) => text.startsWith(sign, at)))
      return true
  }
  return false
}

/** A word of an address; `away`: UTF-16 units between the sign and the word's far edge. */
interface Said {
  word: string
  away: number
}

/** The words beside the sign that are one name: parts with a dot or a dash said between them, in the order of the text. */
function said(text: string, way: 'backwards' | 'forwards'): Said[] {
  // Only spaces stand between words of one address.
  const side = way === 'forwards' ? /^[^,;:!?()«»"\n]*/u.exec(text)![0] : /[^,;:!?()«»"\n]*$/u.exec(text)![0]
  const words = [...side.matchAll(/\S+/gu)].map((m) => {
    const word = way === 'forwards' ? m[0].replace(/\.$/, '') : m[0]
    return { word, away: way === 'forwards' ? m.index + word.length : side.length - m.index }
  })
  if (way === 'backwards') words.reverse()
  const name: Said[] = []
  for (let i = 0, parts = 0; i < words.length && parts < MOST_PARTS; i++) {
    const { word } = words[i]!
    const joins = DOTS.has(word.toLowerCase()) || DASHES.has(word.toLowerCase())
    // Parts and joints take turns.
    if (joins !== (name.length % 2 === 1) || (!joins && !PART.test(word))) break
    name.push(words[i]!)
    if (!joins) parts++
  }
  if (name.length % 2 === 0) name.pop()
  return way === 'backwards' ? name.reverse() : name
}

/** Where Russians and Kazakhs say the domain in their letters. */
const SAID: Readonly<Record<string, string>> = {
  ру: 'ru',
  ком: 'com',
  кз: 'kz',
  нет: 'net',
  орг: 'org',
  мейл: 'mail',
  мэйл: 'mail',
  маил: 'mail',
  майл: 'mail',
  джимейл: 'gmail',
  гмейл: 'gmail',
  гмаил: 'gmail',
  яндекс: 'yandex',
  бк: 'bk',
  инбокс: 'inbox',
  лист: 'list',
}

function written(words: readonly Said[]): string {
  return words
    .map(({ word }) => {
      const lower = word.toLowerCase()
      if (DOTS.has(lower)) return '.'
      return DASHES.has(lower) ? '-' : word.replace(/\p{L}+/gu, (letters) => SAID[letters.toLowerCase()] ?? letters)
    })
    .join('')
}
