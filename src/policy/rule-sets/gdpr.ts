import { isOver } from '../civil-date.ts'
import { categoryOf, isSpecial } from '../special-categories.ts'
import { coversBiometrics, declaresPurpose } from './general.ts'
import { fail, notApplicable, PASS } from './requirement.ts'
import type { GateFacts, Outcome, Requirement } from './requirement.ts'
import { isKeyed, isReversible, sometimes } from './steps.ts'

/**
 * What the General Data Protection Regulation of the EU asks of whoever prepares data, as far as a policy shows it. Its
 * text was not read for this list, so no message names an article.
 */
export const gdpr: readonly Requirement[] = [
  { id: 'R01', rule: 'purpose, basis and controller are declared', article: 'GDPR', check: declaresPurpose },
  { id: 'R02', rule: 'the legal basis is one of the six', article: 'GDPR', check: isOneOfSix },
  { id: 'R06', rule: 'only what the purpose needs is in the release', article: 'GDPR', check: isMinimal },
  {
    id: 'R19',
    rule: 'special categories of data have a basis of their own',
    article: 'GDPR',
    check: hasBasisForSpecial,
  },
  {
    id: 'R26',
    rule: 'a release with pseudonyms is not called more than that: it is personal data still',
    article: 'GDPR',
    check: isPersonalStill,
  },
  { id: 'R42', rule: 'how long the release is kept is stated', article: 'GDPR', check: isKeptForATime },
  { id: 'R66', rule: 'a basis other than consent or contract says why it holds', article: 'GDPR', check: isJustified },
  { id: 'R67', rule: 'who receives the data is stated', article: 'GDPR', check: namesRecipients },
]

const SIX = ['consent', 'contract', 'legal-obligation', 'vital-interest', 'public-interest', 'legitimate-interest']

function isOneOfSix({ policy }: GateFacts): Outcome {
  const { basis } = policy.purpose
  if (basis === 'not-personal') return notApplicable()
  return SIX.includes(basis)
    ? PASS
    : fail(`${basis} is not a legal basis under it`, `the bases are ${SIX.join(', ')}, and not-personal`)
}

function isMinimal({ policy }: GateFacts): Outcome {
  return policy.unlisted === 'keep'
    ? fail('fields that no rule names would be released', 'set unlisted: fail, drop or detect')
    : PASS
}

/** Bases that can carry special categories; the others are for ordinary data alone. */
const FOR_SPECIAL = ['consent', 'legal-obligation', 'vital-interest', 'public-interest']

function hasBasisForSpecial(facts: GateFacts): Outcome {
  const biometrics = coversBiometrics(facts)
  if (biometrics.result === 'fail') return biometrics
  const { policy, fields } = facts
  const special = fields.all.find((field) => !field.erased && isSpecial(categoryOf(field)))
  if (!special) return notApplicable()
  const { basis } = policy.purpose
  const what = `the field ${special.name} is of a special category`
  if (basis === 'not-personal') return PASS
  if (!FOR_SPECIAL.includes(basis))
    return fail(`${what} and is used on the basis ${basis}`, 'drop, null or redact the field, or use it by consent')
  if (basis === 'consent' && !policy.consent?.ledger && policy.consent?.register?.categories === undefined)
    return fail(
      `${what}, but the register of consents does not say which data a consent names`,
      "drop, null or redact the field, or name the register's column as consent.register.categories",
    )
  return PASS
}

/** Whoever has the key finds the people again, and so the basis cannot be that it is not personal. */
function isPersonalStill({ policy, fields }: GateFacts): Outcome {
  const keyed = fields.all.find(
    (field) => !field.erased && (sometimes(field, isKeyed) || sometimes(field, isReversible)),
  )
  if (!keyed) return notApplicable()
  return policy.purpose.basis === 'not-personal'
    ? fail(`the basis is not-personal, but ${keyed.name} holds pseudonyms, which are personal data`, 'state the basis')
    : PASS
}

function isKeptForATime({ policy, asOf }: GateFacts): Outcome {
  const until = policy.output['retain-until']
  if (policy.purpose.basis === 'not-personal') return notApplicable()
  if (until === undefined) return fail('how long the release is kept is not stated', 'add output.retain-until')
  return isOver(until, asOf)
    ? fail('the date until which the release may be kept is past', 'see output.retain-until')
    : PASS
}

function isJustified({ policy }: GateFacts): Outcome {
  const { basis, justification } = policy.purpose
  if (basis === 'consent' || basis === 'contract' || basis === 'not-personal' || !SIX.includes(basis))
    return notApplicable()
  return justification?.trim()
    ? PASS
    : fail(
        `the basis ${basis} is claimed without a justification`,
        basis === 'legitimate-interest'
          ? 'say as purpose.justification which interest it is, and why it outweighs those of the people'
          : 'say as purpose.justification what obliges or allows it',
      )
}

function namesRecipients({ policy }: GateFacts): Outcome {
  return policy.purpose.recipients === undefined
    ? fail('who receives the data is not stated', 'list them as purpose.recipients, or write recipients: [] for nobody')
    : PASS
}
