/** Names in lower case: of people who write without capitals. */
import type { Candidate } from '../recogniser.ts'
import { cuesAround } from './around-names.ts'
import { nameEvidence } from './evidence.ts'
import type { Hit } from './second-mentions.ts'
import { BRANDS } from './thing-words.ts'
import type { NameToken } from './tokens.ts'
import type { Manner } from './manner.ts'
import { evidenceOf, partsOf } from './words.ts'
import type { Word } from './words.ts'

/** Texts without any capital: words that are in the lists of names and in no dictionary. */
export function findWithoutCapitals(text: string, tokens: readonly NameToken[]): Hit[] {
  const hits: Hit[] = []
  if (!isDictionaryText(tokens)) return hits
  for (let i = 0; i < tokens.length; i++) {
    if (!isGivenName(tokens[i]!.word)) continue
    let to = i + 1
    // In Russian a letter without a dot is "and", "with" or "in".
    const middle = tokens[to]
    if (middle?.joined && middle.word.text.length === 1 && tokens[to + 1])
      if (middle.word.script === 'latin' || text[middle.end] === '.') to++
    const next = tokens[to]
    to = next && (next.joined || text[next.start - 2] === '.') && isNameless(next.word) ? to + 1 : i + 1
    const patronymic = to > i + 1 && evidenceOf(next!.word).patronymic >= 0.7
    // "иванов пётр сергеевич", "петр иванов" — but a given name that is in the dictionary needs the patronymic.
    if (partsOf(tokens[i]!.word) !== 0 && !patronymic) continue
    const from = patronymic && i > 0 && tokens[i]!.joined && evidenceOf(tokens[i - 1]!.word).surname >= 0.6 ? i - 1 : i
    const { shift, why } = cuesAround(text, tokens, from, to, WHISPERING, false)
    const score = (patronymic ? 0.8 : to > i + 1 ? 0.6 : 0.4) + Math.max(-0.3, Math.min(0.2, shift))
    if (score >= 0.3) hits.push({ from, to, score, why: ['given name in lower case', ...why] })
    i = to - 1
  }
  return hits
}

function isGivenName(word: Word): boolean {
  return word.text.length > 2 && evidenceOf(word).given >= 0.7 && !BRANDS.has(word.lower)
}

/** A cell of few words, or a text of words that a dictionary has: names stand out of those only. */
function isDictionaryText(tokens: readonly NameToken[]): boolean {
  let ordinary = 0
  for (const { word } of tokens) {
    if (word.kazakh) return false
    if (partsOf(word) !== 0 || word.text.length < 3) ordinary++
  }
  return tokens.length < 4 || ordinary >= 0.3 * tokens.length
}

const WHISPERING: Manner = { prose: true, shouting: false, russian: false, english: true, foreign: false }

/** In no dictionary, or a surname in a list of names. */
function isNameless(word: Word): boolean {
  const { given, surname, patronymic } = evidenceOf(word)
  return word.text.length > 2 && (partsOf(word) === 0 || Math.max(given, surname, patronymic) >= 0.7)
}

export const SAID_IN_LOWER_CASE =
  /(?:my name is|(?:people |they |you can )?call me|name's|named|меня зовут|зовут меня|менің атым) (\p{Ll}[\p{L}'’-]{2,20}(?: \p{Ll}\.?(?= \p{Ll}))?(?: \p{Ll}[\p{L}'’-]{2,20})?)(?=$|[.,!?\n]| (?:and|и|және)(?= ))/giu

/** People who write without capitals: only behind "my name is" and the like, to the end of the clause. */
export function findLowerCase(text: string, tokens: readonly NameToken[]): Candidate[] {
  const found: Candidate[] = []
  if (!tokens.some((t) => t.word.saying)) return found
  for (const m of text.matchAll(SAID_IN_LOWER_CASE)) {
    const name = m[1]!
    if (name !== name.toLowerCase()) continue
    const words = name
      .split(' ')
      .map((w) => nameEvidence(w.toLowerCase(), /^\p{Script=Cyrillic}/u.test(w) ? 'cyrillic' : 'latin'))
    if (words.some((w) => w.ordinary)) continue
    const start = m.index + m[0].length - name.length
    found.push({ start, end: start + name.length, score: 0.65, why: ['introduction'] })
  }
  return found
}
