import type { ManifestField } from '../../release/manifest.ts'
import { isDropped } from '../../release/written-field.ts'
import { html, type Content, type Html } from '../html.ts'
import type { Page } from '../page.ts'
import { badge, code, table } from '../parts.ts'
import { methodName } from './fields.ts'

/** Sidecars that tell machines about the columns that were written; one that left is in the plan alone. */
const SIDECARS = ['croissant.json', 'datapackage.json', 'openlineage.ndjson']

/** Rows before it points to the manifest: the methods of all fields stand in a table of their own. */
const MOST_FIELDS = 50

/** Field as it came → what was done → where it stands now, and where machines read it. */
export function columnLineage(page: Page): Html {
  const { words, input } = page
  const { manifest } = input
  const w = words.provenance
  const described = SIDECARS.filter((name) => manifest.files.some(({ path }) => path === name))
  return html`${table(
      page,
      w.columns,
      [w.field, words.done.method, w.writtenTo].map((name) => ({ name })),
      manifest.fields.map((field) => [
        code(`${field.source}/${field.path}`),
        html`→ ${methodName(words.done, field)}`,
        isDropped(field) ? badge('plain', w.leftOut) : html`→ ${whereWritten(page, field)}`,
      ]),
      MOST_FIELDS,
    )}
    <p class="note">${w.sidecars(described.join(', '))}</p>`
}

function whereWritten({ words, locale, input }: Page, { source, path, folder }: ManifestField): Content {
  const outputs = input.manifest.outputs.filter((output) => output.source === source)
  const [first] = outputs
  const file = outputs.length === 1 ? first!.path : words.provenance.filesOf(locale, outputs.length)
  return folder
    ? html`${code(path)} <small>${words.provenance.inFolders}</small>`
    : html`${code(path)} <small>${file}</small>`
}
