import { american } from './british.ts'
import type { Schema } from '../schema/json-schema.ts'
import { DURATION } from './duration.ts'
import { BASIS_PATTERN } from './legal-basis.ts'
import { COLUMN_TYPES } from '../record/column-type.ts'
import { FORMAT_NAMES } from '../record/format-facts.ts'
import { CHARSETS, ON_WITHDRAWAL, RULE_SET_NAMES, SIGNAL_KINDS, STATEMENTS } from './policy.ts'

export function object(properties: Record<string, Schema>, required: string[] = []): Schema {
  return { type: 'object', additionalProperties: false, ...(required.length > 0 && { required }), properties }
}

export function ref(name: string): Schema {
  return { $ref: `#/$defs/${name}` }
}

export function text(description?: string): Schema {
  return { type: 'string', ...(description !== undefined && { description }) }
}

function character(): Schema {
  return { type: 'string', minLength: 1, maxLength: 1 }
}

function texts(description?: string): Schema {
  return { type: 'array', items: text(), ...(description !== undefined && { description }) }
}

const NON_EMPTY: Schema = { type: 'string', minLength: 1 }
const COUNTRY: Schema = {
  type: 'string',
  pattern: '^[A-Z]{2}$',
  description: 'a country is two capital letters (ISO 3166-1)',
}
const DATE: Schema = { type: 'string', format: 'date' }
const ROLES = ['identifier', 'quasi-identifier', 'sensitive', 'biometric', 'insensitive']

const CONSENT_OPTIONS = {
  subsume: {
    type: 'boolean',
    default: false,
    description: 'the grant of a broader term covers a narrower request',
  },
  otherwise: { enum: ['drop-record', 'fail'], default: 'drop-record' },
  'on-withdrawal': {
    enum: ON_WITHDRAWAL,
    default: 'deny',
    description:
      'when somebody in a release has no consent any more: nobody uses it; whoever uses it gets it without them; or it is made anew without them (perde run --rebuild)',
  },
} satisfies Record<string, Schema>

/** A file or glob, and how it is read. */
export const SOURCE: Record<string, Schema> = {
  path: NON_EMPTY,
  format: { enum: FORMAT_NAMES },
  record: {
    type: 'string',
    pattern: '^(?:/(?:[^~/]|~[01])*)*$',
    description:
      'where the records are in a document: a JSON Pointer to their array, /data/items (default: the document), or the names from the root of XML to their element, /export/visit (default: the children of the root)',
  },
  around: {
    enum: ['check', 'drop'],
    default: 'check',
    description:
      'what stands in a document outside its records: something personal stops the run, or it is not written',
  },
  encoding: {
    enum: CHARSETS,
    description:
      'how the text is written (default: UTF-8, or UTF-16 where a byte order mark says so); outputs are UTF-8',
  },
  delimiter: character(),
  quote: { type: 'string', maxLength: 1, description: 'what fields may stand in (default: "); empty: in nothing' },
  escape: character(),
  comment: character(),
  null: text('the unquoted text that means null'),
  header: { type: 'boolean' },
  ragged: { enum: ['fail', 'quarantine'] },
  documents: {
    type: 'object',
    description: 'cells that hold documents, by path: payload: json; what is in them are fields below it, payload.name',
    additionalProperties: { enum: ['json', 'xml'] },
  },
  broken: {
    enum: ['fail', 'quarantine'],
    default: 'fail',
    description:
      'a record with a document in a cell that is not well formed: it stops the run, or is set aside and counted',
  },
}

const COLUMNS: Schema = {
  enum: ['same', 'differ'],
  default: 'same',
  description: 'may the files of the source have other columns than the first of them?',
}

