import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { openLineage } from '../../../src/evidence/release/open-lineage.ts'
import { goodRelease, plainRelease } from './described.ts'

const folder = new URL('../../vectors/openlineage/', import.meta.url)
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { $id: string }
const ajv = new Ajv2020({ strict: false, validateFormats: false })
const spec = read('OpenLineage.json')
ajv.addSchema(spec)
const facets = new Map<string, string>()
for (const name of readdirSync(new URL('facets/', folder))) {
  const schema = read(`facets/${name}`)
  ajv.addSchema(schema)
  facets.set(schema.$id, name)
}

type Json = Record<string, any> // eslint-disable-line @typescript-eslint/no-explicit-any

/** Is it an event of the specification, and every facet of it what its own schema says? */
function isEvent(event: Json): boolean {
  const valid = ajv.validate(`${spec.$id}#/$defs/RunEvent`, event)
  return Boolean(valid) && [...(event['inputs'] as Json[]), ...((event['outputs'] ?? []) as Json[])].every(facetsHold)
}

function facetsHold(dataset: Json): boolean {
  return ['facets', 'inputFacets', 'outputFacets'].every((kind) =>
    Object.entries((dataset[kind] ?? {}) as Json).every(([name, facet]) => {
      const schema = (facet as Json)['_schemaURL'] as string
      return facets.has(schema) && ajv.validate(schema, { [name]: facet as unknown }) === true
    }),
  )
}

const events = (described = goodRelease()): Json[] =>
  openLineage(described)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Json)

describe('openlineage.ndjson', () => {
  it.each([
    ['of a release with all that is optional', goodRelease()],
    ['of a release without it', plainRelease()],
  ])('%s is a START and a COMPLETE of one run', (_, described) => {
    const [start, complete, ...more] = events(described)
    expect([start!['eventType'], complete!['eventType'], more.length]).toEqual(['START', 'COMPLETE', 0])
    expect(start!['run']).toEqual(complete!['run'])
    expect(start!['run']).toEqual({ runId: '019353fb-8367-78fc-a58b-8899285a9ac7' })
    expect(isEvent(start!)).toBe(true)
    expect(isEvent(complete!)).toBe(true)
  })

  const broken: [string, (e: Json) => void][] = [
    ['without a run', (e) => delete e['run']],
    ['of a kind that is none', (e) => (e['eventType'] = 'DONE')],
    ['with a dataset without a name', (e) => delete e['outputs'][0].name],
    ['with a facet that nobody made', (e) => delete e['outputs'][0].facets.schema._producer],
    ['with a field that comes from nowhere', (e) => delete lineageOf(e)['id'].inputFields],
    ['with rows in words', (e) => (e['outputs'][0].outputFacets.outputStatistics.rowCount = 'two')],
  ]
  it.each(broken)('%s is rejected', (_, breakIt) => {
    const event = events()[1]!
    breakIt(event)
    expect(isEvent(event)).toBe(false)
  })

  it('says of every field what it came from and whether it was masked', () => {
    const fields = lineageOf(events()[1]!)
    expect(Object.keys(fields)).not.toContain('passport')
    expect(fields['id'].inputFields[0].transformations).toEqual([
      { type: 'DIRECT', subtype: 'TRANSFORMATION', description: 'pseudonym', masking: true },
    ])
    expect(
      events(plainRelease())[1]!['outputs'][0].facets.columnLineage.fields.id.inputFields[0].transformations,
    ).toEqual([{ type: 'DIRECT', subtype: 'IDENTITY', description: 'kept', masking: false }])
  })

  it('counts the records and bytes of all files of a source', () => {
    expect(events()[1]!['outputs'][1].outputFacets.outputStatistics).toMatchObject({
      rowCount: 2,
      size: 21,
      fileCount: 2,
    })
  })
})

function lineageOf(event: Json): Json {
  return event['outputs'][0].facets.columnLineage.fields as Json
}
