import type { ManifestField } from '../release/manifest.ts'
import type { SourceRisk } from '../release/risk.ts'
import { html, type Content, type Html } from './html.ts'
import { CATALOGUES } from './languages/catalogue.ts'
import { localeOf, LANGUAGES, type Language } from './locale.ts'
import { basisName, term, type Page, type ReportInput } from './page.ts'
import { badge, code, section, table } from './parts.ts'
import { methodName } from './sections/fields.ts'
import { sheet } from './sheet.ts'
import type { ShownRule } from './shown-rules.ts'

/** Two releases, the older first. */
export type Two = readonly [ReportInput, ReportInput]
type Words = Omit<Page, 'input'>

/** What differs between two releases, as a page of its own. */
export function comparison(two: Two, languages: readonly Language[] = LANGUAGES): string {
  const [a, b] = two.map(({ manifest }) => manifest) as [ReportInput['manifest'], ReportInput['manifest']]
  return sheet({
    title: `${a.dataset} ↔ ${b.dataset} · perde`,
    running: `perde · ${a.release} · ${b.release}`,
    version: b.perde,
    languages,
    heading: (language) => ({
      title: CATALOGUES[language].comparison.title,
      of: a.dataset === b.dataset ? a.dataset : `${a.dataset}, ${b.dataset}`,
    }),
    sections: (language) =>
      compared(two, {
        words: CATALOGUES[language],
        locale: localeOf(language),
        id: (name) => `${language}-${name}`,
      }),
  })
}

/** The same as sections of another page. */
export function compared(two: Two, page: Words): { id: string; heading: string; content: Html }[] {
  const { words } = page
  const w = words.comparison
  const parts = [
    { name: 'summary', heading: w.summary, content: summary(two, page) },
    { name: 'counts', heading: w.counts, content: counts(two, page) },
    { name: 'risk', heading: words.risk.heading, content: risks(two, page) },
    { name: 'fields', heading: w.fields, content: fields(two, page) },
  ]
  return parts.map(({ name, heading, content }) => ({
    id: page.id(name),
    heading,
    content: section(page, name, heading, content),
  }))
}

/** A point that may differ: how it is told, and what is compared where the words are not it. */
interface Point {
  name: string
  told: readonly [Content, Content]
  same: boolean
}

function point(name: string, two: Two, of: (input: ReportInput) => string | undefined, told = of): Point {
  return {
    name,
    told: two.map((input) => told(input)) as unknown as [Content, Content],
    same: of(two[0]) === of(two[1]),
  }
}

function summary(two: Two, page: Words): Html {
  const { words, locale } = page
  const w = words.comparison
  const digest = (name: string, of: (input: ReportInput) => string | undefined) =>
    point(name, two, of, (input) => of(input)?.slice(0, 16) ?? words.none)
  const points = [
    point(words.verdict.dataset, two, ({ manifest }) => manifest.dataset),
    point(w.use, two, ({ manifest }) => (manifest.mode === 'enforce' ? words.verdict.usable : words.verdict.notUsable)),
    point(w.outputClass, two, ({ manifest }) => term(manifest.outputClass, page).term),
    point(words.consent.purpose, two, ({ manifest }) => manifest.purpose),
    point(words.consent.processing, two, ({ manifest }) => manifest.processing),
    point(words.verdict.basis, two, ({ manifest }) => basisName(manifest.basis, page)),
    point(
      words.verdict.asOf,
      two,
      ({ manifest }) => manifest.asOf,
      ({ manifest }) => locale.minute(manifest.asOf),
    ),
    digest(words.provenance.policy, ({ manifest }) => manifest.policySha256),
    digest(words.provenance.plan, ({ manifest }) => manifest.planSha256),
    digest(words.consent.register, ({ manifest }) => manifest.registerSha256),
    point(words.verdict.keep, two, ({ manifest }) =>
      manifest.retainUntil === undefined ? words.notStated : locale.day(manifest.retainUntil),
    ),
    point(words.provenance.tool, two, ({ manifest }) => `perde ${manifest.perde}`),
  ]
  const changed = points.filter(({ same }) => !same).length
  return html`<p>${w.tells(changed, points.length)}</p>
    ${table(
      page,
      { hidden: w.summary },
      [{ name: w.what }, ...two.map((input, i) => ({ name: named(input, i, page) })), { name: w.difference }],
      points.map(({ name, told, same }) => [
        name,
        ...told.map((text) => (typeof text === 'string' && /^[0-9a-f]{16}$/.test(text) ? code(`${text}…`) : text)),
        same ? badge('plain', w.same) : badge('warn', w.changed),
      ]),
    )}`
}

function named({ manifest }: ReportInput, i: number, { words, locale }: Words): string {
  return `${i === 0 ? words.comparison.first : words.comparison.second}: ${manifest.release}, ${locale.minute(manifest.created)}`
}

/** A row of numbers: two of them, and by how much the second is more. */
function row(name: string, [a, b]: readonly [number, number], { locale }: Words): Content[] {
  const by = b - a
  return [
    name,
    locale.number(a),
    locale.number(b),
    by === 0 ? '0' : `${by > 0 ? '+' : '−'}${locale.number(Math.abs(by))}`,
  ]
}

