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
import { sheet } from './sheet.ts'
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
  return sheet({
    title: `${manifest.dataset} · perde`,
    running: `perde · ${manifest.dataset} · ${manifest.release}`,
    foot: checkpointOf(input),
    version: manifest.perde,
    languages,
    heading: (language) => ({ title: CATALOGUES[language].title, of: manifest.dataset }),
    sections: (language) => sectionsOf(input, language),
    scripted: { data: evidence(input, languages), script: VERIFY_SCRIPT },
  })
}

/** Which log, how long it was, and its root, as a printed sheet tells it to who has no page. */
function checkpointOf({ proof }: ReportInput): string {
  const [origin = '', size = '', root = ''] = (proof['checkpoint'] ?? '').split('\n')
  return `${origin} · ${size} · ${root}`
}

function sectionsOf(input: ReportInput, language: Language) {
  const words = CATALOGUES[language]
  const page: Page = { input, words, locale: localeOf(language), id: (name) => `${language}-${name}` }
  return Object.entries(SECTIONS).map(([name, section]) => ({
    id: page.id(name),
    heading: words[name as keyof typeof SECTIONS].heading,
    content: section(page),
  }))
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
