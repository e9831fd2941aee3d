import { createHmac } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import canonicalize from 'canonicalize'
import type { NewEntry } from '../../evidence/log/entry-schemas.ts'
import { readEntries } from '../../evidence/log/log-reader.ts'
import type { LogWriter } from '../../evidence/log/log-writer.ts'
import { MADE_UP_CELLS, type MadeUpCells } from '../../evidence/release/made-up-cells.ts'
import { manifestBytes, sha256Hex, type Manifest } from '../../evidence/release/manifest.ts'
import { contentUsage } from '../../evidence/release/content-usage.ts'
import { croissant } from '../../evidence/release/croissant.ts'
import { dataPackage } from '../../evidence/release/data-package.ts'
import { openLineage } from '../../evidence/release/open-lineage.ts'
import type { Described } from '../../evidence/release/written-field.ts'
import { receiptsFile, type ReleaseRecord } from '../../evidence/release/release-record.ts'
import type { RiskReport } from '../../evidence/release/risk.ts'
import { report } from '../../evidence/report/report.ts'
import { reportInput } from '../../evidence/report/report-input.ts'
import { endsIn } from '../../io/formats/format.ts'
import { releaseAt } from '../../io/lake/release-form.ts'
import { isAddress } from '../read/address.ts'
import { writtenInput } from '../read/table-input.ts'
import type { Staging } from '../../io/lake/staging.ts'
import type { Schema } from '../../plan/drift.ts'
import type { Plan } from '../../plan/plan.ts'
import { factsOf } from '../../record/format-facts.ts'
import type { ConsentPlace, Passport } from '../../policy/policy.ts'
import { isTraining } from '../../policy/vocabulary.ts'
import { fakeTableVersions } from '../../transforms/fakes/tables.ts'
import { VERSION } from '../../version.ts'
import { acceptedConsents } from '../consents/accepted-consents.ts'
import type { ReadRegister } from '../consents/read-register.ts'
import type { SubjectKeys } from '../consents/subject-keys.ts'
import type { AfterRelease } from '../freeze/decide-classes.ts'
import { keyFacts, type Roots } from '../freeze/derive-keys.ts'
import { moment, resultEntries } from './entries.ts'
import { consentRequest, subjectEntity } from '../freeze/consents-of-plan.ts'
import type { RunJob } from '../freeze/job.ts'
import { logOfPolicy } from '../policy-files/named-log.ts'
import { keySourcesDigest, recordDigest } from './record-digest.ts'
import type { Applied, AppliedPart } from '../passes/apply-pass.ts'
import { writtenDataTypes } from './written-data-types.ts'
import { qualityReport } from './quality-report.ts'
import { madeUpCells } from './made-up-cells.ts'
import { manifestFields, marking, outputClass, summariseConsent } from './seal.ts'

export interface SealInput {
  job: RunJob
  log: LogWriter
  plan: Plan
  /** canonical bytes of the plan */
  planText: string
  applied: Applied
  register: ReadRegister | undefined
  roots: Roots
  release: string
  staging: Staging
  publishable(name: string): boolean
  subject: { keys: SubjectKeys; ephemeral: boolean }
  /** of the releases that the inputs are taken from */
  makers: Manifest['makers']
  /** index of the purpose.check entry, and what the sources say about training */
  gate: { index: number; signals: NonNullable<Manifest['signals']> }
  /** measured on what was written */
  risk: RiskReport
  /** of what is kept of anonymity beside the release */
  digests: Pick<Sealed['commit'], 'planFileSha256' | 'ledgerSha256' | 'inputsFileSha256'>
  ledgerDir: string | undefined
  /** the release whose decisions were followed, on what came since */
  since?: Manifest['since']
  /** who approved the policy; undefined: it asks nobody */
  approval: Manifest['approval']
  /** the release that was made anew */
  rebuilds?: Manifest['rebuilds']
  /** what the sources looked like */
  schemas: Readonly<Record<string, Schema>>
  released?: AfterRelease
}

