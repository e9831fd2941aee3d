import { chooseRecognisers, createTextDetector } from '../../detect/detect-text.ts'
import { Kind, valuesOf } from '../../record/batch.ts'
import { joiningForm } from '../../record/normalise.ts'
import { ownRecognisers } from '../../detect/own-patterns.ts'
import type { OwnPattern } from '../../detect/own-patterns.ts'
import type { FakeKind } from '../fakes/kinds.ts'
import { cutText, hide, joinText } from '../scrub-text.ts'
import type { CutText } from '../scrub-text.ts'
import { ValueFault } from '../verb.ts'
import type { BindContext, KeyRequest, Rows, Transform, Verb } from '../verb.ts'
import { verb as fake } from './fake.ts'
import { verb as pseudonym } from './pseudonym.ts'

export interface ScrubOptions {
  /** entities to look for; default: all that are on by default */
  find?: string[]
  /** what stands in their place, default `label` */
  with?: 'label' | 'mask' | 'pseudonym' | 'fake'
  /** for pseudonyms and fakes: the domain of the columns to join with, one for all or one an entity */
  domain?: string | Record<string, string>
  /** for pseudonyms and fakes: name of a root in the policy's `keys` */
  key?: string
  /** languages of names and words; default: all */
  locales?: string[]
  /** 0…1; what scores less stays */
  confidence?: number
  /** the policy's own entities; they come from its `detect.patterns`, not from the rule */
  patterns?: Record<string, OwnPattern>
}

/**
 * Replaces what is personal inside a text: `[PERSON-1]`, numbered in each text by first appearance, a mask, or the same
 * pseudonym or fake that the value has in a column of the same domain. The result is looked through a second time.
 * What no recogniser finds stays, so a scrubbed text is never free of personal data for certain.
 */
export const verb = {
  name: 'scrub',
  summary: 'replaces what is personal inside a text',
  properties: ({ with: how = 'label' }) =>
    how === 'fake'
      ? { iso20889: 'synthetic', joins: 'domain', unique: false, reversible: false, synthetic: true }
      : {
          iso20889: how === 'pseudonym' ? 'pseudonymisation' : 'masking',
          joins: how === 'pseudonym' ? 'domain' : 'no',
          unique: false,
          reversible: false,
        },
  schema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      find: { type: 'array', minItems: 1, items: { type: 'string' } },
      with: { enum: ['label', 'pseudonym', 'fake', 'mask'] },
      domain: {
        oneOf: [
          { type: 'string', minLength: 1, maxLength: 128 },
          { type: 'object', minProperties: 1, additionalProperties: { type: 'string', minLength: 1, maxLength: 128 } },
        ],
      },
      key: { type: 'string', minLength: 1, maxLength: 128 },
      locales: { type: 'array', items: { enum: ['kk', 'ru', 'en'] } },
      confidence: { type: 'number', minimum: 0, maximum: 1 },
    },
  },
  parseShort: (words) => (words.length === 0 ? {} : undefined),
  check({ find = [], with: how = 'label', domain, key }, own = []) {
    const phrases = find
      .filter((entity) => chooseRecognisers([entity]).length === 0 && !own.includes(entity))
      .map((entity) => `"find": no entity is called "${entity}"`)
    if (how !== 'pseudonym' && how !== 'fake' && (domain ?? key) !== undefined)
      phrases.push('"domain" and "key" are for pseudonyms and fakes')
    return phrases
  },
  keys: (options) => domainsOf(options).flatMap((domain) => keysOf(options, domain)),
  bind: bindScrub,
} satisfies Verb<ScrubOptions>

/** Entities that can be made up; what else is found gets its label. */
const FAKES: Readonly<Record<string, FakeKind>> = {
  person: 'person.name',
  email: 'email',
  phone: 'phone',
  address: 'address',
  place: 'city',
  organisation: 'company',
  username: 'username',
  ip: 'ip',
  iin: 'iin',
}

/** The entity of a text that the detector could not get through: all of it is personal. */
const UNREADABLE = 'unknown'

