import { Kind } from '../../record/batch.ts'
import type { Verb } from '../verb.ts'

type Options = Record<string, never>

/** Writes null: an empty cell in a table, `null` in JSON. */
export const verb = {
  name: 'null',
  summary: 'writes null in place of the value',
  properties: { iso20889: 'suppression', joins: 'no', unique: false, reversible: false },
  writes: 'same',
  parseShort: (words) => (words.length === 0 ? {} : undefined),
  bind:
    () =>
    ({ text }) => ({ text: text.map(() => ''), kind: new Uint8Array(text.length).fill(Kind.null) }),
} satisfies Verb<Options>
