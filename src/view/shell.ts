import { html, type Content, type Html } from '../evidence/report/html.ts'
import { CATALOGUES, type Catalogue } from '../evidence/report/languages/catalogue.ts'
import { LANGUAGES, localeOf, type Language, type Locale } from '../evidence/report/locale.ts'
import { element, hashOf } from '../evidence/report/sheet.ts'
import { styleOf } from '../evidence/report/style.ts'
import { VIEW_CATALOGUES, type ViewCatalogue } from './languages/catalogue.ts'
import { VIEW_STYLE } from './view-style.ts'

/** A page of the viewer in the making, in one language. */
export interface ViewPage {
  /** of the report */
  words: Catalogue
  /** the viewer's own */
  view: ViewCatalogue
  locale: Locale
  id(name: string): string
  /** begins with `/`, ends with `/` */
  root: string
  /** name of the page and its query, as it stands in the address behind the language */
  here: string
}

/** The pages that every page leads to. */
export const PAGES = { overview: '', entries: 'entries', runs: 'runs', compare: 'compare', person: 'person' } as const

export function viewPage(language: Language, root: string, here: string): ViewPage {
  const [words, view] = [CATALOGUES[language], VIEW_CATALOGUES[language]]
  return { words, view, locale: localeOf(language), id: (name) => name, root, here }
}

/** The address of a page in the language of this one. */
export function address({ root, locale }: Pick<ViewPage, 'root' | 'locale'>, name: string, query = {}): string {
  const text = new URLSearchParams(query).toString()
  return `${root}${locale.language}/${name}${text === '' ? '' : `?${text}`}`
}

/** A whole page without any script: its own rules forbid them. */
export function shell(page: ViewPage, heading: string, content: Content): string {
  const { view, words, locale, here } = page
  const current = here.split('?')[0]
  const links = Object.entries(PAGES).map(([name, path]) => {
    const text = view[name as keyof typeof PAGES]
    const href = address(page, path)
    return path === current
      ? html`<li><a href="${href}" aria-current="page">${text}</a></li>`
      : html`<li><a href="${href}">${text}</a></li>`
  })
  const languages = LANGUAGES.map((language) => {
    const name = CATALOGUES[language].name
    return language === locale.language
      ? html`<span lang="${language}" aria-current="true">${name}</span>`
      : html`<a lang="${language}" hreflang="${language}" href="${page.root}${language}/${here}">${name}</a>`
  })
  return html`<!doctype html>
    <html lang="${locale.language}">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${heading} · perde</title>
      ${element('style', STYLE)}
      <body>
        <header>
          <p class="brand">perde</p>
          <h1>${heading}</h1>
          <p class="languages" role="group" aria-label="${words.language}">${languages}</p>
        </header>
        <div class="layout">
          <nav aria-label="${view.pages}">
            <ul>
              ${links}
            </ul>
          </nav>
          <main>${content}</main>
        </div>
        <footer><p class="note">${view.readOnly}</p></footer>
      </body>
    </html> `.html
}

const STYLE = styleOf(['en'], 'perde view') + VIEW_STYLE

/** For every page of the viewer; those of a report have their own inside. */
export const POLICY = `default-src 'none'; style-src '${hashOf(STYLE)}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`

export function field(id: string, label: string, input: Html): Html {
  return html`<p><label for="${id}">${label}</label>${input}</p>`
}

/** A list to choose from. */
export function choices(
  id: string,
  options: readonly (readonly [value: string, text: string])[],
  chosen: string,
): Html {
  const all = options.map(([value, text]) =>
    value === chosen
      ? html`<option value="${value}" selected>${text}</option>`
      : html`<option value="${value}">${text}</option>`,
  )
  return html`<select id="${id}" name="${id}">
    ${all}
  </select>`
}
