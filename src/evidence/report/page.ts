import glossary from '../../../policies/glossary.json' with { type: 'json' }
import type { Entry } from '../log/entry-schemas.ts'
import type { Manifest } from '../release/manifest.ts'
import type { RiskReport } from '../release/risk.ts'
import type { Catalogue } from './languages/catalogue.ts'
import type { Locale } from './locale.ts'
import type { ShownRule } from './shown-rules.ts'

/** What a report is made of: files of a release and nothing else, so that anybody can make it again and compare. */
export interface ReportInput {
  manifest: Manifest
  /** its bytes, as text */
  manifestText: string
  consent: ConsentSummary | undefined
  risk: RiskReport
  /** the files of `proof/` by name, as text */
  proof: Readonly<Record<string, string>>
  /** the entries in it */
  entries: readonly Entry[]
  /** of its plan, where it is held against another release; absent: nobody read it */
  rules?: ReadonlyMap<string, ShownRule>
}

/** The form of `consent-summary.json`. */
export interface ConsentSummary {
  records: { in: number; used: number; excluded: number }
  used: Record<string, number>
  excluded: Record<string, number>
  register?: { sha256: string } | { keyedSha256: string }
  notChecked?: readonly string[]
}

/** One language of a report in the making. */
export interface Page {
  input: ReportInput
  words: Catalogue
  locale: Locale
  /** of an element, as no other language has it */
  id(name: string): string
}

/** Rows of a table before it points to the manifest (decision 34). */
export const MOST_ROWS = 200

/** The term and its meaning in the language of a page. */
export function term(id: string, { locale }: Pick<Page, 'locale'>): { term: string; text: string } {
  return glossary.terms.find((t) => t.id === id)?.[locale.language] ?? { term: id, text: '' }
}

export function terms(page: Page): { term: string; text: string }[] {
  return glossary.terms.map(({ id }) => term(id, page))
}

/** A legal basis in words; what is no word of the table (an article by number) stays as it is written. */
export function basisName(basis: string, { locale }: Pick<Page, 'locale'>): string {
  const names: Readonly<Record<string, Record<string, string>>> = glossary.bases
  return names[basis]?.[locale.language] ?? basis
}

/** What a requirement asks; undefined where the table does not have it. */
export function requirementName(id: string, { locale }: Page): string | undefined {
  const names: Readonly<Record<string, Record<string, string>>> = glossary.requirements
  return names[id]?.[locale.language]
}
