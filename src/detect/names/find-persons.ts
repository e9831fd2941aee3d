/** Finds names of people in running text and in cells: runs of capitalised words, weighed part by part. */
import type { Candidate } from '../recogniser.ts'
import { notAfter, notBefore, titles, verbs } from './cues.ts'
import { nameEvidence } from './evidence.ts'
import type { NameEvidence } from './evidence.ts'
import { isPlace } from './places.ts'
import { nameTokens } from './tokens.ts'
import type { NameToken } from './tokens.ts'

type Part = NameToken & { evidence: NameEvidence }

/** A name has at most so many words; a run of capitalised words is searched so far. */
const LONGEST = 4
const LONGEST_RUN = 12

/** Candidates of the entity `person`; scores are before the field's name is asked. */
export function findPersons(text: string): Candidate[] {
  const tokens = nameTokens(text)
  const shouting = isShouting(tokens)
  const found: Candidate[] = []
  for (let i = 0; i < tokens.length;) {
    if (!mayBePart(tokens[i]!, shouting)) {
      i++
      continue
    }
    let j = i + 1
    while (
      j < tokens.length &&
      j - i < LONGEST_RUN &&
      tokens[j]!.joined &&
      mayBePart(tokens[j]!, shouting) &&
      tokens[j]!.script === tokens[i]!.script
    )
      j++
    namesInRun(text, tokens, i, j, shouting, found)
    i = j
  }
  return found
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
  shouting: boolean,
  found: Candidate[],
): void {
  const parts: Part[] = []
  for (let i = from; i < to; i++)
    parts.push({ ...tokens[i]!, evidence: nameEvidence(tokens[i]!.lower, tokens[i]!.script) })
  const options: { a: number; b: number; score: number; why: string[] }[] = []
  for (let a = 0; a < parts.length; a++)
    for (let b = a + 1; b <= Math.min(parts.length, a + LONGEST); b++) {
      const inside = partsScore(parts.slice(a, b), shouting)
      if (inside.score <= 0) continue
      const { shift, why } = cues(text, tokens, from + a, from + b)
      const score = Math.min(0.97, inside.score + shift)
      if (score >= 0.3) options.push({ a, b, score, why: [inside.why, ...why] })
    }
  // The best reading first; of equal ones the longer.
  options.sort((x, y) => y.score - x.score || y.b - y.a - (x.b - x.a) || x.a - y.a)
  const taken: [number, number][] = []
  for (const o of options) {
    if (taken.some(([a, b]) => o.a < b && a < o.b)) continue
    taken.push([o.a, o.b])
    const last = parts[o.b - 1]!
    const end = last.shape === 'initial' && text[last.end] === '.' ? last.end + 1 : last.end
    found.push({ start: parts[o.a]!.start, end, score: o.score, why: o.why })
  }
}

/** How much a sequence of words looks like one name, by its parts alone. */
function partsScore(parts: readonly Part[], shouting: boolean): { score: number; why: string } {
  if (parts.some((p) => p.shape !== 'initial' && p.evidence.ordinary)) return withOrdinary(parts)
  const words = parts.filter((p) => p.shape !== 'initial')
  const initials = parts.length - words.length
  if (words.length === 0 || words.length > 4) return { score: 0, why: '' }
  const given = strongest(words, 'given')
  const patronymic = strongest(words, 'patronymic', given.at)
  const surname = strongest(words, 'surname', given.value >= 0.5 ? given.at : -1, patronymic.at)
  const unknown = words.filter((w) => w.evidence.given < 0.5 && w.evidence.surname < 0.5 && w.evidence.patronymic < 0.5)
  if (unknown.some((w) => w.shape === 'upper' && !shouting)) return { score: 0, why: '' }
  if (initials > 0) return withInitials(parts, words, initials, given.value, surname.value)
  if (words.length === 1) return single(words[0]!, shouting)
  if (patronymic.value >= 0.7 && unknown.length <= 1)
    return { score: words.length <= 3 ? 0.95 : 0.6, why: 'patronymic' }
  const both = given.value + surname.value
  if (given.value >= 0.5 && surname.value >= 0.35 && unknown.length === 0)
    return { score: words.length <= 3 ? Math.min(0.93, 0.45 + 0.27 * both) : 0.6, why: 'given name and surname' }
  if (given.value >= 0.7 && unknown.length === 1 && words.length === 2)
    return { score: shouting ? 0.5 : 0.72, why: 'given name and a capital' }
  if (given.value >= 0.7 && unknown.length === 0 && words.length === 2) return { score: 0.72, why: 'two given names' }
  if (given.value >= 0.7 && unknown.length <= 2 && words.length === 3)
    return { score: 0.55, why: 'given name and capitals' }
  if (surname.value >= 0.6 && unknown.length === 1 && words.length === 2)
    return { score: surname.value >= 0.8 ? 0.65 : 0.52, why: 'surname and a capital' }
  if (words.length === 2 && !shouting)
    return { score: given.value >= 0.4 || surname.value >= 0.4 ? 0.45 : 0.3, why: 'two capitals' }
  if (words.length === 3 && !shouting) return { score: 0.2, why: 'three capitals' }
  return { score: 0, why: '' }
}

