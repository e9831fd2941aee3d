import { isValidBin, isValidIin } from '../../record/kz-id.ts'
import { british } from '../british.ts'
import { reviewFault } from '../risk-review.ts'
import { categoryOf, isWithin } from '../special-categories.ts'
import { declaresPurpose, respectsSignals } from './general.ts'
import { hasKnownOrigin } from './kz-personal-data.ts'
import { fail, notApplicable, PASS } from './requirement.ts'
import type { GateFacts, Outcome, Requirement } from './requirement.ts'

/**
 * Kazakhstan's law on artificial intelligence, 230-VIII of 17 November 2025, in force since 18 January 2026: what it
 * asks of whoever makes a data library (a set for training), as far as it can be known before any data is read.
 */
export const kzAi: readonly Requirement[] = [
  {
    id: 'R01',
    rule: 'training has a predetermined, lawful purpose',
    article: 'law 230-VIII, art. 27(3)',
    check: declaresPurpose,
  },
  { id: 'R07', rule: 'the data was obtained lawfully', article: 'law 230-VIII, art. 10(2)', check: hasKnownOrigin },
  {
    id: 'R20',
    rule: 'emotions are used by consent, and nobody is sorted by what their body seems to say about belief or descent',
    article: 'law 230-VIII, art. 17(3)',
    check: infersNothingForbidden,
  },
  {
    id: 'R35',
    rule: 'the maker of the data library is named with its BIN or IIN',
    article: 'law 230-VIII, art. 27(5)',
    check: namesMaker,
  },
  {
    id: 'R37',
    rule: 'no source carries a machine-readable prohibition of training',
    article: 'law 230-VIII, art. 23(5)',
    check: respectsSignals,
  },
  {
    id: 'R39',
    rule: 'the owner of the system states its risk class and autonomy',
    article: 'law 230-VIII, art. 17(1) and 17(2)',
    check: statesRisk,
  },
  {
    id: 'R51',
    rule: 'the risks of a high-risk system were reviewed within a year',
    article: 'law 230-VIII, art. 18',
    check: wasReviewed,
  },
  {
    id: 'R64',
    rule: 'a system of high risk or autonomy is trained on people who hide among ten, with bounded risk',
    check: hidesForHighRisk,
  },
  {
    id: 'R63',
    rule: 'the system to be trained has no prohibited capability',
    article: 'law 230-VIII, art. 17(3)',
    check: hasNoProhibitedCapability,
  },
]

export function namesMaker({ policy }: GateFacts): Outcome {
  const { maker } = policy.dataset
  if (!maker?.name.trim()) return fail('the maker of the data library is not named', 'add dataset.maker: { name, bin }')
  if (maker.bin === undefined) return fail('the maker of the data library has no BIN or IIN', 'add dataset.maker.bin')
  return isValidBin(maker.bin) || isValidIin(maker.bin)
    ? PASS
    : fail('the BIN or IIN of the maker is not valid', 'see dataset.maker.bin: its check digit or date does not fit')
}

/** What a body must not be asked: DPV's categories and all below them. */
const NOT_FROM_BIOMETRICS = [
  ...['dpv-pd:Ethnicity', 'dpv-pd:PoliticalAffiliation', 'dpv-pd:PoliticalOpinion', 'dpv-pd:Religion'],
  ...['dpv-pd:ReligiousBelief', 'dpv-pd:PhilosophicalBelief', 'dpv-pd:Sexual', 'dpv-pd:TradeUnionMembership'],
]

function infersNothingForbidden({ policy, fields }: GateFacts): Outcome {
  for (const field of fields.all) {
    const category = field.erased ? undefined : categoryOf(field)
    if (category === undefined) continue
    if (field.rule['inferred-from'] === 'biometrics' && NOT_FROM_BIOMETRICS.some((one) => isWithin(category, one)))
      return fail(`${field.name} was concluded from biometric data`, 'drop, null or redact the field')
    if (isWithin(category, 'dpv-pd:Emotion') && policy.purpose.basis !== 'consent')
      return fail(
        `${field.name} says what people felt, and the basis is ${policy.purpose.basis}`,
        'drop the field, or use it by the consent of the people',
      )
  }
  return PASS
}

