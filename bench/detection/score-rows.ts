import type { SameType } from './entity-names.ts'
import { covered, fMeasure, matchSpans, nameShape, ratio } from './measures.ts'
import type { BiometricRow, CellRow, ColumnRow, Rows, TextRow } from './rows.ts'
import type { Answer, Found, Request } from './tools.ts'

/** Something that a tool got wrong: never a value of the data, only what kind of thing it was. */
export interface Miss {
  kind: string
  /** labelled type, or the reported one where nothing is there */
  entity: string
  lang?: string
  reason: string
}

export interface TypeCount {
  valid: number
  typed: number
  invalid: number
  wrong: number
}

export interface SetScore {
  valid: number
  typed: number
  any: number
  invalid: number
  wrong: number
  byType: Record<string, TypeCount>
}

export interface TextScore {
  charPrecision: number | null
  charRecall: number | null
  charF2: number | null
  personPrecision: number | null
  personRecall: number | null
  personF1: number | null
  persons: number
}

export interface RowScores {
  cells: { sets: Record<string, SetScore>; ordinary: { rows: number; flagged: number } }
  texts: Record<string, TextScore>
  columns: { pii: number; found: number; clean: number; alarms: number; quasi: number; quasiFound: number }
  biometrics: { yes: number; found: number; no: number; alarms: number }
  misses: Miss[]
}

/** One request a row: cells, texts, columns, biometrics. */
export function requestsOf({ cells, texts, columns, biometrics }: Rows): Omit<Request, 'id'>[] {
  return [
    ...cells.map(({ text }) => ({ text })),
    ...texts.map(({ text }) => ({ text })),
    ...columns.map(({ name, values }) => ({ name, values })),
    ...biometrics.map(({ column, value, values }) => ({ name: column, values: values ?? [value] })),
  ]
}

/** Scores the answers to `requestsOf(rows)`. A value or a span counts as found from `threshold` on. */
export function scoreRows(rows: Rows, answers: readonly Answer[], threshold: number, same: SameType): RowScores {
  const misses: Miss[] = []
  let from = 0
  const next = (list: readonly unknown[]) => answers.slice(from, (from += list.length))
  return {
    cells: scoreCells(rows.cells, next(rows.cells), threshold, same, misses),
    texts: scoreTexts(rows.texts, next(rows.texts), threshold, same, misses),
    columns: scoreColumns(rows.columns, next(rows.columns), threshold, misses),
    biometrics: scoreBiometrics(rows.biometrics, next(rows.biometrics), threshold, misses),
    misses,
  }
}

const foundIn = (answer: Answer, threshold: number): Found[] =>
  (answer.detections ?? []).filter(({ score }) => score >= threshold)

function scoreCells(
  rows: readonly CellRow[],
  answers: readonly Answer[],
  threshold: number,
  same: SameType,
  misses: Miss[],
): RowScores['cells'] {
  const sets: Record<string, SetScore> = {}
  const ordinary = { rows: 0, flagged: 0 }
  rows.forEach((row, i) => {
    const found = foundIn(answers[i]!, threshold)
    if (row.entity === 'NONE') {
      ordinary.rows++
      if (found.length === 0) return
      ordinary.flagged++
      misses.push({ kind: 'ordinary value flagged', entity: found[0]!.entity, reason: 'reported' })
      return
    }
    const set = (sets[row.set] ??= { valid: 0, typed: 0, any: 0, invalid: 0, wrong: 0, byType: {} })
    const type = (set.byType[row.entity] ??= { valid: 0, typed: 0, invalid: 0, wrong: 0 })
    const typed = found.some((d) => same(d.entity, row.entity))
    for (const count of [set, type]) {
      count[row.valid ? 'valid' : 'invalid']++
      if (typed) count[row.valid ? 'typed' : 'wrong']++
    }
    if (row.valid && found.length > 0) set.any++
    if (row.valid && !typed)
      misses.push({
        kind: 'cell missed',
        entity: row.entity,
        reason: found.length > 0 ? `taken for ${found[0]!.entity}` : 'nothing found',
      })
    if (!row.valid && typed) misses.push({ kind: 'invalid cell accepted', entity: row.entity, reason: 'reported' })
  })
  return { sets, ordinary }
}

