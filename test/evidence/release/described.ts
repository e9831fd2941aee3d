import type { ManifestField } from '../../../src/evidence/release/manifest.ts'
import type { Described } from '../../../src/evidence/release/written-field.ts'
import { goodManifest } from './good-manifest.ts'

const SHA = 'cd'.repeat(32)

export function field(path: string, more: Partial<ManifestField> = {}): ManifestField {
  return {
    source: 'people',
    path,
    role: 'insensitive',
    transform: [],
    iso20889: [],
    reversible: false,
    synthetic: false,
    origin: 'rule',
    ...more,
  }
}

/** A release of a table in one file and of nested records in two, with one of everything that is optional. */
export function goodRelease(more: Partial<Described['manifest']> = {}): Described {
  const { files: _, ...manifest } = goodManifest()
  return {
    manifest: {
      ...manifest,
      outputs: [
        ...manifest.outputs,
        ...[0, 1].map((n) => ({
          path: `data/visits/part-0000${String(n)}.jsonl`,
          source: 'visits',
          bytes: 10 + n,
          records: 1,
          header: 0,
          sha256: SHA,
        })),
      ],
      inputs: [...manifest.inputs, { name: 'visits.jsonl', source: 'visits', bytes: 2_000_000, sha256: SHA }],
      fields: [
        ...manifest.fields,
        field('name', {
          role: 'identifier',
          entity: 'person',
          transform: ['fake'],
          iso20889: ['synthetic'],
          synthetic: true,
        }),
        field('passport', { role: 'identifier', transform: ['drop'], iso20889: ['suppression'] }),
        field('the name is withheld ['),
        field('doctor."given name"', { source: 'visits', transform: ['mask'], iso20889: ['masking'] }),
        field('codes[].code', { source: 'visits' }),
      ],
      marking: { ...manifest.marking!, fields: ['people/name'] },
      ...more,
    },
    title: 'Visits of a clinic',
    purposeText: 'a triage model',
    controller: 'Clinic',
    training: true,
    tables: false,
    recipients: ['Institute'],
  }
}

/** The same without anything that is optional, and no file of more than one. */
export function plainRelease(): Described {
  const good = goodManifest()
  const {
    files: _,
    registerSha256: _r,
    licence: _l,
    access: _a,
    storageCountry: _s,
    retainUntil: _u,
    purposeUntil: _p,
    system: _y,
    ...rest
  } = good
  return {
    manifest: {
      ...rest,
      basis: 'art9:6',
      makers: [],
      fields: [field('id')],
      anonymity: null,
      marking: null,
      mode: 'log',
    },
    training: false,
    tables: false,
    recipients: [],
  }
}
