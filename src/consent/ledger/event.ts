import { Ajv } from 'ajv'
import { ConsentState } from '../states.ts'

/**
 * One event of the consent ledger: what a person, or somebody for them, said about the use of their data, when they said
 * it (`at`) and when the ledger learnt of it (`known`). Fields follow ISO/IEC TS 27560 by way of DPV's profile, and the
 * items that a consent has to hold by 94-V art. 8(4). Times are RFC 3339 in UTC with whole seconds.
 *
 * It holds no name and no number of a person: subject and guardian are keyed references, and papers are digests.
 */
export interface ConsentEvent {
  /** keyed reference of the subject: 16 bytes as base64url */
  ref: string
  at: string
  state: keyof typeof ConsentState
  /** who acted */
  actor: Actor
  /** vocabulary ids; absent in a denial: all of them */
  purposes?: string[]
  processing?: string[]
  /** the list of data (item 7); absent: ordinary data of any kind, never special categories */
  categories?: string[]
  from?: string
  until?: string
  /** where the consent names no date: it ends when the purposes are reached (item 3) */
  term?: 'purposes'
  /** the operator (item 1) */
  controller?: { name: string; bin?: string }
  /** third parties by name; absent: any, where `thirdParties` is true */
  recipients?: string[]
  /** ISO 3166-1 country; `KZ`: the items of art. 8(4) are asked for */
  jurisdiction?: string
  notice?: { id?: string; version?: string; language?: string; sha256?: string }
  guardian?: { ref?: string; proofSha256?: string }
  /** when the subject comes of age */
  adultOn?: string
  channel?: Channel
  /** what proves the consent: digest of the paper, the signature, the message */
  proofSha256?: string
  /** the paper names the subject (item 2); the name itself stands only there */
  subjectNamed?: boolean
  /** items 4, 5 and 6 */
  thirdParties?: boolean
  crossBorder?: boolean
  publicSources?: boolean
  /** digest of what else the consent says (item 8) */
  otherSha256?: string
  /** the withdrawal was refused, and why (94-V art. 8(2)); it still ends the use by consent */
  refusal?: { ground: RefusalGround; citation: string }
  /** the system that the event comes from */
  source?: string
  known: string
}

export const ACTORS = ['subject', 'guardian', 'representative', 'controller', 'authority', 'system'] as const
export type Actor = (typeof ACTORS)[number]

/** Ways to give consent by 94-V art. 8(1). */
export const CHANNELS = ['written', 'state-service', 'non-state-service', 'other-provable'] as const
export type Channel = (typeof CHANNELS)[number]

/** Grounds by 94-V art. 8(2): a law does not allow the withdrawal, or an obligation is not fulfilled yet. */
export const REFUSAL_GROUNDS = ['law', 'obligation'] as const
export type RefusalGround = (typeof REFUSAL_GROUNDS)[number]

/** Longest name, number or citation. */
export const MOST_TEXT = 300

const closed = (properties: Record<string, object>, required: string[] = []) => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
  additionalProperties: false,
})
const text = { type: 'string', minLength: 1, maxLength: MOST_TEXT }
const moment = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' }
const reference = { type: 'string', pattern: '^[A-Za-z0-9_-]{21}[AQgw]$' }
const digest = { type: 'string', pattern: '^[0-9a-f]{64}$' }
const flag = { type: 'boolean' }
const texts = { type: 'array', items: text, minItems: 1, maxItems: 64, uniqueItems: true }

/** The closed schema of an event (`policies/consent-event.schema.json`, held current by a test). */
export const eventSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'one line of a consent ledger of perde',
  ...closed(
    {
      ref: reference,
      at: moment,
      state: { enum: Object.keys(ConsentState) },
      actor: { enum: ACTORS },
      purposes: texts,
      processing: texts,
      categories: texts,
      from: moment,
      until: moment,
      term: { const: 'purposes' },
      controller: closed({ name: text, bin: { type: 'string', pattern: '^\\d{12}$' } }, ['name']),
      recipients: texts,
      jurisdiction: { type: 'string', pattern: '^[A-Z]{2}$' },
      notice: closed({ id: text, version: text, language: text, sha256: digest }),
      guardian: closed({ ref: reference, proofSha256: digest }),
      adultOn: moment,
      channel: { enum: CHANNELS },
      proofSha256: digest,
      subjectNamed: flag,
      thirdParties: flag,
      crossBorder: flag,
      publicSources: flag,
      otherSha256: digest,
      refusal: closed({ ground: { enum: REFUSAL_GROUNDS }, citation: text }, ['ground', 'citation']),
      source: text,
      known: moment,
    },
    ['ref', 'at', 'state', 'actor', 'known'],
  ),
}

const validate = () => new Ajv({ messages: false, meta: false, validateSchema: false }).compile<ConsentEvent>(schema)
const { $schema: _, ...schema } = eventSchema
let validator: ReturnType<typeof validate> | undefined

/** Does the value fit the closed schema? Compiled when it is first asked. */
export function isConsentEvent(value: unknown): value is ConsentEvent {
  validator ??= validate()
  return validator(value)
}
