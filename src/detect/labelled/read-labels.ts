/**
 * The labels of a text: a few words of which one says what is behind them, and what parts them from their value: a colon,
 * dots or underscores to fill, a dash, a tab or wide space, the end of the line, or in capitals nothing but a space.
 */
import { ofTokens } from '../names/of-tokens.ts'
import type { NameToken } from '../names/tokens.ts'
import { evidenceOf } from '../names/words.ts'
import { Label, labelOf } from './label-words.ts'

export type Kind =
  /** a name, whatever the words are */
  | 'name'
  /** somebody, by name or otherwise */
  | 'person'
  /** a list, of people or of things */
  | 'list'
  /** what is sold or given */
  | 'goods'
  /** where somebody lives */
  | 'address'
  /** no person */
  | 'thing'

export interface FormLabel {
  kind: Kind
  /** several people may follow */
  many: boolean
  /** its tokens */
  from: number
  to: number
  /** where the value may begin */
  value: number
  mark: Mark
  /** a text, a line or a field begins with it */
  leads: boolean
}

export type Mark =
  /** "Құрметті …," */
  | 'greeting'
  /** nothing else parts a label from a value: a colon, an arrow, dots, underscores, a question answered */
  | 'sure'
  /** the value is on the next lines */
  | 'line'
  /** a dash, a tab, wide space */
  | 'weak'
  /** one space: in texts of capitals, and behind a surname's label */
  | 'space'

