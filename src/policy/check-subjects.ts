import type { CheckContext } from './check-context.ts'
import { checkPath } from './check-path.ts'
import type { RegisterSpec } from './policy.ts'
import { FULL_MAPPING } from './register-mapping.ts'
import { isOfTable } from './source-format.ts'

/** Who a record is about: where consents are checked, and where a transform works subject by subject. */
export function checkSubjects(context: CheckContext): void {
  const { policy, report, wrong } = context
  const { sources, subject } = policy.dataset
  for (const [source, path] of Object.entries(subject)) {
    const at = ['dataset', 'subject', source]
    const segments = checkPath(context, path, at, Object.hasOwn(sources, source) && isOfTable(sources[source]!, path))
    if (segments?.some(({ kind }) => kind === 'any' || kind === 'deep' || kind === 'each'))
      report.add('POLICY_PATH', at, 'the subject is one value: a path without *, ** and []')
  }

  const byConsent = policy.purpose.basis === 'consent'
  if (byConsent && !policy.consent && !wrong(['consent']))
    report.add(
      'POLICY_CONSENT_MISSING',
      ['purpose', 'basis'],
      'the basis is consent, but the policy names no register or ledger of consents',
      {
        hint: `add ${FULL_MAPPING}, or consent: { ledger: … }`,
      },
    )
  if (policy.consent?.register && !wrong(['consent'])) checkMapping(context, policy.consent.register)
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

/** What no column says is not checked: everybody in the register would have consented to everything, for ever. */
function checkMapping({ report, wrong }: CheckContext, register: RegisterSpec): void {
  const at = ['consent', 'register']
  if (Object.keys(register).some((key) => wrong([...at, key])) || wrong(at)) return
  if (register.status === undefined && register.purpose === undefined)
    report.add(
      'POLICY_CONSENT_UNMAPPED',
      at,
      'neither the status nor the purpose of a consent is read from the register, so whoever stands in it would count as having consented',
      { hint: `write ${FULL_MAPPING}`, at: 'key' },
    )
  for (const [column, what] of AXES)
    if (register[column] === undefined)
      report.add('POLICY_CONSENT_AXIS', at, `${what}, since the policy names no column for "${column}"`, {
        hint: `name it under consent.register, if the register has it: ${column}: <column>`,
        at: 'key',
      })
}

const AXES = [
  ['processing', 'consents are not held against the processing'],
  ['until', 'consents are taken to have no end'],
] as const