function counts(two: Two, page: Words): Html {
  const { words } = page
  const w = words.consent
  const of = (key: keyof ReportInput['manifest']['records']) =>
    two.map(({ manifest }) => manifest.records[key]) as [number, number]
  const reasons = [...new Set(two.flatMap(({ consent }) => Object.keys(consent?.excluded ?? {})))].sort()
  const numbers = [
    { name: words.comparison.first },
    { name: words.comparison.second },
    { name: words.comparison.difference },
  ]
  const columns = numbers.map((column) => ({ ...column, numbers: true as const }))
  const main = [
    row(w.read, of('in'), page),
    row(w.released, of('out'), page),
    row(w.excluded, of('excluded'), page),
    row(w.suppressed, of('suppressed'), page),
    row(w.quarantined, of('quarantined'), page),
  ]
  return html`${table(page, { hidden: words.comparison.counts }, [{ name: words.comparison.what }, ...columns], main)}${
    reasons.length > 0
      ? table(
          page,
          w.reasons,
          [{ name: w.reason }, ...columns],
          reasons.map((reason) =>
            row(
              w.reasonNames[reason] ?? reason,
              two.map(({ consent }) => consent?.excluded[reason] ?? 0) as [number, number],
              page,
            ),
          ),
        )
      : undefined
  }`
}

function risks(two: Two, page: Words): Html {
  const { words, locale } = page
  const w = words.risk
  const sources = [...new Set(two.flatMap(({ risk }) => Object.keys(risk.sources)))].sort()
  const measured: [string, (source: SourceRisk) => number | null | undefined, (n: number) => string][] = [
    [w.k, ({ k }) => k, locale.number],
    [w.unique, ({ risk }) => risk?.unique, locale.share],
    [w.prosecutor, ({ risk }) => risk?.prosecutor, locale.share],
    [w.marketer, ({ risk }) => risk?.marketer, locale.share],
    [w.attack, ({ reidentified }) => reidentified, locale.share],
    [w.loss, ({ anonymity }) => anonymity?.loss, locale.share],
  ]
  const tables = sources.flatMap((name) => {
    const pair = two.map(({ risk }) => risk.sources[name])
    const rows = measured.flatMap(([what, of, told]) => {
      const [a, b] = pair.map((source) => source && of(source))
      if (isNone(a) && isNone(b)) return []
      const text = (n: number | null | undefined) => (isNone(n) ? words.notMeasured : told(n))
      return [
        [
          what,
          text(a),
          text(b),
          a === b ? badge('plain', words.comparison.same) : badge('warn', words.comparison.changed),
        ],
      ]
    })
    if (rows.length === 0) return []
    const columns = [words.comparison.first, words.comparison.second].map((name) => ({ name, numbers: true as const }))
    return [
      table(
        page,
        words.comparison.riskOf(name),
        [{ name: words.comparison.what }, ...columns, { name: words.comparison.difference }],
        rows,
      ),
    ]
  })
  return tables.length > 0 ? html`${tables}` : html`<p>${w.none}</p>`
}

function isNone(n: number | null | undefined): n is null | undefined {
  return n === null || n === undefined
}

function fields(two: Two, page: Words): Html {
  const { words, locale } = page
  const w = words.comparison
  const name = ({ source, path }: ManifestField) => `${source}/${path}`
  const [a, b] = two.map(
    ({ manifest }) => new Map(manifest.fields.map((field) => [name(field), treated(field, page)])),
  ) as [Map<string, string>, Map<string, string>]
  const all = [...new Set([...a.keys(), ...b.keys()])].sort()
  const differ = all.filter((field) => a.get(field) !== b.get(field))
  const samePlan = two[0].manifest.planSha256 === two[1].manifest.planSha256
  const changed = rules(two, page)
  const unlike = changed ? w.fieldsRules : w.fieldsPlan
  if (differ.length === 0)
    return html`<p>${samePlan ? w.fieldsSame : unlike}</p>
      ${changed}`
  return html`<p>${w.fieldsText(locale, differ.length, all.length - differ.length)}</p>
    ${table(
      page,
      { hidden: w.fields },
      [words.done.field, w.first, w.second].map((column) => ({ name: column })),
      differ.map((field) => [
        code(field),
        a.get(field) ?? badge('warn', w.absent),
        b.get(field) ?? badge('warn', w.absent),
      ]),
    )}${changed}`
}

/** Rules of the two plans that are not the same, as far as they can be shown; undefined: none, or a plan was not read. */
function rules([a, b]: Two, page: Words): Html | undefined {
  const w = page.words.comparison
  if (!a.rules || !b.rules) return undefined
  const [first, second] = [a.rules, b.rules]
  const names = [...new Set([...first.keys(), ...second.keys()])].sort()
  const differ = names.filter((name) => first.get(name)?.whole !== second.get(name)?.whole)
  if (differ.length === 0) return undefined
  const told = (rule: ShownRule | undefined) => (rule ? code(rule.text) : badge('warn', w.absent))
  return table(
    page,
    w.rules,
    [page.words.done.field, w.first, w.second, w.difference].map((name) => ({ name })),
    differ.map((name) => {
      const [one, other] = [first.get(name), second.get(name)]
      // What is behind an ellipsis is not shown, and that it is another is.
      const hidden = one?.text === other?.text
      return [code(name), told(one), told(other), badge('warn', hidden ? w.rulesHidden : w.changed)]
    }),
  )
}

function treated(field: ManifestField, { words }: Words): string {
  const role = words.found.roles[field.role] ?? field.role
  return `${role}: ${methodName(words.done, field)}${field.conditional ? ` (${words.done.conditional})` : ''}`
}
