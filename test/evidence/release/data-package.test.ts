import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { dataPackage } from '../../../src/evidence/release/data-package.ts'
import { field, goodRelease, plainRelease } from './described.ts'

const profile = JSON.parse(
  readFileSync(new URL('../../vectors/datapackage-v2/datapackage.json', import.meta.url), 'utf8'),
) as object
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
const isDataPackage = ajv.compile(profile)

interface Package {
  [key: string]: unknown
  resources: Record<string, unknown>[]
}

const made = (described = goodRelease()) => JSON.parse(JSON.stringify(dataPackage(described))) as Package

describe('datapackage.json', () => {
  it.each([
    ['of a release with all that is optional', goodRelease()],
    ['of a release without it', plainRelease()],
    ['of a release under a licence in words', goodRelease({ licence: 'see the contract' })],
  ])('%s is a Data Package 2.0', (_, described) => {
    isDataPackage(dataPackage(described))
    expect(isDataPackage.errors).toBeNull()
  })

  const broken: [string, (p: Package) => void][] = [
    ['without resources', (p) => (p.resources = [])],
    ['with a resource without a path', (p) => delete p.resources[0]!['path']],
    ['with a path out of the release', (p) => (p.resources[0]!['path'] = '../secret.csv')],
    ['with a digest that is none', (p) => (p.resources[0]!['hash'] = 'sha256:xyz')],
    ['with a media type that is none', (p) => (p.resources[0]!['mediatype'] = 'csv')],
    ['with bytes in words', (p) => (p.resources[0]!['bytes'] = 'many')],
  ]
  it.each(broken)('%s is rejected', (_, breakIt) => {
    const document = made()
    breakIt(document)
    expect(isDataPackage(document)).toBe(false)
  })

  it('has the columns of a table and the keys of nested records, with what was done below them', () => {
    const schemas = made().resources.map((r) => r['schema'] as { fieldsMatch: string[]; fields: { name: string }[] })
    expect(schemas.map((s) => s.fields.map((f) => f.name))).toEqual([
      ['id', 'name'],
      ['doctor', 'codes'],
    ])
    expect(schemas[1]!.fields[0]).toMatchObject({
      type: 'object',
      perde: { fields: [{ path: 'doctor."given name"', method: ['mask'] }] },
    })
    expect(schemas[0]!.fields[1]).toMatchObject({ type: 'string', perde: { synthetic: true, method: ['fake'] } })
    // One field's name is withheld.
    expect(schemas[0]!.fieldsMatch).toEqual(['subset'])
    expect(plainSchema().fieldsMatch).toEqual(['equal'])
  })
})

it('attributes and texts of XML elements are columns of a data package, as a policy calls them', () => {
  const plain = plainRelease()
  const [output] = plain.manifest.outputs
  plain.manifest.outputs = [{ ...output!, path: 'data/people.xml' }]
  plain.manifest.fields = ['@id', '@"a b"', '#text', 'at.@ward', 'city'].map((path) => field(path))
  const { fields } = made(plain).resources[0]!['schema'] as { fields: { name: string; perde: object }[] }
  expect(fields.map(({ name }) => name)).toEqual(['@id', '@a b', '#text', 'at', 'city'])
  expect(fields[0]).toMatchObject({ perde: { role: 'insensitive' } })
  expect(fields[3]).toMatchObject({ perde: { fields: [{ path: 'at.@ward' }] } })
})

function plainSchema(): { fieldsMatch: string[] } {
  return made(plainRelease()).resources[0]!['schema'] as { fieldsMatch: string[] }
}
