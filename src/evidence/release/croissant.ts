import { ulidTime } from '../ulid.ts'
import { COMPOSITE_SYNTHETIC } from '../../record/digital-source.ts'
import type { Segment } from '../../record/path.ts'
import { legalBasisTerm, technicalMeasures } from './dpv-terms.ts'
import type { ManifestOutput } from './manifest.ts'
import { hasColumns, mediaTypeOf } from './media-type.ts'
import { isDropped, writtenFields, writtenSources, type Described, type WrittenField } from './written-field.ts'

/**
 * `croissant.json`: the release as Croissant 1.1 describes data sets for machine learning, with its RAI fields, where it
 * comes from in PROV, and purpose, legal basis and measures in DPV. Plain JSON-LD: nothing of it is a value of the data.
 * https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html
 */
export function croissant(described: Described): object {
  const { manifest } = described
  const { release, dataset, outputClass, makers, marking } = manifest
  const creators = makers.length > 0 ? makers.map(makerOf) : [organisation(described.controller ?? 'not stated')]
  return {
    '@context': CONTEXT,
    '@type': 'sc:Dataset',
    '@id': `urn:perde:release:${release}`,
    conformsTo: ['http://mlcommons.org/croissant/1.1', 'http://mlcommons.org/croissant/RAI/1.0'],
    name: dataset,
    description: `${described.title ?? dataset}: ${OUTPUT_CLASSES[outputClass]}`,
    license: manifest.licence ?? 'not stated',
    url: `urn:perde:release:${release}`,
    version: release,
    creator: creators,
    datePublished: manifest.created,
    ...(manifest.access !== undefined && { conditionsOfAccess: manifest.access }),
    ...(manifest.retainUntil !== undefined && { expires: manifest.retainUntil }),
    ...(marking && { digitalSourceType: { '@id': madeUp(described) } }),
    distribution: writtenSources(manifest).flatMap(([source, outputs]) => distributionOf(described, source, outputs)),
    // Croissant has no word for a place in XML.
    recordSet: writtenSources(manifest)
      .filter(([, [first]]) => mediaTypeOf(first!.path).format !== 'xml')
      .map(([source, outputs]) => recordSetOf(described, source, outputs)),
    'rai:personalSensitiveInformation': sensitiveInformation(described),
    'rai:dataPreprocessingProtocol': [`policy sha256:${manifest.policySha256}`, `plan sha256:${manifest.planSha256}`],
    'rai:dataManipulationProtocol': manipulations(described),
    'rai:dataUseCases': [described.purposeText ?? `${manifest.purpose}, ${manifest.processing}`],
    'rai:dataLimitations': limitations(described),
    'prov:wasDerivedFrom': manifest.inputs.map((input) => ({
      '@id': `urn:perde:input:${release}:${encodeURIComponent(input.name)}`,
      ...(input.sha256 !== undefined && { sha256: input.sha256 }),
    })),
    'prov:wasGeneratedBy': {
      '@type': 'prov:Activity',
      '@id': `urn:perde:run:${release}`,
      'prov:startedAtTime': instant(new Date(ulidTime(release)).toISOString()),
      'prov:endedAtTime': instant(manifest.created),
      'prov:wasAssociatedWith': { '@type': 'prov:SoftwareAgent', name: 'perde', version: manifest.perde },
    },
    'dpv:hasPurpose': { '@id': manifest.purpose },
    'dpv:hasProcessing': { '@id': manifest.processing },
    'dpv:hasLegalBasis': { '@id': legalBasisTerm(manifest.basis) },
    ...(described.recipients.length > 0 && { 'dpv:hasRecipient': described.recipients.map(organisation) }),
    usageInfo: {
      '@type': ['CreativeWork', 'odrl:Offer'],
      name: 'Permitted use',
      'odrl:permission': {
        '@type': 'odrl:Permission',
        'odrl:action': { '@id': manifest.processing },
        'odrl:constraint': {
          'odrl:leftOperand': { '@id': 'odrl:purpose' },
          'odrl:operator': { '@id': 'odrl:eq' },
          'odrl:rightOperand': { '@id': manifest.purpose },
        },
      },
    },
    'perde:outputClass': outputClass,
    'perde:log': { 'perde:origin': manifest.log.origin, 'perde:index': manifest.log.index },
    'perde:riskReport': { '@id': 'risk.json' },
    'perde:consentSummary': { '@id': 'consent-summary.json' },
  }
}

const CONTEXT = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  sc: 'https://schema.org/',
  cr: 'http://mlcommons.org/croissant/',
  rai: 'http://mlcommons.org/croissant/RAI/',
  dct: 'http://purl.org/dc/terms/',
  prov: 'http://www.w3.org/ns/prov#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  dpv: 'https://w3id.org/dpv#',
  'dpv-ai': 'https://w3id.org/dpv/ai#',
  odrl: 'http://www.w3.org/ns/odrl/2/',
  perde: 'urn:perde:ns#',
  conformsTo: 'dct:conformsTo',
  column: 'cr:column',
  containedIn: 'cr:containedIn',
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileObject: 'cr:fileObject',
  fileProperty: 'cr:fileProperty',
  fileSet: 'cr:fileSet',
  includes: 'cr:includes',
  jsonPath: 'cr:jsonPath',
  recordSet: 'cr:recordSet',
  regex: 'cr:regex',
  source: 'cr:source',
  transform: 'cr:transform',
  isLiveDataset: 'cr:isLiveDataset',
}

const OUTPUT_CLASSES: Record<Described['manifest']['outputClass'], string> = {
  'k-anonymous': 'records that are k-anonymous in the quasi-identifiers that were declared',
  pseudonymised: 'pseudonymised records, which are still personal data',
  masked: 'masked records',
  mixed: 'records in which identifiers stand in clear: personal data',
}

