import { entryFacts } from '../../evidence/log/entry-facts.ts'
import { ENTRY_SHAPES, isEntryType, type Entry } from '../../evidence/log/entry-schemas.ts'
import { readEntries, type EntryFilter } from '../../evidence/log/log-reader.ts'
import { html, type Content, type Html } from '../../evidence/report/html.ts'
import { code, table } from '../../evidence/report/parts.ts'
import { isCivilDay } from '../civil-day.ts'
import { address, choices, field, type ViewPage } from '../shell.ts'

/** What was asked for, as it stands in the address. */
export interface Chosen {
  type: string
  run: string
  from: string
  to: string
  /** pages of older entries that are skipped */
  skip: number
}

const ROWS = 200

export function chosenEntries(query: URLSearchParams): Chosen {
  const of = (name: string) => (query.get(name) ?? '').trim()
  const skip = Number(of('skip'))
  return {
    ...{ type: of('type'), run: of('run').toUpperCase(), from: of('from'), to: of('to') },
    skip: Number.isSafeInteger(skip) && skip > 0 ? skip : 0,
  }
}

/** Entries of a log that was verified, by type, run and day, the newest first. */
export function entries(page: ViewPage, log: string, chosen: Chosen): Content {
  const { view, locale } = page
  const wrong = faultOf(page, chosen)
  if (wrong !== undefined) return [form(page, chosen), html`<p role="alert" class="notice">${wrong}</p>`]
  const { found, rows } = select(log, chosen)
  return [
    form(page, chosen),
    html`<p>${view.filter.found(locale, found)}, ${view.filter.newest}.</p>`,
    rows.length === 0 ? undefined : rowsTable(page, rows),
    pager(page, chosen, found),
  ]
}

function faultOf({ view }: ViewPage, { type, run, from, to }: Chosen): string | undefined {
  if (type !== '' && !isEntryType(type)) return view.refused.notFound
  if (run !== '' && !/^[0-9A-Z]{26}$/.test(run)) return view.filter.badRun
  return [from, to].every((day) => day === '' || isCivilDay(day)) ? undefined : view.filter.badDay
}

/** Two readings instead of a list that grows with the log. */
function select(log: string, { type, run, from, to, skip }: Chosen): { found: number; rows: Entry[] } {
  const filter: EntryFilter = { ...(isEntryType(type) && { type }), ...(run !== '' && { run }) }
  const fits = ({ time }: Entry) => (from === '' || time.slice(0, 10) >= from) && (to === '' || time.slice(0, 10) <= to)
  let found = 0
  for (const entry of readEntries(log, filter)) if (fits(entry)) found++
  const end = found - skip * ROWS
  const rows: Entry[] = []
  let at = 0
  for (const entry of readEntries(log, filter)) {
    if (!fits(entry)) continue
    if (at >= end - ROWS && at < end) rows.push(entry)
    at++
  }
  return { found, rows: rows.reverse() }
}

function form(page: ViewPage, { type, run, from, to }: Chosen): Html {
  const w = page.view.filter
  const types = Object.keys(ENTRY_SHAPES).map((name) => [name, typeName(page, name)] as const)
  const day = (id: string, value: string) =>
    html`<input id="${id}" name="${id}" type="date" value="${isCivilDay(value) ? value : ''}" />`
  return html`<form method="get" action="${address(page, 'entries')}" aria-label="${w.heading}">
    ${field('type', w.type, choices('type', [['', w.all], ...types], type))} ${field('from', w.from, day('from', from))}
    ${field('to', w.to, day('to', to))}
    ${field(
      'run',
      w.run,
      html`<input id="run" name="run" value="${run}" maxlength="26" autocomplete="off" spellcheck="false" />`,
    )}
    <button>${w.button}</button>
  </form>`
}

export function typeName({ view }: Pick<ViewPage, 'view'>, type: string): string {
  return view.types[type] ?? type
}

function rowsTable(page: ViewPage, rows: readonly Entry[]): Html {
  const { view, locale } = page
  const w = view.entry
  return table(
    page,
    { hidden: view.entries },
    [{ name: w.seq, numbers: true }, { name: w.time }, { name: w.type }, { name: w.run }, { name: w.facts }],
    rows.map((entry) => [
      locale.number(entry.seq),
      entry.time.slice(0, 19).replace('T', ' '),
      html`${typeName(page, entry.type)} <small>${code(entry.type)}</small>`,
      html`<a href="${address(page, 'entries', { run: entry.run })}">${code(`…${entry.run.slice(-6)}`)}</a>`,
      code(entryFacts(entry)),
    ]),
  )
}

function pager(page: ViewPage, { skip, ...chosen }: Chosen, found: number): Html | undefined {
  const w = page.view.filter
  if (found <= ROWS) return undefined
  const link = (to: number, text: string) =>
    html`<a href="${address(page, 'entries', { ...chosen, skip: String(to) })}">${text}</a>`
  return html`<p class="pager">
    ${skip > 0 ? link(skip - 1, w.newer) : undefined} ${(skip + 1) * ROWS < found ? link(skip + 1, w.older) : undefined}
  </p>`
}
