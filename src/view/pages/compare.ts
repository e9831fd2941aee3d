import { compared, type Two } from '../../evidence/report/comparison.ts'
import { html, type Content, type Html } from '../../evidence/report/html.ts'
import { address, choices, field, type ViewPage } from '../shell.ts'
import type { SeenRelease } from '../survey.ts'

/** The form, and below it what differs. */
export function compare(
  page: ViewPage,
  there: readonly SeenRelease[],
  chosen: { first: SeenRelease; second: SeenRelease; two: Two } | undefined,
): Content {
  const [newest, before] = there
  if (!newest || !before) return html`<p>${page.view.comparison.needsTwo}</p>`
  return [
    compareForm(page, there, chosen?.first ?? before, chosen?.second ?? newest),
    chosen ? compared(chosen.two, page).map(({ content }) => content) : undefined,
  ]
}

export function compareForm(
  page: ViewPage,
  there: readonly SeenRelease[],
  first: SeenRelease,
  second: SeenRelease,
): Html {
  const { words, view, locale } = page
  const options = there.map(
    ({ release, time, manifest }) =>
      [release, `${manifest?.dataset ?? ''} ${locale.minute(time)} · …${release.slice(-6)}`] as const,
  )
  return html`<form method="get" action="${address(page, 'compare')}">
    ${field('first', words.comparison.first, choices('first', options, first.release))}
    ${field('second', words.comparison.second, choices('second', options, second.release))}
    <button>${view.comparison.button}</button>
  </form>`
}
