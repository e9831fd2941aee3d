import type { ReleaseRecord } from '../../evidence/release/release-record.ts'

/** The command that makes a release anew in its place: whoever has no consent any more is left out. */
export function rebuildCommand(
  { policy, target, tables, store, since }: Pick<ReleaseRecord, 'policy' | 'target' | 'tables' | 'store' | 'since'>,
  log: string,
): string {
  const place = store?.address ?? tables?.address ?? target
  const follows = since === undefined ? '' : ` --since ${since}`
  return `perde run ${policy === undefined ? 'POLICY' : quoted(policy)} --out ${quoted(place)} --replace${follows} --log ${quoted(log)}`
}

/** As a shell takes it. */
function quoted(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
