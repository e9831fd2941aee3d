import { Kind } from '../../record/batch.ts'
import { joiningForm } from '../../record/normalise.ts'
import { createFakeDraws } from '../fakes/fake-draws.ts'
import { canBeUnique, FAKE_KINDS, fakeRecipe } from '../fakes/kinds.ts'
import type { FakeKind } from '../fakes/kinds.ts'
import { createNameIndex } from '../fakes/name-index.ts'
import type { Gender } from '../fakes/name-index.ts'
import type { FakeMaker } from '../fakes/request.ts'
import { genderOfSplit, partOfKind } from '../fakes/split-name.ts'
import type { Language } from '../fakes/tables.ts'
import { allStrings, KEYED_PROPERTIES } from '../keyed.ts'
import type { KeyedOptions } from '../keyed.ts'
import { ValueFault } from '../verb.ts'
import { REDACTED } from './redact.ts'
import type { BindContext, Rows, Transform, Verb } from '../verb.ts'

export interface FakeOptions extends KeyedOptions {
  kind: FakeKind
  /** language of the fakes; default `same`: the original's, by its letters and words */
  locale?: 'same' | Language
  /** what the fake has in common with the original; default both, by subject only the script */
  keep?: ('gender' | 'script')[]
  /** whose fake it is: of the value (default), or of the data subject, who then has one name, address and login */
  by?: 'value' | 'subject'
  /** for e-mail addresses and user names: a tail that keeps them apart */
  unique?: boolean
}

/**
 * Draws an invented value from tables: equal values get equal fakes inside a domain, and the tables' versions stand in the
 * manifest. Many people share a fake, so it is no key. A part of
 * a name has the gender of the other parts beside it, so that a surname without one gets either form. By subject, a name and an e-mail address agree where both name
 * the same `locale`; their gender is then the one of a subject that is an IIN, else drawn.
 */
export const verb = {
  name: 'fake',
  summary:
    'an invented value of the same kind; equal values get equal ones inside the field, or wherever the same "domain" is named',
  properties: ({ unique = false }) => ({
    iso20889: 'synthetic',
    joins: 'domain',
    unique,
    reversible: false,
    synthetic: true,
  }),
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['kind'],
    properties: {
      ...KEYED_PROPERTIES,
      kind: { enum: [...FAKE_KINDS] },
      locale: { enum: ['same', 'en', 'ru', 'kk'] },
      keep: { type: 'array', items: { enum: ['gender', 'script'] } },
      by: { enum: ['value', 'subject'] },
      unique: { type: 'boolean' },
    },
  },
  parseShort([word, ...rest]) {
    const kind = FAKE_KINDS.find((known) => known === word)
    return rest.length === 0 && kind !== undefined ? { kind } : undefined
  },
  check: ({ kind, unique }) =>
    unique && !canBeUnique(kind)
      ? [
          `"unique" is for email and username: there are too few fakes of ${kind} to keep values apart; use pseudonym instead`,
        ]
      : [],
  keys: ({ domain, key, by }) => [
    { root: key, algorithm: 'fake', domain: domain ?? (by === 'subject' ? 'subject' : undefined), bytes: 32 },
  ],
  needs: ({ by, kind }) => (by === 'subject' ? 'subject' : partOfKind(kind) ? 'name' : undefined),
  bind: bindFake,
} satisfies Verb<FakeOptions>

/** Every list is longer, so this many entries are not all the original. */
const MOST_TRIES = 16

function bindFake(options: FakeOptions, { keys }: BindContext): Transform {
  const {
    by = 'value',
    locale = 'same',
    keep = by === 'subject' ? ['script'] : ['gender', 'script'],
    unique = false,
  } = options
  const {
    topic,
    draws: count,
    entity,
    form = joiningForm(entity),
    make,
  } = fakeRecipe(options.kind, {
    language: locale === 'same' ? undefined : locale,
    keepGender: keep.includes('gender'),
    keepScript: keep.includes('script'),
    unique,
  })
  const draw = createFakeDraws(keys[0]!, topic, count)
  const gendersOf = createGenders()
  return ({ text, kind }, rows) => {
    for (let i = 0; i < text.length; i++)
      if (kind[i] === Kind.container) throw new ValueFault(i, 'an object or array stands where one value is expected')
    const subjects = by === 'subject' ? subjectsOf(rows) : undefined
    const told = subjects ? undefined : gendersOf(rows)
    const { draws, width } = draw(subjects ?? text.map(form))
    return {
      text: text.map((original, i) => fakeUnlike(original, make, draws, width * i, subjects?.[i], told?.[i])),
      kind: allStrings(text.length),
    }
  }
}

function subjectsOf({ row, subject }: Rows): string[] {
  return Array.from(row, (number, i) => {
    const whom = subject(number)
    if (whom === undefined) throw new ValueFault(i, 'the record has no subject')
    return whom
  })
}

/** By value: the gender of the person whose name has its parts in columns of their own. */
function createGenders(): (rows: Rows) => (Gender | undefined)[] | undefined {
  let index: ReturnType<typeof createNameIndex> | undefined
  return ({ row, splitName }) =>
    splitName &&
    Array.from(row, (number) => {
      const parts = splitName(number)
      return parts.length === 0 ? undefined : genderOfSplit(parts, (index ??= createNameIndex()))
    })
}

/** The first fake that is not the original, however that is cased. */
function fakeUnlike(
  original: string,
  make: FakeMaker,
  draws: Uint32Array,
  at: number,
  subject: string | undefined,
  told: Gender | undefined,
): string {
  const plain = original.trim().normalize('NFC').toLowerCase()
  for (let further = 0; further < MOST_TRIES; further++) {
    const fake = make(original, draws, at, further, subject, told)
    if (fake.trim().toLowerCase() !== plain) return fake
  }
  return REDACTED
}
