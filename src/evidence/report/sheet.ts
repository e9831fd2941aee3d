import { createHash } from 'node:crypto'
import { html, raw, type Html } from './html.ts'
import { CATALOGUES } from './languages/catalogue.ts'
import type { Language } from './locale.ts'
import { styleOf } from './style.ts'

/** What stands on a page that is one file. */
export interface Sheet {
  title: string
  /** at the top of each printed page */
  running: string
  /** at its bottom */
  foot?: string
  /** version of perde */
  version: string
  languages: readonly Language[]
  /** what it is, and of what */
  heading(language: Language): { title: string; of: string }
  sections(language: Language): readonly { id: string; heading: string; content: Html }[]
  /** data of the script, and the script; undefined: there is none */
  scripted?: { data: string; script: string }
}

/** One HTML file that needs nothing else, whole without JavaScript, in these languages, which its style switches. */
export function sheet(page: Sheet): string {
  const { languages, scripted } = page
  const style = styleOf(languages, page.running, page.foot)
  const first = languages.includes('en') ? 'en' : languages[0]!
  const scripts = scripted ? `; script-src '${hashOf(scripted.script)}'` : ''
  return html`<!doctype html>
    <html lang="${languages.length === 1 ? first : 'mul'}">
      <meta charset="utf-8" />
      <meta
        http-equiv="Content-Security-Policy"
        content="default-src 'none'; style-src '${hashOf(style)}'${raw(scripts)}; base-uri 'none'; form-action 'none'"
      />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="generator" content="perde ${page.version}" />
      <meta name="referrer" content="no-referrer" />
      <title>${page.title}</title>
      ${element('style', style)}
      <body>
        ${languages.length > 1 ? languages.map((language) => choice(language, language === first)) : undefined}
        ${languages.map((language) => block(page, language))}
        ${
          scripted && [
            element('script type="application/json" id="evidence"', scripted.data),
            element('script', scripted.script),
          ]
        }
      </body>
    </html> `.html
}

/** The radio buttons stand before everything whose language they choose. */
function choice(language: Language, chosen: boolean): Html {
  const name = CATALOGUES[language].name
  const attributes = html`class="choice" type="radio" name="language" id="choose-${language}" aria-label="${name}"
  lang="${language}"`
  return chosen ? html`<input ${attributes} checked /> ` : html`<input ${attributes} /> `
}

function block({ languages, heading, sections }: Sheet, language: Language): Html {
  const words = CATALOGUES[language]
  const { title, of } = heading(language)
  const all = sections(language)
  return html`<div class="language" lang="${language}" data-language="${language}">
    <header>
      <p class="brand">perde</p>
      <h1>${title} <span>${of}</span></h1>
      ${languages.length > 1 ? switcher(words.language, languages) : undefined}
    </header>
    <div class="layout">
      <nav aria-label="${words.contents}">
        <ul>
          ${all.map(({ id, heading: name }) => html`<li><a href="#${id}">${name}</a></li>`)}
        </ul>
      </nav>
      <main>${all.map(({ content }) => content)}</main>
    </div>
  </div> `
}

function switcher(label: string, languages: readonly Language[]): Html {
  return html`<p class="switch" aria-label="${label}">
    ${languages.map(
      (language) => html`<label for="choose-${language}" lang="${language}">${CATALOGUES[language].name}</label>`,
    )}
  </p>`
}

/** An element whose text is bytes that count: no formatter may come between. */
export function element(tag: string, text: string): Html {
  return raw(`<${tag}>${text}</${tag.split(' ')[0]}>`)
}

/** As a Content-Security-Policy names a style or a script. */
export function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
