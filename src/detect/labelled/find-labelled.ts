/**
 * Names in forms, by their labels and the layout: behind `Аты-жөні:`, in a list below "Present:", in the columns of a pasted
 * table, between underscores, under the last line of a letter. A name there needs to be in no list. And what in a form is no
 * name: its labels themselves, and what stands behind the labels of things.
 */
import type { Candidate } from '../recogniser.ts'
import { tokenFrom } from '../names/tokens.ts'
import type { NameToken } from '../names/tokens.ts'
import { evidenceOf, partsOf } from '../names/words.ts'
import { fillIns, signatures } from './signatures.ts'
import { Label, labelOf } from './label-words.ts'
import { isName, runAt } from './label-values.ts'
import type { Care, Run } from './label-values.ts'
import { isShouting, labelsOf } from './read-labels.ts'
import type { FormLabel } from './read-labels.ts'
import { namesInRegisters, namesInSlashes, registerExpressions } from './registers.ts'
import { cellsOfTables } from './pasted-tables.ts'
import type { ThingCell } from './pasted-tables.ts'

/** The names found otherwise, with those of forms and without what is none in a form. `tokens`: of `nameTokens(text)`. */
export function withLabelled(
  text: string,
  tokens: readonly NameToken[],
  found: readonly Candidate[],
): readonly Candidate[] {
  let bits = 0
  for (const { word } of tokens) bits |= labelOf(word)
  const marked = MARKS.test(text)
  const rows = text.includes('\n') || (text.includes('/') && SLASHES.test(text))
  if ((bits & ANY) === 0 && !marked && !rows) return found
  const form: Form = { text, tokens, shouting: isShouting(tokens), names: [] }
  const { names, things, heads } = marked ? cellsOfTables(text, tokens) : NO_CELLS
  const labels = bits & LABELS ? labelsOf(tokens, text) : []
  let head = 0
  for (const label of labels) {
    while (head < heads.length && heads[head]!.end < label.value) head++
    if (head < heads.length && heads[head]!.start <= tokens[label.from]!.start) continue
    if (label.kind === 'list') readBelow(form, label)
    else if (label.kind === 'name' || label.kind === 'person') readValue(form, label)
  }
  if (text.includes(': ')) for (const token of behindColons(form, labels)) take(form, ownRun(form, token), 'layout')
  for (const { token, kind } of names) take(form, runAt(text, tokens, token), kind)
  if (rows)
    for (const { start, end } of [...namesInRegisters(text, tokens), ...namesInSlashes(text, tokens)])
      form.names.push({ start, end, score: SCORES.layout, why: [WHY.layout] })
  for (const { token, care } of fillIns(text, tokens)) take(form, runAt(text, tokens, token), care)
  if (bits & (Label.closing | Label.myself) || text.includes('\n--'))
    for (const token of signatures(text, tokens)) take(form, runAt(text, tokens, token), 'person')
  if (form.names.length === 0 && labels.length === 0 && things.length === 0 && (bits & Label.closing) === 0)
    return found
  form.names.sort((a, b) => a.start - b.start || b.end - a.end)
  const kept = withoutLabels(form, labels, things, found)
  return [...kept, ...form.names]
}

/** Signs of tables and blanks. */
const MARKS = /__|[|;\t]| {3}/
/** Signs of signatures between slashes. */
const SLASHES = /(?:^|[\s_])\/ ?\p{Lu}/u
const LABELS = Label.surely | Label.name | Label.person | Label.thing | Label.list | Label.address | Label.initial
const ANY = LABELS | Label.closing | Label.myself
const NO_CELLS = { names: [], things: [], heads: [] }
/** For the test of linear time. */
export const labelledExpressions: readonly RegExp[] = [MARKS, SLASHES, ...registerExpressions]

interface Form {
  text: string
  tokens: readonly NameToken[]
  shouting: boolean
  names: Candidate[]
}

const SCORES: Readonly<Record<Care, number>> = { name: 0.85, person: 0.66, known: 0.6, layout: 0.6 }

/** Takes the run as a name, if it is one. */
function take(form: Form, run: Run | undefined, care: Care): boolean {
  if (!run || !isName(form.tokens, run, care, form.shouting)) return false
  const last = form.tokens[run.to - 1]!
  const dotted = last.shape === 'initial' && form.text[last.end] === '.'
  form.names.push({
    start: form.tokens[run.from]!.start,
    end: dotted ? last.end + 1 : last.end,
    score: SCORES[care],
    why: [WHY[care]],
  })
  return true
}

