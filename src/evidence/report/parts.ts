import { html, type Content, type Html } from './html.ts'
import { MOST_ROWS, type Page } from './page.ts'

// The pieces that sections are made of.

export function section(page: Pick<Page, 'id'>, name: string, heading: string, ...content: Content[]): Html {
  const id = page.id(name)
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${heading}</h2>
    ${content}
  </section> `
}

/** Pairs of a name and what it is; those without a value are left out. */
export function facts(pairs: readonly (readonly [string, Content])[]): Html {
  const there = pairs.filter(([, value]) => value !== undefined && value !== '')
  return html`<dl>
    ${there.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`
}

export interface Column {
  /** '' over pictures, which only repeat a number */
  name: string
  /** of numbers: they stand under each other */
  numbers?: true
}

/** What a table is called. `hidden`: the heading above it says so already, to who sees it. */
export type Caption = string | { hidden: string }

/** A table whose first column names the rows. Beyond `most` rows it points to the manifest. */
export function table(
  page: Pick<Page, 'words' | 'locale'>,
  caption: Caption,
  columns: readonly Column[],
  rows: readonly Content[][],
  most = MOST_ROWS,
): Html {
  const cell = (content: Content, i: number) =>
    i === 0
      ? columns[i]!.numbers
        ? html`<th scope="row" class="n">${content}</th>`
        : html`<th scope="row">${content}</th>`
      : columns[i]!.numbers
        ? html`<td class="n">${content}</td>`
        : html`<td>${content}</td>`
  const head = columns.map(({ name, numbers }) =>
    name === ''
      ? html`<td></td>`
      : numbers
        ? html`<th scope="col" class="n">${name}</th>`
        : html`<th scope="col">${name}</th>`,
  )
  const more = rows.length - most
  const name = typeof caption === 'string' ? caption : caption.hidden
  // Another name than its section's.
  const label = [name, ...columns.map((column) => column.name).filter((own) => own !== '')].join(', ')
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">
      <table>
        <caption class="${typeof caption === 'string' ? 'seen' : 'unseen'}">
          ${name}
        </caption>
        <thead>
          <tr>
            ${head}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, most).map(
            (row) =>
              html`<tr>
                ${row.map(cell)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${more > 0 ? html`<p class="more">${page.words.more(page.locale, more)}</p>` : undefined}`
}

export function code(text: string): Html {
  return html`<code>${text}</code>`
}

/** `inline`: one after the other, as words in a line. */
export function list(items: readonly Content[], form: 'inline' | 'block' = 'block'): Html {
  return html`<ul class="${form}">
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`
}

/** A state in words, with a mark whose form and colour only repeat them. */
export function badge(kind: 'good' | 'bad' | 'warn' | 'plain', words: string): Html {
  const mark = { good: '✓', bad: '✕', warn: '!', plain: '–' }[kind]
  return html`<span class="badge ${kind}"><span aria-hidden="true">${mark}</span> ${words}</span>`
}
