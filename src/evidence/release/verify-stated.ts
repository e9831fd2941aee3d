import canonicalize from 'canonicalize'
import { PerdeError } from '../../errors.ts'
import { isAhead } from '../../policy/approval-term.ts'
import { isOver } from '../../policy/civil-date.ts'
import { isApproval, isSameKey } from '../approval/approval.ts'
import { marksOutputs } from './made-up-cells.ts'
import { isManifest } from './manifest-schema.ts'
import { manifestBytes, successText, type Manifest } from './manifest.ts'
import { isRiskReport } from './risk-schema.ts'

// What a release says of itself in its sidecars, wherever they stand: in its folder, or in the audit pack of it.

/** One thing that is not as it should be. `path` is a file of the release. */
export interface ReleaseProblem {
  code: string
  message: string
  path?: string
}

/** Reads a file of the release; undefined: it has none of that name. */
export type ReadFile = (path: string) => Uint8Array | undefined

/** The manifest, held against its form and against `_SUCCESS`. Throws RELEASE_INVALID for what has not the form of one. */
export function checkManifest(text: string, success: string | undefined, problems: ReleaseProblem[]): Manifest {
  const path = 'manifest.json'
  if (success !== successText(text))
    problems.push({ code: 'MANIFEST_DIGEST', message: 'the manifest is not the one that _SUCCESS names', path })
  const manifest = parseManifest(text)
  if (manifestBytes(manifest) !== text)
    problems.push({ code: 'MANIFEST_NOT_CANONICAL', message: 'the manifest is not written canonically', path })
  return manifest
}

/** Sums, risk, marks and approvals: what the manifest and the sidecars say has to fit together. */
export function checkStated(read: ReadFile, manifest: Manifest, problems: ReleaseProblem[]): void {
  checkSums(manifest, problems)
  checkRisk(read, manifest, problems)
  checkMarks(read, manifest, problems)
  checkApproval(read, manifest, problems)
}

function parseManifest(text: string): Manifest {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (e) {
    throw new PerdeError('RELEASE_INVALID', 'the manifest of the release is not JSON', { cause: e })
  }
  if (!isManifest(value))
    throw new PerdeError('RELEASE_INVALID', 'the manifest of the release does not have the form of one', {
      hints: ['was it made by a newer perde?'],
    })
  return value
}

function checkSums(manifest: Manifest, problems: ReleaseProblem[]): void {
  const { records } = manifest
  if (records.in !== records.out + records.excluded + records.suppressed + records.quarantined)
    problems.push({
      code: 'RECORD_SUM',
      message: 'records in are not the sum of records out, excluded, suppressed and quarantined',
    })
  const out = manifest.outputs.reduce((n, o) => n + o.records, 0)
  if (out !== records.out) problems.push({ code: 'RECORD_SUM', message: 'the records of the outputs do not add up' })
}

/** `risk.json` has its form, and says what the manifest says of it. */
function checkRisk(read: ReadFile, manifest: Manifest, problems: ReleaseProblem[]): void {
  const path = 'risk.json'
  if (!manifest.files.some((file) => file.path === path)) return
  const text = textOf(read, path)
  // That it is missing is a problem of its own.
  if (text === undefined) return
  let risk: unknown
  try {
    risk = JSON.parse(text)
  } catch {
    risk = undefined
  }
  if (!isRiskReport(risk))
    return void problems.push({ code: 'RISK_FORM', message: 'risk.json does not have the form of one', path })
  const { source, k, l, t } = risk
  if (canonicalize(manifest.anonymity) !== canonicalize(source === null ? null : { k, l, t }))
    problems.push({ code: 'RISK_DIFFERS', message: 'risk.json and the manifest tell of different classes', path })
}

/** Which cells are made up is said of the files that there are, and of all of their records. */
function checkMarks(read: ReadFile, { marking, outputs }: Manifest, problems: ReleaseProblem[]): void {
  if (marking?.cells === undefined) return
  const text = isSidecar(marking.cells) ? textOf(read, marking.cells) : undefined
  if (text === undefined || !marksOutputs(text, outputs))
    problems.push({
      code: 'MARKS',
      message: 'the marks of made-up cells are missing, or not those of these files',
      path: marking.cells,
    })
}

/** A name of a file beside the manifest. */
function isSidecar(name: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name)
}

/**
 * Approvals are signatures of keys that the policy asks for, over its digest and how long they are given for; where that
 * matters, not of the log's key.
 */
function checkApproval(
  read: ReadFile,
  { approval, policySha256, created }: Manifest,
  problems: ReleaseProblem[],
): void {
  if (!approval) return
  const own = textOf(read, 'proof/log.vkey')?.trim().split('\n') ?? []
  const { from, until } = approval
  const of = { policySha256, filesSha256: approval.files?.sha256, from, until }
  const holds = approval.approved.every(
    (by) =>
      approval.keys.includes(by.vkey) &&
      isApproval(by, of) &&
      !(until !== undefined && isOver(until, new Date(created))) &&
      !isAhead(from, new Date(created)) &&
      !(approval.distinct && own.some((key) => isSameKey(key, by.vkey))),
  )
  if (!holds) problems.push(notApproved())
}

/** Code of the problem that an approval is none. */
export const APPROVAL = 'APPROVAL'

export function notApproved(): ReleaseProblem {
  return { code: APPROVAL, message: 'an approval in the manifest is not one of this policy by its keys' }
}

function textOf(read: ReadFile, path: string): string | undefined {
  const bytes = read(path)
  return bytes && Buffer.from(bytes).toString()
}