const WHY: Readonly<Record<Care, string>> = {
  name: 'behind the label of a name',
  person: 'behind the label of a person',
  known: 'behind a person in a form',
  layout: 'by its place in a form',
}

/** Names right behind a label, further ones behind commas, and lists on the lines below. */
function readValue(form: Form, label: FormLabel): void {
  const { text, tokens } = form
  const at = tokenFrom(tokens, label.to, label.value)
  const first = tokens[at]
  if (!first) return
  const lines = linesBetween(text, label.value, first.start)
  const below = label.mark === 'line' || lines > 0
  if (below) {
    if (label.mark === 'weak' || label.mark === 'space' || lines > 2) return
    readBelow(form, label)
    return
  }
  // A number, a sum or a sign is the value.
  if (!/^[\s_.…"«“(-]*$/u.test(text.slice(label.value, first.start))) return
  const care: Care = label.kind === 'name' ? 'name' : 'person'
  const start = behindRole(form, at)
  const run = ownRun(form, start)
  if (!run) return
  if (label.mark === 'greeting') run.fills ||= /[,!]/.test(text[tokens[run.to - 1]!.end] ?? '')
  // "фамилия Шот. Звоните", "фамилия Тё, запишите"
  if (label.mark === 'space' && run.to - run.from === 1 && isOfSurname(tokens[label.to - 1]!))
    run.fills ||= /[,.;!?]/.test(text[tokens[run.to - 1]!.end] ?? '') && !run.lower
  const weak = label.mark === 'weak' || label.mark === 'space'
  if (weak && !run.fills) return
  if (label.mark === 'space' && care === 'person' && !form.shouting && !isWrittenAsName(tokens, run)) return
  if (startsLabel(text, tokens, run)) return
  const joined = care === 'name' || !label.many ? withGivenName(form, run) : run
  if (!take(form, joined, care) && care === 'name' && !label.many) return
  readRest(form, joined.to, label.many)
}

function isOfSurname({ word }: NameToken): boolean {
  return (labelOf(word) & Label.surely) !== 0 && word.script === 'cyrillic'
}

/** Behind labels that no list has, "Leaver: …": where a value begins, at the first colon of a line. */
function behindColons({ text, tokens }: Form, labels: readonly FormLabel[]): number[] {
  const found: number[] = []
  let label = 0
  for (let i = 1; i < tokens.length; i++) {
    const { start, shape } = tokens[i]!
    if (shape === 'lower' || text.charCodeAt(start - 2) !== COLON || text.charCodeAt(start - 1) !== SPACE) continue
    while (label < labels.length && labels[label]!.value < start - 1) label++
    if (label < labels.length && labels[label]!.value <= start) continue
    const line = text.slice(Math.max(0, start - LONGEST_LABEL), start - 2)
    if (/(?:^|\n)(?:\d{1,2}[.)] )?[\p{L} /()-]{2,40}$/u.test(line) && line.length < LONGEST_LABEL - 2) found.push(i)
    else if (/\n(?:\d{1,2}[.)] )?[\p{L} /()-]{2,40}$/u.test(line)) found.push(i)
  }
  return found
}

const COLON = 0x3a
const SPACE = 0x20
const LONGEST_LABEL = 48

/** In capitals, or with an initial. */
function isWrittenAsName(tokens: readonly NameToken[], { from, to }: Run): boolean {
  const words = tokens.slice(from, to)
  return words.some((t) => t.shape === 'initial') || (words.length > 1 && words.every((t) => t.shape === 'upper'))
}

/** "Фамилия: Имя: …": what follows is a label itself. */
function startsLabel(text: string, tokens: readonly NameToken[], { to }: Run): boolean {
  const last = tokens[to - 1]!
  return /^ ?[:=]/.test(text.slice(last.end, last.end + 2)) && labelOf(last.word) !== 0
}

