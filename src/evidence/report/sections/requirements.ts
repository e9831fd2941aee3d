import type { Entry } from '../../log/entry-schemas.ts'
import { html, type Html } from '../html.ts'
import { requirementName, type Page } from '../page.ts'
import { badge, code, section, table } from '../parts.ts'

type PurposeCheck = Extract<Entry, { type: 'purpose.check' }>

/** The gate's answers, as they stand in the log. */
export function checked({ input }: Page): PurposeCheck | undefined {
  return input.entries.find((entry) => entry.type === 'purpose.check')
}

/** Which requirements of the rule sets are met, and which are not. */
export function requirements(page: Page): Html {
  const { words, input } = page
  const w = words.requirements
  const entry = checked(page)
  if (!entry) return section(page, 'requirements', w.heading, html`<p>${w.missing}</p>`)
  const kinds = { pass: 'good', fail: 'bad', 'not-applicable': 'plain' } as const
  return section(
    page,
    'requirements',
    w.heading,
    html`<p>${w.text(entry.ruleSets.join(', ') || w.none)}</p>`,
    table(
      page,
      { hidden: w.heading },
      [{ name: w.id }, { name: w.rule }, { name: w.result }],
      entry.requirements.map(({ id, result }) => [
        code(id),
        requirementName(id, page),
        // The gate cannot know it; each record was asked.
        id === 'R04' && input.manifest.basis === 'consent'
          ? badge('good', w.recordByRecord)
          : badge(kinds[result as keyof typeof kinds] ?? 'warn', w.results[result] ?? result),
      ]),
    ),
  )
}
