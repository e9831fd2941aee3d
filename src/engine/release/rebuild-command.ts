import type { ReleaseRecord } from '../../evidence/release/release-record.ts'

/** The command that makes a release anew in its place: whoever has no consent any more is left out. */
export function rebuildCommand({
  policy,
  target,
  tables,
}: Pick<ReleaseRecord, 'policy' | 'target' | 'tables'>): string {
  return `perde run ${policy === undefined ? 'POLICY' : quoted(policy)} --out ${quoted(tables?.address ?? target)} --replace`
}

/** As a shell takes it. */
function quoted(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
