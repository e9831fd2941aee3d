import { leadsBack } from './general.ts'
import { namesMaker } from './kz-ai.ts'
import { keepsNoIdentifier } from './kz-personal-data.ts'
import { fail, PASS } from './requirement.ts'
import type { GateFacts, Outcome, Requirement } from './requirement.ts'

/**
 * What a release must be and carry to be handed over to Kazakhstan's national platform of artificial intelligence:
 * depersonalised beforehand, measured, with its maker and the fields of a data passport. What can only be known of the
 * written records (their class, k and risks, values that were copied) is held by the run.
 */
export const kzAiPlatform: readonly Requirement[] = [
  {
    id: 'R24',
    rule: 'no direct identifier is in the release',
    article: 'law 94-V, art. 17; Digital Code, art. 30(4)',
    check: keepsNoIdentifier,
  },
  {
    id: 'R25',
    rule: 'nothing in the release leads back to a person',
    article: 'law 94-V, art. 1 and 17; decree 925, p. 74(2)',
    check: (facts) => leadsBack(facts, 'the release is to be depersonalised'),
  },
  {
    id: 'R29',
    rule: 'people hide in classes of at least five, with a bounded risk',
    article: 'Digital Code, art. 30(4)',
    check: asksForClasses,
  },
  {
    id: 'R35',
    rule: 'the maker of the data library is named with its BIN or IIN',
    article: 'law 230-VIII, art. 27(5)',
    check: namesMaker,
  },
  {
    id: 'R68',
    rule: 'the passport of the data set is filled in',
    article: 'decree 925, annex 1',
    check: fillsPassport,
  },
  {
    id: 'R69',
    rule: 'composition, purpose and conditions of use are described',
    article: 'Digital Code, art. 30(4)',
    check: describesUse,
  },
]

/** perde's own threshold: the law names none. */
const SMALLEST_K = 5

function asksForClasses({ policy }: GateFacts): Outcome {
  const { anonymity } = policy
  if (!anonymity)
    return fail('the policy asks for no classes in which people hide', `add anonymity: { k: ${SMALLEST_K} }`)
  if (anonymity.k < SMALLEST_K)
    return fail(`classes of ${anonymity.k} are asked for`, `ask for at least anonymity: { k: ${SMALLEST_K} }`)
  if (anonymity['if-not-met'] === 'report')
    return fail('a release that misses its k would still be made', 'set anonymity.if-not-met: fail or suppress')
  return anonymity['risk-at-most']?.average === undefined
    ? fail('the risk of finding somebody is not bounded', 'add to anonymity: risk-at-most: { average: 20% }')
    : PASS
}

function fillsPassport({ policy }: GateFacts): Outcome {
  const { provenance, passport = {} } = policy.dataset
  const written: [string, string | undefined][] = [
    ['dataset.provenance.controller', provenance?.controller],
    ['dataset.passport.system', passport.system],
    ['dataset.passport.level', passport.level],
    ['dataset.passport.access-level', passport['access-level']],
    ['dataset.passport.update-period', passport['update-period']],
    ['dataset.provenance.origin', provenance?.origin],
  ]
  return missing('the passport of the data set lacks', written)
}

function describesUse({ policy }: GateFacts): Outcome {
  const { dataset, purpose, output } = policy
  return missing('the description of the data set lacks', [
    ['dataset.title', dataset.title],
    ['purpose.text', purpose.text],
    ['output.access', output.access],
    ['output.licence', output.licence],
  ])
}

function missing(what: string, written: readonly (readonly [place: string, text: string | undefined])[]): Outcome {
  const places = written.filter(([, text]) => !text?.trim()).map(([place]) => place)
  return places.length === 0 ? PASS : fail(`${what} ${places.join(', ')}`, 'add them to the policy')
}
