import { basename } from 'node:path'
import { placeOfRelease, type ReleaseRecord } from '../../evidence/release/release-record.ts'
import { stateOf } from './release-state.ts'

/**
 * The command that makes a release anew in its place: whoever has no consent any more is left out. Where what it was made
 * from is kept, only the files with their records are written again. Records that went to standard output go there again.
 */
export function rebuildCommand(record: ReleaseRecord, log: string): string {
  const { policy, since, sources = {}, receipts } = record
  const inputs = Object.entries(sources).flatMap(([name, input]) => ['--source', `${name}=${input}`])
  const how =
    receipts === true
      ? ['--rebuild', record.release]
      : [...outOf(record), ...(since === undefined ? [] : ['--since', since])]
  return ['perde', 'run', policy ?? 'POLICY', ...inputs, ...how, '--log', log].map(quoted).join(' ')
}

function outOf(record: ReleaseRecord): string[] {
  const { tables, store, target, release } = record
  // The log keeps the sidecars of records that stand in no folder, under the name of the release, which nobody knows before.
  const isStdout = !tables && !store && basename(target) === release
  return isStdout ? ['--out', '-'] : ['--out', placeOfRelease(record), '--replace']
}

/**
 * What to do for a release that may not be used any more, or not with everybody in it. `anew`: what a command that makes it
 * anew is for. Of an old copy nothing is made where a later release stands in its place.
 */
export function insteadHint(record: ReleaseRecord, all: readonly ReleaseRecord[], log: string, anew: string): string {
  const state = stateOf(record, all)
  if (state === 'replaced') return `another release stands in its place: use that one, ${placeOfRelease(record)}`
  // It can be made again part by part only where it stands.
  const { receipts, ...moved } = record
  return `${anew}: ${rebuildCommand(receipts && state === 'published' ? record : moved, log)}`
}

/** As a shell takes it. */
function quoted(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
