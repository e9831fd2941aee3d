import glossary from '../../../policies/glossary.json' with { type: 'json' }
import type { Entry } from '../log/entry-schemas.ts'
import { verifyProofBundle } from '../log/proof-bundle.ts'
import { PerdeError } from '../../errors.ts'
import { isManifest } from '../release/manifest-schema.ts'
import type { Manifest } from '../release/manifest.ts'
import { isQualityReport, type QualityReport } from '../release/quality.ts'
import { isRiskReport } from '../release/risk-schema.ts'
import type { RiskReport } from '../release/risk.ts'
import { isProofName } from '../release/verify-release.ts'
import type { ReadFile } from '../release/verify-stated.ts'

/**
 * `audit-pack.json`: what an audit of a data library asks of a release, in one place, with the files it is taken from
 * beside it. Made of these files alone, so that whoever has the archive can make it again and compare.
 */
export interface AuditPack {
  title: 'audit pack of a data library'
  perde: string
  release: string
  /** what this is, and what it is not */
  statement: string
  /** decree 925 annex 1: a data passport */
  passport: PassportFields
  /** fields of the passport that the policy does not say */
  passportMissing: string[]
  use: {
    purpose: string
    processing: string
    basis: string
    access: string | null
    licence: string | null
    until: string | null
  }
  /** 230-VIII art. 27(5): every maker, in order */
  makers: Manifest['makers']
  records: Manifest['records']
  quality: QualityReport
  consent: { records: { in: number; used: number; excluded: number }; excluded: Record<string, number>; asOf: string }
  risk: {
    k: number | null
    measured: RiskReport['risk']
    reidentified: number | null
    system: Manifest['system'] | null
  }
  outputClass: Manifest['outputClass']
  /** as the gate answered before the data were read; it is in the log */
  requirements: {
    ruleSets: string[]
    met: NamedRequirement[]
    notMet: NamedRequirement[]
    notApplicable: NamedRequirement[]
  }
  proof: { origin: string; index: number; manifestSha256: string }
  limits: string[]
}

export interface PassportFields {
  owner: string | null
  system: string | null
  level: string | null
  accessLevel: string | null
  updatePeriod: string | null
  sources: string[]
  tables: { name: string; columns: { name: string; type: string; tag: string }[] }[]
}

interface NamedRequirement {
  id: string
  rule: string
}

export const STATEMENT =
  'Facts about one release of data, put together by perde from the files beside it. They are no conclusion of an audit, no certificate and no legal advice.'

/** What nobody should read into it. */
export const LIMITS: readonly string[] = [
  'An audit of AI also checks the quality and lawfulness of data libraries (230-VIII art. 20(2)). The list of the metadata that it asks for was not found in the texts that were read, so this pack does not claim to have all of it.',
  'The passport has the fields of decree 925 annex 1 as they were read: owner, system, level, access level, sources, update period, tables and columns with their type and tag. Descriptions and keys of columns are not kept by perde.',
  'A requirement that is met was met by what the policy says, at the gate; what was measured of the records stands under quality, risk and consent.',
  'The signature shows that nothing was changed since. It does not show what was left out before it was written, nor what the holder of the key wrote anew: compare with a key or checkpoint of your own.',
  'No value of a record is in the pack, and the records are not in it.',
]

