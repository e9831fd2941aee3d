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
  checkOnWithdrawal(context)
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

/** Keeping what a release is made anew from, and taking records out of one, ask for things that not every release has. */
function checkOnWithdrawal({ policy, report, wrong }: CheckContext): void {
  const at = ['consent', 'on-withdrawal']
  const mode = policy.consent?.['on-withdrawal']
  if (mode === undefined || mode === 'deny' || wrong(at)) return
  if (Object.values(policy.keys).some((source) => 'ephemeral' in source) || Object.keys(policy.keys).length === 0)
    report.add('POLICY_VALUE', at, 'without keys that stay nobody in the release is found again', {
      hint: 'name a key that stays, such as keys: { main: { file: perde.key } }, or write on-withdrawal: deny',
    })
  if (mode === 'filter' && policy.anonymity)
    report.add('POLICY_VALUE', at, 'records that are taken out of classes leave smaller ones, which nobody measures', {
      hint: 'write on-withdrawal: rebuild, which measures them again',
    })
  if (mode === 'filter' && policy.output.order === 'shuffle')
    report.add('POLICY_VALUE', at, 'whose record is whose is not known any more where they are shuffled', {
      hint: 'write on-withdrawal: rebuild, or order: keep',
    })
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
