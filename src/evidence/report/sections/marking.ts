import { html, type Html } from '../html.ts'
import type { Page } from '../page.ts'
import { code, facts, section } from '../parts.ts'

/** Which values were invented, and how machines and people are told. */
export function marking(page: Page): Html {
  const { words, input } = page
  const w = words.marking
  const { marking: marks } = input.manifest
  if (!marks) return section(page, 'marking', w.heading, html`<p>${w.none}</p>`)
  return section(
    page,
    'marking',
    w.heading,
    html`<p>${w.text}</p>`,
    facts([
      [w.fields, marks.fields.map((field, i) => html`${i > 0 ? ', ' : undefined}${code(field)}`)],
      [w.mixed, marks.mixed?.map((field, i) => html`${i > 0 ? ', ' : undefined}${code(field)}`)],
      [w.cells, marks.cells === undefined ? undefined : code(marks.cells)],
      [w.tables, marks.tables.join(', ')],
      ['digitalSourceType', code(marks.digitalSourceType)],
    ]),
    html`<p class="notice"><strong>${w.warning}.</strong> ${w.notice}</p>`,
  )
}
