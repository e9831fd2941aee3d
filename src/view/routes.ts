import type { Affected } from '../engine/release/affected.ts'
import { reportSource } from '../engine/release/report-source.ts'
import { PerdeError } from '../errors.ts'
import { sha256Hex } from '../evidence/release/manifest.ts'
import { html, type Content } from '../evidence/report/html.ts'
import { LANGUAGES, type Language } from '../evidence/report/locale.ts'
import type { ReportInput } from '../evidence/report/page.ts'
import { report } from '../evidence/report/report.ts'
import { compare } from './pages/compare.ts'
import { chosenEntries, entries } from './pages/entries.ts'
import { canBeRead, logState, overview } from './pages/overview.ts'
import { person } from './pages/person.ts'
import { runs } from './pages/runs.ts'
import { proofOf } from './proof.ts'
import { address, POLICY, shell, viewPage, type ViewPage } from './shell.ts'
import type { SeenRelease, Survey } from './survey.ts'

/** What a viewer shows, and how it gets at it. */
export interface Shown {
  /** folder of the log */
  log: string
  survey(): Survey
  /** which releases hold a person; throws USAGE where that is no identifier; undefined: there is no key to ask with */
  holding: ((subject: string) => Affected) | undefined
  cwd: string
  env: NodeJS.ProcessEnv
}

/** An admitted request. */
export interface Wanted {
  method: 'GET' | 'POST'
  path: string
  query: URLSearchParams
  /** of a form that was sent */
  form: URLSearchParams
}

export interface Answer {
  status: number
  type: string
  /** its Content-Security-Policy */
  policy: string
  body: string | Buffer
  /** it is kept under this name */
  file?: string
}

/** `root`: where the viewer's addresses begin. */
export async function answerTo(wanted: Wanted, shown: Shown, root: string): Promise<Answer> {
  const [first = '', name = ''] = wanted.path.split('/')
  const language = LANGUAGES.find((known) => known === first)
  if (!language || wanted.path.split('/').length !== 2)
    return refusal(viewPage(language ?? 'en', root, ''), 404, undefined)
  const query = keptOf(wanted).toString()
  const here = `${name}${query === '' ? '' : `?${query}`}`
  const page = viewPage(language, root, here)
  try {
    const survey = shown.survey()
    if (!survey.report.ok) return whole(page, page.view.title, logState(page, survey))
    if (wanted.method === 'POST')
      return name === 'person' ? asked(page, wanted.form, shown) : refusal(page, 404, undefined)
    return await pageNamed(name, page, wanted.query, survey, shown)
  } catch (e) {
    if (e instanceof PerdeError) return refusal(page, 409, e)
    throw e
  }
}

const KEPT = ['type', 'run', 'from', 'to', 'skip', 'first', 'second', 'id']

/** What the same page in another language is asked for: nothing that a page does not know, nor what a form has sent. */
function keptOf({ method, query }: Wanted): URLSearchParams {
  return new URLSearchParams(method === 'POST' ? [] : [...query].filter(([name]) => KEPT.includes(name)))
}

async function pageNamed(
  name: string,
  page: ViewPage,
  query: URLSearchParams,
  survey: Survey,
  shown: Shown,
): Promise<Answer> {
  const { view, locale } = page
  switch (name) {
    case '':
      return whole(page, view.title, overview(page, survey))
    case 'entries':
      return whole(page, view.entries, entries(page, shown.log, chosenEntries(query)))
    case 'runs':
      return whole(page, view.runs, runs(page, survey.runs))
    case 'person':
      return whole(page, view.person, person(page, shown.holding ? undefined : 'no-key'))
    case 'compare':
      return whole(page, view.compare, await comparing(page, query, survey, shown))
    case 'release':
      return releaseReport(page, named(survey, query.get('id')), shown, locale.language)
    case 'proof':
      return proof(page, query.get('run') ?? '', shown)
    default:
      return refusal(page, 404, undefined)
  }
}

function named({ releases }: Survey, id: string | null): SeenRelease | undefined {
  return releases.find(({ release }) => release === id)
}

async function releaseReport(
  page: ViewPage,
  release: SeenRelease | undefined,
  shown: Shown,
  language: Language,
): Promise<Answer> {
  if (!release) return refusal(page, 404, page.view.releases.unknown)
  const input = await readInput(release, shown)
  if (!input) return refusal(page, 404, page.view.releases.notThere)
  // The page has its own rules inside.
  return { status: 200, type: HTML, policy: "frame-ancestors 'none'", body: report(input, [language]) }
}

/** Of a release that is where it was published, and is the one that was committed. */
async function readInput(release: SeenRelease, { cwd, env, log }: Shown): Promise<ReportInput | undefined> {
  if (!canBeRead(release)) return undefined
  const { input } = await reportSource(release.place!, { cwd, env, log: (use) => use(log) })
  return sha256Hex(input.manifestText) === release.manifestSha256 ? input : undefined
}

async function comparing(page: ViewPage, query: URLSearchParams, survey: Survey, shown: Shown): Promise<Content> {
  const there = survey.releases.filter(canBeRead)
  const of = (id: string | null) => there.find(({ release }) => release === id)
  const [first, second] = [of(query.get('first')), of(query.get('second'))]
  if (!first || !second) return compare(page, there, undefined)
  const [a, b] = [await readInput(first, shown), await readInput(second, shown)]
  return compare(page, there, a && b && { first, second, two: [a, b] })
}

function asked(page: ViewPage, form: URLSearchParams, { holding }: Shown): Answer {
  const found = (subject: string): Affected | 'invalid' | 'no-key' => {
    if (!holding) return 'no-key'
    try {
      return holding(subject)
    } catch (e) {
      if (e instanceof PerdeError && e.code === 'USAGE') return 'invalid'
      throw e
    }
  }
  return whole(page, page.view.person, person(page, found((form.get('subject') ?? '').trim())))
}

function proof(page: ViewPage, run: string, { log }: Shown): Answer {
  if (!/^[0-9A-Z]{26}$/.test(run)) return refusal(page, 404, page.view.proof.unknown)
  const made = proofOf(log, run, page.view.proof)
  if (typeof made === 'string') return refusal(page, 404, made)
  return { status: 200, type: 'application/zip', policy: POLICY, body: made, file: `perde-proof-${run}.zip` }
}

const HTML = 'text/html; charset=utf-8'

function whole(page: ViewPage, heading: string, content: Content): Answer {
  return { status: 200, type: HTML, policy: POLICY, body: shell(page, heading, content) }
}

/** Why there is no such page, in words; of a failure with its code and what may help. */
export function refusal(page: ViewPage, status: number, why: string | PerdeError | undefined): Answer {
  const { view } = page
  const said =
    why instanceof PerdeError
      ? html`<p class="notice">${why.message} <code>${why.code}</code></p>
          ${why.hints.map((hint) => html`<p>${hint}</p>`)}`
      : html`<p class="notice">${why ?? view.refused.notFound}</p>`
  const back = html`<p><a href="${address(page, '')}">${view.refused.back}</a></p>`
  return { status, type: HTML, policy: POLICY, body: shell(page, view.refused.heading, [said, back]) }
}
