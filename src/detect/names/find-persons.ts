/** Finds names of people in running text and in cells: runs of capitalised words, weighed part by part. */
import type { Candidate } from '../recogniser.ts'
import { askedNames } from './asked-names.ts'
import { cuesAround, INTRODUCTION } from './around-names.ts'
import { weighLists } from './lists.ts'
import { findLowerCase, findWithoutCapitals, SAID_IN_LOWER_CASE } from './lower-case.ts'
import { addSecondMentions } from './second-mentions.ts'
import type { Hit } from './second-mentions.ts'
import { formNameExpressions } from './named-by-form.ts'
import { namedThingExpressions } from './named-things.ts'
import { isThing } from './things-english.ts'
import { nameTokens } from './tokens.ts'
import { spelledOut } from './spelled-out.ts'
import type { NameToken } from './tokens.ts'
import { isUnknown, LONGEST_NAME, partsScore, SONS } from './weigh-parts.ts'
import { Part } from './vocabulary.ts'
import type { Manner } from './manner.ts'
import { isSpelledOfRegion } from './evidence.ts'
import { Cue, cuesOf, evidenceOf, isPredicate, isProper, partsOf } from './words.ts'

/** A run of capitalised words is searched so far. */
const LONGEST_RUN = 12

/** Candidates of the entity `person`; scores are before the field's name is asked. `tokens`: of `nameTokens(text)`. */
export function findPersons(text: string, tokens: readonly NameToken[] = nameTokens(text)): Candidate[] {
  const hits = tokens.some((t) => t.word.capitals) ? findCapitals(text, tokens) : findWithoutCapitals(text, tokens)
  const found = hits.map(({ from, to, score, why }) => {
    const last = tokens[to - 1]!
    const end = last.shape === 'initial' && text.charCodeAt(last.end) === 0x2e ? last.end + 1 : last.end
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
    if (j === i + 1 && evidenceOf(tokens[i]!.word).ordinary) {
      i = j
      continue
    }
    // Latin words in Russian or Kazakh text are companies and products more often than people.
    const foreign = cyrillic && tokens[i]!.word.script === 'latin'
    namesInRun(text, tokens, i, j, foreign ? { ...manner, foreign } : manner, hits)
    i = j
  }
  if (hits.length === 0) return hits
  hits.sort((a, b) => a.from - b.from)
  addSecondMentions(tokens, hits)
  const named = weighLists(text, tokens, hits, manner.english)
  return manner.english ? named.filter(({ from, to }) => !isThing(text, tokens, from, to)) : named
}

function mannerOf(tokens: readonly NameToken[]): Manner & { cyrillic: boolean } {
  let letters = 0
  let kazakh = false
  let words = 0
  let upper = 0
  for (const { word, start, end, shape } of tokens) {
    if (word.script === 'cyrillic') letters++
    if (word.kazakh) kazakh = true
    if (end - start < 3) continue
    words++
    if (shape === 'upper') upper++
  }
  // Russian and Kazakh texts name many companies and products in Latin letters.
  const cyrillic = letters > 0.3 * tokens.length
  return {
    shouting: words > 0 && upper > 0.7 * words,
    cyrillic,
    prose: tokens.length >= 5 || tokens.some(isPredicate) || isCommand(tokens[0]),
    russian: cyrillic && !kazakh,
    english: !cyrillic && tokens[0]?.word.script !== 'other',
    foreign: false,
  }
}

/** `бин`, `фон`, `қажы` between two capitals belong to the name. */
const PARTICLES = new Set(
  'бин ибн бен аль эль фон фан ван дер ден де ди да дю ла ле дос дель қажы қожа бей паша van von der den de del della di da dos la le bin ibn al el ap ab ferch mac nic ní bint abu ul ud ter ten af zu zur'.split(
    ' ',
  ),
)

/** An initial without a dot: "Juliusz A Kwiatkowski". */
const MIDDLE = /^[A-ZÀ-ÖØ-Þ]$/u

function continues(tokens: readonly NameToken[], at: number, shouting: boolean): boolean {
  const token = tokens[at]!
  if (!token.joined) return false
  if (SONS.has(token.word.lower)) return true
  if (token.word.script !== tokens[at - 1]!.word.script) return isMixed(tokens[at - 1]!, token)
  if (mayBePart(token, shouting)) return true
  const next = tokens[at + 1]
  return (
    (PARTICLES.has(token.word.lower) || MIDDLE.test(token.word.text)) &&
    next !== undefined &&
    next.joined &&
    (next.shape === 'capital' || PARTICLES.has(next.word.lower))
  )
}

/** A given name in one script and a surname in another: "Айгүл Smith". */
function isMixed({ word: given }: NameToken, { word: surname, shape }: NameToken): boolean {
  return shape === 'capital' && evidenceOf(given).given >= 0.7 && evidenceOf(surname).surname >= 0.4
}

/** "Позвоните Шмидту": a verb and nothing else. */
function isCommand(first: NameToken | undefined): boolean {
  return first !== undefined && first.word.script === 'cyrillic' && partsOf(first.word) === Part.verb
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
  const options: Reading[] = []
  const whole =
    to - from > 1 && to - from <= LONGEST_NAME + 1 ? reading(text, tokens, from, from, to, to, manner) : undefined
  if (whole) options.push(whole)
  // Most cells are one sure name: no reading of a part of it is better then.
  if (!whole || rank(whole) <= MOST_SURE + LONGER * (to - from - 1))
    for (let a = from; a < to; a++)
      for (let b = a + 1; b <= Math.min(to, a + LONGEST_NAME + 1); b++) {
        const part = whole && a === from && b === to ? undefined : reading(text, tokens, from, a, b, to, manner)
        if (part) options.push(part)
      }
  // The best reading first; of equal ones the longer.
  if (options.length > 1) options.sort((x, y) => rank(y) - rank(x) || y.b - y.a - (x.b - x.a) || x.a - y.a)
  const taken: [number, number][] = []
  for (const o of options) {
    if (taken.some(([a, b]) => o.a < b && a < o.b)) continue
    taken.push([o.a, o.b])
    hits.push({ from: withParticles(tokens, o.a), to: o.b, score: o.score, why: o.why })
  }
}

interface Reading {
  a: number
  b: number
  score: number
  why: readonly string[]
}

/** No reading is surer. */
const MOST_SURE = 0.97

/** The tokens from `a` to `b` of a run as a name, or undefined. */
function reading(
  text: string,
  tokens: readonly NameToken[],
  from: number,
  a: number,
  b: number,
  to: number,
  manner: Manner,
): Reading | undefined {
  const inside = partsScore(tokens, a, b, manner)
  if (inside.score <= 0) return undefined
  const { shift, why } = cuesAround(text, tokens, a, b, manner, inside.stranger === true)
  // A part of a run of capitals, whose other words belong to no name.
  const torn = inside.stranger && (isStray(tokens, a - 1, a, from, to) || isStray(tokens, b, a, from, to)) ? 0.2 : 0
  const beside = manner.english && b - a === 1 && inside.score > 0.3 ? strayEnglish(tokens, a, from, to) : 0
  const loose =
    torn +
    beside +
    (manner.russian && isCutOff(tokens, a, b, to) ? 0.5 : 0) +
    (manner.foreign ? foreignLoss(text, tokens, a, b) : 0)
  const score = Math.min(MOST_SURE, inside.score - loose + shift)
  return score >= 0.3 ? { a, b, score, why: [inside.why, ...why] } : undefined
}

/**
 * What Latin letters in Cyrillic text take: little from a given name in the middle of a sentence, "передай Bolatu, что".
 * A name with another Latin word or a number beside it is a product.
 */
function foreignLoss(text: string, tokens: readonly NameToken[], from: number, to: number): number {
  const isLatin = (token: NameToken | undefined): boolean => token?.word.script === 'latin'
  if (to - from > 2 || (tokens[from]!.joined && isLatin(tokens[from - 1])) || tokens[from]!.quoted) return 0.4
  const given = Math.max(...tokens.slice(from, to).map(({ word }) => evidenceOf(word).given))
  const surname = to - from === 1 ? 1 : evidenceOf(tokens[to - 1]!.word).surname
  const regional = tokens.slice(from, to).some(({ word }) => isSpelledOfRegion(word.lower))
  // "Daulet approved, бірақ": the other language goes on in small letters.
  const goesOn = tokens[to]?.joined && isLatin(tokens[to]) && !(regional && tokens[to]!.shape === 'lower')
  if (given < 0.75 || goesOn) return 0.4
  // "Perizat Mukan": a name of the region, and a word that no dictionary has.
  if (surname < 0.4) return regional && isUnknownWord(tokens[to - 1]!) ? 0.1 : 0.4
  const behind = text.slice(tokens[to - 1]!.end, tokens[to - 1]!.end + 4)
  if (!(regional ? /^[\s.,!?);:(–—-]*(?:$|\p{L})/u : /^[\s.,!?)]*(?:$|\p{L})/u).test(behind)) return 0.4
  // Amelie and Chanel are films and perfumes as often; names of the region are nothing else.
  return regional ? 0 : 0.2
}

