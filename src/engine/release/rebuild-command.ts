import { placeOfRelease, type ReleaseRecord } from '../../evidence/release/release-record.ts'

/**
 * The command that makes a release anew in its place: whoever has no consent any more is left out. Where what it was made
 * from is kept, only the files with their records are written again.
 */
export function rebuildCommand(record: ReleaseRecord, log: string): string {
  const { policy, since, sources = {}, receipts } = record
  const inputs = Object.entries(sources).flatMap(([name, input]) => ['--source', `${name}=${input}`])
  const how =
    receipts === true
      ? ['--rebuild', record.release]
      : ['--out', placeOfRelease(record), '--replace', ...(since === undefined ? [] : ['--since', since])]
  return ['perde', 'run', policy ?? 'POLICY', ...inputs, ...how, '--log', log].map(quoted).join(' ')
}

/** As a shell takes it. */
function quoted(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
