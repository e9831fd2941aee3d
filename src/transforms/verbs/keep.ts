import type { Verb } from '../verb.ts'

type Options = Record<string, never>

/** Leaves the value as it is. The engine copies the bytes of a field whose only step is this one. */
export const verb = {
  name: 'keep',
  summary: 'leaves the value as it is',
  properties: { iso20889: 'none', joins: 'yes', unique: true, reversible: false },
  writes: 'same',
  parseShort: (words) => (words.length === 0 ? {} : undefined),
  bind: () => (values) => values,
} satisfies Verb<Options>
