import { chooseRecognisers, createTextDetector } from '../../detect/detect-text.ts'
import { Kind, valuesOf } from '../../record/batch.ts'
import type { Move, Values } from '../../record/batch.ts'
import { joiningForm } from '../../record/normalise.ts'
import { ownRecognisers } from '../../detect/own-patterns.ts'
import type { OwnPattern } from '../../detect/own-patterns.ts'
import { createStandIns } from '../fakes/draw-person.ts'
import type { StandIns } from '../fakes/draw-person.ts'
import type { FakeKind } from '../fakes/kinds.ts'
import { IDENTIFIER } from '../known-words.ts'
import { createPeopleReader } from '../people-in-texts.ts'
import type { PersonSpan, RecordTexts } from '../people-in-texts.ts'
import { hide, joinCuts, movesOf } from '../scrub-text.ts'
import type { DetectEach } from '../scrub-text.ts'
import { withoutTitles } from '../trim-names.ts'
import { findInWholes, pieceAt, wholeTexts, writtenPiece } from '../whole-texts.ts'
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
  /** languages of the data (ISO 639-1), without which a country's numbers count only beside a word; default: all */
  locales?: string[]
  /** 0…1; what scores less stays */
  confidence?: number
  /** the policy's own entities; they come from its `detect.patterns`, not from the rule */
  patterns?: Record<string, OwnPattern>
}

/**
 * Replaces what is personal inside a text: `[PERSON-1]`, numbered in each text by first appearance, a mask, or the same
 * pseudonym or fake that the value has in a column of the same domain. The identifiers of the record's other fields are
 * found wherever they stand in it. All names of one person in a record get one stand-in, a fake in the case of the name
 * that it replaces. The result is looked through a second time.
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
      locales: { type: 'array', items: { type: 'string', pattern: '^[a-z]{2}$' } },
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
  needs: 'known',
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

const NOTHING_MOVED: readonly Move[] = []

function bindScrub(options: ScrubOptions, { keys }: BindContext): Transform {
  const { find = [], with: how = 'label', locales = [], confidence = 0.5, patterns = {} } = options
  const detector = createTextDetector({ find, locales, confidence, own: ownRecognisers(patterns) })
  const detectEach: DetectEach = (texts) => detector.ofEach(texts).map((found, i) => withoutTitles(texts[i]!, found))
  const read = createPeopleReader(detectEach, how === 'label' || how === 'mask' ? 'several' : 'always')
  const replacer = how === 'pseudonym' || how === 'fake' ? createReplacer(options, keys) : undefined
  return (values, rows) => {
    for (let i = 0; i < values.text.length; i++)
      if (values.kind[i] === Kind.container)
        throw new ValueFault(i, 'an object or array stands where a text is expected')
    const wholes = wholeTexts(values, rows.row)
    const own = wholes ? { ...rows, row: wholes.row } : rows
    const texts = wholes ? read(wholes.texts, own, findInWholes(detectEach, wholes)) : read(values.text, rows)
    const replaced = replacer?.(texts, own)
    const out: Values & Required<Pick<Values, 'moves'>> = {
      text: values.text.slice(),
      kind: values.kind.slice(),
      moves: new Array<readonly Move[]>(values.text.length).fill(NOTHING_MOVED),
    }
    const changed = texts.flatMap(({ cut }, t) => (cut.found.length === 0 ? [] : [t]))
    const cuts = changed.map((t) => texts[t]!.cut)
    const all = changed.map((t) => {
      const { cut } = texts[t]!
      const labels = how === 'mask' ? cut.found.map((span) => hide(span.text)) : labelled(texts[t]!)
      return replaced ? labels.map((label, n) => replaced[t]![n] ?? label) : labels
    })
    const written = new Array<{ text: string; moves: Move[] } | undefined>(texts.length)
    joinCuts(cuts, all, detectEach).forEach((text, n) => {
      written[changed[n]!] = { text, moves: movesOf(cuts[n]!, all[n]!, text) }
    })
    for (let i = 0; i < values.text.length; i++) {
      const whole = written[wholes ? wholes.of[i]! : i]
      if (!whole) continue
      const piece = pieceAt(values, i)
      const { text, moves } = piece ? writtenPiece(whole.text, whole.moves, piece.start, values.text[i]!.length) : whole
      out.kind[i] = Kind.string
      out.text[i] = text
      out.moves[i] = moves
    }
    return out
  }
}

/** `[PERSON-1]`, `[PERSON-2]`: a number a value, by first appearance in this text; a person is one value. */
function labelled({ cut: { found }, people, known }: RecordTexts): string[] {
  const numbers = new Map<string, number>()
  const seen = new Map<string, number>()
  return found.map(({ entity, text }, n) => {
    if (entity === UNREADABLE) return '[REDACTED]'
    const who = people[n]?.linked.person ?? known[n] ?? text
    const value = `${entity}:${joiningForm(entity)(who).toLowerCase().replace(/\s+/g, ' ')}`
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
type Replacer = (texts: readonly RecordTexts[], rows: Rows) => (string | undefined)[][]

/** Values of one entity go through the column verb together, as if they stood in a column. */
function createReplacer(options: ScrubOptions, keys: readonly Uint8Array[]): Replacer {
  const byEntity = new Map<string, Transform | undefined>()
  const transformOf = (entity: string): Transform | undefined => {
    if (!byEntity.has(entity)) byEntity.set(entity, columnVerb(options, entity, keys))
    return byEntity.get(entity)
  }
  let made: StandIns | undefined
  const standIns: StandIns = (spans) => (made ??= createStandIns(contextOf(options, 'person', keys).keys[0]!))(spans)
  return (texts, rows) => {
    const out = texts.map(({ cut }) => new Array<string | undefined>(cut.found.length))
    const places = new Map<string, { at: number; span: number; text: string }[]>()
    const people: { at: number; span: number; person: PersonSpan }[] = []
    texts.forEach(({ cut: { found }, known, people: persons }, at) =>
      found.forEach(({ entity, text }, span) => {
        const person = persons[span]
        if (options.with === 'fake' && person?.linked.words) {
          people.push({ at, span, person })
          return
        }
        const place = { at, span, text: person?.linked.person ?? known[span] ?? text }
        const list = places.get(entity)
        if (list) list.push(place)
        else places.set(entity, [place])
      }),
    )
    for (const [entity, list] of places) {
      const replaced = transformOf(entity)?.(valuesOf(list.map(({ text }) => text)), {
        ...rows,
        row: Int32Array.from(list, ({ at }) => rows.row[at]!),
      })
      list.forEach(({ at, span }, i) => (out[at]![span] = replaced?.text[i]))
    }
    if (people.length > 0)
      standIns(people.map(({ person }) => person)).forEach((text, i) => {
        const { at, span } = people[i]!
        out[at]![span] = text
      })
    return out
  }
}

function columnVerb(options: ScrubOptions, entity: string, keys: readonly Uint8Array[]): Transform | undefined {
  if (entity === UNREADABLE) return undefined
  const context = contextOf(options, entity, keys)
  if (options.with === 'pseudonym') return pseudonym.bind({}, context)
  const kind = FAKES[entity]
  return kind && fake.bind({ kind }, context)
}

function contextOf(options: ScrubOptions, entity: string, keys: readonly Uint8Array[]): BindContext {
  const domains = domainsOf(options)
  const at = domains.indexOf(domainOf(options, entity))
  const each = keys.length / domains.length
  return {
    keys: keys.slice(each * at, each * (at + 1)),
    entity: entity === IDENTIFIER ? undefined : entity,
    files: [],
  }
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
