import { readFileSync } from 'node:fs'
import jsonld from 'jsonld'
import { Parser, Store, type Quad } from 'n3'
import Validator from 'rdf-validate-shacl'
import { describe, expect, it } from 'vitest'
import { croissant } from '../../../src/evidence/release/croissant.ts'
import { field, goodRelease, plainRelease } from './described.ts'

const shapes = new Store(
  new Parser().parse(readFileSync(new URL('../../../policies/croissant.shapes.ttl', import.meta.url), 'utf8')),
)

interface Croissant {
  [key: string]: unknown
  distribution: Record<string, unknown>[]
  recordSet: { '@id': string; field: Record<string, unknown>[] }[]
}

const made = (described = goodRelease()) => JSON.parse(JSON.stringify(croissant(described))) as Croissant

/** The paths that a shape finds fault with; no document is loaded from anywhere. */
async function faults(document: object): Promise<(string | undefined)[]> {
  const quads = (await jsonld.toRDF(document, {
    base: 'https://release.example/',
    documentLoader: (url: string) => Promise.reject(new Error(`asked for ${url}`)),
  })) as Quad[]
  const report = await new Validator(shapes).validate(new Store(quads))
  return report.results.map((r) => r.path?.value)
}

describe('croissant.json', () => {
  it.each([
    ['of a release with all that is optional', goodRelease()],
    ['of a release without it', plainRelease()],
    ['of a release whose only field has no name that may be shown', { ...plainRelease(), ...withheld() }],
  ])('%s has the shape of one', async (_, described) => {
    expect(await faults(croissant(described))).toEqual([])
  })

  const broken: [string, (c: Croissant) => void][] = [
    ['without a legal basis', (c) => delete c['dpv:hasLegalBasis']],
    ['with a purpose that is only words', (c) => (c['dpv:hasPurpose'] = 'research')],
    ['with a file whose digest is too short', (c) => (c.distribution[0]!['sha256'] = 'abc')],
    ['with a file outside its data', (c) => (c.distribution[0]!['contentUrl'] = 'data/../../other.csv')],
    ['of another version of Croissant', (c) => (c['conformsTo'] = 'http://mlcommons.org/croissant/0.8')],
    ['with a made-up column that is not marked', (c) => delete made_(c)['digitalSourceType']],
    ['with a field of no file', (c) => (c.recordSet[0]!.field[0]!['source'] = {})],
    ['that does not say where it comes from', (c) => delete c['prov:wasDerivedFrom']],
  ]
  it.each(broken)('%s is rejected', async (_, breakIt) => {
    const document = made()
    breakIt(document)
    expect((await faults(document)).length).toBeGreaterThan(0)
  })

  it('names the fields that are in the records, with what was done to them, and no others', () => {
    const names = made().recordSet.map((set) => set.field.map((f) => f['name']))
    expect(names).toEqual([
      ['id', 'name'],
      ['doctor."given name"', 'codes[].code'],
    ])
    const text = JSON.stringify(made().recordSet)
    expect(text).not.toContain('passport')
    expect(text).not.toContain('withheld')
  })

  it('says where each field stands: a column of a table, a path of nested records', () => {
    expect(made().recordSet.flatMap((set) => set.field.map((f) => f['source']))).toEqual([
      { fileObject: { '@id': 'data/people.csv' }, extract: { column: 'id' } },
      { fileObject: { '@id': 'data/people.csv' }, extract: { column: 'name' } },
      { fileSet: { '@id': 'visits/files' }, extract: { jsonPath: '$["doctor"]["given name"]' } },
      { fileSet: { '@id': 'visits/files' }, extract: { jsonPath: '$["codes"][*]["code"]' } },
    ])
  })

  it('says that records which are no k-anonymous class may lead back to people', () => {
    expect(made()['rai:dataLimitations']).toContain(
      'pseudonymised or masked is not anonymous: people may be found again',
    )
    expect(JSON.stringify(croissant(plainRelease()))).toContain('this release may not be used')
  })

  it('gives the digest of an input only where the manifest does', () => {
    const [small, large] = made()['prov:wasDerivedFrom'] as Record<string, unknown>[]
    expect(small).not.toHaveProperty('sha256')
    expect(large).toHaveProperty('sha256')
  })
})

function withheld(): object {
  return { manifest: { ...plainRelease().manifest, fields: [field('a [')] } }
}

function made_(c: Croissant): Record<string, unknown> {
  return c.recordSet[0]!.field.find((f) => f['name'] === 'name')!
}
