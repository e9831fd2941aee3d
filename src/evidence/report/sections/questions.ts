import { largestShare } from '../../release/risk.ts'
import { html, type Content, type Html } from '../html.ts'
import { basisName, type Page } from '../page.ts'
import { section } from '../parts.ts'
import { checked } from './requirements.ts'

/** The questions that an officer comes with, each with its answer and where it is shown. */
export function questions(page: Page): Html {
  const { words, input } = page
  const q = words.questions
  const rows: readonly (readonly [question: string, answer: Content, target: string])[] = [
    [q.basis, basisName(input.manifest.basis, page), 'consent'],
    [q.withdrawn, withdrawn(page), 'consent'],
    [q.log, q.logAnswer, 'log'],
    [q.synthetic, input.manifest.marking?.fields.join(', ') ?? words.none, 'marking'],
    [q.risk, worst(page), 'risk'],
    [q.proof, q.proofAnswer, 'log'],
    [q.audit, audit(page), 'requirements'],
  ]
  return section(
    page,
    'questions',
    q.heading,
    html`<ol class="questions">
      ${rows.map(
        ([question, answer, target]) =>
          html`<li><a href="#${page.id(target)}">${question}</a> <span class="answer">${answer}</span></li>`,
      )}
    </ol>`,
  )
}

function withdrawn({ words: { questions: q }, locale, input: { consent, manifest } }: Page): string {
  if (!consent || manifest.basis !== 'consent') return q.noRegister
  const { WITHDRAWN = 0, REVOKED = 0, OTHER = 0 } = consent.excluded
  if (WITHDRAWN + REVOKED > 0) return q.withdrawnAnswer(locale, WITHDRAWN + REVOKED)
  return OTHER > 0 ? q.withdrawnFew : q.withdrawnNone
}

function worst({ words, locale, input: { risk } }: Page): string {
  const largest = largestShare(risk, (source) => source.risk?.prosecutor)
  return largest ? words.questions.riskAnswer(locale.share(largest.share)) : words.notMeasured
}

function audit(page: Page): string {
  const results = checked(page)?.requirements.filter(({ result }) => result !== 'not-applicable') ?? []
  if (results.length === 0) return page.words.questions.auditNone
  return page.words.questions.auditAnswer(
    page.locale,
    results.filter(({ result }) => result !== 'fail').length,
    results.length,
  )
}
