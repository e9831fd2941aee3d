import canonicalize from 'canonicalize'
import { ulidTime, ulidUuid } from '../ulid.ts'
import type { ManifestField } from './manifest.ts'
import { writtenFields, writtenSources, type Described } from './written-field.ts'

/**
 * `openlineage.ndjson`: START and COMPLETE of the run as OpenLineage 2-0-2 has them; which field came from which, and
 * whether it was masked on the way. https://openlineage.io/spec/2-0-2/OpenLineage.json
 */
export function openLineage(described: Described): string {
  const { manifest } = described
  const event = (eventType: string, eventTime: string, rest: object) => ({
    eventType,
    eventTime,
    producer: producer(described),
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
    run: { runId: ulidUuid(manifest.release) },
    job: { namespace: NAMESPACE, name: manifest.dataset },
    ...rest,
  })
  const inputs = inputsOf(described)
  const events = [
    event('START', new Date(ulidTime(manifest.release)).toISOString(), { inputs }),
    event('COMPLETE', manifest.created, { inputs, outputs: outputsOf(described) }),
  ]
  return events.map((e) => `${canonicalize(e)!}\n`).join('')
}

const NAMESPACE = 'perde'

function producer({ manifest }: Described): string {
  return `urn:perde:version:${manifest.perde}`
}

function facet(described: Described, url: string, content: object): object {
  return { _producer: producer(described), _schemaURL: `https://openlineage.io/spec/facets/${url}`, ...content }
}

/** A source is one dataset, of as many files as it has. */
function inputsOf(described: Described): object[] {
  return writtenSources(described.manifest).map(([source]) => {
    const files = described.manifest.inputs.filter((input) => input.source === source)
    return {
      namespace: NAMESPACE,
      name: inputName(described, source),
      inputFacets: {
        inputStatistics: facet(described, '1-0-0/InputStatisticsInputDatasetFacet.json', {
          size: files.reduce((sum, { bytes }) => sum + bytes, 0),
          fileCount: files.length,
        }),
      },
    }
  })
}

function outputsOf(described: Described): object[] {
  const { manifest } = described
  return writtenSources(manifest).map(([source, files]) => {
    const fields = writtenFields(manifest, source).map(({ field }) => field)
    return {
      namespace: NAMESPACE,
      name: `${manifest.dataset}/${manifest.release}/${source}`,
      facets: {
        schema: facet(described, '1-2-0/SchemaDatasetFacet.json', {
          fields: fields.map(({ path }) => ({ name: path })),
        }),
        columnLineage: facet(described, '1-2-0/ColumnLineageDatasetFacet.json', {
          fields: Object.fromEntries(fields.map((field) => [field.path, lineage(described, field)])),
        }),
        tags: facet(described, '1-0-0/TagsDatasetFacet.json', { tags: fields.flatMap(tags) }),
      },
      outputFacets: {
        outputStatistics: facet(described, '1-0-2/OutputStatisticsOutputDatasetFacet.json', {
          rowCount: files.reduce((sum, { records }) => sum + records, 0),
          size: files.reduce((sum, { bytes }) => sum + bytes, 0),
          fileCount: files.length,
        }),
      },
    }
  })
}

function lineage(described: Described, field: ManifestField): object {
  const identity = field.transform.length === 0
  return {
    inputFields: [
      {
        namespace: NAMESPACE,
        name: inputName(described, field.source),
        field: field.path,
        transformations: [
          {
            type: 'DIRECT',
            subtype: identity ? 'IDENTITY' : 'TRANSFORMATION',
            description: identity ? 'kept' : field.transform.join(', '),
            masking: field.iso20889.length > 0,
          },
        ],
      },
    ],
  }
}

function tags(field: ManifestField): object[] {
  const tag = (key: string, value: string) => ({ key, value, source: 'perde', field: field.path })
  return [
    tag('role', field.role),
    ...(field.entity === undefined ? [] : [tag('entity', field.entity)]),
    ...(field.synthetic ? [tag('synthetic', 'true')] : []),
  ]
}

function inputName({ manifest }: Described, source: string): string {
  return `${manifest.dataset}/${source}`
}
