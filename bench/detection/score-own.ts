import type { SameType } from './entity-names.ts'
import { halfOf, KINDS, LANGS, turnOf, TURNS, type LabelledText, type Span } from './marked-texts.ts'
import { covered, fMeasure, matchSpans, nameShape, ratio } from './measures.ts'
import type { Miss } from './score-rows.ts'
import type { Answer, Found } from './tools.ts'

/** So many texts of a group, and how many of them something is wrong with. */
export interface Share {
  of: number
  hits: number
}

export interface OwnScore {
  /** texts with something personal, of which a letter or digit is outside every detection */
  leaks: Share
  leaksByKind: Record<string, Share>
  leaksByLang: Record<string, Share>
  leaksByTurn: Record<string, Share>
  /** texts with nothing personal in which something identifying is reported */
  alarms: Share
  alarmsByLang: Record<string, Share>
  alarmsByTurn: Record<string, Share>
  /** letters and digits of personal spans */
  charPrecision: number | null
  charRecall: number | null
  charF2: number | null
  persons: Record<string, { gold: number; precision: number | null; recall: number | null; f1: number | null }>
  /** personal spans by type, and how many of them are covered to the last letter and digit */
  byType: Record<string, Share>
}

export interface OwnScores {
  dev: OwnScore
  held: OwnScore
  /** of the half that may be looked at */
  misses: Miss[]
}

/** Labelled so that nobody is surprised by a detection there; nobody's secret. */
const NOT_PERSONAL = new Set(['bin'])

/** Scores the answers to the own set, in its order, each half alone. */
export function scoreOwn(
  texts: readonly LabelledText[],
  answers: readonly Answer[],
  threshold: number,
  same: SameType,
  identifying: (entity: string) => boolean,
): OwnScores {
  const misses: Miss[] = []
  const half = (name: 'dev' | 'held') => {
    const rows = texts.flatMap((text, i) => (halfOf(text.id) === name ? [judge(text, answers[i]!, threshold)] : []))
    return score(rows, same, identifying, name === 'dev' ? misses : [])
  }
  return { dev: half('dev'), held: half('held'), misses }
}

interface Row {
  text: LabelledText
  found: Found[]
  /** personal spans */
  gold: Span[]
  /** of them, with the letters and digits that no detection covers */
  leaking: { span: Span; open: number; of: number }[]
}

function judge(text: LabelledText, answer: Answer, threshold: number): Row {
  const found = (answer.detections ?? []).filter((d) => d.score >= threshold)
  const gold = text.spans.filter(({ type }) => !NOT_PERSONAL.has(type))
  const mine = covered(text.text.length, found)
  const signs = lettersAndDigits(text.text)
  const leaking = gold.flatMap((span) => {
    let [open, of] = [0, 0]
    for (let i = span.start; i < span.end; i++) {
      of += signs[i]!
      if (mine[i] === 0) open += signs[i]!
    }
    return open > 0 ? [{ span, open, of }] : []
  })
  return { text, found, gold, leaking }
}

function score(rows: readonly Row[], same: SameType, identifying: (e: string) => boolean, misses: Miss[]): OwnScore {
  const personal = rows.filter((r) => r.gold.length > 0)
  const quiet = rows.filter((r) => r.text.spans.length === 0)
  const leaks = (list: readonly Row[]) => share(list, (r) => r.leaking.length > 0)
  const alarms = (list: readonly Row[]) => share(list, (r) => r.found.some((d) => identifying(d.entity)))
  for (const { text, leaking } of personal)
    for (const leak of leaking)
      misses.push({ kind: 'leak', lang: text.lang, entity: leak.span.type, reason: leakReason(text, leak) })
  for (const { text, found } of quiet)
    for (const d of found)
      if (identifying(d.entity))
        misses.push({ kind: 'false alarm in a quiet text', lang: text.lang, entity: d.entity, reason: 'reported' })
  const names = TURNS.map(({ name }) => name)
  const inTurn = (name: string) => (r: Row) => names[turnOf(r.text.id)] === name
  return {
    leaks: leaks(personal),
    leaksByKind: byGroup(KINDS, (kind) => leaks(personal.filter((r) => r.text.kind === kind))),
    leaksByLang: byGroup(LANGS, (lang) => leaks(personal.filter((r) => r.text.lang === lang))),
    leaksByTurn: byGroup(names, (name) => leaks(personal.filter(inTurn(name)))),
    alarms: alarms(quiet),
    alarmsByLang: byGroup(LANGS, (lang) => alarms(quiet.filter((r) => r.text.lang === lang))),
    alarmsByTurn: byGroup(names, (name) => alarms(quiet.filter(inTurn(name)))),
    ...chars(rows, identifying),
    persons: byGroup(LANGS, (lang) => persons(rows, lang, same, misses)),
    byType: spansByType(personal),
  }
}

