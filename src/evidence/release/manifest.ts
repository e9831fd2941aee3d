import canonicalize from 'canonicalize'
import { createHash } from 'node:crypto'
import type { Compression } from '../../io/codings/compression.ts'
import type { SignalKind } from '../../policy/policy.ts'
import type { RecordCounts } from '../../record/record-counts.ts'

/** `manifest.json`: what a run read and published. Canonical JSON; its digest is in the log and in `_SUCCESS`. */
export interface Manifest {
  perde: string
  release: string
  /** its decisions are those of this release, and its inputs those that came since */
  since?: { release: string; manifestSha256: string }
  /** it is this release, made anew without whom the consents did not hold any more */
  rebuilds?: { release: string; manifestSha256: string }
  /** what becomes of it when somebody in it has no consent any more; absent: nobody uses it */
  onWithdrawal?: 'filter' | 'rebuild'
  dataset: string
  created: string
  outputClass: 'k-anonymous' | 'pseudonymised' | 'masked' | 'mixed'
  purpose: string
  /** date that ends the purpose: nobody uses the release from then on */
  purposeUntil?: string
  processing: string
  basis: string
  /** `enforce`, or `log`: gates were only reported, and the release may not be used */
  mode: 'enforce' | 'log'
  makers: { name: string; bin?: string; at: string }[]
  asOf: string
  policySha256: string
  planSha256: string
  registerSha256?: string
  keys: Record<string, { check: string; ephemeral: boolean }>
  /** `version`: digest of what the store says of its state, an etag or size and time of the last change */
  inputs: { name: string; source: string; bytes: number; version?: string; sha256?: string; keyedSha256?: string }[]
  outputs: ManifestOutput[]
  files: { path: string; bytes: number; sha256: string }[]
  records: RecordCounts
  /** cells that stand corrected, as their people asked; absent: none */
  corrected?: number
  recordsSha256: string
  fields: ManifestField[]
  /** measured on what was written, of the source that hides its records least */
  anonymity: { k: number | null; l?: Record<string, number>; t?: Record<string, number> } | null
  /** `mixed`: fields in which values of people stand beside what was made up */
  /** `cells`: the file that says which cells of the mixed fields; absent: it is not known */
  marking: { digitalSourceType: string; fields: string[]; mixed?: string[]; cells?: string; tables: string[] } | null
  licence?: string
  access?: string
  storageCountry?: string
  retainUntil?: string
  system?: { risk?: string; autonomy?: string; reviewed?: string }
  /** what the passport of the data set says beside tables and columns */
  passport?: { system?: string; level?: string; accessLevel?: string; updatePeriod?: string }
  /** which keys could approve the policy, and which did; nobody uses what none of them approved. Absent: it asks for none */
  approval?: {
    keys: string[]
    distinct: boolean
    approved: { vkey: string; signature: string }[]
    /** files that the policy names, and the digest of their salted list, which was signed with it; absent: its text alone was */
    files?: { count: number; sha256: string }
    /** when it was given, and the date that ends it; signed with it */
    from?: string
    until?: string
  }
  /** where somebody answered for consents that are not what the log had seen, the first time first; absent: nobody did */
  accepted?: AcceptedConsents[]
  /** what the sources say about training, in the order of the policy; absent: it names none */
  signals?: { kind: SignalKind | 'statement'; result: 'deny' | 'allow' | 'unknown' | 'unreadable'; sha256?: string }[]
  log: { origin: string; index: number; rootBefore: string }
}

/** Consents that stand in the place of others by somebody's word: withdrawals of those may be gone. */
export interface AcceptedConsents {
  /** `ledger`: one that does not go on from the other; `register`, `none`: a table, or no consents, in the place of a ledger; `denials`: a table as it was before */
  of: 'ledger' | 'register' | 'none' | 'denials'
  by: string
  reason: 'restored' | 'replaced' | 'rekeyed'
  /** date in UTC */
  on: string
  /** events, of `denials` denials, that the log had seen, and that were there instead; 0 where there is no ledger any more */
  seen: number
  found: number
}

export interface ManifestOutput {
  path: string
  source: string
  bytes: number
  records: number
  /** bytes before the first record, which `recordsSha256` counts once a source */
  header: number
  /** bytes behind the last record, which it does not count; 0 where it is not given */
  trailer?: number
  /** where the records are in a document: a JSON Pointer */
  record?: string
  /** how the file is packed; `bytes` and the digest are of the packed file, `header` and `trailer` of its text */
  compression?: Compression
  /** bytes of its text, where it is packed */
  text?: number
  /** the file is encrypted: `bytes` and the digest are as it stands, these of what is in it */
  plain?: { bytes: number; sha256: string }
  sha256: string
}

export interface ManifestField {
  source: string
  path: string
  role: string
  entity?: string
  /** verbs in order; [] keeps the values */
  transform: string[]
  conditional?: true
  /** it stands in the names of folders, not in the records */
  folder?: true
  iso20889: string[]
  /** methods of order 996 of Roskomnadzor; absent in older releases */
  ru996?: string[]
  reversible: boolean
  synthetic: boolean
  /** synthetic in some records, or in pieces of a text, only */
  mixed?: true
  origin: string
}

export function manifestBytes(manifest: Manifest): string {
  return canonicalize(manifest)!
}

export function sha256Hex(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** `_SUCCESS`: the manifest's digest as `sha256sum -c` reads it. */
export function successText(manifest: string): string {
  return `${sha256Hex(manifest)}  manifest.json\n`
}
