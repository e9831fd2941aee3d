/** Finds names of people in running text and in cells: runs of capitalised words, weighed part by part. */
import type { Candidate } from '../recogniser.ts'
import { cuesAround, INTRODUCTION } from './around-names.ts'
import { nameEvidence } from './evidence.ts'
import type { NameEvidence } from './evidence.ts'
import { nameTokens, WORD } from './tokens.ts'
import type { NameToken } from './tokens.ts'
import { LONGEST_NAME, partsScore } from './weigh-parts.ts'
import type { Part } from './weigh-parts.ts'

/** A run of capitalised words is searched so far. */
const LONGEST_RUN = 12

/** Candidates of the entity `person`; scores are before the field's name is asked. */
export function findPersons(text: string): Candidate[] {
  if (!CAPITAL.test(text)) return findLowerCase(text)
  const tokens = nameTokens(text)
  const shouting = isShouting(tokens)
  const cyrillic = tokens.filter((t) => t.script === 'cyrillic').length > tokens.length / 2
  const found: Candidate[] = []
  for (let i = 0; i < tokens.length;) {
    if (!mayBePart(tokens[i]!, shouting)) {
      i++
      continue
    }
    let j = i + 1
    while (j < tokens.length && j - i < LONGEST_RUN && continues(tokens, j, shouting)) j++
    // Latin words in Russian or Kazakh text are companies and products more often than people.
    namesInRun(text, tokens, i, j, { shouting, foreign: cyrillic && tokens[i]!.script === 'latin' }, found)
    i = j
  }
  return found.length > 0 ? found : findLowerCase(text)
}

const CAPITAL = /\p{Lu}/u

const SAID_IN_LOWER_CASE =
  /(?:my name is|(?:people |they |you can )?call me|name's|named|меня зовут|зовут меня|менің атым) (\p{Ll}[\p{L}'’-]{2,20}(?: \p{Ll}\.?(?= \p{Ll}))?(?: \p{Ll}[\p{L}'’-]{2,20})?)(?=$|[.,!?\n]| (?:and|и|және)(?= ))/giu

/** People who write without capitals: only behind "my name is" and the like, to the end of the clause. */
function findLowerCase(text: string): Candidate[] {
  const found: Candidate[] = []
  for (const m of text.matchAll(SAID_IN_LOWER_CASE)) {
    const name = m[1]!
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

function continues(tokens: readonly NameToken[], at: number, shouting: boolean): boolean {
  const token = tokens[at]!
  if (!token.joined || token.script !== tokens[at - 1]!.script) return false
  if (mayBePart(token, shouting)) return true
  const next = tokens[at + 1]
  return (
    PARTICLES.has(token.lower) &&
    next !== undefined &&
    next.joined &&
    (next.shape === 'capital' || PARTICLES.has(next.lower))
  )
}

/** Text in capitals: the case of a letter says nothing there. */
function isShouting(tokens: readonly NameToken[]): boolean {
  let upper = 0
  let words = 0
  for (const t of tokens)
    if (t.text.length > 2) {
      words++
      if (t.shape === 'upper') upper++
    }
  return words >= 1 && upper > 0.7 * words
}

function mayBePart(token: NameToken, shouting: boolean): boolean {
  return (
    token.shape === 'capital' ||
    token.shape === 'initial' ||
    (token.shape === 'upper' && (shouting || token.text.length > 2))
  )
}

function namesInRun(
  text: string,
  tokens: readonly NameToken[],
  from: number,
  to: number,
  { shouting, foreign }: { shouting: boolean; foreign: boolean },
  found: Candidate[],
): void {
  const parts: Part[] = []
  for (let i = from; i < to; i++) parts.push({ ...tokens[i]!, evidence: evidenceOf(tokens[i]!) })
  const options: { a: number; b: number; score: number; why: string[] }[] = []
  for (let a = 0; a < parts.length; a++)
    for (let b = a + 1; b <= Math.min(parts.length, a + LONGEST_NAME + 1); b++) {
      const inside = partsScore(parts.slice(a, b), shouting)
      if (inside.score <= 0) continue
      const { shift, why } = cuesAround(text, tokens, from + a, from + b)
      const score = Math.min(0.97, inside.score + shift - (foreign ? 0.25 : 0))
      if (score >= 0.3) options.push({ a, b, score, why: [inside.why, ...why] })
    }
  // The best reading first; of equal ones the longer.
  options.sort((x, y) => rank(y) - rank(x) || y.b - y.a - (x.b - x.a) || x.a - y.a)
  const taken: [number, number][] = []
  for (const o of options) {
    if (taken.some(([a, b]) => o.a < b && a < o.b)) continue
    taken.push([o.a, o.b])
    const last = parts[o.b - 1]!
    const end = last.shape === 'initial' && text[last.end] === '.' ? last.end + 1 : last.end
    found.push({ start: parts[o.a]!.start, end, score: o.score, why: o.why })
  }
}

/** `Rosa-canina` is no double name: its second part is not written as one. */
function evidenceOf(token: NameToken): NameEvidence {
  if (/-\p{Ll}/u.test(token.text) && !/^(?:әл|аль|ибн)-/iu.test(token.text))
    return { given: 0, surname: 0, patronymic: 0, ordinary: false }
  return nameEvidence(token.lower, token.script)
}

/** A reading that leaves no capital over is better than a part of it that is a little surer. */
function rank({ a, b, score }: { a: number; b: number; score: number }): number {
  return score + 0.08 * (b - a)
}

/** For the test of linear time. */
export const personExpressions: readonly RegExp[] = [WORD, INTRODUCTION, SAID_IN_LOWER_CASE]