export interface Sealed {
  manifest: Manifest
  consent: Record<string, unknown>
  risk: RiskReport
  record: ReleaseRecord
  commit: Extract<NewEntry, { type: 'run.commit' }>
}

/** Logs what was done, writes the sidecars and the manifest into the staging folder: all but the commit. */
export function sealRelease(input: SealInput): Sealed {
  const { job, log, plan, applied, register, release, staging, risk } = input
  const request = {
    purpose: job.policy.purpose.id,
    processing: job.policy.purpose.processing,
    asOf: Math.floor(job.asOf.getTime() / 1000),
    basis: job.policy.purpose.basis,
  }
  const consent = summariseConsent(applied, request, register)
  log.append([...resultEntries(plan, applied, register, job.asOf, risk), ...(input.released?.entries ?? [])])
  // Rows of a table in a database have no order that bits could follow.
  const cells = input.job.tables === undefined ? madeUpCells(plan, applied, input.publishable) : undefined
  const described = describe(input, cells)
  const files = [
    staging.file('consent-summary.json', pretty(consent)),
    staging.file('content-usage.txt', contentUsage(described)),
    staging.file('croissant.json', pretty(croissant(described))),
    staging.file('datapackage.json', pretty(dataPackage(described))),
    ...(cells ? [staging.file(MADE_UP_CELLS, pretty(cells))] : []),
    staging.file('openlineage.ndjson', openLineage(described)),
    staging.file('plan.json', input.planText),
    staging.file('quality.json', pretty(qualityReport(plan, applied, described.manifest, input.publishable))),
    staging.file('risk.json', pretty(risk)),
  ]
  const manifest = { ...described.manifest, files }
  const text = manifestBytes(manifest)
  staging.file('manifest.json', text)
  // What cannot be shown is found now: after the commit there is no way back.
  report(reportInput((name) => staged(staging, name), {}))
  staging.sync()
  const manifestSha256 = sha256Hex(text)
  const record = recordOf(input, manifestSha256, manifest.log.index)
  return {
    manifest,
    consent,
    risk,
    record,
    commit: {
      type: 'run.commit',
      release,
      manifestSha256,
      recordsSha256: applied.recordsSha256,
      recordKeyedSha256: recordDigest(record, input.subject.keys),
      keySourcesSha256: keySourcesDigest(record),
      ...input.digests,
      ...(input.rebuilds && { rebuilds: input.rebuilds.release }),
      outputs: applied.parts.reduce((n, { outputs }) => n + outputs.length, 0),
      records: applied.records.out,
    },
  }
}

/** What the sidecars tell, each in the words of its own standard. */
function describe(input: SealInput, cells: MadeUpCells | undefined): Described {
  const { dataset, purpose } = input.job.policy
  return {
    manifest: manifestOf(input, cells),
    ...(dataset.title !== undefined && { title: dataset.title }),
    ...(purpose.text !== undefined && { purposeText: purpose.text }),
    ...(dataset.provenance && { controller: dataset.provenance.controller }),
    training: isTraining(purpose.processing),
    tables: input.job.tables !== undefined,
    types: writtenDataTypes(input.plan, input.schemas, sourcesByForm(input.applied)),
    recipients: purpose.recipients ?? [],
  }
}

/** Sources whose records are written as cells of text, as a database has them, and those whose columns have types. */
function sourcesByForm({ parts }: Applied): Record<'cells' | 'typed', Set<string>> {
  const named = (is: (input: Applied['parts'][number]['input']) => boolean) =>
    new Set(parts.flatMap(({ input }) => (is(input) ? [input.sourceName] : [])))
  return {
    cells: named(({ table }) => table !== undefined),
    typed: named(({ format }) => factsOf(format.is).kind === 'typed'),
  }
}

