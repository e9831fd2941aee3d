import { object } from './closed-object.ts'

/**
 * What was destroyed of a person's data, and what was not: for whoever has to show that it was done. Without a word of
 * the person; the entry of the log that it names is what proves its time. It is no form of any authority.
 */
export interface DestructionAct {
  title: 'act of destruction'
  perde: string
  dataset: string
  operator?: { name: string; bin?: string }
  /** RFC 3339 */
  received: string
  done: string
  /** last day of the term by the calendar of working days, and the article that sets it */
  due: string
  article: string
  destroyed: {
    /** values that were kept to correct the person's records */
    corrections: 'all'
    /** rows of decisions that name nobody any more, and of how many releases */
    decisions: { rows: number; releases: number }
    /** the records are in no release from here on */
    inputs: 'left out for good'
  }
  notDestroyed: {
    /** records of the inputs, which perde never writes to, by source */
    inputs: { source: string; records: number }[]
    /** releases that hold the person until they are made anew or purged */
    releases: { release: string; state: string; records: number }[]
    /** releases whose decisions could not be opened */
    unknown: string[]
    /** what stays, in words */
    kept: string[]
  }
  log: { origin: string; index: number }
}

/** What stays of a person who was destroyed, whoever they are. */
export const KEPT: readonly string[] = [
  'a keyed reference in the list of those who are left out, without which the next run would take them from the inputs',
  'keyed references in the consent ledger, which prove what was consented to (94-V art. 25(2))',
  'keyed references in a ledger of k-anonymous releases, where one is kept',
  'copies and backups, which are not perde’s to find',
]

const count = { type: 'integer', minimum: 0 }
const text = { type: 'string', minLength: 1 }
const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' }
const ulid = { type: 'string', pattern: '^[0-9A-HJKMNP-TV-Z]{26}$' }

/** The closed schema of an act of destruction (`policies/destruction-act.schema.json`, held current by a test). */
export const destructionActSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'act of destruction of perde',
  ...object(
    {
      title: { const: 'act of destruction' },
      perde: text,
      dataset: text,
      operator: object({ name: text, bin: text }, ['bin']),
      received: time,
      done: time,
      due: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
      article: text,
      destroyed: object({
        corrections: { const: 'all' },
        decisions: object({ rows: count, releases: count }),
        inputs: { const: 'left out for good' },
      }),
      notDestroyed: object({
        inputs: { type: 'array', items: object({ source: text, records: count }) },
        releases: {
          type: 'array',
          items: object({ release: ulid, state: { enum: ['published', 'replaced', 'missing'] }, records: count }),
        },
        unknown: { type: 'array', items: ulid },
        kept: { type: 'array', items: text, minItems: 1 },
      }),
      log: object({ origin: text, index: count }),
    },
    ['operator'],
  ),
}
