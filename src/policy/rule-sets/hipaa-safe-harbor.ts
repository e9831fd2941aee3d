import { hasPhrase, headerWords } from '../../detect/header-words.ts'
import type { PolicyField } from '../field-facts.ts'
import type { Step } from '../policy.ts'
import { fail, notApplicable, PASS } from './requirement.ts'
import type { GateFacts, Outcome, Requirement } from './requirement.ts'
import { always, hasLastingKey, sometimes } from './steps.ts'

/**
 * The Safe Harbor method of the HIPAA Privacy Rule of the USA: the eighteen kinds of identifiers are gone, or as coarse
 * as it allows. Its text was not read for this list, so no message names a section. What the data hold beside what the
 * policy says of them is found by the run: the watch on harmless fields, and `perde review` for texts.
 */
export const hipaaSafeHarbor: readonly Requirement[] = [
  requirement('R70', 'names, contacts, numbers and other identifiers are gone', dropsIdentifiers),
  requirement('R71', 'places are no smaller than a state, but for three digits of a ZIP code', coarsensPlaces),
  requirement('R72', 'dates are years, and ages over 89 are one class', coarsensDates),
  requirement('R73', 'texts are gone or scrubbed without pseudonyms', scrubsTexts),
  requirement('R74', 'biometric data and photographs are gone', dropsBiometrics),
  requirement('R75', 'a code that stays was not made from the person', isNotDerived),
  requirement('R76', 'fields that nobody named are not released', namesAllFields),
  requirement('R77', 'nobody is known to be able to find a person in the release', statesNoKnowledge),
]

function requirement(id: Requirement['id'], rule: string, check: Requirement['check']): Requirement {
  return { id, rule, article: 'HIPAA Safe Harbor', check }
}

/** Entities by what they are among the eighteen; what is in none of these is looked at by its role. */
const CONTACTS = ['domain', 'email', 'imei', 'ip', 'mac', 'phone', 'url', 'username']
const SMALL_PLACES = ['address', 'coordinates', 'de-postcode', 'kz-postcode', 'locality', 'place', 'uk-postcode']
const DATES = ['date', 'event-date']
const NUMBERS_OF_HEALTH = ['au-medicare', 'de-health-insurance', 'uk-nhs', 'us-mbi']
const NUMBERS =
  /^(?:iin|national-id|person-number|passport|vehicle|vin|mrz|card|iban|bic|crypto-address|secret|api-token|jwt|private-key|aws-key|[a-z]{2}-(?!postcode).+)$/

function isIdentifier({ entity, rule }: PolicyField): boolean {
  if (rule.role === 'identifier' && !(entity !== undefined && [...SMALL_PLACES, 'postcode', ...DATES].includes(entity)))
    return true
  if (entity === undefined) return false
  return entity === 'person' || [...CONTACTS, ...NUMBERS_OF_HEALTH].includes(entity) || isNumber(entity)
}

function isNumber(entity: string): boolean {
  return NUMBERS.test(entity) && !SMALL_PLACES.includes(entity)
}

const isSurrogate = ({ verb }: Step) => verb === 'surrogate'

function dropsIdentifiers({ fields }: GateFacts): Outcome {
  const kept = fields.all.find((field) => isIdentifier(field) && !field.erased && !always(field, isSurrogate))
  return kept
    ? fail(
        `the identifier ${kept.name} is not taken away`,
        'drop, null or redact it; a code that leads through the records may stand in its place: do: surrogate',
      )
    : PASS
}

/**
 * The first three digits of ZIP codes whose area has at most 20,000 people: those that are usually listed by the censuses
 * of 2000 and of 2010, together. General knowledge; a newer census may add some.
 */
const SMALL_AREAS = '036 059 063 102 203 205 369 556 692 753 772 790 821 823 830 831 878 879 884 890 893'.split(' ')

function coarsensPlaces({ fields }: GateFacts): Outcome {
  for (const field of fields.all) {
    if (field.erased || field.entity === undefined) continue
    const { entity, name } = field
    if (entity === 'postcode' && !always(field, isThreeDigits))
      return fail(
        `the postcode ${name} says more than three digits, or names areas with few people`,
        `do: { prefix: { length: 3, deny: [${SMALL_AREAS.map((area) => `"${area}"`).join(', ')}], deny-as: "000" } }`,
      )
    if (SMALL_PLACES.includes(entity) && !isStateOrLarger(field) && !always(field, isWholeState))
      return fail(`the place ${name} is smaller than a state`, 'drop it, or make it a state by a hierarchy')
  }
  return PASS
}

function isThreeDigits({ verb, options }: Step): boolean {
  if (verb !== 'prefix' || Number(options['length']) > 3) return false
  const denied = options['deny'] as string[] | undefined
  const areas = new Set(SMALL_AREAS.map((area) => area.slice(0, Number(options['length']))))
  return options['deny-as'] === '000' && [...areas].every((area) => denied?.includes(area))
}

