import { bars, stack } from '../charts.ts'
import { html, type Html } from '../html.ts'
import { basisName, type ConsentSummary, type Page } from '../page.ts'
import { code, facts, section } from '../parts.ts'

/** Which purpose was asked, on which basis, and what became of the records that were read. */
export function consent(page: Page): Html {
  const { words, locale, input } = page
  const { manifest } = input
  const w = words.consent
  return section(
    page,
    'consent',
    w.heading,
    facts([
      [w.purpose, code(manifest.purpose)],
      [w.processing, code(manifest.processing)],
      [words.verdict.basis, basisName(manifest.basis, page)],
      [words.verdict.asOf, locale.minute(manifest.asOf)],
      [w.register, manifest.registerSha256 && code(manifest.registerSha256)],
    ]),
    flow(page),
    input.consent && manifest.basis === 'consent' ? reasons(page, input.consent) : html`<p>${w.noRegister}</p>`,
  )
}

function flow(page: Page): Html {
  const { words, locale, input } = page
  const { records } = input.manifest
  const w = words.consent
  const ways = [
    { name: w.released, value: records.out, tone: 'used' },
    { name: w.excluded, value: records.excluded, tone: 'left' },
    { name: w.suppressed, value: records.suppressed, tone: 'hidden' },
    { name: w.quarantined, value: records.quarantined, tone: 'bad' },
  ].filter(({ name, value }) => value > 0 || name === w.released)
  return html`<figure>
    <figcaption>
      <strong>${w.flow}</strong> ${w.flowText(words.records(locale, records.in), words.records(locale, records.out))}
    </figcaption>
    ${stack(ways)}
    <ul class="legend">
      ${ways.map(
        ({ name, value, tone }) =>
          html`<li><span class="swatch ${tone}" aria-hidden="true"></span>${name}: ${locale.number(value)}</li>`,
      )}
    </ul>
  </figure>`
}

function reasons(page: Page, summary: ConsentSummary): Html {
  const { words, locale } = page
  const w = words.consent
  const byCount = (counts: Record<string, number>) =>
    Object.entries(counts).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  const rows = [
    ...byCount(summary.used).map(([reason, count]) => ({ reason, count, tone: 'used' as const })),
    ...byCount(summary.excluded).map(([reason, count]) => ({ reason, count, tone: 'left' as const })),
  ]
  const notChecked = summary.notChecked ?? []
  return html`${bars(
      page,
      w.reasons,
      [{ name: w.reason }, { name: w.code }, { name: w.count, numbers: true }],
      rows.map(({ reason, count, tone }) => ({
        cells: [w.reasonNames[reason] ?? reason, reason, locale.number(count)],
        value: count,
        tone,
      })),
    )}
    <p class="note">
      ${'OTHER' in summary.excluded || 'OTHER' in summary.used ? w.folded : undefined} ${w.lastLook}
      ${notChecked.length > 0 ? w.notChecked(notChecked.join(', ')) : undefined}
    </p>`
}