function scoreTexts(
  rows: readonly TextRow[],
  answers: readonly Answer[],
  threshold: number,
  same: SameType,
  misses: Miss[],
): RowScores['texts'] {
  const result: RowScores['texts'] = {}
  for (const lang of ['en', 'ru', 'kk']) {
    const chars = { gold: 0, found: 0, both: 0 }
    const persons = { gold: 0, found: 0, hit: 0 }
    rows.forEach((row, i) => {
      if (row.lang !== lang) return
      const at = utf16Offsets(row.text)
      const spans = row.spans.map((s) => ({ start: at[s.start]!, end: at[s.end]!, type: s.type }))
      const found = foundIn(answers[i]!, threshold)
      // The Russian and Kazakh texts are labelled for named entities; only these two of them are personal.
      const wanted = lang === 'en' ? spans : spans.filter(({ type }) => type === 'PERSON' || type === 'CONTACT')
      const gold = covered(row.text.length, wanted)
      const mine = covered(row.text.length, found)
      for (let k = 0; k < gold.length; k++) {
        chars.gold += gold[k]!
        chars.found += mine[k]!
        chars.both += gold[k]! & mine[k]!
      }
      const guesses = found.filter((d) => same(d.entity, 'PERSON'))
      const all = spans.filter(({ type }) => type === 'PERSON')
      const { hits, missed, wrong } = matchSpans(all, guesses)
      persons.gold += all.length
      persons.found += guesses.length
      persons.hit += hits.length
      for (const span of missed)
        misses.push({ kind: 'person missed', lang, entity: 'PERSON', reason: shapeOf(row, span) })
      for (const span of wrong)
        misses.push({ kind: 'not a person', lang, entity: 'PERSON', reason: shapeOf(row, span) })
    })
    const [charPrecision, charRecall] = [ratio(chars.both, chars.found), ratio(chars.both, chars.gold)]
    const [personPrecision, personRecall] = [ratio(persons.hit, persons.found), ratio(persons.hit, persons.gold)]
    result[lang] = {
      charPrecision,
      charRecall,
      charF2: fMeasure(charPrecision, charRecall, 2),
      personPrecision,
      personRecall,
      personF1: fMeasure(personPrecision, personRecall),
      persons: persons.gold,
    }
  }
  return result
}

function scoreColumns(
  rows: readonly ColumnRow[],
  answers: readonly Answer[],
  threshold: number,
  misses: Miss[],
): RowScores['columns'] {
  const c = { pii: 0, found: 0, clean: 0, alarms: 0, quasi: 0, quasiFound: 0 }
  rows.forEach(({ pii, type = '' }, i) => {
    const { role = '', confidence = 0, entity = '' } = answers[i]!
    const personal = (role === 'identifier' || role === 'biometric') && confidence >= threshold
    if (pii === true) {
      c.pii++
      if (personal) c.found++
      else misses.push({ kind: 'column missed', entity: type, reason: `taken for ${role || 'nothing'}` })
    } else if (pii === false) {
      c.clean++
      if (!personal) return
      c.alarms++
      misses.push({ kind: 'column flagged', entity, reason: 'reported' })
    } else {
      c.quasi++
      if (role === 'quasi-identifier' || personal) c.quasiFound++
    }
  })
  return c
}

function scoreBiometrics(
  rows: readonly BiometricRow[],
  answers: readonly Answer[],
  threshold: number,
  misses: Miss[],
): RowScores['biometrics'] {
  const c = { yes: 0, found: 0, no: 0, alarms: 0 }
  rows.forEach(({ biometric, type = '', encoding = '' }, i) => {
    const { role, confidence = 0 } = answers[i]!
    const said = role === 'biometric' && confidence >= threshold
    if (biometric === true) {
      c.yes++
      if (said) c.found++
      else misses.push({ kind: 'biometric missed', entity: type, reason: encoding })
    } else if (biometric === false) {
      c.no++
      if (!said) return
      c.alarms++
      misses.push({ kind: 'biometric flagged', entity: type, reason: encoding })
    }
  })
  return c
}

/** UTF-16 offset of every code point of a text, and of its end. */
function utf16Offsets(text: string): number[] {
  const offsets: number[] = []
  let n = 0
  for (const char of text) {
    offsets.push(n)
    n += char.length
  }
  offsets.push(n)
  return offsets
}

const shapeOf = ({ text }: TextRow, { start, end }: { start: number; end: number }) => nameShape(text.slice(start, end))
