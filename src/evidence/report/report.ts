import { createHash } from 'node:crypto'
import { html, raw, type Html } from './html.ts'
import { CATALOGUES } from './languages/catalogue.ts'
import { localeOf, LANGUAGES, type Language } from './locale.ts'
import type { Page, ReportInput } from './page.ts'
import { annex, glossary, limits } from './sections/closing.ts'
import { consent } from './sections/consent.ts'
import { done, found } from './sections/fields.ts'
import { log } from './sections/log.ts'
import { marking } from './sections/marking.ts'
import { provenance } from './sections/provenance.ts'
import { questions } from './sections/questions.ts'
import { requirements } from './sections/requirements.ts'
import { risk } from './sections/risk.ts'
import { verdict } from './sections/verdict.ts'
import { styleOf } from './style.ts'
import { VERIFY_SCRIPT } from './verify-script.ts'

const SECTIONS = {
  verdict,
  questions,
  consent,
  found,
  done,
  risk,
  marking,
  provenance,
  log,
  requirements,
  limits,
  glossary,
  annex,
}

/**
 * The report of a release: one HTML file that needs nothing else, whole without JavaScript, in these languages, which
 * are switched by the page's style. The same release gives the same bytes.
 */
export function report(input: ReportInput, languages: readonly Language[] = LANGUAGES): string {
  const { manifest } = input
  const style = styleOf(languages, `perde · ${manifest.dataset} · ${manifest.release}`)
  const first = languages.includes('en') ? 'en' : languages[0]!
  return html`<!doctype html>
    <html lang="${languages.length === 1 ? first : 'mul'}">
      <meta charset="utf-8" />
      <meta
        http-equiv="Content-Security-Policy"
        content="default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(VERIFY_SCRIPT)}'; base-uri 'none'; form-action 'none'"
      />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="generator" content="perde ${manifest.perde}" />
      <meta name="referrer" content="no-referrer" />
      <title>${manifest.dataset} · perde</title>
      ${element('style', style)}
      <body>
        ${languages.length > 1 ? languages.map((language) => choice(language, language === first)) : undefined}
        ${languages.map((language) => block(input, language, languages))}
        ${element('script type="application/json" id="evidence"', evidence(input, languages))}
        ${element('script', VERIFY_SCRIPT)}
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

function block(input: ReportInput, language: Language, languages: readonly Language[]): Html {
  const words = CATALOGUES[language]
  const page: Page = { input, words, locale: localeOf(language), id: (name) => `${language}-${name}` }
  const sections = Object.entries(SECTIONS)
  const heading = (name: keyof typeof SECTIONS) => words[name].heading
  return html`<div class="language" lang="${language}" data-language="${language}">
    <header>
      <p class="brand">perde</p>
      <h1>${words.title} <span>${input.manifest.dataset}</span></h1>
      ${languages.length > 1 ? switcher(words.language, languages) : undefined}
    </header>
    <div class="layout">
      <nav aria-label="${words.contents}">
        <ul>
          ${sections.map(
            ([name]) => html`<li><a href="#${page.id(name)}">${heading(name as keyof typeof SECTIONS)}</a></li>`,
          )}
        </ul>
      </nav>
      <main>${sections.map(([, section]) => section(page))}</main>
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

/** Bytes of a manifest that stands in the page itself; for the check of a larger one people choose its file. */
const MOST_EMBEDDED = 200_000

/** What the check in the page starts from. No `<` in it, so that it cannot end its element. */
function evidence({ manifestText, proof }: ReportInput, languages: readonly Language[]): string {
  const words = Object.fromEntries(
    languages.map((language) => {
      const { steps, outcome } = CATALOGUES[language].log
      return [language, { steps, outcome }]
    }),
  )
  const files = Object.fromEntries(
    Object.entries(proof).filter(([name]) => name !== 'verify.sh' && name !== 'SHA256SUMS'),
  )
  const manifest = Buffer.byteLength(manifestText) <= MOST_EMBEDDED ? manifestText : undefined
  return JSON.stringify({ manifest, files, words }).replaceAll('<', '\\u003c')
}

/** An element whose text is bytes that count: no formatter may come between. */
function element(tag: string, text: string): Html {
  return raw(`<${tag}>${text}</${tag.split(' ')[0]}>`)
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