/** `Виктор Понедельник`: a sure given name and a capital that is an ordinary word, but no place or title. */
function withOrdinary(parts: readonly Part[]): { score: number; why: string } {
  const [first, second] = parts
  if (parts.length !== 2 || first!.evidence.given < 1 || first!.evidence.ordinary || second!.shape !== 'capital')
    return NOTHING
  if (
    isPlace(second!.lower) ||
    titles.has(second!.lower) ||
    notAfter.has(second!.lower) ||
    !CYRILLIC_NAME_END.test(second!.lower)
  )
    return NOTHING
  return { score: 0.6, why: 'given name and a capital' }
}

const NOTHING = { score: 0, why: '' }
const CYRILLIC_NAME_END = /(?:[бвгджзклмнпрстфхцчшщ]|ый|ий|ой|ого|ому|а|я|у|ом|ем|ым|им)$/u

function strongest(
  words: readonly Part[],
  kind: 'given' | 'surname' | 'patronymic',
  ...not: number[]
): { value: number; at: number } {
  let best = { value: 0, at: -1 }
  words.forEach((w, at) => {
    if (!not.includes(at) && w.evidence[kind] > best.value) best = { value: w.evidence[kind], at }
  })
  return best
}

function withInitials(
  parts: readonly Part[],
  words: readonly Part[],
  initials: number,
  given: number,
  surname: number,
): { score: number; why: string } {
  if (initials > 2 || words.length > 2) return { score: 0, why: '' }
  const inMiddle = parts.length === 3 && words.length === 2 && parts[1]!.shape === 'initial'
  if (inMiddle) return { score: given >= 0.5 || surname >= 0.5 ? 0.9 : 0.65, why: 'initial between two words' }
  if (words.length === 2) return { score: 0, why: '' }
  if (initials === 2) return { score: surname >= 0.35 || given >= 0.7 ? 0.9 : 0.7, why: 'word and two initials' }
  if (surname >= 0.6) return { score: 0.8, why: 'surname and an initial' }
  return { score: given >= 0.7 ? 0.55 : 0.35, why: 'word and an initial' }
}

function single(word: Part, shouting: boolean): { score: number; why: string } {
  const { given, surname, patronymic } = word.evidence
  if (patronymic >= 0.7) return { score: 0.7, why: 'patronymic' }
  const less = (word.opens ? 0.08 : 0) + (shouting ? 0.2 : 0)
  if (given >= 0.7 && given >= surname) return { score: 0.62 - less, why: 'given name' }
  if (surname >= 0.8) return { score: 0.62 - less, why: 'surname' }
  if (surname >= 0.5) return { score: 0.55 - 1.5 * less, why: 'ending of a surname' }
  return { score: given >= 0.4 || surname >= 0.3 ? 0.3 : 0.15, why: 'a capital' }
}

/** What the words around add or take. */
function cues(text: string, tokens: readonly NameToken[], from: number, to: number): { shift: number; why: string[] } {
  const before = tokens[from - 1]
  const after = tokens[to]
  const why: string[] = []
  let shift = 0
  if (before && near(text, before, tokens[from]!) && notBefore.has(before.lower)) {
    shift -= 0.5
    why.push('stands behind the word of a place or an organisation')
  } else if (hasTitle(text, tokens, from)) {
    shift += 0.38
    why.push('title')
  }
  if (after && near(text, tokens[to - 1]!, after)) {
    if (notAfter.has(after.lower)) {
      shift -= 0.5
      why.push('stands before the word of a place or an organisation')
    } else if (after.shape === 'lower' && verbs.has(after.lower)) {
      shift += 0.3
      why.push('verb of a person')
    }
  }
  if (
    to - from === 1 &&
    after &&
    after.shape === 'lower' &&
    after.text.length > 2 &&
    ADJECTIVE.test(tokens[from]!.lower) &&
    near(text, tokens[from]!, after) &&
    !verbs.has(after.lower)
  ) {
    shift -= 0.3
    why.push('an adjective')
  }
  if (before && before.shape === 'lower' && verbs.has(before.lower) && near(text, before, tokens[from]!)) {
    shift += 0.25
    why.push('verb of a person')
  }
  if (tokens[from]!.quoted) {
    shift -= 0.2
    why.push('quoted')
  }
  return { shift, why }
}

const ADJECTIVE = /[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую|ие|их)$/u

/** A title right before, or up to three words before with only lower-case words and abbreviations between. */
function hasTitle(text: string, tokens: readonly NameToken[], from: number): boolean {
  for (let k = 1; k <= 3; k++) {
    const t = tokens[from - k]
    if (!t || !near(text, t, tokens[from - k + 1]!)) return false
    if (titles.has(t.lower)) return true
    if (t.shape === 'capital' && k > 1) return false
  }
  return false
}

function near(text: string, a: NameToken, b: NameToken): boolean {
  return b.start - a.end <= 2 && /^[. ]{0,2}$/.test(text.slice(a.end, b.start))
}