/** By its name: whoever calls a city a state is not found here. */
function isStateOrLarger({ path }: PolicyField): boolean {
  const words = headerWords(path.slice(path.lastIndexOf('.') + 1))
  return ['state', 'country', 'nation'].some((word) => hasPhrase(words, word)) && !hasPhrase(words, 'county')
}

/** What a hierarchy says is its author's to know. */
const isWholeState = ({ verb, options }: Step) => verb === 'generalise' && options['hierarchy'] !== undefined

function coarsensDates({ fields }: GateFacts): Outcome {
  for (const field of fields.all) {
    if (field.erased) continue
    const { entity, name } = field
    if (entity === 'birth-date')
      return fail(
        `${name} would tell who is over 89`,
        'drop it; an age may stay: do: { clip: { max: 89, above: "90+" } }',
      )
    if (entity === 'age' && !always(field, isTopCoded))
      return fail(`the age ${name} tells those over 89 apart`, 'do: { clip: { max: 89, above: "90+" } }')
    if (entity !== undefined && DATES.includes(entity) && !always(field, isYear))
      return fail(`the date ${name} says more than the year`, 'do: generalise year')
    // A verb for dates says that it is one, whatever it is called.
    if (sometimes(field, isDateVerb) && !always(field, isYear))
      return fail(`the date ${name} says more than the year`, 'do: generalise year')
  }
  return PASS
}

const isTopCoded = ({ verb, options }: Step) =>
  verb === 'clip' && Number(options['max'] ?? Infinity) <= 89 && options['above'] !== undefined

const isYear = ({ verb, options }: Step) =>
  verb === 'generalise' && (options['to'] === 'year' || options['to'] === 'decade')

const isDateVerb = ({ verb, options }: Step) =>
  verb === 'shift-date' || (verb === 'generalise' && options['to'] !== undefined)

const TEXTS = 'note notes comment comments text narrative remarks description summary message report findings'.split(
  ' ',
)

function scrubsTexts({ fields }: GateFacts): Outcome {
  for (const field of fields.all) {
    if (field.erased) continue
    const scrubs = ({ verb }: Step) => verb === 'scrub'
    const isText = TEXTS.some((word) => headerWords(field.path).at(-1) === word) || sometimes(field, scrubs)
    if (isText && !always(field, scrubs))
      return fail(`the text ${field.name} is released as it is`, 'drop it, or do: { scrub: { with: label } }')
    if (sometimes(field, ({ verb, options }) => verb === 'scrub' && !['label', 'mask'].includes(withOf(options))))
      return fail(`the text ${field.name} gets codes that are made from people`, 'do: { scrub: { with: label } }')
  }
  return PASS
}

function withOf(options: Record<string, unknown>): string {
  return (options['with'] as string | undefined) ?? 'label'
}

const IMAGES = ['photo', 'photograph', 'image', 'picture', 'portrait', 'video', 'selfie']
const BODY = ['biometric', 'dna', 'face', 'finger', 'gait', 'iris', 'keystroke', 'palm', 'physiological', 'voice']

function dropsBiometrics({ fields }: GateFacts): Outcome {
  const kept = fields.all.find((field) => {
    const { rule, entity, path } = field
    const ofABody = rule.role === 'biometric' || (entity !== undefined && BODY.includes(entity))
    return !field.erased && (ofABody || IMAGES.some((word) => hasPhrase(headerWords(path), word)))
  })
  if (kept) return fail(`${kept.name} shows a body or a face`, 'drop, null or redact it')
  return fields.biometricUsed[0] === undefined
    ? PASS
    : fail(`${fields.biometricUsed[0]} shows a body or a face`, 'drop, null or redact it')
}

/** The number of a surrogate is a rank under the key: under one that stays it could be made again from the person. */
function isNotDerived({ policy, fields }: GateFacts): Outcome {
  const code = fields.all.find((field) => !field.erased && sometimes(field, isSurrogate))
  if (!code) return notApplicable()
  return hasLastingKey(policy)
    ? fail(
        `the code ${code.name} could be made again from the person`,
        'use a key that dies with the run: keys: { main: { ephemeral: true } }',
      )
    : PASS
}

function namesAllFields({ policy }: GateFacts): Outcome {
  if (policy.unlisted !== 'fail' && policy.unlisted !== 'drop')
    return fail('fields that no rule names could be released', 'set unlisted: fail or drop')
  return policy.detect.surprise === 'warn'
    ? fail('a field that turns out to be personal would be released', 'set detect: { surprise: fail } or redact')
    : PASS
}

function statesNoKnowledge({ policy }: GateFacts): Outcome {
  return policy.purpose.statements?.includes('no-actual-knowledge')
    ? PASS
    : fail(
        'it is not stated that nobody is known to be able to find a person in the release',
        'if that is so, add purpose.statements: [no-actual-knowledge]; no program can know it for you',
      )
}
