import { refusesCopies } from '../copied-identifiers.ts'
import { isKeptBy } from '../field-facts.ts'
import { ART9 } from '../legal-basis.ts'
import { coversBiometrics, declaresPurpose, isOneWay, mayBeKept } from './general.ts'
import { leavesBirthDate } from './leading-digits.ts'
import { fail, notApplicable, PASS } from './requirement.ts'
import type { GateFacts, Outcome, Requirement } from './requirement.ts'

/**
 * Kazakhstan's law on personal data and their protection, 94-V of 21 May 2013 with the amendments of law 231-VIII of
 * 17 November 2025, and what the Digital Code adds: what can be known before any data is read.
 */
export const kzPersonalData: readonly Requirement[] = [
  {
    id: 'R01',
    rule: 'purpose, processing, legal basis and operator are declared',
    article: 'law 94-V, art. 7(8) and 14',
    check: declaresPurpose,
  },
  {
    id: 'R02',
    rule: 'the legal basis is one that the law knows',
    article: 'law 94-V, art. 7(1), 7(5) and 9',
    check: hasKnownBasis,
  },
  {
    id: 'R03',
    rule: 'an exception from consent is one of the listed ones, with its justification',
    article: 'law 94-V, art. 9',
    check: justifiesException,
  },
  {
    id: 'R04',
    rule: 'a record is used only if its subject consented to this purpose',
    article: 'law 94-V, art. 14',
    check: ({ policy }) =>
      policy.purpose.basis === 'consent'
        ? notApplicable('decided record by record against the register of consents')
        : notApplicable(),
  },
  {
    id: 'R05',
    rule: 'published data is used with a link to its source, and never by untargeted extraction',
    article: 'law 94-V, art. 7(5) and 7(11)',
    check: linksToSource,
  },
  {
    id: 'R07',
    rule: 'the data was not leaked and its origin is known',
    article: 'Digital Code, art. 17(7)',
    check: hasKnownOrigin,
  },
  {
    id: 'R19',
    rule: 'a biometric field is used only by consent that names biometrics, or under a listed exception',
    article: 'law 94-V, art. 7(1) and 7(12)',
    check: coversBiometrics,
  },
  {
    id: 'R24',
    rule: 'data handed on for research or marketing keep no direct identifier',
    article: 'law 94-V, art. 17',
    check: keepsNoIdentifier,
  },
  {
    id: 'R25',
    rule: 'what is called depersonalised cannot be led back to a person',
    article: 'law 94-V, art. 1; decree 925, p. 74(2)',
    check: isOneWay,
  },
  {
    id: 'R30',
    rule: 'what is left readable of an IIN is counted as a quasi-identifier',
    article: 'law 94-V, art. 1',
    check: countsBirthDates,
  },
  {
    id: 'R41',
    rule: 'personal data is kept in Kazakhstan',
    article: 'law 94-V, art. 12(2) and 16',
    check: staysInCountry,
  },
  {
    id: 'R42',
    rule: 'personal data is kept no longer than the purpose needs',
    article: 'law 94-V, art. 12(2) and 18',
    check: mayBeKept,
  },
]

const BASES = ['consent', 'published-with-source', 'not-personal']

/**
 * Sub-points of article 9. (6), science and other creative work, was read in the primary text; that the list runs from
 * 1 to 10 with 9-1 to 9-3 inserted is general knowledge.
 */
const SUB_POINTS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '9-1', '9-2', '9-3', '10']

function hasKnownBasis({ policy }: GateFacts): Outcome {
  const { basis } = policy.purpose
  if (BASES.includes(basis) || ART9.test(basis)) return PASS
  return fail(
    `${basis} is not a legal basis in Kazakhstan`,
    'the bases are consent, art9:<sub-point>, published-with-source and not-personal',
  )
}

function justifiesException({ policy }: GateFacts): Outcome {
  const point = ART9.exec(policy.purpose.basis)?.[1]
  if (point === undefined) return notApplicable()
  if (!SUB_POINTS.includes(point))
    return fail(`article 9 has no sub-point ${point}`, `its sub-points are ${SUB_POINTS.join(', ')}`)
  return policy.purpose.justification?.trim()
    ? PASS
    : fail(
        `sub-point ${point} of article 9 is claimed without a justification`,
        'say as purpose.justification why it applies',
      )
}

function linksToSource({ policy }: GateFacts): Outcome {
  const { method, 'source-uris': uris = [] } = policy.dataset.provenance ?? {}
  if (method === 'untargeted') return fail('data from untargeted extraction is not used')
  if (policy.purpose.basis !== 'published-with-source' && method !== 'published-with-source') return notApplicable()
  return uris.some((uri) => uri.trim() !== '')
    ? PASS
    : fail('published data is used without a link to its source', 'list the sources as dataset.provenance.source-uris')
}

export function hasKnownOrigin({ policy }: GateFacts): Outcome {
  const method = policy.dataset.provenance?.method
  if (method === undefined) return notApplicable('how the data was collected is not stated')
  if (method === 'leaked') return fail('leaked data is not used')
  return method === 'unknown' ? fail('data of unknown origin is not used') : PASS
}

/** What the policy keeps by a rule; values that were copied into other fields are found by the run. */
export function keepsNoIdentifier({ policy, fields }: GateFacts): Outcome {
  if (!refusesCopies(policy)) return notApplicable()
  const kept = fields.all.find((field) => field.rule.role === 'identifier' && isKeptBy(field.rule))
  return kept ? fail(`the identifier ${kept.name} leaves unchanged`, 'drop the field, or give it a pseudonym') : PASS
}

function countsBirthDates({ fields }: GateFacts): Outcome {
  const readable = fields.all.find(leavesBirthDate)
  return readable
    ? fail(
        `what is left readable of ${readable.name} says when somebody was born`,
        'give it the role quasi-identifier, so that it is counted, or mask its first digits too',
      )
    : PASS
}

function staysInCountry({ policy }: GateFacts): Outcome {
  const jurisdiction = policy.dataset.provenance?.jurisdiction
  const country = policy.output['storage-country']
  if (policy.purpose.basis === 'not-personal' || (jurisdiction && !jurisdiction.includes('KZ'))) return notApplicable()
  if (country === undefined) return notApplicable('the country in which the release is kept is not stated')
  if (country === 'KZ' || policy.output['cross-border']?.reference.trim()) return PASS
  return fail(
    `the release is to be kept in ${country}`,
    'keep it in Kazakhstan: output.storage-country: KZ, or say what allows it: cross-border: { ground: treaty, reference: … }',
  )
}
