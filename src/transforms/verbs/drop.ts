import { Kind } from '../../record/batch.ts'
import type { Verb } from '../verb.ts'

type Options = Record<string, never>

/** Takes the field out of the record. The engine leaves a field out whose only step is this one without reading it. */
export const verb = {
  name: 'drop',
  summary: 'takes the field out of the record',
  properties: { iso20889: 'suppression', joins: 'no', unique: false, reversible: false },
  writes: 'same',
  parseShort: (words) => (words.length === 0 ? {} : undefined),
  bind:
    () =>
    ({ text }) => ({ text: text.map(() => ''), kind: new Uint8Array(text.length).fill(Kind.absent) }),
} satisfies Verb<Options>