function distributionOf({ tables }: Described, source: string, outputs: readonly ManifestOutput[]): object[] {
  const files = outputs.map((output) => {
    const { type, packed } = mediaTypeOf(output.path)
    return {
      '@type': 'cr:FileObject',
      '@id': fileObject(output, tables),
      name: tables ? source : output.path,
      ...(tables && {
        description:
          'a table of the database and schema that the release is in; size and digest are of its COPY as CSV',
      }),
      contentUrl: tables ? source : output.path,
      encodingFormat: packed === undefined ? type : [type, packed],
      contentSize: `${String(output.bytes)} B`,
      sha256: output.sha256,
    }
  })
  if (files.length <= 1) return files
  const { type } = mediaTypeOf(outputs[0]!.path)
  return [
    ...files,
    {
      '@type': 'cr:FileSet',
      '@id': fileSet(source),
      name: fileSet(source),
      containedIn: files.map((file) => ({ '@id': file['@id'] })),
      encodingFormat: type,
      includes: `data/${source}/**`,
    },
  ]
}

/** A record set has the name of the source already. */
function fileObject({ path, source }: ManifestOutput, tables: boolean): string {
  return tables ? `table/${source}` : path
}

function recordSetOf(described: Described, source: string, outputs: readonly ManifestOutput[]): object {
  const [first] = outputs
  const from =
    outputs.length > 1
      ? { fileSet: { '@id': fileSet(source) } }
      : { fileObject: { '@id': fileObject(first!, described.tables) } }
  const fields = writtenFields(described.manifest, source).filter(({ segments }) => segments !== undefined)
  return {
    '@type': 'cr:RecordSet',
    '@id': source,
    name: source,
    field: fields.map((written) => fieldOf(described, source, written, first!, from)),
  }
}

function fieldOf(
  { manifest: { marking } }: Described,
  source: string,
  { field, segments }: WrittenField,
  output: ManifestOutput,
  from: object,
): object {
  const measures = technicalMeasures(field)
  const place = hasColumns(mediaTypeOf(output.path))
    ? (columnOf(segments!) ?? jsonPathOf(segments!))
    : jsonPathOf(segments!)
  return {
    '@type': 'cr:Field',
    '@id': `${source}/${field.path}`,
    name: field.path,
    // As it is written; what a value is beyond that is not known without reading it.
    dataType: 'sc:Text',
    source: field.folder === true ? folderSource(from, field.path) : { ...from, ...(place && { extract: place }) },
    ...(measures.length > 0 && { 'dpv:hasTechnicalMeasure': measures.map((id) => ({ '@id': id })) }),
    ...(field.synthetic && {
      digitalSourceType: { '@id': field.mixed ? COMPOSITE_SYNTHETIC : marking!.digitalSourceType },
      'prov:wasAttributedTo': { '@type': 'prov:SoftwareAgent', name: 'perde' },
    }),
    'perde:role': field.role,
    ...(field.entity !== undefined && { 'perde:entity': field.entity }),
  }
}

/** A value that stands in the names of folders, `name=value`. */
function folderSource(from: object, name: string): object {
  const text = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return { ...from, extract: { fileProperty: 'fullpath' }, transform: { regex: `/${text}=([^/]+)/` } }
}

function columnOf(segments: readonly Segment[]): { column: string } | undefined {
  const only = segments.length === 1 ? segments[0]! : undefined
  return only?.kind === 'name' ? { column: only.name } : undefined
}

/** RFC 9535; undefined: the path is of no JSON document. */
function jsonPathOf(segments: readonly Segment[]): { jsonPath: string } | undefined {
  const steps = segments.map((segment) =>
    segment.kind === 'name' ? `[${JSON.stringify(segment.name)}]` : segment.kind === 'each' ? '[*]' : undefined,
  )
  return steps.every((step) => step !== undefined) ? { jsonPath: `$${steps.join('')}` } : undefined
}

/** Of the whole: made by an algorithm, or a mixture of that and of what people left. */
function madeUp({ manifest: { fields, marking } }: Described): string {
  return fields.every((f) => (f.synthetic && !f.mixed) || isDropped(f))
    ? marking!.digitalSourceType
    : COMPOSITE_SYNTHETIC
}

function fileSet(source: string): string {
  return `${source}/files`
}

function makerOf({ name, bin, at }: Described['manifest']['makers'][number]): object {
  return { ...organisation(name), ...(bin !== undefined && { taxID: bin }), 'perde:at': at }
}

function organisation(name: string): object {
  return { '@type': 'Organization', name }
}

function instant(value: string): object {
  return { '@type': 'xsd:dateTime', '@value': value }
}

function sensitiveInformation({ manifest }: Described): string[] {
  return manifest.fields
    .filter((f) => f.role !== 'insensitive' && f.role !== 'unlisted')
    .map((f) => `${f.source}/${f.path}: ${f.role}${f.entity === undefined ? '' : `, ${f.entity}`}`)
}

function manipulations({ manifest }: Described): string[] {
  return manifest.fields
    .filter((f) => f.transform.length > 0)
    .map((f) => `${f.source}/${f.path}: ${f.transform.join(', ')}${f.conditional ? ' by a condition' : ''}`)
}

function limitations({ manifest: { outputClass, anonymity, mode } }: Described): string[] {
  return [
    ...(mode === 'log' ? ['gates were only reported: this release may not be used'] : []),
    ...(outputClass === 'k-anonymous' ? [] : ['pseudonymised or masked is not anonymous: people may be found again']),
    ...(anonymity?.k ? [`smallest equivalence class: ${String(anonymity.k)} records`] : []),
  ]
}
