import { isOver } from '../civil-date.ts'
import { isBasis, mayCoverBiometrics } from '../legal-basis.ts'
import type { CheckedSignal } from '../signals/read-signals.ts'
import { isTraining, resolveTerm } from '../vocabulary.ts'
import { fail, notApplicable, PASS } from './requirement.ts'
import { hasLastingKey, isKeyed, isReversible, sometimes } from './steps.ts'
import type { GateFacts, Outcome, Requirement } from './requirement.ts'

/** What every policy is asked, whatever its rule sets. */
export const general: readonly Requirement[] = [
  {
    id: 'R01',
    rule: 'purpose, processing, legal basis and controller are declared in known terms',
    check: declaresPurpose,
  },
  { id: 'R07', rule: 'the data was not leaked', check: isNotLeaked },
  {
    id: 'R19',
    rule: 'a biometric field is used only by consent that names biometrics, or under a listed exception',
    check: coversBiometrics,
  },
  {
    id: 'R25',
    rule: 'a release that is called masked or k-anonymous has nothing in it that a key or a table turns back',
    check: isOneWay,
  },
  { id: 'R37', rule: 'no source carries a signal against training', check: respectsSignals },
  { id: 'R42', rule: 'the release may still be kept', check: mayBeKept },
  { id: 'R61', rule: 'the purpose is not over', check: isNotOver },
  { id: 'R62', rule: 'data called not personal keeps no identifier and no biometric field', check: isTrulyNotPersonal },
]

export function declaresPurpose({ policy }: GateFacts): Outcome {
  const { purpose, dataset } = policy
  const id = resolveTerm('purpose', purpose.id)?.id
  const processing = resolveTerm('processing', purpose.processing)?.id
  if (id === undefined) return fail('the purpose is not a term of the vocabulary', 'name a DPV purpose as purpose.id')
  if (id === 'dpv:Purpose') return fail('the purpose is not concrete', 'name the purpose that is meant as purpose.id')
  if (processing === undefined)
    return fail('the processing is not a term of the vocabulary', 'name a DPV processing as purpose.processing')
  if (processing === 'dpv:Processing')
    return fail('the processing is not concrete', 'name the processing that is meant as purpose.processing')
  if (!isBasis(purpose.basis)) return fail('the legal basis is not on the list of bases', 'state it as purpose.basis')
  if (!dataset.provenance?.controller?.trim())
    return fail('nobody is named as controller of the data', 'name it as dataset.provenance.controller')
  return PASS
}

function isNotLeaked({ policy }: GateFacts): Outcome {
  return policy.dataset.provenance?.method === 'leaked' ? fail('leaked data is not used') : PASS
}

export function coversBiometrics({ policy, fields }: GateFacts): Outcome {
  if (fields.biometric.length === 0) return notApplicable()
  const used = fields.biometricUsed[0]
  if (used === undefined) return PASS
  const { basis } = policy.purpose
  const hint = 'drop, null or redact the field'
  if (!mayCoverBiometrics(basis)) return fail(`the biometric field ${used} is used on the basis ${basis}`, hint)
  if (basis === 'consent' && policy.consent?.register && policy.consent.register.categories === undefined)
    return fail(
      `the biometric field ${used} is used, but the register of consents does not say which data a consent names`,
      `${hint}, or name the register's column as consent.register.categories`,
    )
  return PASS
}

/** `label` promises more than pseudonyms: nobody may be able to make or undo the replacement once the run is over. */
export function isOneWay({ policy, fields }: GateFacts): Outcome {
  const { label } = policy.output
  if (label !== 'masked' && label !== 'k-anonymous') return notApplicable()
  return leadsBack({ policy, fields }, `the release is called ${label}`)
}

/** The first field from whose values a key or a table leads back to people. */
export function leadsBack({ policy, fields }: Pick<GateFacts, 'policy' | 'fields'>, claim: string): Outcome {
  const reversible = fields.all.find((field) => !field.erased && sometimes(field, isReversible))
  if (reversible)
    return fail(`${claim}, but ${reversible.name} can be turned back`, 'drop, mask or generalise the field')
  const keyed = hasLastingKey(policy) && fields.all.find((field) => !field.erased && sometimes(field, isKeyed))
  return keyed
    ? fail(
        `${claim}, but whoever has the key can make the values of ${keyed.name} again`,
        'drop the field, or use a key that dies with the run: { ephemeral: true }',
      )
    : PASS
}

export function respectsSignals({ policy, signals }: GateFacts): Outcome {
  const processing = resolveTerm('processing', policy.purpose.processing)?.id
  if (signals.length === 0 || processing === undefined || !isTraining(processing)) return notApplicable()
  const find = (result: CheckedSignal['result']) => signals.findIndex((signal) => signal.result === result)
  const place = (n: number) => `dataset.provenance.signals[${n}]`
  const denied = find('deny')
  if (denied >= 0) return fail(`a source carries a signal against training: ${place(denied)}`)
  const unreadable = find('unreadable')
  if (unreadable >= 0)
    return fail(
      `a signal cannot be read: ${place(unreadable)}: ${signals[unreadable]!.fault}`,
      'give the file as the site carried it, and its kind: { file: robots.txt, kind: robots }',
    )
  const unknown = find('unknown')
  if (unknown < 0 || policy.dataset.provenance?.['unknown-signals'] === 'allow') return PASS
  return fail(
    `a signal does not say whether training is allowed: ${place(unknown)}`,
    'write what the source says, such as train-ai=y or tdm-reservation: 0, or take its silence for a yes with unknown-signals: allow',
  )
}

export function mayBeKept({ policy, asOf }: GateFacts): Outcome {
  const until = policy.output['retain-until']
  if (until === undefined) return notApplicable('kept until the purpose is reached')
  return isOver(until, asOf)
    ? fail('the date until which the release may be kept is past', 'see output.retain-until')
    : PASS
}

function isNotOver({ policy, asOf }: GateFacts): Outcome {
  const { until } = policy.purpose
  if (until === undefined) return notApplicable()
  return isOver(until, asOf) ? fail('the purpose is over', 'see purpose.until') : PASS
}

function isTrulyNotPersonal({ policy, fields }: GateFacts): Outcome {
  if (policy.purpose.basis !== 'not-personal') return notApplicable()
  const kept = fields.kept[0]
  return kept === undefined ? PASS : fail(`the basis is not-personal, but the field ${kept} leaves unchanged`)
}
