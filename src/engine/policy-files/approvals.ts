import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { ioError, PerdeError, systemCode } from '../../errors.ts'
import {
  approved,
  approvalsIn,
  approvalText,
  signerAmong,
  termOf,
  type Approvable,
  type Approval,
  type ApprovalTerm,
} from '../../evidence/approval/approval.ts'
import {
  approvedFiles,
  approvedFilesSha256,
  approvedFilesText,
  parseApprovedFiles,
  unlikeApproved,
  type ApprovedFiles,
  type FileDigests,
} from '../../evidence/approval/approved-files.ts'
import { revocation, takenBack, type LoggedRevocation, type Revocation } from '../../evidence/approval/revocation.ts'
import { termState } from '../../policy/approval-term.ts'
import { replaceFile, syncDirectory, systemFs } from '../../evidence/log/log-fs.ts'
import type { Signer } from '../../evidence/log/vkey.ts'
import { endOf } from '../../policy/duration.ts'
import type { ApprovalSpec } from '../../policy/policy.ts'

/** Approvals stand beside the policy, where whoever reads it looks for them. */
export function approvalsFile(policyFile: string): string {
  return `${policyFile}.approvals`
}

/** What they cover besides the policy's text. */
export function approvedFilesFile(policyFile: string): string {
  return `${policyFile}.approved-files`
}

/** What can be approved: a policy as it is, and the files that it names as they are. */
export interface PolicyAsItIs {
  policyFile: string
  /** folder that the files' names are relative to */
  baseDir: string
  policySha256: string
  files: FileDigests
}

export interface FoundApprovals {
  approvals: Approval[]
  /**
   * `changed`: what was approved is another policy, as it was before, perhaps; `policy-only`: its text was approved, by a perde
   * that looked at no files; `files`: its text was, beside other files
   */
  state: 'none' | 'changed' | 'policy-only' | 'files' | 'found'
  /** of `files`: which are not as they were approved */
  unlike: string[]
  of: Approvable
}

/** Who approved exactly this policy with these files. Throws APPROVAL_INVALID, IO_FAILED. */
export function readApprovals(of: PolicyAsItIs, { keys }: ApprovalSpec): FoundApprovals {
  const { policyFile, policySha256, files } = of
  const file = approvalsFile(policyFile)
  const note = readSmall(file)
  const none = { approvals: [], unlike: [], of: { policySha256 } }
  if (note === undefined) return { ...none, state: 'none' }
  const named = Object.keys(files).length > 0
  const list = named ? readList(policyFile) : undefined
  const term = termOf(note)
  const approvable = { policySha256, ...(list && { filesSha256: approvedFilesSha256(list) }), ...term }
  const found = signedBy(note, approvable, keys, file)
  if (!named || !list) {
    if (found.length === 0) return { ...none, state: 'changed' }
    return named ? { ...none, state: 'policy-only' } : { approvals: found, state: 'found', unlike: [], of: approvable }
  }
  if (found.length === 0)
    return {
      ...none,
      state: signedBy(note, { policySha256, ...term }, keys, file).length > 0 ? 'policy-only' : 'changed',
    }
  const unlike = unlikeApproved(list, files)
  if (unlike.length > 0) return { ...none, state: 'files', unlike }
  return { approvals: found, state: 'found', unlike, of: approvable }
}

/** For how long somebody approves, and what stands against joining those who approved before. */
export interface ApprovalWish {
  now: Date
  /** the date that ends it; undefined: as those before said, or the policy's longest time from now, or none */
  until?: string | undefined
  /** by the log at hand */
  revocations: readonly LoggedRevocation[]
}

export interface GivenApproval extends ApprovalTerm {
  signer: Signer
  file: string
}

/** Signs the policy and its files. Throws KEY_INVALID where the policy does not ask for it, USAGE for a date that it does not permit. */
export function approvePolicy(
  of: PolicyAsItIs,
  spec: ApprovalSpec,
  seed: Uint8Array,
  wish: ApprovalWish,
): GivenApproval {
  const signer = askedSigner(spec, seed)
  const file = approvalsFile(of.policyFile)
  const was = readSmall(file)
  const { list, term } = signed(of, spec, was, signer, wish) ?? anew(of, spec, wish)
  if (termState(term, spec['valid-for'], wish.now) !== 'holds') throw unfitUntil(spec)
  if (takenBack(wish.revocations, { vkey: signer.vkey, from: term.from }) !== undefined) throw clocksDiffer()
  const approvable = {
    policySha256: of.policySha256,
    ...(list && { filesSha256: approvedFilesSha256(list) }),
    ...term,
  }
  const note = approved(was, approvable, signer)
  // Of a note that somebody else spoilt nothing is kept.
  approvalsIn(note, approvable, spec.keys)
  try {
    // The list first: a note about a list that is not there approves nothing.
    if (list) replaceFile(systemFs, approvedFilesFile(of.policyFile), approvedFilesText(list), modeOf(of))
    replaceFile(systemFs, file, note, 0o644)
  } catch (e) {
    throw ioError(e, 'writing the approval', { part: file })
  }
  return { signer, file, ...term }
}

/** What takes back all that a key approved of a policy until now, to be logged. Throws KEY_INVALID for a key that it does not ask. */
export function revokeApproval(
  { policyFile, policySha256 }: Pick<PolicyAsItIs, 'policyFile' | 'policySha256'>,
  spec: ApprovalSpec,
  seed: Uint8Array,
  now: Date,
): Revocation {
  return revocation(policySha256, now, askedSigner(spec, seed), givenFrom(policyFile, policySha256))
}

