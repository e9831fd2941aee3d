import type { ManifestField } from '../../release/manifest.ts'
import { example } from '../examples.ts'
import { html, type Content, type Html } from '../html.ts'
import type { Page } from '../page.ts'
import { code, list, section, table } from '../parts.ts'

// What the fields are, and what was done to them.

const ROLES = ['identifier', 'biometric', 'quasi-identifier', 'sensitive', 'insensitive']

/** Names in a cell before it points to the manifest. */
const MOST_NAMES = 40

/** The fields by role, with the types that were found. */
export function found(page: Page): Html {
  const { words, locale, input } = page
  const w = words.found
  const rows = ROLES.flatMap((role) => {
    const fields = input.manifest.fields.filter((field) => field.role === role)
    if (fields.length === 0) return []
    const shown = list(fields.slice(0, MOST_NAMES).map(fieldName), 'inline')
    const more = fields.length > MOST_NAMES ? words.more(locale, fields.length - MOST_NAMES) : undefined
    return [[w.roles[role] ?? role, locale.number(fields.length), html`${shown} ${more}`]]
  })
  return section(
    page,
    'found',
    w.heading,
    html`<p>${w.text}</p>`,
    table(
      page,
      { hidden: w.heading },
      [{ name: w.role }, { name: w.number, numbers: true }, { name: w.fieldsOf }],
      rows,
    ),
  )
}

function fieldName({ source, path, entity }: ManifestField): Html {
  return html`${code(`${source}/${path}`)} ${entity === undefined ? undefined : html`<small>${entity}</small>`}`
}

/** Field by field: method, form before and after, class, whether it can be undone. */
export function done(page: Page): Html {
  const { words, input } = page
  const { fields, keys } = input.manifest
  const w = words.done
  const keyNames = Object.entries(keys).map(
    ([name, { check, ephemeral }]) => `${name} (${ephemeral ? w.ephemeral : check})`,
  )
  return section(
    page,
    'done',
    w.heading,
    html`<p>${w.text}</p>`,
    matrix(page, fields),
    table(
      page,
      { hidden: w.heading },
      [w.field, w.type, w.method, w.before, w.after, w.class, w.reversible, w.synthetic].map((name) => ({ name })),
      fields.map((field) => row(page, field)),
    ),
    keyNames.length > 0 ? html`<p class="note">${w.keys(keyNames.join(', '))}</p>` : undefined,
  )
}

function row({ words }: Page, field: ManifestField): Content[] {
  const w = words.done
  const [before, after] = example(field.transform, field.entity)
  return [
    code(`${field.source}/${field.path}`),
    field.entity ?? '',
    html`${methodName(words.done, field)}${field.conditional ? html` <small>${w.conditional}</small>` : undefined}`,
    code(before),
    after === '' ? '' : code(after),
    field.iso20889.map((technique) => w.techniques[technique] ?? technique).join(', '),
    field.reversible ? words.yes : words.no,
    field.synthetic ? words.yes : words.no,
  ]
}

export function methodName(w: Page['words']['done'], { transform }: ManifestField): string {
  return transform.length === 0 ? w.kept : transform.map((verb) => w.verbs[verb] ?? verb).join(' → ')
}

/** Roles × methods, with the number of fields in each. */
function matrix(page: Page, fields: readonly ManifestField[]): Html {
  const { words, locale } = page
  const w = words.done
  const methods = [...new Set(fields.map((field) => methodName(w, field)))].sort()
  const roles = ROLES.filter((role) => fields.some((field) => field.role === role))
  const counts = roles.map((role) =>
    methods.map((method) => fields.filter((field) => field.role === role && methodName(w, field) === method).length),
  )
  const most = Math.max(1, ...counts.flat())
  const cell = (count: number) =>
    count === 0
      ? html`<td class="n"></td>`
      : html`<td class="n heat${Math.ceil((4 * count) / most)}">${locale.number(count)}</td>`
  return html`<div class="scroll" role="region" aria-label="${w.picture}" tabindex="0">
    <table class="matrix">
      <caption>
        ${w.picture}. ${w.pictureText}
      </caption>
      <thead>
        <tr>
          <th scope="col">${w.method}</th>
          ${roles.map((role) => html`<th scope="col" class="n">${words.found.roles[role] ?? role}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${methods.map(
          (method, m) =>
            html`<tr>
              <th scope="row">${method}</th>
              ${roles.map((_, r) => cell(counts[r]![m]!))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}
