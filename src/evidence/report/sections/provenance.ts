import { lineage } from '../charts.ts'
import { html, type Html } from '../html.ts'
import type { Page } from '../page.ts'
import { code, facts, section, table } from '../parts.ts'
import { columnLineage } from './column-lineage.ts'

/** Where the data come from, who made them what they are, and every file with its digest. */
export function provenance(page: Page): Html {
  const { words, locale, input } = page
  const { manifest } = input
  const w = words.provenance
  const names = (files: readonly { name: string }[]) => files.map(({ name }) => name)
  const columns = [{ name: w.file }, { name: w.size, numbers: true as const }, { name: w.digest }]
  return section(
    page,
    'provenance',
    w.heading,
    html`<figure>
      <figcaption><strong>${w.picture}</strong></figcaption>
      ${lineage(
        w.picture,
        names(manifest.inputs),
        `perde ${manifest.perde}`,
        manifest.outputs.map(({ path }) => path),
      )}
    </figure>`,
    table(
      page,
      w.inputs,
      columns,
      manifest.inputs.map(({ name, bytes, sha256, keyedSha256 }) => [
        code(name),
        locale.bytes(bytes),
        sha256 === undefined ? html`${code(keyedSha256 ?? '')} <small>${w.keyed}</small>` : code(sha256),
      ]),
    ),
    table(
      page,
      w.files,
      columns,
      [...manifest.outputs, ...manifest.files].map(({ path, bytes, sha256 }) => [
        code(path),
        locale.bytes(bytes),
        code(sha256),
      ]),
    ),
    columnLineage(page),
    manifest.makers.length > 0
      ? table(
          page,
          w.makers,
          [{ name: w.maker }, { name: w.bin }, { name: w.at }],
          manifest.makers.map(({ name, bin, at }) => [name, bin ?? words.notStated, locale.day(at)]),
        )
      : undefined,
    facts([
      [w.tool, `perde ${manifest.perde}`],
      [w.policy, code(manifest.policySha256)],
      [w.plan, code(manifest.planSha256)],
      [w.storage, manifest.storageCountry],
      [w.licence, manifest.licence],
      [w.access, manifest.access],
    ]),
  )
}
