import { html, type Html } from '../html.ts'
import { terms, type Page } from '../page.ts'
import { facts, list, section } from '../parts.ts'

// What ends a report.

export function limits(page: Page): Html {
  const w = page.words.limits
  return section(page, 'limits', w.heading, list(w.points))
}

export function glossary(page: Page): Html {
  return section(
    page,
    'glossary',
    page.words.glossary.heading,
    facts(terms(page).map(({ term, text }) => [term, text])),
  )
}

export function annex(page: Page): Html {
  const w = page.words.annex
  return section(page, 'annex', w.heading, html`<p>${w.text}</p>`)
}
