import type { Manifest, ManifestField } from '../../release/manifest.ts'
import { isDropped } from '../../release/written-field.ts'
import { html, type Content, type Html } from '../html.ts'
import type { Page } from '../page.ts'
import { badge, code, table } from '../parts.ts'
import { methodName } from './fields.ts'

/** Sidecars that tell machines about a column that was written, as far as a release has them. */
const OF_WRITTEN = ['croissant.json', 'datapackage.json', 'openlineage.ndjson', 'plan.json']
/** A column that left is not described as one of the data. */
const OF_DROPPED = ['plan.json']

/** Rows before it points to the manifest: the methods of all fields stand in a table of their own. */
const MOST_FIELDS = 50

/** Field as it came → what was done → where it stands now → where machines read it. */
export function columnLineage(page: Page): Html {
  const { words, input } = page
  const { manifest } = input
  const w = words.provenance
  return table(
    page,
    w.columns,
    [w.field, words.done.method, w.writtenTo, w.sidecars].map((name) => ({ name })),
    manifest.fields.map((field) => [
      code(`${field.source}/${field.path}`),
      html`→ ${methodName(words.done, field)}`,
      isDropped(field) ? badge('plain', w.leftOut) : html`→ ${whereWritten(page, field)}`,
      html`→ ${sidecars(manifest, isDropped(field) ? OF_DROPPED : OF_WRITTEN)}`,
    ]),
    MOST_FIELDS,
  )
}

function whereWritten({ words, locale, input }: Page, { source, path, folder }: ManifestField): Content {
  const outputs = input.manifest.outputs.filter((output) => output.source === source)
  const [first] = outputs
  const file = outputs.length === 1 ? first!.path : words.provenance.filesOf(locale, outputs.length)
  return folder
    ? html`${code(path)} <small>${words.provenance.inFolders}</small>`
    : html`${code(path)} <small>${file}</small>`
}

function sidecars({ files }: Manifest, names: readonly string[]): string {
  return names.filter((name) => files.some(({ path }) => path === name)).join(', ')
}
