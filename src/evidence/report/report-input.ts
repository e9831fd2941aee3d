import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { PerdeError } from '../../errors.ts'
import { readEntry } from '../log/entry.ts'
import { isManifest } from '../release/manifest-schema.ts'
import { readRegular } from '../release/regular-file.ts'
import { isRiskReport } from '../release/risk-schema.ts'
import { isProofName } from '../release/verify-release.ts'
import { shownRules } from './shown-rules.ts'
import type { ConsentSummary, ReportInput } from './page.ts'

/** Its name in a release. */
export const REPORT = 'report.html'

/**
 * What a report is made of, from the sidecars of a release by name and the files of its proof. Throws RELEASE_INVALID
 * where they do not have the form of those.
 */
export function reportInput(
  sidecar: (name: string) => string,
  proof: Readonly<Record<string, Uint8Array>>,
): ReportInput {
  const manifestText = sidecar('manifest.json')
  const [manifest, risk, consent] = [manifestText, sidecar('risk.json'), sidecar('consent-summary.json')].map(parsed)
  if (!isManifest(manifest) || !isRiskReport(risk)) throw noRelease()
  // In one order, whether they come from a folder or from memory.
  const names = Object.keys(proof).sort()
  const files = Object.fromEntries(names.map((name) => [name, Buffer.from(proof[name]!).toString()]))
  const entries = Object.keys(files)
    .filter((name) => name.endsWith('.entry.json'))
    .map((name) => readEntry(proof[name]!))
    .map((read) => {
      if ('fault' in read) throw noRelease()
      return read.entry
    })
  entries.sort((a, b) => a.seq - b.seq)
  return { manifest, manifestText, consent: consent as ConsentSummary, risk, proof: files, entries }
}

/** The same with the rules of its plan, which a report does without and a comparison shows. */
export function comparedReport(dir: string): ReportInput {
  const plan = readRegular(join(dir, 'plan.json'))
  return { ...releaseReport(dir), ...(plan && { rules: shownRules(plan.toString()) }) }
}

/** The same of a release in a folder. */
export function releaseReport(dir: string): ReportInput {
  const read = (name: string) => {
    const bytes = readRegular(join(dir, name))
    if (!bytes) throw noRelease()
    return bytes
  }
  const names = readdirSync(join(dir, 'proof')).filter(isProofName)
  const proof = Object.fromEntries(names.map((name) => [name, read(`proof/${name}`)]))
  return reportInput((name) => read(name).toString(), proof)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw noRelease(cause)
  }
}

function noRelease(cause?: unknown): PerdeError {
  return new PerdeError('RELEASE_INVALID', 'the release does not have what its report is made of', { cause })
}