function persons(rows: readonly Row[], lang: string, same: SameType, misses: Miss[]): OwnScore['persons'][string] {
  const c = { gold: 0, found: 0, hit: 0 }
  for (const { text, gold, found } of rows) {
    if (text.lang !== lang) continue
    const names = gold.filter(({ type }) => type === 'person')
    const guesses = found.filter((d) => same(d.entity, 'PERSON'))
    const { hits, missed, wrong } = matchSpans(names, guesses)
    c.gold += names.length
    c.found += guesses.length
    c.hit += hits.length
    const shape = ({ start, end }: { start: number; end: number }) => nameShape(text.text.slice(start, end))
    for (const span of missed) misses.push({ kind: 'person missed', lang, entity: 'person', reason: shape(span) })
    for (const span of wrong) misses.push({ kind: 'not a person', lang, entity: 'person', reason: shape(span) })
  }
  const [precision, recall] = [ratio(c.hit, c.found), ratio(c.hit, c.gold)]
  return { gold: c.gold, precision, recall, f1: fMeasure(precision, recall) }
}

/** By letters and digits, so that a comma between two parts of an address counts for nobody. */
function chars(rows: readonly Row[], identifying: (entity: string) => boolean) {
  const c = { gold: 0, found: 0, both: 0 }
  for (const { text, gold, found } of rows) {
    const signs = lettersAndDigits(text.text)
    for (const { start, end } of text.spans.filter(({ type }) => NOT_PERSONAL.has(type))) signs.fill(0, start, end)
    const wanted = covered(signs.length, gold)
    const all = covered(signs.length, found)
    // Background, as a place, protects where something personal is and is no error elsewhere.
    const mine = covered(
      signs.length,
      found.filter((d) => identifying(d.entity)),
    )
    for (let i = 0; i < signs.length; i++) {
      if (signs[i] === 0) continue
      c.gold += wanted[i]!
      c.found += mine[i]! | (wanted[i]! & all[i]!)
      c.both += wanted[i]! & all[i]!
    }
  }
  const [charPrecision, charRecall] = [ratio(c.both, c.found), ratio(c.both, c.gold)]
  return { charPrecision, charRecall, charF2: fMeasure(charPrecision, charRecall, 2) }
}

function spansByType(rows: readonly Row[]): Record<string, Share> {
  const types: Record<string, Share> = {}
  for (const { gold, leaking } of rows)
    for (const span of gold) {
      const type = (types[span.type] ??= { of: 0, hits: 0 })
      type.of++
      if (!leaking.some((leak) => leak.span === span)) type.hits++
    }
  return Object.fromEntries(Object.entries(types).sort(([, a], [, b]) => b.of - a.of))
}

/** What kind of thing was not covered, and how much of it; never the thing itself. */
function leakReason(text: LabelledText, { span, open, of }: Row['leaking'][number]): string {
  const value = text.text.slice(span.start, span.end)
  const part = open === of ? 'whole' : 'in part'
  const shape = span.type === 'person' ? nameShape(value) : valueShape(span.type, value)
  return shape === '' ? part : `${part}, ${shape}`
}

function valueShape(type: string, value: string): string {
  if (type === 'address') {
    if (!/\p{Script=Cyrillic}/u.test(value)) return 'Latin'
    return /(?<!\p{L})(?:ул|улица|пр|проспект|мкр|мкр-н|микрорайон|көшесі|к-сі|к|даңғылы|ықш|ықшамаудан)(?!\p{L})/iu.test(
      value,
    )
      ? 'with a word for street or district'
      : 'a bare street name'
  }
  if (!/\d/u.test(value) && type !== 'email' && type !== 'username') return 'in words'
  if (type === 'birth-date') return /\p{L}/u.test(value) ? 'month as a word' : 'digits'
  if (type === 'phone') return value.replace(/\D/gu, '').length < 10 ? 'short' : 'ten digits or more'
  return ''
}

function lettersAndDigits(text: string): Uint8Array {
  const marks = new Uint8Array(text.length)
  for (const { index, 0: run } of text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) marks.fill(1, index, index + run.length)
  return marks
}

const share = (rows: readonly Row[], bad: (row: Row) => boolean): Share => ({
  of: rows.length,
  hits: rows.filter(bad).length,
})

const byGroup = <T>(groups: readonly string[], of: (group: string) => T): Record<string, T> =>
  Object.fromEntries(groups.map((group) => [group, of(group)]))