/** The parts of the language that do not depend on the transforms. */
export const DEFINITIONS: Record<string, Schema> = {
  name: {
    type: 'string',
    pattern: '^[A-Za-z][A-Za-z0-9_.-]*$',
    description: 'a name begins with a letter and has letters, digits, "_", "." and "-"',
  },
  dataset: object(
    {
      id: ref('name'),
      title: text(),
      sources: {
        type: 'object',
        minProperties: 1,
        propertyNames: ref('name'),
        additionalProperties: ref('source'),
      },
      subject: {
        type: 'object',
        description: 'source → path of the field that says whom the record is about',
        additionalProperties: NON_EMPTY,
      },
      maker: {
        description: 'who organised collection and structuring; written into every release',
        ...object(
          {
            name: NON_EMPTY,
            bin: { type: 'string', pattern: '^[0-9]{12}$', description: 'a BIN or IIN has twelve digits' },
          },
          ['name'],
        ),
      },
      passport: {
        description: 'what the passport of the data set says beside its tables and columns',
        ...object({ system: NON_EMPTY, level: NON_EMPTY, 'access-level': NON_EMPTY, 'update-period': NON_EMPTY }),
      },
      provenance: ref('provenance'),
    },
    ['id', 'sources'],
  ),
  source: {
    oneOf: [
      { type: 'string', minLength: 1, description: 'a file, a folder, a pattern, or - for standard input' },
      object({ ...SOURCE, columns: COLUMNS }, ['path']),
    ],
  },
  provenance: object(
    {
      controller: NON_EMPTY,
      origin: text(),
      collected: text(),
      rights: text(),
      jurisdiction: { type: 'array', items: COUNTRY },
      contact: text(),
      method: {
        enum: ['targeted', 'own-records', 'licensed', 'published-with-source', 'untargeted', 'leaked', 'unknown'],
        description:
          'how the data was collected; leaked data is always refused, untargeted and unknown where a rule set says so',
      },
      'source-uris': texts(),
      signals: {
        type: 'array',
        maxItems: 300,
        description: 'do-not-train signals of the sources: the signal itself (`train-ai=n`), or a file that carries it',
        items: { oneOf: [text(), ref('signal')] },
      },
      'unknown-signals': {
        enum: ['deny', 'allow'],
        default: 'deny',
        description: 'what a signal means that does not speak about training',
      },
    },
    ['controller'],
  ),
  signal: object(
    {
      file: { ...NON_EMPTY, description: 'a file beside the policy, as the site or the work carried it' },
      kind: {
        enum: SIGNAL_KINDS,
        description:
          'robots.txt, ai.txt, tdmrep.json, saved response headers, a page with meta tags, or assertions (C2PA, CAWG); default: by the name of the file',
      },
      at: {
        type: 'string',
        pattern: '^/',
        description: 'the path of the site that was collected (default: any of it)',
      },
    },
    ['file'],
  ),
  purpose: object(
    {
      id: { ...NON_EMPTY, description: 'a DPV 2.3 purpose: dpv:ScientificResearch, or an alias' },
      processing: { ...NON_EMPTY, description: 'what is done with the data: dpv-ai:ModelTraining, dpv:Analyse, …' },
      text: text(),
      basis: ref('basis'),
      justification: text(),
      rules: { type: 'array', items: { enum: RULE_SET_NAMES } },
      reference: text(),
      until: { ...DATE, description: 'the purpose ends at the start of this day in Asia/Almaty' },
      recipients: texts(),
      statements: {
        type: 'array',
        description:
          'what you state and no program can know, such as that nobody knows how to find a person in the release',
        items: { enum: STATEMENTS },
      },
    },
    ['id', 'processing', 'basis'],
  ),
  basis: { type: 'string', pattern: BASIS_PATTERN },
  system: {
    description: 'the AI system that will be trained, as its owner classifies it',
    ...object({
      risk: { enum: ['minimal', 'medium', 'high'] },
      autonomy: { enum: ['low', 'medium', 'high'] },
      reviewed: DATE,
      capabilities: texts('declared capabilities; a prohibited one is refused by kz-ai'),
    }),
  },
  // Consents from two places could contradict each other.
  consent: {
    oneOf: [
      object(
        {
          register: {
            description:
              'a plain table of consents: a file (CSV, TSV, JSON Lines, JSON, Parquet) or a table of PostgreSQL (postgres://…?table=…), and which column holds what',
            ...object(
              {
                path: NON_EMPTY,
                subject: NON_EMPTY,
                purpose: NON_EMPTY,
                processing: NON_EMPTY,
                status: NON_EMPTY,
                categories: NON_EMPTY,
                from: NON_EMPTY,
                until: NON_EMPTY,
                at: NON_EMPTY,
                controller: NON_EMPTY,
              },
              ['path', 'subject'],
            ),
          },
          ...CONSENT_OPTIONS,
        },
        ['register'],
      ),
      object(
        {
          ledger: {
            ...NON_EMPTY,
            description: 'a consent ledger: a folder, or a file .jsonl (perde consent import)',
          },
          ...CONSENT_OPTIONS,
        },
        ['ledger'],
      ),
    ],
  },
  key: {
    description: 'where a key comes from; never the key itself',
    ...object({
      env: {
        type: 'string',
        pattern: '^[A-Z][A-Z0-9_]*$',
        description: 'the name of an environment variable: capitals, digits and "_"',
      },
      file: NON_EMPTY,
      command: { type: 'array', minItems: 1, items: NON_EMPTY },
      ephemeral: { const: true },
    }),
    minProperties: 1,
    maxProperties: 1,
  },
  detect: object({
    find: texts('entity ids; absent: every entity that is on by default'),
    locales: {
      type: 'array',
      description:
        'languages of the data; numbers of countries that speak none of them count in texts only beside a word, unless "find" names them; absent: all count',
      items: { type: 'string', pattern: '^[a-z]{2}$', description: 'a language is two small letters (ISO 639-1)' },
    },
    confidence: { type: 'number', minimum: 0, maximum: 1, default: 0.5 },
    surprise: {
      enum: ['fail', 'warn', 'redact'],
      default: 'fail',
      description: 'when a field declared insensitive looks personal',
    },
    'surprise-scan': { enum: ['sample', 'all'], default: 'sample' },
    patterns: {
      type: 'object',
      description: 'entities of your own, by id: what a staff number or a case number looks like',
      maxProperties: 100,
      propertyNames: {
        type: 'string',
        pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
        maxLength: 40,
        description: 'small letters, digits and dashes',
      },
      additionalProperties: object(
        {
          pattern: { ...NON_EMPTY, maxLength: 1000, description: 'in RE2 syntax; it runs in linear time' },
          role: { enum: ['identifier', 'quasi-identifier', 'sensitive'], default: 'identifier' },
          context: {
            type: 'array',
            maxItems: 50,
            items: NON_EMPTY,
            description: 'words beside a match or in the name of the field that raise its score',
          },
          score: {
            type: 'number',
            minimum: 0.1,
            maximum: 1,
            default: 0.6,
            description: 'below 0.5 a match counts only beside a word of the context',
          },
        },
        ['pattern'],
      ),
    },
  }),
  role: { enum: ROLES },
  rule: {
    oneOf: [
      ref('role'),
      object(
        {
          role: ref('role'),
          type: { ...NON_EMPTY, description: 'entity id: iin, phone, email, person, …' },
          category: {
            ...NON_EMPTY,
            description: 'a DPV category of personal data: dpv-pd:Religion, dpv-pd:Emotion, …',
          },
          'inferred-from': {
            enum: ['biometrics', 'data'],
            description: 'the value was not collected but concluded: from biometric data, or from other data',
          },
          do: ref('do'),
          when: text('a condition on the original values of the record'),
          else: ref('do'),
          nulls: { enum: ['keep', 'transform', 'fail'], default: 'keep' },
          empty: { enum: withNull(['keep', 'null', 'transform', 'fail']), default: 'keep' },
          'on-error': { enum: withNull(['fail', 'null', 'drop-record']), default: 'fail' },
          why: text(),
          'offset-in': {
            description: 'the value counts characters of this text (label spans) and moves when the text is scrubbed',
            oneOf: [
              NON_EMPTY,
              object(
                {
                  field: NON_EMPTY,
                  edge: { enum: ['start', 'end'], description: 'default: end for a field called end, stop or to' },
                  unit: { enum: ['code-point', 'utf-16', 'byte'], default: 'code-point' },
                },
                ['field'],
              ),
            ],
          },
        },
        ['role'],
      ),
    ],
  },
  output: object({
    path: NON_EMPTY,
    label: { enum: bothSpellings(['auto', 'pseudonymised', 'masked', 'k-anonymous']), default: 'auto' },
    licence: text(),
    access: text(),
    'storage-country': COUNTRY,
    'cross-border': {
      description: 'why personal data may be kept outside the country whose law holds',
      ...object({ ground: { enum: ['protecting-state', 'treaty', 'law'] }, reference: NON_EMPTY }, [
        'ground',
        'reference',
      ]),
    },
    'retain-until': { ...DATE, description: 'the release may be used until the start of this day in Asia/Almaty' },
    formula: { enum: bothSpellings(['keep', 'neutralise']), default: 'keep' },
    order: {
      enum: ['keep', 'shuffle'],
      default: 'keep',
      description: 'of the records in each file; shuffle: in an order that hangs on the key',
    },
    format: {
      enum: ['same', ...FORMAT_NAMES],
      default: 'same',
      description: 'what the records are written as; same: as they are read',
    },
    nested: {
      enum: ['fail', 'json'],
      default: 'fail',
      description:
        'values inside of values in a format without a place for them; json: a text of JSON stands in their column',
    },
    types: {
      type: 'object',
      description: `types of columns that come as text, in Parquet and Arrow: source → path → ${COLUMN_TYPES}`,
      additionalProperties: { type: 'object', additionalProperties: { type: 'string', minLength: 1 } },
    },
    compression: {
      enum: ['same', 'none', 'gzip', 'zstd', 'snappy'],
      default: 'same',
      description:
        'of the files, of Parquet that of the pages; same: as the name of each input says (.gz, .zst), of Parquet snappy',
    },
    seal: {
      type: 'boolean',
      default: false,
      description:
        'the data files are encrypted under a key of the release, which is kept beside the log; only "perde use" opens them',
    },
    'file-size': {
      type: 'string',
      pattern: '^[0-9]+(\\.[0-9]+)? ?([kKmMgG]i?)?[bB]$',
      description:
        'bytes of text in a file before it is packed, such as 256MiB; a file ends with a whole record (default: the records of an input are one file)',
    },
  }),
  audit: object({
    log: NON_EMPTY,
    key: ref('key'),
    origin: NON_EMPTY,
    begins: {
      type: 'string',
      pattern: '^[0-9a-f]{64}$',
      description:
        'SHA-256 of the first line of the log (head -n 1 LOG/entries.jsonl | sha256sum): a run with a log that begins otherwise, or with a new one, is refused',
    },
  }),
  approval: {
    description: 'who has to sign the policy (perde approve) before what it releases is used; one signature is enough',
    ...object(
      {
        keys: {
          type: 'array',
          minItems: 1,
          maxItems: 50,
          items: {
            type: 'string',
            // As the log has them: its entries name who approved.
            pattern: '^[A-Za-z0-9][A-Za-z0-9._~:/-]*\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]{44}$',
            description: 'a verification key, name+key id+base64: perde key public FILE --name NAME prints it',
          },
        },
        'distinct-from-author': {
          type: 'boolean',
          default: true,
          description: 'the signing keys of the log, of now and before, and the keys of this policy, approve nothing',
        },
        'valid-for': {
          type: 'string',
          pattern: DURATION,
          description:
            'the longest that an approval may be given for, as P90D, P12W, P6M or P1Y (default: as long as who gives it says with --until)',
        },
      },
      ['keys'],
    ),
  },
}

/** Where `null` is a word of the language, YAML's own null is that word. */
export function withNull(words: readonly unknown[]): unknown[] {
  return words.includes('null') ? [...words, null] : [...words]
}

export function bothSpellings(words: string[]): string[] {
  return words.flatMap((word) => [word, american(word) ?? []].flat())
}