/** Behind ", " and "and" one after the other, on one line. */
function readRest(form: Form, from: number, many: boolean): void {
  const { text, tokens } = form
  let to = from
  for (let n = 0; n < MOST_IN_ROW; n++) {
    const gap = /^[.»”"]?(?: ?\([^()\n]{1,40}\)|, \d{1,3}(?:\s?\p{L}{1,6})?)?(?:, | \/ | & | - )/u.exec(
      text.slice(tokens[to - 1]!.end, tokens[to - 1]!.end + 60),
    )
    const next = tokens[to]
    if (!next) return
    const behindAnd = next.start - tokens[to - 1]!.end === 1 && AND.has(next.word.lower)
    if (!gap && !behindAnd) return
    const at = behindAnd ? to + 1 : tokenFrom(tokens, to, tokens[to - 1]!.end + gap![0].length)
    const run = ownRun(form, behindRole(form, at))
    if (!run || (run.lower && !behindAnd)) return
    if (!take(form, run, many ? 'person' : 'known')) return
    to = run.to
  }
}

const MOST_IN_ROW = 40
const AND = new Set(['and', 'и', 'және', 'мен', 'пен', 'бен'])

/** Words that may be a name, to the end of the line or to a comma. */
function ownRun({ text, tokens }: Form, at: number): Run | undefined {
  const run = runAt(text, tokens, at)
  if (!run) return undefined
  const next = tokens[run.to]
  // "Клиент: Алло, здравствуйте" is talk.
  const goesOn =
    next?.shape === 'lower' &&
    labelOf(next.word) === 0 &&
    run.to - run.from === 1 &&
    TALK.test(text.slice(tokens[run.to - 1]!.end, next.end + 1))
  return { ...run, fills: run.fills || (text[tokens[run.to - 1]!.end] === ',' && !goesOn) }
}

/** A word behind the comma, and no number behind that: ", вн. 114", ", plate 123". */
const TALK = /^, \p{L}{1,40}(?:[^. ]|$)|^, \p{L}{1,40} $/u

/** "муж, Шерзод", "кладовщик Рыба И.", "Mr Kovačević", "lodger - Mr B. K.": the name stands behind what somebody is. */
function behindRole({ text, tokens }: Form, at: number): number {
  let from = at
  for (let n = 0; n < 3; n++) {
    const token = tokens[from]
    const next = tokens[from + 1]
    if (!token || !next) return from
    const isRole = token.shape === 'lower' && ((labelOf(token.word) & Label.person) !== 0 || isJob(token))
    if (!isRole && !FORM_OF_ADDRESS.test(token.word.lower)) return from
    if (!/^(?:, | - | — |\.? )$/.test(text.slice(token.end, next.start))) return from
    from++
  }
  return from
}

/** "кладовщик", "қоймашы", "plumber" */
function isJob({ word }: NameToken): boolean {
  return word.kazakh ? /(?:шы|ші|гер|кер)$/u.test(word.lower) : JOB.test(word.lower) && partsOf(word) !== 0
}

const JOB = /(?:щик|щица|ник|ница|арь|тель|ист|ист(?:ка)|ер|ор|er|or|ist|man|nurse)$/u

const FORM_OF_ADDRESS = /^(?:mr|mrs|ms|miss|mx|dr|prof|rev|г-н|г-жа|господин|госпожа|мырза|ханым)$/

/** "PHANTHAVONG, KEO S": a surname and a given name behind its comma. */
function withGivenName({ text, tokens, shouting }: Form, run: Run): Run {
  const last = tokens[run.to - 1]!
  const next = tokens[run.to]
  if (run.to - run.from > 1 || run.lower || !next || text.slice(last.end, next.start) !== ', ') return run
  const given = runAt(text, tokens, run.to)
  if (!given || given.lower || given.to - given.from > 2) return run
  const isGiven =
    evidenceOf(next.word).given >= 0.5 ||
    (given.fills && (shouting || (next.shape === 'upper' && last.shape === 'upper')))
  return isGiven && evidenceOf(tokens[run.from]!.word).given < 0.5 ? { ...given, from: run.from } : run
}

