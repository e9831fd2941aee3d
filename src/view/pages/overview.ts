import { html, type Content, type Html } from '../../evidence/report/html.ts'
import { badge, code, facts, list, section, table } from '../../evidence/report/parts.ts'
import { address, type ViewPage } from '../shell.ts'
import type { SeenRelease, Survey } from '../survey.ts'
import { compareForm } from './compare.ts'

/** Whether the log is whole, and every release that was committed to it. */
export function overview(page: ViewPage, survey: Survey): Content {
  if (!survey.report.ok) return logState(page, survey)
  return [logState(page, survey), releases(page, survey.releases), compareSection(page, survey.releases)]
}

/** Nothing of a log that does not hold is shown beside this. */
export function logState(page: ViewPage, { report }: Survey): Html {
  const { words, view, locale } = page
  const w = view.log
  const { ok, size, signed, origin, root, problems } = report
  return section(
    page,
    'log',
    w.heading,
    html`<p class="verdict">${ok ? badge('good', w.holds) : badge('bad', w.broken)}</p>`,
    ok
      ? html`<p class="lead">${w.holdsText(locale, words.entries(locale, size), locale.number(signed - 1))}</p>
          <p class="note">${w.self}</p>`
      : html`<p class="lead">${w.brokenText}</p>`,
    facts([
      [w.origin, code(origin)],
      [w.root, code(root)],
    ]),
    problems.length > 0
      ? html`<h3>${w.problems}</h3>
          ${list(problems.slice(0, MOST_PROBLEMS).map(({ message, line }) => `${line === undefined ? '' : `${line}: `}${message}`))}`
      : undefined,
  )
}

const MOST_PROBLEMS = 20

function releases(page: ViewPage, all: readonly SeenRelease[]): Html {
  const { view, locale } = page
  const w = view.releases
  if (all.length === 0) return section(page, 'releases', w.heading, html`<p>${w.none}</p>`)
  const columns = [
    { name: w.release },
    { name: w.dataset },
    { name: w.made },
    { name: w.purpose },
    { name: w.records, numbers: true as const },
    { name: w.state },
    { name: w.proof },
  ]
  return section(
    page,
    'releases',
    w.heading,
    table(
      page,
      { hidden: w.heading },
      columns,
      all.map((release) => [
        canBeRead(release)
          ? html`<a href="${address(page, 'release', { id: release.release })}">${code(release.release)}</a>`
          : code(release.release),
        release.manifest?.dataset ?? '',
        locale.minute(release.time),
        release.manifest ? `${release.manifest.purpose} / ${release.manifest.processing}` : '',
        locale.number(release.records),
        state(page, release),
        html`<a href="${address(page, 'proof', { run: release.release })}">${w.download}</a>`,
      ]),
    ),
    html`<p class="note">${view.proof.text}</p>`,
  )
}

/** Whether a report of it can be asked for. */
export function canBeRead({ purged, place, manifest }: SeenRelease): boolean {
  return !purged && (manifest !== undefined || isAddress(place))
}

function isAddress(place: string | undefined): boolean {
  return place?.includes('://') ?? false
}

function state({ view }: ViewPage, { purged, place, manifest }: SeenRelease): Html {
  const w = view.releases.states
  if (purged) return badge('plain', w.purged)
  if (manifest?.approval?.approved.length === 0) return badge('bad', w.unapproved)
  if (manifest) return manifest.mode === 'enforce' ? badge('good', w.there) : badge('bad', w.never)
  // Whoever asks for its report is told beforehand where that is read from: nobody signed the place.
  return isAddress(place) ? html`${badge('plain', w.elsewhere)} ${code(place!)}` : badge('warn', w.gone)
}

function compareSection(page: ViewPage, all: readonly SeenRelease[]): Html | undefined {
  const there = all.filter(canBeRead)
  if (there.length < 2) return undefined
  return section(page, 'compare-two', page.view.comparison.heading, compareForm(page, there, there[1]!, there[0]!))
}