/** When what stands beside the policy says that it was given, if it is of this policy; what is spoilt must not keep anybody from taking it back. */
function givenFrom(policyFile: string, policySha256: string): string | undefined {
  try {
    const note = readSmall(approvalsFile(policyFile))
    return note?.split('\n', 2)[1] === policySha256 ? termOf(note).from : undefined
  } catch (e) {
    if (e instanceof PerdeError) return undefined
    throw e
  }
}

/** Takes the file of approvals away, whoever else signed it: the log has what was taken back, and an approval begins anew. */
export function removeApprovals(policyFile: string): void {
  const file = approvalsFile(policyFile)
  try {
    rmSync(file, { force: true })
    syncDirectory(systemFs, dirname(file))
  } catch (e) {
    throw ioError(e, 'removing the approvals', { part: file })
  }
}

function askedSigner({ keys }: ApprovalSpec, seed: Uint8Array): Signer {
  const signer = signerAmong(keys, seed)
  if (signer) return signer
  throw new PerdeError('KEY_INVALID', 'the policy does not ask for the approval of this key', {
    hints: ['its verification key has to stand in the policy, under approval.keys: perde key public FILE --name NAME'],
  })
}

function clocksDiffer(): PerdeError {
  return new PerdeError('USAGE', 'the log has a revocation by this key that is of a later time than now', {
    hints: ['set the clock right, of this machine or of the one that took the approval back, before it is given anew'],
  })
}

function unfitUntil({ 'valid-for': validFor }: ApprovalSpec): PerdeError {
  return new PerdeError('USAGE', 'the approval would have ended already, or last longer than the policy permits', {
    hints: [
      validFor === undefined
        ? '--until is a date to come'
        : `--until is a date to come, at most ${validFor} from now (approval.valid-for)`,
    ],
  })
}

/** A note and a list are small. */
const LARGEST = 1_000_000

/** A file beside a policy; undefined: there is none. */
function readSmall(file: string): string | undefined {
  try {
    const bytes = readFileSync(file)
    if (bytes.length > LARGEST) throw new PerdeError('APPROVAL_INVALID', 'the file of approvals is no note', {})
    return bytes.toString()
  } catch (e) {
    if (systemCode(e) === 'ENOENT') return undefined
    throw e instanceof PerdeError ? e.at({ part: file }) : ioError(e, 'reading the approvals', { part: file })
  }
}

function readList(policyFile: string): ApprovedFiles | undefined {
  const file = approvedFilesFile(policyFile)
  const text = readSmall(file)
  return text === undefined ? undefined : inFile(file, () => parseApprovedFiles(text))
}

function signedBy(note: string, of: Approvable, keys: readonly string[], file: string): Approval[] {
  return inFile(file, () => approvalsIn(note, of, keys))
}

function inFile<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (e) {
    throw e instanceof PerdeError ? e.at({ part: file }) : e
  }
}

interface Signed {
  list: ApprovedFiles | undefined
  term: ApprovalTerm
}

/**
 * What others have signed already, where it is of this policy and these files, for as long, and holds; undefined: what is
 * signed begins anew, and they have to sign again.
 */
function signed(
  { policyFile, policySha256, files }: PolicyAsItIs,
  spec: ApprovalSpec,
  note: string | undefined,
  { vkey }: Signer,
  { now, until, revocations }: ApprovalWish,
): Signed | undefined {
  if (note === undefined) return undefined
  const term = termOf(note)
  if (until !== undefined && until !== term.until) return undefined
  // Forms without a time are not signed any more: nobody could say whether they are older than a revocation.
  if (term.from === undefined || termState(term, spec['valid-for'], now) !== 'holds') return undefined
  if (takenBack(revocations, { vkey, from: term.from }) !== undefined) return undefined
  const list = Object.keys(files).length > 0 ? listOfThese(policyFile, files) : undefined
  if (!list && Object.keys(files).length > 0) return undefined
  const text = approvalText({ policySha256, ...(list && { filesSha256: approvedFilesSha256(list) }), ...term })
  return note.startsWith(`${text}\n`) ? { list, term } : undefined
}

/**
 * Under a time of its own. The list stays where the files are as they were: what was given over it is void only once the note
 * is written, and not where this ends before.
 */
function anew(
  { policyFile, files }: PolicyAsItIs,
  { 'valid-for': validFor }: ApprovalSpec,
  { now, until }: ApprovalWish,
): Signed {
  const named = Object.keys(files).length > 0
  const end = until ?? (validFor === undefined ? undefined : endOf(now, validFor))
  return {
    list: named ? (listOfThese(policyFile, files) ?? approvedFiles(files, randomBytes(32).toString('hex'))) : undefined,
    term: { from: now.toISOString(), ...(end !== undefined && { until: end }) },
  }
}

/** The list of an earlier approval, if it is of these files; undefined: it is of others, or spoilt, and is written anew. */
function listOfThese(policyFile: string, files: FileDigests): ApprovedFiles | undefined {
  try {
    const list = readList(policyFile)
    return list && unlikeApproved(list, files).length === 0 ? list : undefined
  } catch (e) {
    if (e instanceof PerdeError && e.code === 'APPROVAL_INVALID') return undefined
    throw e
  }
}

/** Who has the list can try out what a short table may hold, so it is as open as the most closed of the files. */
function modeOf({ baseDir, files }: PolicyAsItIs): number {
  return Object.keys(files).reduce((mode, name) => {
    const found = statSync(resolve(baseDir, name.replace(/^(?:plan|population): /, '')), { throwIfNoEntry: false })
    return found ? mode & found.mode : mode
  }, 0o644)
}