/** Builds the pack from files of a release. Throws PACK_INVALID where one is missing or has not its form. */
export function auditPack(read: ReadFile): AuditPack {
  const manifest = parsed(read, 'manifest.json')
  const risk = parsed(read, 'risk.json')
  const quality = parsed(read, 'quality.json')
  if (!isManifest(manifest) || !isRiskReport(risk) || !isQualityReport(quality)) throw incomplete()
  const consent = parsed(read, 'consent-summary.json') as AuditPack['consent']
  const check = gateEntry(read, manifest)
  const passport = passportOf(manifest, parsed(read, 'datapackage.json'))
  const results = (which: string) =>
    check.requirements.filter(({ result }) => result === which).map(({ id }) => ({ id, rule: ruleOf(id) }))
  return {
    title: 'audit pack of a data library',
    perde: manifest.perde,
    release: manifest.release,
    statement: STATEMENT,
    passport,
    passportMissing: Object.entries(passport).flatMap(([name, value]) => (value === null ? [name] : [])),
    use: {
      purpose: manifest.purpose,
      processing: manifest.processing,
      basis: manifest.basis,
      access: manifest.access ?? null,
      licence: manifest.licence ?? null,
      until: manifest.retainUntil ?? null,
    },
    makers: manifest.makers,
    records: manifest.records,
    quality,
    consent: { records: consent.records, excluded: consent.excluded, asOf: consent.asOf },
    risk: { k: risk.k, measured: risk.risk, reidentified: risk.reidentified, system: manifest.system ?? null },
    outputClass: manifest.outputClass,
    requirements: {
      ruleSets: [...check.ruleSets],
      met: results('pass'),
      notMet: results('fail'),
      notApplicable: results('not-applicable'),
    },
    proof: {
      origin: manifest.log.origin,
      index: manifest.log.index,
      manifestSha256: commitEntry(read, manifest).manifestSha256,
    },
    limits: [...LIMITS],
  }
}

function passportOf(manifest: Manifest, described: unknown): PassportFields {
  const { passport, makers, inputs } = manifest
  return {
    owner: makers.at(-1)?.name ?? null,
    system: passport?.system ?? null,
    level: passport?.level ?? null,
    accessLevel: passport?.accessLevel ?? null,
    updatePeriod: passport?.updatePeriod ?? null,
    sources: [...new Set(inputs.map(({ source }) => source))],
    tables: tablesOf(described),
  }
}

interface Resource {
  name: string
  schema: { fields: { name: string; type: string; perde: { role?: string } }[] }
}

function tablesOf(described: unknown): PassportFields['tables'] {
  const { resources } = described as { resources?: Resource[] }
  if (!Array.isArray(resources)) throw incomplete()
  return resources.map(({ name, schema }) => ({
    name,
    // A column that holds others has no role of its own.
    columns: schema.fields.map((field) => ({ name: field.name, type: field.type, tag: field.perde.role ?? 'mixed' })),
  }))
}

function gateEntry(read: ReadFile, manifest: Manifest) {
  return entryOf(read, manifest, 'purpose.check')
}

function commitEntry(read: ReadFile, manifest: Manifest) {
  return entryOf(read, manifest, 'run.commit')
}

/** An entry of the proof, which is checked against itself; whose key it is, is asked apart. */
function entryOf<T extends 'purpose.check' | 'run.commit'>(
  read: ReadFile,
  { release }: Manifest,
  type: T,
): Extract<Entry, { type: T }> {
  const names = parsedList(read)
  const files = Object.fromEntries(names.map((name) => [name, read(`proof/${name}`)!]))
  const found = verifyProofBundle(files).entries.find((entry) => entry.type === type && entry.run === release)
  if (!found) throw incomplete()
  return found as Extract<Entry, { type: T }>
}

/** Names in `proof/`, by its own list. */
function parsedList(read: ReadFile): string[] {
  const sums = read('proof/SHA256SUMS')
  if (!sums) throw incomplete()
  const named = Buffer.from(sums)
    .toString()
    .split('\n')
    .map((line) => line.slice(66))
  return [...named.filter(isProofName), 'SHA256SUMS'].filter((name) => read(`proof/${name}`) !== undefined)
}

/** Names of requirements in words that somebody answers for; no article that was not read. */
function ruleOf(id: string): string {
  const names: Readonly<Record<string, { en: string } | undefined>> = glossary.requirements
  return names[id]?.en ?? id
}

function parsed(read: ReadFile, name: string): unknown {
  const bytes = read(name)
  if (!bytes) throw incomplete()
  try {
    return JSON.parse(Buffer.from(bytes).toString())
  } catch {
    throw incomplete()
  }
}

function incomplete(): PerdeError {
  return new PerdeError('PACK_INVALID', 'a file that a pack is made of is missing, or has not the form of one', {
    hints: ['a release of an older perde lacks some of them: run its policy again'],
  })
}
