import { openSignedLog, readEntries } from '../evidence/log/log-reader.ts'
import { makeProofBundle } from '../evidence/log/proof-bundle.ts'
import { zip } from '../evidence/zip.ts'
import type { ViewCatalogue } from './languages/catalogue.ts'

/** Each entry brings its own proof. */
const MOST_ENTRIES = 10_000

/**
 * The entries of a run, each with its proof, as a ZIP file that can be checked without the log; a sentence where there is
 * none. Reads only: what goes out is not written down, unlike by `perde log export`.
 */
export function proofOf(log: string, run: string, words: ViewCatalogue['proof']): Buffer | string {
  const signed = openSignedLog(log)
  const indices = [...readEntries(log, { run })].map(({ seq }) => seq).filter((seq) => seq < signed.size)
  if (indices.length === 0) return words.unknown
  if (indices.length > MOST_ENTRIES) return words.tooMany
  const files = Object.entries(makeProofBundle(signed, indices)).map(([name, bytes]) => [`excerpt/${name}`, bytes])
  return zip({ 'READ-ME.txt': Buffer.from(words.readMe(signed.origin, run)), ...Object.fromEntries(files) })
}
