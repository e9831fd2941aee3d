import { MADE_UP_CELLS } from './made-up-cells.ts'

/** What stands in a release beside its data; a proof has entries and their proofs under the numbers that they have. */
const SIDECARS: readonly string[] = [
  'consent-summary.json',
  'content-usage.txt',
  'croissant.json',
  'datapackage.json',
  MADE_UP_CELLS,
  'manifest.json',
  'openlineage.ndjson',
  'plan.json',
  'quality.json',
  'report.html',
  'risk.json',
  'proof/0.entry.json',
  'proof/0.tlog-proof',
  'proof/SHA256SUMS',
  'proof/checkpoint',
  'proof/log.vkey',
  'proof/verify.sh',
]

/** The paths of a release with these files of data. */
export function releaseFiles(data: readonly string[]): string[] {
  return [...data, ...SIDECARS]
}
