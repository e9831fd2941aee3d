import { DATE_LEVELS } from '../transforms/date-levels.ts'
import type { Schema } from '../schema/json-schema.ts'
import { object, ref, SOURCE } from './schema-definitions.ts'

const PERCENT: Schema = { type: 'string', pattern: '^(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?)%$' }
const SHARE: Schema = { type: 'number', exclusiveMinimum: 0, maximum: 1 }
const ABOVE_ZERO: Schema = { type: 'number', exclusiveMinimum: 0 }
const REGIONS: Schema = { enum: ['kz', 'world'] }
const AT_LEAST_TWO: Schema = { type: 'integer', minimum: 2 }

/** The section `anonymity`: what every equivalence class of a release must satisfy, and how it is reached. */
export const ANONYMITY: Schema = {
  description: 'records are generalised until each hides among k, or they are not published',
  ...object(
    {
      source: ref('name'),
      model: {
        enum: ['top-down', 'peeling', 'full-domain'],
        default: 'top-down',
        description: 'local recoding by a tree, local recoding class by class, or one level for a whole column',
      },
      k: {
        type: 'integer',
        minimum: 1,
        description: 'records (or subjects, see unit) in the smallest class; 1: only what risk-at-most says',
      },
      l: byField('different values of a sensitive field in every class', [
        AT_LEAST_TWO,
        oneOf({
          distinct: AT_LEAST_TWO,
          entropy: { type: 'number', exclusiveMinimum: 1 },
          recursive: object({ l: AT_LEAST_TWO, c: ABOVE_ZERO }, ['l', 'c']),
        }),
      ]),
      t: byField('how far a class may be from all records in a sensitive field', [
        SHARE,
        oneOf({ equal: SHARE, ordered: SHARE, hierarchical: SHARE }),
      ]),
      beta: byField('how much likelier a class may make a sensitive value', [
        ABOVE_ZERO,
        oneOf({ basic: ABOVE_ZERO, enhanced: ABOVE_ZERO }),
      ]),
      disclosure: byField('δ of δ-disclosure privacy: shares differ by less than a factor 2^δ', [ABOVE_ZERO]),
      'risk-at-most': {
        ...object({
          average: { ...PERCENT, description: 'chance of finding a published record, on average: classes / records' },
          unique: { ...PERCENT, description: 'published records that are alone in their class, with k: 1' },
        }),
        minProperties: 1,
        description: 'of all published records together, each as a share: 5%',
      },
      unit: {
        enum: ['record', 'subject'],
        default: 'record',
        description: 'subject: the many records of one person count once for k',
      },
      'suppress-at-most': {
        ...PERCENT,
        default: '0%',
        description: 'records that may be left out, as a share: 4%',
      },
      suppressed: {
        enum: ['drop', 'class'],
        default: 'drop',
        description: 'class: suppressed records stay, with every quasi-identifier at its top, if they hide each other',
      },
      hierarchies: {
        type: 'object',
        description: 'quasi-identifier → a table beside the policy (leaf;coarser;…), or how its levels are made',
        additionalProperties: {
          oneOf: [{ type: 'string', minLength: 1, description: 'path of a table' }, hierarchy()],
        },
      },
      utility: {
        enum: ['loss', 'discernibility', 'average-class-size'],
        default: 'loss',
        description: 'what the search for one level a column minimises',
      },
      population: {
        oneOf: [
          {
            type: 'integer',
            minimum: 1,
            description: 'people of whom the records are a sample: how many are alone among them is estimated',
          },
          { type: 'string', minLength: 1, description: 'a table of these people, for k-map and presence-at-most' },
          populationTable(),
        ],
      },
      'k-map': {
        ...AT_LEAST_TWO,
        description: 'people of the population in every class, whether they are in the records or not',
      },
      'presence-at-most': {
        ...PERCENT,
        description: 'δ-presence: share of the people of the population in a class who may be in the records: 20%',
      },
      'if-not-met': {
        enum: ['fail', 'suppress', 'report'],
        default: 'fail',
        description:
          'when the limit of suppression does not suffice: nothing is published, more is suppressed, or all is published and said not to be k-anonymous',
      },
      plan: {
        type: 'string',
        minLength: 1,
        description:
          'file of a plan that was made before (perde anonymity show RELEASE --plan-out FILE) and is applied again',
      },
      releases: {
        oneOf: [
          {
            type: 'string',
            minLength: 1,
            description:
              'folder of the ledger of releases: all releases of these data have one plan, and none tells people apart by what changed',
          },
          object(
            {
              none: {
                type: 'string',
                minLength: 10,
                description:
                  'why this release is held against none of those that a ledger knows; without it such a run is refused',
              },
            },
            ['none'],
          ),
        ],
      },
    },
    ['k'],
  ),
}

function populationTable(): Schema {
  return object(
    {
      ...SOURCE,
      fields: {
        type: 'object',
        description: 'quasi-identifier → the name that it has in the table, where that is another',
        additionalProperties: { type: 'string', minLength: 1 },
      },
    },
    ['path'],
  )
}

function hierarchy(): Schema {
  return oneOf({
    file: { type: 'string', minLength: 1 },
    intervals: {
      oneOf: [widths(), object({ widths: widths(), lower: { type: 'number' }, upper: { type: 'number' } }, ['widths'])],
    },
    dates: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { enum: DATE_LEVELS },
      description: 'levels from fine to coarse',
    },
    prefix: {
      type: 'array',
      minItems: 1,
      items: { type: 'integer', minimum: 1 },
      description: 'characters that are masked at each level, rising',
    },
    round: {
      type: 'array',
      minItems: 1,
      items: { type: 'integer' },
      description: 'decimals that are left at each level, falling',
    },
    regions: {
      oneOf: [
        { ...REGIONS, description: 'places in Kazakhstan (KATO codes, names), or countries' },
        object({ of: REGIONS, names: { enum: ['kk', 'ru', 'en'], description: 'language of the levels' } }, ['of']),
      ],
    },
  })
}

function widths(): Schema {
  return {
    type: 'array',
    minItems: 1,
    items: ABOVE_ZERO,
    description: 'widths of the intervals by level, each a multiple of the one before',
  }
}

function byField(description: string, branches: Schema[]): Schema {
  return {
    type: 'object',
    minProperties: 1,
    description,
    additionalProperties: branches.length === 1 ? branches[0]! : { oneOf: branches },
  }
}

/** An object of exactly one of these keys. */
function oneOf(properties: Record<string, Schema>): Schema {
  return { ...object(properties), minProperties: 1, maxProperties: 1 }
}