/** The line below a label, or a list of them: "1. …", "- …". */
function readBelow(form: Form, label: FormLabel): void {
  const { text, tokens } = form
  const care: Care = label.kind === 'list' ? 'layout' : label.kind === 'name' ? 'name' : 'person'
  const at = tokenFrom(tokens, label.to, label.value)
  if (!text.slice(label.value, tokens[at]?.start).includes('\n') && label.mark !== 'line') return
  const sure = label.mark === 'sure'
  let next = at
  for (let n = 0; n < MOST_IN_ROW && next < tokens.length; n++) {
    const first = tokens[next]!
    const line = text.slice(text.lastIndexOf('\n', first.start - 1) + 1, first.start)
    if (!/^ {0,8}(?:(?:\d{1,2}|\p{L})[.)]|[-–—•*])? {0,3}(?:\p{Lu}: )?["«_]*$/u.test(line)) return
    const run = ownRun(form, behindRole(form, next))
    if (!run || run.lower) return
    const many = label.many || label.kind === 'list' || /\d|[-–—•*]/u.test(line)
    // Without a colon the line has to be nothing but the name.
    if (!run.fills && !(sure && many)) return
    if (!sure && startsLabel(text, tokens, run)) return
    if (text[tokens[run.to - 1]!.end] === ':') return
    const named = many ? run : withGivenName(form, run)
    if (!take(form, named, many && care === 'name' ? 'person' : care)) {
      if (n > 0 || !many) return
    } else if (many) readRest(form, run.to, true)
    if (!many) return
    const end = text.indexOf('\n', tokens[run.to - 1]!.end)
    if (end < 0 || text[end + 1] === '\n') return
    next = tokenFrom(tokens, run.to, end)
  }
}

function linesBetween(text: string, from: number, to: number): number {
  let lines = 0
  for (let i = from; i < to; i++) if (text.charCodeAt(i) === 0x0a) lines++
  return lines
}

/** Without what was taken for a name and is a label, or stands behind the label of a thing. */
function withoutLabels(
  form: Form,
  labels: readonly FormLabel[],
  things: readonly ThingCell[],
  found: readonly Candidate[],
): Candidate[] {
  const { tokens, names } = form
  let label = 0
  let name = 0
  let thing = 0
  const kept: Candidate[] = []
  for (const one of [...found].sort((a, b) => a.start - b.start)) {
    while (name < names.length && names[name]!.end <= one.start) name++
    const isNamed = name < names.length && names[name]!.start < one.end
    // The last label that begins before it or with it.
    while (label + 1 < labels.length && tokens[labels[label + 1]!.from]!.start <= one.start) label++
    while (thing < things.length && things[thing]!.end <= one.start) thing++
    if (!isNamed && things[thing] && things[thing]!.start <= one.start && one.end <= things[thing]!.end) continue
    if (!isNamed && isClosing(form, one)) continue
    if (isNamed && label < labels.length && beginsInLabel(form, labels[label]!, one)) continue
    if (isNamed || label >= labels.length || !isOfLabel(form, labels[label]!, one)) kept.push(one)
  }
  return kept
}

/** "НАУҚАС ТЕГІ ШЫНЫБЕК" as one name, where the label ends behind the second word. */
function beginsInLabel({ tokens }: Form, label: FormLabel, { start, end }: Candidate): boolean {
  const last = tokens[label.to - 1]!
  const first = tokens[tokenFrom(tokens, label.from, start)]!
  return start < last.end && end > last.end && (labelOf(first.word) & SAYS) !== 0
}

function isOfLabel({ text, tokens }: Form, label: FormLabel, { start, end }: Candidate): boolean {
  const first = tokens[label.from]!
  if (first.start > start || !label.leads) return false
  if (end <= tokens[label.to - 1]!.end) {
    const one = tokens[tokenFrom(tokens, label.from, start)]!
    return label.mark !== 'space' && one.end >= end && (labelOf(one.word) & SAYS) !== 0
  }
  if (label.kind !== 'goods' || label.mark !== 'sure' || start < label.value || start - label.value > LONGEST_VALUE)
    return false
  return !/[\n;|\t]/.test(text.slice(label.value, start)) && isFeeble(tokens, label.to, start, end)
}

/** "Құрметпен, …" */
function isClosing({ tokens }: Form, { start, end }: Candidate): boolean {
  const token = tokens[tokenFrom(tokens, 0, start)]!
  return token.end >= end && (labelOf(token.word) & Label.closing) !== 0
}

const SAYS = Label.surely | Label.name | Label.person | Label.thing
const LONGEST_VALUE = 120

/** One or two words, and nobody for whom or by whom. */
function isFeeble(tokens: readonly NameToken[], from: number, start: number, end: number): boolean {
  const first = tokenFrom(tokens, from, start)
  const behind = tokenFrom(tokens, first, end)
  return behind - first < 3 && !(first > from && FOR.has(tokens[first - 1]!.word.lower))
}

const FOR = new Set('для от у к кому ип жк for from by of to mr mrs ms dr үшін'.split(' '))
