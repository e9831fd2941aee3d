/** Finds names of people in running text and in cells: runs of capitalised words, weighed part by part. */
import type { Candidate } from '../recogniser.ts'
import { cuesAround, INTRODUCTION } from './around-names.ts'
import { nameEvidence } from './evidence.ts'
import { weighLists } from './lists.ts'
import { addSecondMentions } from './second-mentions.ts'
import type { Hit } from './second-mentions.ts'
import { nameTokens } from './tokens.ts'
import type { NameToken } from './tokens.ts'
import { isUnknown, LONGEST_NAME, partsScore } from './weigh-parts.ts'
import type { Manner } from './weigh-parts.ts'
import { evidenceOf, isPredicate, partsOf } from './words.ts'
import type { Word } from './words.ts'

/** A run of capitalised words is searched so far. */
const LONGEST_RUN = 12

/** Candidates of the entity `person`; scores are before the field's name is asked. `tokens`: of `nameTokens(text)`. */
export function findPersons(text: string, tokens: readonly NameToken[] = nameTokens(text)): Candidate[] {
  const hits = tokens.some((t) => t.word.capitals) ? findCapitals(text, tokens) : findWithoutCapitals(text, tokens)
  const found = hits.map(({ from, to, score, why }) => {
    const last = tokens[to - 1]!
    const end = last.shape === 'initial' && text[last.end] === '.' ? last.end + 1 : last.end
    return { start: tokens[from]!.start, end, score, why }
  })
  for (const said of findLowerCase(text, tokens))
    if (!found.some((f) => f.start < said.end && said.start < f.end)) found.push(said)
  return found
}

function findCapitals(text: string, tokens: readonly NameToken[]): Hit[] {
  const hits: Hit[] = []
  const manner = mannerOf(tokens)
  const { shouting, cyrillic } = manner
  for (let i = 0; i < tokens.length;) {
    if (!mayBePart(tokens[i]!, shouting)) {
      i++
      continue
    }
    let j = i + 1
    while (j < tokens.length && j - i < LONGEST_RUN && continues(tokens, j, shouting)) j++
    // Latin words in Russian or Kazakh text are companies and products more often than people.
    namesInRun(text, tokens, i, j, { ...manner, foreign: cyrillic && tokens[i]!.word.script === 'latin' }, hits)
    i = j
  }
  if (hits.length === 0) return hits
  hits.sort((a, b) => a.from - b.from)
  addSecondMentions(tokens, hits)
  return manner.russian || manner.english ? weighLists(text, tokens, hits, manner.english) : hits
}

function mannerOf(tokens: readonly NameToken[]): Manner & { cyrillic: boolean } {
  const cyrillic = isCyrillic(tokens)
  return {
    shouting: isShouting(tokens),
    cyrillic,
    prose: tokens.length >= 5 || tokens.some(isPredicate),
    russian: cyrillic && !tokens.some((t) => t.word.kazakh),
    english: !cyrillic && tokens[0]?.word.script !== 'other',
    foreign: false,
  }
}