/** perde's own thresholds, not the law's: a class of ten, and one chance in ten on average. */
const HIGH_RISK = { k: 10, average: 0.1 }

function hidesForHighRisk({ policy, fields }: GateFacts): Outcome {
  const { risk, autonomy } = policy.system ?? {}
  if (risk !== 'high' && autonomy !== 'high') return notApplicable()
  const quasi = fields.all.find(({ rule, erased }) => rule.role === 'quasi-identifier' && !erased)
  if (!quasi) return notApplicable('no quasi-identifier is in the release')
  const which = risk === 'high' ? 'high risk' : 'high autonomy'
  const { anonymity } = policy
  if ((anonymity?.k ?? 1) < HIGH_RISK.k || anonymity?.['if-not-met'] === 'report')
    return fail(
      `a system of ${which} is to be trained on quasi-identifiers, and classes of ${HIGH_RISK.k} are not asked for`,
      `add anonymity: { k: ${HIGH_RISK.k} }, or drop the quasi-identifiers`,
    )
  const { average } = anonymity!['risk-at-most'] ?? {}
  return average !== undefined && average <= HIGH_RISK.average
    ? PASS
    : fail(
        `a system of ${which} is to be trained, and the risk of finding somebody is not bounded`,
        `add to anonymity: risk-at-most: { average: ${100 * HIGH_RISK.average}% }`,
      )
}

function statesRisk({ policy }: GateFacts): Outcome {
  const { risk, autonomy } = policy.system ?? {}
  return risk !== undefined && autonomy !== undefined
    ? PASS
    : notApplicable('risk class or autonomy of the system is not stated')
}

function wasReviewed({ policy, asOf }: GateFacts): Outcome {
  const { system = {} } = policy
  if (system.risk !== 'high') return notApplicable()
  const fault = reviewFault(system, asOf)
  return fault === undefined ? PASS : fail(fault, 'review them, and state the date as system.reviewed')
}

/** Article 17(3), sub-points 1 to 7, under the names people may give them; spaces, dashes and -ize do not count. */
const PROHIBITED: readonly (readonly [point: number, names: string])[] = [
  [1, 'manipulation, subliminal manipulation, manipulative techniques, subliminal techniques'],
  [2, 'exploiting vulnerability, exploiting vulnerabilities, vulnerability exploitation'],
  [3, 'social scoring, social score, social credit, social credit scoring'],
  [4, 'unlawful personal data, unlawful collection of personal data, unlawful processing of personal data'],
  [5, 'biometric categorisation, biometric classification'],
  [6, 'emotion recognition, emotion detection, biometric emotion recognition'],
  [7, 'prohibited outputs, prohibited content'],
]

const POINT_OF = new Map(
  PROHIBITED.flatMap(([point, names]) => names.split(', ').map((name) => [spelling(name), point] as const)),
)

function hasNoProhibitedCapability({ policy }: GateFacts): Outcome {
  const { capabilities } = policy.system ?? {}
  if (capabilities === undefined) return notApplicable()
  for (const [i, capability] of capabilities.entries()) {
    const point = POINT_OF.get(spelling(capability))
    // Emotions may be detected with the consent of the person.
    if (point !== undefined && !(point === 6 && policy.purpose.basis === 'consent'))
      return fail(`system.capabilities[${i}] is prohibited by sub-point ${point} of the list`)
  }
  return PASS
}

/** `dpv-ai:BiometricCategorisation`, `biometric-categorization` and `biometric categorisation` are one. */
function spelling(capability: string): string {
  return british(capability.slice(capability.lastIndexOf(':') + 1).toLowerCase()).replace(/[^a-z]/g, '')
}