function manifestOf(input: SealInput, cells: MadeUpCells | undefined): Described['manifest'] {
  const { job, log, plan, planText, applied, register, roots, release, publishable, subject, makers, gate } = input
  const { risk, since, rebuilds, approval } = input
  const { policy } = job
  const created = new Date().toISOString()
  const fields = manifestFields(plan, applied, publishable)
  const { licence, access, 'storage-country': storageCountry, 'retain-until': retainUntil } = policy.output
  const { system } = policy
  const accepted = acceptedConsents(readEntries(job.log), policy.dataset.id)
  const maker = policy.dataset.maker
  const onWithdrawal = policy.consent?.['on-withdrawal'] ?? 'deny'
  return {
    perde: VERSION,
    release,
    ...(since && { since }),
    ...(rebuilds && { rebuilds }),
    ...(onWithdrawal !== 'deny' && { onWithdrawal }),
    dataset: policy.dataset.id,
    created,
    outputClass: outputClass(plan, fields, applied, risk),
    purpose: policy.purpose.id,
    ...(policy.purpose.until !== undefined && { purposeUntil: policy.purpose.until }),
    processing: policy.purpose.processing,
    basis: policy.purpose.basis,
    mode: job.mode,
    makers: [...makers, ...(maker ? [{ ...maker, at: created }] : [])],
    asOf: moment(job.asOf),
    policySha256: job.policySha256,
    planSha256: sha256Hex(planText),
    ...(register && { registerSha256: register.keyedSha256 }),
    keys: keyFacts(roots),
    inputs: applied.parts.map((p) => inputFacts(p, subject.keys.digest)),
    outputs: outputFacts(applied),
    records: applied.records,
    ...(applied.corrected > 0 && { corrected: applied.corrected }),
    recordsSha256: applied.recordsSha256,
    fields,
    anonymity: risk.source === null ? null : { k: risk.k, l: risk.l, t: risk.t },
    marking: marking(fields, fakeTableVersions, cells && MADE_UP_CELLS),
    ...(licence !== undefined && { licence }),
    ...(access !== undefined && { access }),
    ...(storageCountry !== undefined && { storageCountry }),
    ...(retainUntil !== undefined && { retainUntil }),
    ...(system && {
      system: {
        ...(system.risk && { risk: system.risk }),
        ...(system.autonomy && { autonomy: system.autonomy }),
        ...(system.reviewed && { reviewed: system.reviewed }),
      },
    }),
    ...(policy.dataset.passport && { passport: passportOf(policy.dataset.passport) }),
    ...(approval && { approval }),
    ...(accepted.length > 0 && { accepted }),
    ...(gate.signals.length > 0 && { signals: gate.signals }),
    // The commit entry is the next one: its index and the tree before it are known.
    log: { origin: log.origin, index: log.size, rootBefore: log.root().toString('base64') },
  }
}

function passportOf(passport: Passport): NonNullable<Manifest['passport']> {
  const { 'access-level': accessLevel, 'update-period': updatePeriod, ...rest } = passport
  return {
    ...rest,
    ...(accessLevel !== undefined && { accessLevel }),
    ...(updatePeriod !== undefined && { updatePeriod }),
  }
}

function outputFacts({ parts }: Applied): Manifest['outputs'] {
  return parts.flatMap(({ input, outputs, place }) =>
    outputs.map(({ path, bytes, sha256, text, header, trailer, records, plain }) => ({
      path,
      source: input.sourceName,
      bytes,
      records,
      header,
      ...(endsIn(input.to) && { trailer }),
      ...(place !== undefined && { record: place }),
      ...(input.compression && { compression: input.compression, text: text! }),
      ...(plain && { plain }),
      sha256,
    })),
  )
}

/** Small raw inputs are given by a keyed digest: a plain one would let anyone test guesses of their content. */
const SMALL_INPUT = 1024 * 1024

/**
 * Without a count of records: beside the output's it would tell how many people of this very file were left out, which
 * in a small file is who.
 */