function isUnknownWord({ word, shape }: NameToken): boolean {
  return shape === 'capital' && word.text.length > 3 && partsOf(word) === 0 && !isProper(word)
}

/** "Дженсена Тони" of "советник Дженсена Тони Маккой": the given name goes with the word behind it. */
function isCutOff(tokens: readonly NameToken[], from: number, to: number, end: number): boolean {
  if (to - from !== 2 || to >= end || tokens[to]!.shape !== 'capital') return false
  const [first, second, next] = [tokens[from]!, tokens[from + 1]!, tokens[to]!].map(({ word }) => evidenceOf(word))
  return first!.given < 0.5 && second!.given >= 0.7 && next!.given < 0.5 && next!.patronymic < 0.7 && !next!.ordinary
}

/** What a capital beside it takes from a single word: "Ford Alpine", "Black Bean Tacos", "Adelaide International Airport". */
function strayEnglish(tokens: readonly NameToken[], at: number, from: number, to: number): number {
  const surnameOnly = evidenceOf(tokens[at]!.word).given < 0.7
  const stray = (i: number): boolean => i >= from && i < to && tokens[i]!.shape === 'capital' && isUnknown(tokens[i]!)
  if (stray(at + 1)) return 0.2
  const before = tokens[at - 1]
  return surnameOnly && stray(at - 1) && !before!.opens && !(cuesOf(before!.word) & Cue.title) ? 0.2 : 0
}

