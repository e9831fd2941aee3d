import type { Entry } from '../../evidence/log/entry-schemas.ts'
import { html, type Content } from '../../evidence/report/html.ts'
import { badge, code, table } from '../../evidence/report/parts.ts'
import { address, type ViewPage } from '../shell.ts'
import type { SeenRun } from '../survey.ts'
import { typeName } from './entries.ts'

/** Every command that wrote into the log, the newest first. */
export function runs(page: ViewPage, all: readonly SeenRun[]): Content {
  const { view, locale } = page
  const w = view.run
  if (all.length === 0) return html`<p>${w.none}</p>`
  return [
    table(
      page,
      { hidden: view.runs },
      [{ name: w.run }, { name: w.started }, { name: w.last }, { name: w.entries, numbers: true }, { name: w.proof }],
      all.map(({ run, time, entries, last }) => [
        html`<a href="${address(page, 'entries', { run })}">${code(run)}</a>`,
        time.slice(0, 19).replace('T', ' '),
        ended(page, last),
        locale.number(entries),
        html`<a href="${address(page, 'proof', { run })}">${view.releases.download}</a>`,
      ]),
    ),
    html`<p class="note">${view.proof.text}</p>`,
  ]
}

function ended(page: ViewPage, last: Entry): Content {
  const name = typeName(page, last.type)
  if (last.type === 'run.abort') return [badge('warn', name), ' ', code(last.code)]
  if (last.type === 'purpose.check' || last.type === 'use.check')
    return [name, ' ', badge(last.decision === 'permit' ? 'good' : 'bad', page.view.releases.decisions[last.decision])]
  return last.type === 'run.commit' ? badge('good', name) : name
}
