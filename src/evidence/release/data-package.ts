import { formatName, type Segment } from '../../record/path.ts'
import type { DataType } from './data-type.ts'
import { technicalMeasures } from './dpv-terms.ts'
import type { ManifestField, ManifestOutput } from './manifest.ts'
import { isDelimited, mediaTypeOf, type MediaType } from './media-type.ts'
import { writtenFields, writtenSources, type Described, type WrittenField } from './written-field.ts'

/**
 * `datapackage.json`: a Data Package v2 with a resource for every source. Fields carry what perde did to them under
 * `perde`. https://datapackage.org/standard/data-package/
 */
export function dataPackage(described: Described): object {
  const { manifest, title } = described
  return {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: slug(manifest.dataset),
    id: `urn:perde:release:${manifest.release}`,
    ...(title !== undefined && { title }),
    version: manifest.release,
    created: manifest.created,
    ...(manifest.makers.length > 0 && {
      contributors: manifest.makers.map(({ name }) => ({ title: name, roles: ['maker'] })),
    }),
    ...(manifest.licence !== undefined && { licenses: [licence(manifest.licence)] }),
    resources: writtenSources(manifest).map(([source, outputs]) => resource(described, source, outputs)),
    perde: {
      outputClass: manifest.outputClass,
      purpose: manifest.purpose,
      processing: manifest.processing,
      basis: manifest.basis,
      ...(manifest.marking && { marking: markingOf(manifest.marking) }),
    },
  }
}

function resource(
  { manifest, tables, types = {} }: Described,
  source: string,
  outputs: readonly ManifestOutput[],
): object {
  const [first] = outputs
  const media = mediaTypeOf(first!.path)
  const table = isDelimited(media)
  // What stands in the names of folders is no column of the files.
  const fields = writtenFields(manifest, source).filter(({ field }) => field.folder !== true)
  const withheld = fields.some(({ segments }) => segments === undefined)
  return {
    name: slug(source),
    type: 'table',
    // A table of a database is in the schema that the package is in; its bytes are those of COPY (dialect: `table`).
    path: tables ? source : outputs.length === 1 ? first!.path : outputs.map(({ path }) => path),
    ...(tables
      ? { dialect: { table: source } }
      : { format: media.ending, mediatype: media.packed ?? media.type, ...(table && { encoding: 'utf-8' }) }),
    bytes: outputs.reduce((sum, { bytes }) => sum + bytes, 0),
    // The digests of several files are in the manifest.
    ...(outputs.length === 1 && { hash: `sha256:${first!.sha256}` }),
    schema: {
      // The manifest has them by name, not in the order of the columns.
      fieldsMatch: [withheld || !table ? 'subset' : 'equal'],
      fields: columns(fields).map(([name, paths]) => ({
        name,
        ...typeOf(paths, media, Object.hasOwn(types, source) ? types[source]! : {}),
        ...column(paths),
      })),
    },
  }
}

/** `cells`: the file beside the package that says which values of mixed columns are made up. */
function markingOf({ digitalSourceType, cells }: NonNullable<Described['manifest']['marking']>): object {
  return { digitalSourceType, ...(cells !== undefined && { cells }) }
}

/** Fields by the column or key that holds them. */
function columns(fields: readonly WrittenField[]): [string, WrittenField[]][] {
  const byName = new Map<string, WrittenField[]>()
  for (const written of fields) {
    const name = written.segments && columnName(written.segments[0]!)
    if (name !== undefined) byName.set(name, [...(byName.get(name) ?? []), written])
  }
  return [...byName]
}

/** Attributes and texts of an element are called as in a policy, which is what a table has that XML is written as. */
function columnName(segment: Segment): string | undefined {
  switch (segment.kind) {
    case 'name':
      return segment.name
    case 'attribute':
      return `@${formatName(segment.name)}`
    case 'text':
    case 'comment':
    case 'pi':
      return `#${segment.kind}`
    default:
      return undefined
  }
}

/** Nested records are what they are; where records are cells, a document in one is a text. */
function typeOf(
  fields: readonly WrittenField[],
  media: MediaType,
  types: Readonly<Record<string, DataType>>,
): DataType {
  const unknown: DataType = { type: isDelimited(media) ? 'string' : 'any' }
  const [first] = fields
  const [, below] = first!.segments!
  if (fields.length === 1 && !below)
    return Object.hasOwn(types, first!.field.path) ? types[first!.field.path]! : unknown
  if (isDelimited(media) || media.format === 'xml' || !below) return unknown
  return { type: below.kind === 'each' ? 'array' : 'object' }
}

function column(fields: readonly WrittenField[]): object {
  const [first] = fields
  const whole = fields.length === 1 && first!.segments!.length === 1
  return {
    perde: whole ? done(first!.field) : { fields: fields.map(({ field }) => ({ path: field.path, ...done(field) })) },
  }
}

function done(field: ManifestField): object {
  return {
    role: field.role,
    ...(field.entity !== undefined && { entity: field.entity }),
    method: field.transform,
    measures: technicalMeasures(field),
    synthetic: field.synthetic,
    ...(field.mixed && { mixed: true }),
    reversible: field.reversible,
  }
}

/** An identifier of a licence, or words: the profile wants a name without spaces. */
function licence(text: string): object {
  return /^[-a-zA-Z0-9._]+$/.test(text)
    ? { name: text }
    : /^https?:\/\//.test(text)
      ? { path: text }
      : { name: 'other', title: text }
}

function slug(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9._-]+/g, '-') || 'data'
}
