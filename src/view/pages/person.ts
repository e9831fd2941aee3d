import type { Affected } from '../../engine/release/affected.ts'
import { html, type Content, type Html } from '../../evidence/report/html.ts'
import { code, section, table } from '../../evidence/report/parts.ts'
import { address, field, type ViewPage } from '../shell.ts'

/** The form, and what was found for the one who was asked about: never who that is. */
export function person(page: ViewPage, found: Affected | 'invalid' | 'no-key' | undefined): Content {
  const w = page.view.who
  if (found === 'no-key') return [html`<h2>${w.heading}</h2>`, html`<p class="notice">${w.noKey}</p>`]
  return [
    html`<h2>${w.heading}</h2>
      <p>${w.text}</p>
      <form method="post" action="${address(page, 'person')}">
        ${field(
          'subject',
          w.label,
          html`<input
            id="subject"
            name="subject"
            required
            maxlength="1000"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
          />`,
        )}
        <button>${w.button}</button>
      </form>`,
    found === 'invalid'
      ? html`<p role="alert" class="notice">${w.invalid}</p>`
      : found && html`<div role="status">${answer(page, found)}</div>`,
  ]
}

function answer(page: ViewPage, { releases, unknown }: Affected): Html {
  const { view, locale } = page
  const w = view.who
  const where = releases.map(({ release, place, records, rebuild }) => [
    html`<a href="${address(page, 'release', { id: release })}">${code(release)}</a>`,
    code(place),
    locale.number(records),
    code(rebuild),
  ])
  const heading = releases.length === 0 ? w.none : w.found(locale, releases.length)
  return html`${section(
    page,
    'answer',
    heading,
    releases.length === 0
      ? undefined
      : [
          table(
            page,
            { hidden: heading },
            [{ name: w.release }, { name: w.place }, { name: w.records, numbers: true }, { name: w.rebuild }],
            where,
          ),
          html`<p>${w.law}</p>`,
        ],
  )}${
    unknown.length === 0
      ? undefined
      : section(
          page,
          'unknown',
          w.unknown,
          table(
            page,
            { hidden: w.unknown },
            [w.release, w.place, w.why].map((name) => ({ name })),
            unknown.map(({ release, place, why }) => [code(release), code(place), why]),
          ),
        )
  }`
}