/** Where the name begins with the particles before it: "Mrs. van der Berg", "de la Cruz". */
function withParticles(tokens: readonly NameToken[], from: number): number {
  let at = from
  while (at > 0 && tokens[at]!.joined && LEADING.has(tokens[at - 1]!.word.lower)) at--
  // "la Maison" alone is no such name.
  return tokens[at]!.word.text.length > 2 || from - at > 1 || evidenceOf(tokens[from]!.word).surname >= 0.7 ? at : from
}

const LEADING = new Set('ó ní nic uí van von der den de del della di da dos la bin ibn фон ван дер бин ибн'.split(' '))

/** Whether the token `at` of the run `from` to `to` is no part of a name, nor the word that begins the sentence. */
function isStray(tokens: readonly NameToken[], at: number, name: number, from: number, to: number): boolean {
  if (at < from || at >= to) return false
  const token = tokens[at]!
  if (token.opens && !token.quoted && partsOf(token.word) !== 0) return false
  if (cuesOf(token.word) & Cue.title) return false
  return isUnknown(token) || partsOf(tokens[name]!.word) !== 0
}

/** A reading that leaves no capital over is better than a part of it that is a little surer. */
function rank({ a, b, score }: Reading): number {
  return score + LONGER * (b - a)
}

const LONGER = 0.08

/** For the test of linear time. */
export const personExpressions: readonly RegExp[] = [
  INTRODUCTION,
  SAID_IN_LOWER_CASE,
  ...spelledOut,
  ...askedNames,
  ...namedThingExpressions,
  ...formNameExpressions,
]
