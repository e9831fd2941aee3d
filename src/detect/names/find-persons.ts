/** Finds names of people in running text and in cells: runs of capitalised words, weighed part by part. */
import type { Candidate } from '../recogniser.ts'
import { notAfter, notBefore, titles, verbs } from './cues.ts'
import { nameEvidence } from './evidence.ts'
import type { NameEvidence } from './evidence.ts'
import { isPlace } from './places.ts'
import { nameTokens, WORD } from './tokens.ts'
import type { NameToken } from './tokens.ts'

type Part = NameToken & { evidence: NameEvidence }

/** A name has at most so many words; a run of capitalised words is searched so far. */
const LONGEST = 4
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
    for (let b = a + 1; b <= Math.min(parts.length, a + LONGEST + 1); b++) {
      const inside = partsScore(parts.slice(a, b), shouting)
      if (inside.score <= 0) continue
      const { shift, why } = cues(text, tokens, from + a, from + b)
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

/** `Iris-setosa` is no double name: its second part is not written as one. */
function evidenceOf(token: NameToken): NameEvidence {
  if (/-\p{Ll}/u.test(token.text) && !/^(?:әл|аль|ибн)-/iu.test(token.text))
    return { given: 0, surname: 0, patronymic: 0, ordinary: false }
  return nameEvidence(token.lower, token.script)
}

/** A reading that leaves no capital over is better than a part of it that is a little surer. */
function rank({ a, b, score }: { a: number; b: number; score: number }): number {
  return score + 0.08 * (b - a)
}

/** How much a sequence of words looks like one name, by its parts alone. */
function partsScore(parts: readonly Part[], shouting: boolean): { score: number; why: string } {
  if (parts.some((p) => p.shape !== 'initial' && p.shape !== 'lower' && p.evidence.ordinary)) return withOrdinary(parts)
  const words = parts.filter((p) => p.shape !== 'initial' && p.shape !== 'lower')
  const initials = parts.filter((p) => p.shape === 'initial').length
  if (parts[0]!.shape === 'lower' || parts.at(-1)!.shape === 'lower') return NOTHING
  if (words.length === 0 || words.length > LONGEST) return { score: 0, why: '' }
  const given = strongest(words, 'given')
  const patronymic = strongest(words, 'patronymic', given.at)
  const surname = strongest(words, 'surname', given.value >= 0.5 ? given.at : -1, patronymic.at)
  const unknown = words.filter((w) => w.evidence.given < 0.5 && w.evidence.surname < 0.5 && w.evidence.patronymic < 0.5)
  if (unknown.some((w) => w.shape === 'upper' && !shouting)) return { score: 0, why: '' }
  if (initials > 0) return withInitials(parts, words, initials, given.value, surname.value)
  if (words.length === 1) return single(words[0]!, shouting)
  if (patronymic.value >= 0.7 && unknown.length <= 1)
    return { score: words.length <= 3 ? 0.95 : 0.6, why: 'patronymic' }
  if (
    EAST_ASIAN.has(words[0]!.lower) &&
    words.length <= 3 &&
    words[0]!.shape === 'capital' &&
    (words.length === 2 || words.every((w) => w.text.length <= 8))
  )
    return { score: 0.7, why: 'surname of one syllable' }
  if (
    words.length === 2 &&
    unknown.length === 1 &&
    words[0]!.opens &&
    unknown[0] === words[0] &&
    !mayOpen(words[0]!, words[1]!)
  )
    return NOTHING
  if (words.length === 3 && words[0]!.evidence.given >= 1 && words[2]!.evidence.given >= 1) return NOTHING
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
  if (words.length === 2 && !shouting) {
    return { score: twoCapitals(words), why: 'two capitals' }
  }
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

/** Two words of which neither is known: in Cyrillic text mostly people, in English as often titles and places. */
function twoCapitals(words: readonly Part[]): number {
  const hints = words.filter((w) => w.evidence.given >= 0.4 || w.evidence.surname >= 0.4).length
  if (words[0]!.script === 'latin') return hints === 2 ? 0.55 : hints === 1 ? 0.4 : 0.3
  const inside = !words[0]!.opens && words.every((w) => w.text.length > 2 && !ADJECTIVE.test(w.lower))
  return inside ? 0.5 : hints > 0 ? 0.45 : 0.3
}

/** Whether an unknown first word of a sentence can begin a name: "Горничная Лизка", "Нравился Сталину" do not. */
function mayOpen(first: Part, second: Part): boolean {
  if (first.script !== 'cyrillic') return true
  if (second.evidence.given >= 0.7) return false
  return !(OBLIQUE.test(second.lower) && NOMINATIVE.test(first.lower))
}

const OBLIQUE = /(?:ого|ому|ову|еву|ину|ыну|овым|евым|иным|ским|ове|еве|ине)$/u
const NOMINATIVE = /(?:[бвгджзйклмнпрстфхцчшщьо]|ся)$/u

/** Chinese, Korean and Vietnamese surnames in Cyrillic: they stand first. */
const EAST_ASIAN = new Set(
  'ким пак цой ли пан чан чжан чжао ван лю си ху вэнь дэн мао чэнь хань сун цзян чжоу тан юн мун хан тен нгуен чен ян ма лян го хуан линь фам чон чхве кан но'.split(
    ' ',
  ),
)

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
  if (parts[0]!.script === 'cyrillic' && parts[0]!.shape === 'initial') return { score: 0.6, why: 'initial and a word' }
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
  if (hasTitle(text, tokens, from)) {
    shift += 0.38
    why.push('title')
  } else if (before && near(text, before, tokens[from]!) && notBefore.has(before.lower)) {
    // Two words of a name outweigh it: "глава области Имя Фамилия".
    shift -= to - from > 1 ? 0.25 : 0.5
    why.push('stands behind the word of a place or an organisation')
  }
  if (after && near(text, tokens[to - 1]!, after)) {
    if (notAfter.has(after.lower)) {
      shift -= 0.5
      why.push('stands before the word of a place or an organisation')
    } else if (after.shape === 'lower' && verbs.has(after.lower)) {
      shift += 0.3
      why.push('verb of a person')
    } else if (after.shape === 'lower' && PAST_TENSE.test(after.lower)) {
      shift += 0.12
      why.push('verb')
    }
  }
  if (
    to - from === 1 &&
    after &&
    after.shape === 'lower' &&
    after.text.length > 3 &&
    ADJECTIVE.test(tokens[from]!.lower) &&
    near(text, tokens[from]!, after) &&
    !verbs.has(after.lower) &&
    !NO_NOUN.test(after.lower)
  ) {
    shift -= 0.3
    why.push('an adjective')
  }
  if (before && before.shape === 'lower' && verbs.has(before.lower) && near(text, before, tokens[from]!)) {
    shift += 0.25
    why.push('verb of a person')
  }
  if (before && PLACE_PREFIX.has(before.lower) && near(text, before, tokens[from]!)) shift -= 0.5
  if (introduced(text, tokens[from]!.start)) {
    shift += 0.3
    why.push('introduction')
  }
  if (isLetterhead(text, tokens[from]!.start, tokens[to - 1]!.end)) {
    shift += 0.15
    why.push('a line of its own above numbers')
  }
  if (tokens[from]!.quoted) {
    shift -= 0.2
    why.push('quoted')
  }
  return { shift, why }
}

/** New York, San Francisco: the name of a saint or a duke is a place there. */
const PLACE_PREFIX = new Set(
  'new north south east west san santa los las saint st port fort mount lake cape'.split(' '),
)
const INTRODUCTION =
  /(?:(?:name|names|nickname|surname) (?:is|was)|name's|name:|name\?|i am|i'm|this is|call(?:s|ed)? me|people call me|dear|hi|hello|hey|sincerely,|regards,|signed|signed by|named|ask for|speak to|speak with|talk to|heard|add|invite|patient|client|customer|меня зовут|его зовут|ее зовут|её зовут|менің атым|есімі|аты-жөні:?|фио:?|уважаем(?:ый|ая)|құрметті) $/iu

/** Words that bring a name: "my name is", "Dear", "меня зовут". */
function introduced(text: string, start: number): boolean {
  return INTRODUCTION.test(text.slice(Math.max(0, start - 24), start))
}

/** Two or three words alone on a line, and a number within the next three lines: the head of an address. */
function isLetterhead(text: string, start: number, end: number): boolean {
  if (text[end] !== '\n' || (start > 0 && text[start - 1] !== '\n') || !text.slice(start, end).includes(' '))
    return false
  return /^(?:\n[^\n]{0,60}){0,3}\n[^\n]{0,60}\d/.test(text.slice(end, end + 260))
}

/** Russian past tense in the singular. */
const PAST_TENSE = /[а-я]{3}(?:л|ла|лся|лась)$/u
/** Verbs, adverbs and short words do not follow an adjective as its noun. */
const NO_NOUN = /(?:л|ла|ло|ли|лся|лась|ет|ит|ют|ат|ят|ся|ть|о|и)$/u
const ADJECTIVE = /[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую|ие|их)$/u

/** A title right before, or up to three words before with only lower-case words and abbreviations between. */
function hasTitle(text: string, tokens: readonly NameToken[], from: number): boolean {
  for (let k = 1; k <= 3; k++) {
    const t = tokens[from - k]
    if (!t || !near(text, t, tokens[from - k + 1]!)) return false
    if (titles.has(t.lower)) return true
    if (t.shape === 'capital' && !t.opens) return false
  }
  return false
}

function near(text: string, a: NameToken, b: NameToken): boolean {
  return b.start - a.end <= 2 && /^[. ]{0,2}$/.test(text.slice(a.end, b.start))
}

/** For the test of linear time. */
export const personExpressions: readonly RegExp[] = [WORD, INTRODUCTION, SAID_IN_LOWER_CASE]