function inputFacts(part: AppliedPart, key: Uint8Array): Manifest['inputs'][number] {
  const { bytes, sha256 } = part.read
  const digest =
    bytes < SMALL_INPUT ? { keyedSha256: createHmac('sha256', key).update(sha256, 'hex').digest('hex') } : { sha256 }
  const { version } = part.input.bytes
  const state = version !== undefined && { version: sha256Hex(version).slice(0, 32) }
  return { name: part.input.name, source: part.input.sourceName, bytes, ...state, ...digest }
}

function recordOf(
  { job, plan, applied, register, release, staging, subject, gate, ledgerDir, since }: SealInput,
  manifestSha256: string,
  index: number,
): ReleaseRecord {
  const entity = subjectEntity(plan)
  const request = consentRequest(job.policy, plan, job.asOf)
  const retainUntil = job.policy.output['retain-until']
  const replaces = releaseAt(staging.target)
  const namedLog = logOfPolicy(job)
  return {
    release,
    target: staging.target,
    staged: staging.dir,
    run: release,
    index,
    purposeIndex: gate.index,
    manifestSha256,
    ...(replaces !== undefined && { replaces }),
    ...(namedLog !== undefined && { log: namedLog }),
    baseDir: job.baseDir,
    ...(job.policyFile !== undefined && { policy: job.policyFile }),
    ...(register &&
      job.policy.consent && {
        register: {
          place: consentPlace(job.policy.consent),
          ...(entity !== undefined && { entity }),
          keyedSha256: register.keyedSha256,
          controller: job.policy.dataset.provenance?.controller ?? '',
          subsume: request.subsume,
          categories: [...request.categories],
          ...(request.recipients && { recipients: [...request.recipients] }),
          ...(request.transfers && { transfers: [...request.transfers] }),
        },
      }),
    decisions: register ? applied.parts.length : 0,
    keys: job.policy.keys,
    ...(job.policy.audit.key && { signingKey: job.policy.audit.key }),
    subjectKeyEphemeral: subject.ephemeral,
    ...(retainUntil !== undefined && { retainUntil }),
    ...(since && { since: since.release }),
    ...(ledgerDir !== undefined && { ledger: ledgerDir }),
    ...(job.policy.consent?.['on-withdrawal'] === 'filter' && { written: writtenAs(applied) }),
    ...(Object.keys(job.overrides).length > 0 && { sources: writtenSources(job) }),
    ...(existsSync(receiptsFile(job.log, release)) && { receipts: true as const }),
  }
}

/** What tells the records of a file apart. Files are UTF-8, with the dialect of their source, or that of a conversion. */
function writtenAs({ parts }: Applied): NonNullable<ReleaseRecord['written']> {
  return Object.fromEntries(
    parts.map(({ input }) => {
      const { delimiter, quote, escape, header } = input.options
      const own = { delimiter, quote, escape, header }
      const dialect = Object.entries(own).filter(
        (option): option is [string, string | boolean] => option[1] !== undefined,
      )
      const options = input.to === input.format.is ? Object.fromEntries(dialect) : {}
      return [input.sourceName, { format: input.to === input.format.is ? input.format.name : input.to, options }]
    }),
  )
}

/** As a command takes them from any folder; addresses without a password. */
function writtenSources({ overrides, cwd }: RunJob): Record<string, string> {
  const written = (input: string) => (input === '-' || isAddress(input) ? writtenInput(input) : resolve(cwd, input))
  return Object.fromEntries(Object.entries(overrides).map(([name, input]) => [name, written(input)]))
}

/** Without what the policy says besides. */
function consentPlace({ register, ledger }: ConsentPlace): ConsentPlace {
  return ledger === undefined ? { register } : { ledger }
}

/** A sidecar as it was just written. */
function staged({ dir }: Staging, name: string): string {
  return readFileSync(join(dir, name), 'utf8')
}

function pretty(value: unknown): string {
  return `${JSON.stringify(JSON.parse(canonicalize(value)!), undefined, 2)}\n`
}