function bindScrub(options: ScrubOptions, { keys }: BindContext): Transform {
  const { find = [], with: how = 'label', locales = [], confidence = 0.5, patterns = {} } = options
  const detector = createTextDetector({ find, locales, confidence, own: ownRecognisers(patterns) })
  const detect = (text: string): ReturnType<typeof detector> => detector(text)
  const replacer = how === 'pseudonym' || how === 'fake' ? createReplacer(options, keys) : undefined
  return (values, rows) => {
    const cuts = values.text.map((text, i) => {
      if (values.kind[i] === Kind.container)
        throw new ValueFault(i, 'an object or array stands where a text is expected')
      return cutText(text, detect)
    })
    const replaced = replacer?.(cuts, rows)
    const kind = values.kind.slice()
    const text = cuts.map((cut, i) => {
      if (cut.found.length === 0) return values.text[i]!
      kind[i] = Kind.string
      const labels = how === 'mask' ? cut.found.map((span) => hide(span.text)) : labelled(cut)
      return joinText(cut, replaced ? labels.map((label, n) => replaced[i]![n] ?? label) : labels, detect)
    })
    return { text, kind }
  }
}

/** `[PERSON-1]`, `[PERSON-2]`: a number a value, by first appearance in this text. */
function labelled({ found }: CutText): string[] {
  const numbers = new Map<string, number>()
  const seen = new Map<string, number>()
  return found.map(({ entity, text }) => {
    if (entity === UNREADABLE) return '[REDACTED]'
    const value = `${entity}:${joiningForm(entity)(text).toLowerCase().replace(/\s+/g, ' ')}`
    let number = numbers.get(value)
    if (number === undefined) {
      number = (seen.get(entity) ?? 0) + 1
      seen.set(entity, number)
      numbers.set(value, number)
    }
    return `[${entity.toUpperCase()}-${number}]`
  })
}

/** Per text and span: the replacement, or undefined where the span gets its label. */
type Replacer = (cuts: readonly CutText[], rows: Rows) => (string | undefined)[][]

/** Values of one entity go through the column verb together, as if they stood in a column. */
function createReplacer(options: ScrubOptions, keys: readonly Uint8Array[]): Replacer {
  const byEntity = new Map<string, Transform | undefined>()
  const transformOf = (entity: string): Transform | undefined => {
    if (!byEntity.has(entity)) byEntity.set(entity, columnVerb(options, entity, keys))
    return byEntity.get(entity)
  }
  return (cuts, rows) => {
    const out = cuts.map((cut) => new Array<string | undefined>(cut.found.length))
    const places = new Map<string, { cut: number; span: number; text: string }[]>()
    cuts.forEach(({ found }, cut) =>
      found.forEach(({ entity, text }, span) => {
        const list = places.get(entity)
        if (list) list.push({ cut, span, text })
        else places.set(entity, [{ cut, span, text }])
      }),
    )
    for (const [entity, list] of places) {
      const replaced = transformOf(entity)?.(valuesOf(list.map(({ text }) => text)), {
        ...rows,
        row: Int32Array.from(list, ({ cut }) => rows.row[cut]!),
      })
      list.forEach(({ cut, span }, i) => (out[cut]![span] = replaced?.text[i]))
    }
    return out
  }
}

function columnVerb(options: ScrubOptions, entity: string, keys: readonly Uint8Array[]): Transform | undefined {
  if (entity === UNREADABLE) return undefined
  const domains = domainsOf(options)
  const at = domains.indexOf(domainOf(options, entity))
  const each = keys.length / domains.length
  const context: BindContext = { keys: keys.slice(each * at, each * (at + 1)), entity, files: [] }
  if (options.with === 'pseudonym') return pseudonym.bind({}, context)
  const kind = FAKES[entity]
  return kind && fake.bind({ kind }, context)
}

function domainOf({ domain }: ScrubOptions, entity: string): string | undefined {
  return typeof domain === 'object' ? domain[entity] : domain
}

/** The domains of all entities that may be found, each once, in an order that does not depend on the text. */
function domainsOf({ with: how, domain }: ScrubOptions): (string | undefined)[] {
  if (how !== 'pseudonym' && how !== 'fake') return []
  return typeof domain === 'object' ? [undefined, ...new Set(Object.values(domain).sort())] : [domain]
}

function keysOf({ with: how, key }: ScrubOptions, domain: string | undefined): KeyRequest[] {
  const options = { ...(key !== undefined && { key }), ...(domain !== undefined && { domain }) }
  return how === 'fake' ? fake.keys({ kind: 'person.name', ...options }) : pseudonym.keys(options)
}