/** Words of a label before and behind the one that says what it is. */
const REACH = 4
const SAYS = Label.surely | Label.name | Label.person | Label.thing | Label.list | Label.address
/** `(s)`, `(Сдал)`, a footnote's star between a label and its mark */
const MARK =
  /^(?:['’]s)?(?:\([a-zа-я]{1,3}\))?\)?[.*]{0,2}(?: ?\([^()\n]{1,30}\))?(?: ?[#№] ?\d{1,2}| \d)?(?:[ \t]{0,3}(?:[-=–—]{1,2}>|[→⇒]|[:=](?!\/\/)|\?(?= |\n)|(?:\. ?){3,}|…|_{2,})|(\n)|( - ?|- | — ?|— ?|\t| {2,}| ?\| ?| ?; ?)|( ))/u
const JOINER = /^(?:['’]s)?(?: | ?\/ ?| ?\(|\) ?| - |-|_)$/u
/** Only between two words of labels: "Фамилия, имя", "Ф. И. О." */
const WIDE_JOINER = /^(?:\. ?|, | & )$/u
const FIELD_BEGINS = /(?:^|[\n\t|;•·*"«]|_ ?|[.!?:,–—-] ?| {2}|\d[.)] ?)$/u
const SPACE = 0x20
/** Behind a word in running text, and before no value. */
const NO_MARK = new Set([...',!"»”'].map((c) => c.charCodeAt(0)))
const LOOK = 60

/** The labels of a text in its order, read once for all that ask. */
export const labelsOf = ofTokens((tokens: readonly NameToken[], text: string) =>
  readLabels(text, tokens, isShouting(tokens)),
)

/** Whether a text is in capitals, as from a scanner. */
export function isShouting(tokens: readonly NameToken[]): boolean {
  let words = 0
  let upper = 0
  for (const { shape, start, end } of tokens) {
    if (end - start < 3) continue
    words++
    if (shape === 'upper') upper++
  }
  return upper > 0.7 * words
}

export function readLabels(text: string, tokens: readonly NameToken[], shouting: boolean): FormLabel[] {
  const labels: FormLabel[] = []
  for (let i = 0; i < tokens.length; i++) {
    const bits = labelOf(tokens[i]!.word)
    const initials = tokens[i]!.shape === 'initial' ? initialsOfLabel(tokens, i) : 0
    if (initials > 0) {
      const label = labelOfInitials(text, tokens, i, i + initials)
      labels.push(label)
      i = label.to - 1
      continue
    }
    if ((bits & SAYS) === 0 || isValueOf(text, tokens[i]!, labels.at(-1))) continue
    const label = labelAround(text, tokens, i, labels.at(-1)?.to ?? 0, shouting)
    if (!label) continue
    labels.push(label)
    i = label.to - 1
  }
  return labels
}

/** "Фамилия: Марков   Имя: …", "Surname: Price": a name that is the word of a label as well, right behind the label of a name. */
function isValueOf(text: string, { word, shape, start, end }: NameToken, label: FormLabel | undefined): boolean {
  if (label?.kind !== 'name' || label.mark !== 'sure' || shape === 'lower' || start < label.value) return false
  if (
    start - label.value > 3 ||
    text.slice(label.value, start).trim() !== '' ||
    /^ ?[:=/(]/.test(text.slice(end, end + 2))
  )
    return false
  const { given, surname } = evidenceOf(word)
  return given >= 0.5 || surname >= 0.5
}

function labelAround(
  text: string,
  tokens: readonly NameToken[],
  at: number,
  free: number,
  shouting: boolean,
  given = 0,
): FormLabel | undefined {
  if (GREETING.has(tokens[at]!.word.lower)) {
    const value = tokens[at]!.end + 1
    return { kind: 'person', many: false, from: at, to: at + 1, value, mark: 'greeting', leads: false }
  }
  let to = at + 1
  const first = markAt(text, tokens, to)
  let mark = first
  while ((!mark || mark.mark === 'space') && to < tokens.length && to - at <= REACH) {
    // In capitals the label ends where its words do.
    if (mark?.mark === 'space' && shouting && (labelOf(tokens[to]!.word) & ~Label.closing) === 0) break
    if (!isJoined(text, tokens, to)) break
    to++
    mark = markAt(text, tokens, to)
  }
  const barely = !shouting && first?.mark === 'space' && mark?.mark !== 'sure'
  if (barely) {
    to = at + 1
    mark = barelyMarked(text, tokens, at)
  }
  if (!mark) return undefined
  let from = at
  while (!barely && from > free && at - from < REACH && isJoined(text, tokens, from)) from--
  const leads = from === 0 || FIELD_BEGINS.test(text.slice(Math.max(0, tokens[from]!.start - 3), tokens[from]!.start))
  const { kind, many, isMail } = kindOfFields(text, tokens, from, to, given)
  if (kind === undefined || (mark.mark !== 'sure' && !leads && !barely)) return undefined
  if (isMail && !(mark.mark === 'sure' && leads)) return undefined
  return { kind, many, from, to, value: mark.value, mark: mark.mark, leads }
}

/** How many tokens are "Ф.И.О.", "Ф. И.", "Т.А.Ә." */
function initialsOfLabel(tokens: readonly NameToken[], at: number): number {
  const [first, second, third] = [at, at + 1, at + 2].map((i) => tokens[i]?.word.text ?? '')
  if (first === 'Ф' && second === 'И') return third === 'О' ? 3 : 2
  return first === 'Т' && second === 'А' && /^[ӘЖЭА]$/.test(third!) ? 3 : 0
}

function labelOfInitials(text: string, tokens: readonly NameToken[], from: number, to: number): FormLabel {
  const label = labelAround(text, tokens, to - 1, from, false, Label.surely)
  const value = tokens[to - 1]!.end + 1
  return label
    ? { ...label, from, kind: 'name' }
    : { kind: 'name', many: false, from, to, value, mark: 'sure', leads: true }
}

/** "Фамилия Жук", "исп. Жук Л.", "на имя Жук": one word, which is nothing else, and a space. */
function barelyMarked(
  text: string,
  tokens: readonly NameToken[],
  at: number,
): { mark: Mark; value: number } | undefined {
  const { word, end } = tokens[at]!
  if (text[end] === '.') return SHORT.has(word.lower) ? { mark: 'sure', value: end + 2 } : undefined
  if (word.lower === 'имя' && tokens[at - 1]?.word.lower === 'на') return { mark: 'sure', value: end + 1 }
  if (labelOf(word) & Label.surely) return { mark: 'space', value: end + 1 }
  // "Получатель ЛЯЗЗАТ Б.": the whole of a line.
  const isAlone = tokens[at]!.start === 0 || text[tokens[at]!.start - 1] === '\n'
  return isAlone && labelOf(word) & Label.person ? { mark: 'space', value: end + 1 } : undefined
}

const GREETING = new Set(['құрметті', 'қадірлі'])
const SHORT = new Set(['исп', 'отв', 'орынд', 'дир', 'нач', 'зав', 'бух', 'attn'])

function isJoined(text: string, tokens: readonly NameToken[], at: number): boolean {
  const [last, next] = [tokens[at - 1]!, tokens[at]!]
  const wide = next.start - last.end
  if (wide === 1 && text.charCodeAt(last.end) === SPACE) return true
  if (wide > 5) return false
  const gap = text.slice(last.end, next.start)
  return JOINER.test(gap) || (WIDE_JOINER.test(gap) && isOfLabels(last) && isOfLabels(next))
}

function isOfLabels({ word, start, end }: NameToken): boolean {
  return end - start === 1 || labelOf(word) !== 0
}

function markAt(text: string, tokens: readonly NameToken[], to: number): { mark: Mark; value: number } | undefined {
  const { end } = tokens[to - 1]!
  // Between two words mostly stands a space.
  if (text.charCodeAt(end) === SPACE && tokens[to]?.start === end + 1) return { mark: 'space', value: end + 1 }
  if (NO_MARK.has(text.charCodeAt(end))) return undefined
  const m = MARK.exec(text.slice(end, end + LOOK))
  if (!m) return undefined
  const value = end + m[0].length
  if (m[1] !== undefined) return { mark: 'line', value }
  if (m[2] !== undefined) return { mark: 'weak', value }
  return { mark: m[3] !== undefined ? 'space' : 'sure', value }
}

/** Of "Name/DOB", "Employee / Сотрудник" the first that is somebody. */
function kindOfFields(
  text: string,
  tokens: readonly NameToken[],
  from: number,
  to: number,
  given: number,
): ReturnType<typeof kindOf> {
  const whole = kindOf(tokens, from, to)
  if (given !== 0) return { ...whole, kind: 'name' }
  if (whole.kind !== 'thing' && whole.kind !== 'goods') return whole
  for (let cut = from + 1; cut < to; cut++) {
    if (!/[/,]/.test(text.slice(tokens[cut - 1]!.end, tokens[cut]!.start))) continue
    const parts = [kindOf(tokens, from, cut), kindOf(tokens, cut, to)]
    return parts.find(({ kind }) => kind === 'name' || kind === 'person') ?? whole
  }
  return whole
}

function kindOf(
  tokens: readonly NameToken[],
  from: number,
  to: number,
): { kind: Kind | undefined; many: boolean; isMail: boolean } {
  let all = 0
  let first = 0
  let last = 0
  let end = ''
  for (let i = from; i < to; i++) {
    const bits = labelOf(tokens[i]!.word)
    all |= bits
    if ((bits & ~(Label.filler | Label.closing)) === 0) continue
    first ||= bits
    last = bits
    end = tokens[i]!.word.lower
  }
  const many = (all & Label.many) !== 0
  const isMail = (last & Label.mail) !== 0 && (first & Label.mail) !== 0
  const answer = (kind: Kind | undefined) => ({ kind, many, isMail })
  if (all & Label.surely) return answer('name')
  if (all & Label.address && (all & Label.virtual) === 0) return answer('address')
  if (all & Label.list && (all & (Label.name | Label.person)) === 0) return answer('list')
  if (all & Label.thing)
    return answer(isHeadPerson(first, last, end, tokens[from]!) ? 'person' : all & Label.goods ? 'goods' : 'thing')
  return answer(all & Label.name ? 'name' : all & Label.person ? 'person' : undefined)
}

/** "Class teacher", "Директор школы", "Мектеп директоры" are people, "Телефон клиента" and "Company name" are not. */
function isHeadPerson(first: number, last: number, end: string, { word }: NameToken): boolean {
  const isPerson = (bits: number): boolean => (bits & Label.person) !== 0 && (bits & Label.thing) === 0
  if (word.script === 'latin') return isPerson(last)
  return isPerson(first) || (isPerson(last) && /[ыі]$/u.test(end))
}
