import type { Manifest } from '../../../src/evidence/release/manifest.ts'

const SHA = 'ab'.repeat(32)

/** A manifest with one of everything that is optional. Tests change one thing in it. */
export const goodManifest = (): Manifest => ({
  perde: '0.1.0',
  release: '01JD9ZQ0V7Q3Y6B2W8K4M5N6P7',
  dataset: 'clinic',
  created: '2026-11-23T18:00:00.000Z',
  outputClass: 'pseudonymised',
  purpose: 'dpv:ServiceOptimisation',
  processing: 'dpv-ai:ModelTraining',
  basis: 'consent',
  mode: 'enforce',
  makers: [{ name: 'Clinic', bin: '891240000012', at: '2026-11-23T18:00:00.000Z' }],
  asOf: '2026-11-23T18:00:00Z',
  policySha256: SHA,
  planSha256: SHA,
  registerSha256: SHA,
  keys: { main: { check: '0123abcd', ephemeral: false } },
  inputs: [{ name: 'people.csv', source: 'people', bytes: 10, keyedSha256: SHA }],
  outputs: [{ path: 'data/people.csv', source: 'people', bytes: 8, records: 2, header: 2, sha256: SHA }],
  files: [{ path: 'plan.json', bytes: 2, sha256: SHA }],
  records: { in: 3, out: 2, excluded: 1, suppressed: 0, quarantined: 0 },
  recordsSha256: SHA,
  fields: [
    {
      source: 'people',
      path: 'id',
      role: 'identifier',
      entity: 'iin',
      transform: ['pseudonym'],
      conditional: true,
      iso20889: ['pseudonymisation'],
      reversible: false,
      synthetic: false,
      origin: 'rule',
    },
  ],
  anonymity: { k: 3 },
  marking: {
    digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia',
    fields: [],
    tables: [],
  },
  licence: 'CC-BY-4.0',
  access: 'restricted',
  storageCountry: 'KZ',
  retainUntil: '2028-01-01',
  system: { risk: 'medium', autonomy: 'low', reviewed: '2026-03-01' },
  log: { origin: 'perde/clinic/abcdefgh', index: 7, rootBefore: 'q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=' },
})