const SAID_IN_LOWER_CASE =
  /(?:my name is|(?:people |they |you can )?call me|name's|named|меня зовут|зовут меня|менің атым) (\p{Ll}[\p{L}'’-]{2,20}(?: \p{Ll}\.?(?= \p{Ll}))?(?: \p{Ll}[\p{L}'’-]{2,20})?)(?=$|[.,!?\n]| (?:and|и|және)(?= ))/giu

/** People who write without capitals: only behind "my name is" and the like, to the end of the clause. */
function findLowerCase(text: string, tokens: readonly NameToken[]): Candidate[] {
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

/** `бин`, `фон`, `қажы` between two capitals belong to the name. */
const PARTICLES = new Set(
  'бин ибн бен аль эль фон фан ван дер ден де ди да дю ла ле дос дель қажы қожа бей паша van von der den de del della di da dos la le bin ibn al el'.split(
    ' ',
  ),
)

/** An initial without a dot: "Juliusz A Kwiatkowski". */
const MIDDLE = /^[A-ZÀ-ÖØ-Þ]$/u

function continues(tokens: readonly NameToken[], at: number, shouting: boolean): boolean {
  const token = tokens[at]!
  if (!token.joined || token.word.script !== tokens[at - 1]!.word.script) return false
  if (mayBePart(token, shouting)) return true
  const next = tokens[at + 1]
  return (
    (PARTICLES.has(token.word.lower) || MIDDLE.test(token.word.text)) &&
    next !== undefined &&
    next.joined &&
    (next.shape === 'capital' || PARTICLES.has(next.word.lower))
  )
}

/** Texts without any capital: words that are in the lists of names and in no dictionary. */
function findWithoutCapitals(text: string, tokens: readonly NameToken[]): Hit[] {
  const hits: Hit[] = []
  if (!isDictionaryText(tokens)) return hits
  for (let i = 0; i < tokens.length; i++) {
    const { word } = tokens[i]!
    if (word.text.length < 3 || partsOf(word) !== 0 || evidenceOf(word).given < 0.7) continue
    let to = i + 1
    if (tokens[to]?.joined && tokens[to]!.word.text.length === 1 && tokens[to + 1]) to++
    const next = tokens[to]
    const second = next && (next.joined || text[next.start - 2] === '.') && isNameless(next.word) ? to + 1 : i + 1
    const { shift, why } = cuesAround(text, tokens, i, second, WHISPERING, false)
    const score = (second > i + 1 ? 0.6 : 0.4) + Math.max(-0.3, Math.min(0.2, shift))
    if (score >= 0.3) hits.push({ from: i, to: second, score, why: ['given name in lower case', ...why] })
    i = second - 1
  }
  return hits
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

/** Text in capitals: the case of a letter says nothing there. */
function isShouting(tokens: readonly NameToken[]): boolean {
  let upper = 0
  let words = 0
  for (const t of tokens)
    if (t.end - t.start > 2) {
      words++
      if (t.shape === 'upper') upper++
    }
  return words >= 1 && upper > 0.7 * words
}

/** Russian and Kazakh texts name many companies and products in Latin letters. */
function isCyrillic(tokens: readonly NameToken[]): boolean {
  let cyrillic = 0
  for (const t of tokens) if (t.word.script === 'cyrillic') cyrillic++
  return cyrillic > 0.3 * tokens.length
}

function mayBePart(token: NameToken, shouting: boolean): boolean {
  return (
    token.shape === 'capital' ||
    token.shape === 'initial' ||
    (token.shape === 'upper' && (shouting || token.end - token.start > 2))
  )
}

function namesInRun(
  text: string,
  tokens: readonly NameToken[],
  from: number,
  to: number,
  manner: Manner,
  hits: Hit[],
): void {
  const options: { a: number; b: number; score: number; why: string[] }[] = []
  for (let a = from; a < to; a++)
    for (let b = a + 1; b <= Math.min(to, a + LONGEST_NAME + 1); b++) {
      const inside = partsScore(tokens, a, b, manner)
      if (inside.score <= 0) continue
      const { shift, why } = cuesAround(text, tokens, a, b, manner, inside.stranger === true)
      // A part of a run of capitals, whose other words belong to no name.
      const torn = inside.stranger && (isStray(tokens, a - 1, a, from, to) || isStray(tokens, b, a, from, to)) ? 0.2 : 0
      const score = Math.min(0.97, inside.score + shift - torn - (manner.foreign ? 0.4 : 0))
      if (score >= 0.3) options.push({ a, b, score, why: [inside.why, ...why] })
    }
  // The best reading first; of equal ones the longer.
  options.sort((x, y) => rank(y) - rank(x) || y.b - y.a - (x.b - x.a) || x.a - y.a)
  const taken: [number, number][] = []
  for (const o of options) {
    if (taken.some(([a, b]) => o.a < b && a < o.b)) continue
    taken.push([o.a, o.b])
    hits.push({ from: o.a, to: o.b, score: o.score, why: o.why })
  }
}

/** Whether the token `at` of the run `from` to `to` is no part of a name, nor the word that begins the sentence. */
function isStray(tokens: readonly NameToken[], at: number, name: number, from: number, to: number): boolean {
  if (at < from || at >= to) return false
  const token = tokens[at]!
  if (token.opens && !token.quoted && partsOf(token.word) !== 0) return false
  return isUnknown(token) || partsOf(tokens[name]!.word) !== 0
}

/** A reading that leaves no capital over is better than a part of it that is a little surer. */
function rank({ a, b, score }: { a: number; b: number; score: number }): number {
  return score + 0.08 * (b - a)
}

/** For the test of linear time. */
export const personExpressions: readonly RegExp[] = [INTRODUCTION, SAID_IN_LOWER_CASE]
