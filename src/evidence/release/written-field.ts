import { parsePath, PathSyntaxError, type Segment } from '../../record/path.ts'
import type { DataType } from './data-type.ts'
import type { Manifest, ManifestField } from './manifest.ts'

/** What a release says of itself before its sidecars are made: the manifest without their digests, and words of the policy. */
export interface Described {
  manifest: Omit<Manifest, 'files'>
  title?: string
  /** purpose in the controller's words */
  purposeText?: string
  controller?: string
  /** the processing is training, or a kind of it */
  training: boolean
  /** the records are in tables of a database, each called as its source */
  tables: boolean
  recipients: readonly string[]
  /** types of the fields as they were written, where they are known: source → path → type */
  types?: Readonly<Record<string, Readonly<Record<string, DataType>>>>
}

/** A field that stands in the published records. */
export interface WrittenField {
  field: ManifestField
  /** undefined: its name is withheld */
  segments: readonly Segment[] | undefined
}

/** The fields of a source in the order of the manifest, without those that left. */
export function writtenFields({ fields }: Pick<Manifest, 'fields'>, source: string): WrittenField[] {
  return fields
    .filter((f) => f.source === source && !isDropped(f))
    .map((field) => ({ field, segments: segmentsOf(field.path) }))
}

/** A condition may keep what a rule drops. */
export function isDropped({ transform, conditional }: ManifestField): boolean {
  return transform.includes('drop') && !conditional
}

function segmentsOf(path: string): Segment[] | undefined {
  try {
    return parsePath(path)
  } catch (e) {
    if (e instanceof PathSyntaxError) return undefined
    throw e
  }
}

/** Sources of a release, each with the files that hold its records. */
export function writtenSources({ outputs }: Pick<Manifest, 'outputs'>): [string, Manifest['outputs']][] {
  const bySource = new Map<string, Manifest['outputs']>()
  for (const output of outputs) bySource.set(output.source, [...(bySource.get(output.source) ?? []), output])
  return [...bySource]
}
