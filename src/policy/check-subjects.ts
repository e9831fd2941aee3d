import type { CheckContext } from './check-context.ts'
import { checkPath } from './check-path.ts'
import { isTable } from './source-format.ts'

/** Who a record is about: where consents are checked, and where a transform works subject by subject. */
export function checkSubjects(context: CheckContext): void {
  const { policy, report, wrong } = context
  const { sources, subject } = policy.dataset
  for (const [source, path] of Object.entries(subject)) {
    const at = ['dataset', 'subject', source]
    const segments = checkPath(context, path, at, Object.hasOwn(sources, source) && isTable(sources[source]!))
    if (segments?.some(({ kind }) => kind === 'any' || kind === 'deep' || kind === 'each'))
      report.add('POLICY_PATH', at, 'the subject is one value: a path without *, ** and []')
  }

  const byConsent = policy.purpose.basis === 'consent'
  if (byConsent && !policy.consent && !wrong(['consent']))
    report.add(
      'POLICY_CONSENT_MISSING',
      ['purpose', 'basis'],
      'the basis is consent, but the policy names no register of consents',
      {
        hint: 'add consent: { register: { path: …, subject: … } }',
      },
    )
  if ((byConsent || policy.consent) && !wrong(['dataset', 'sources']) && !wrong(['dataset', 'subject']))
    for (const source of Object.keys(sources))
      if (!Object.hasOwn(subject, source))
        report.add(
          'POLICY_SUBJECT_MISSING',
          ['dataset', 'sources', source],
          'consents are checked, but whom a record is about is not stated',
          {
            hint: `add dataset.subject: { ${source}: <field> }`,
            at: 'key',
          },
        )
}
