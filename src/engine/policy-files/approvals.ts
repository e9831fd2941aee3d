import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { ioError, PerdeError, systemCode } from '../../errors.ts'
import {
  approved,
  approvalsIn,
  approvalText,
  signerAmong,
  type Approvable,
  type Approval,
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
import { replaceFile, systemFs } from '../../evidence/log/log-fs.ts'
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
  const approvable = { policySha256, ...(list && { filesSha256: approvedFilesSha256(list) }) }
  const found = signedBy(note, approvable, keys, file)
  if (!named || !list) {
    if (found.length === 0) return { ...none, state: 'changed' }
    return named ? { ...none, state: 'policy-only' } : { approvals: found, state: 'found', unlike: [], of: approvable }
  }
  if (found.length === 0)
    return { ...none, state: signedBy(note, { policySha256 }, keys, file).length > 0 ? 'policy-only' : 'changed' }
  const unlike = unlikeApproved(list, files)
  if (unlike.length > 0) return { ...none, state: 'files', unlike }
  return { approvals: found, state: 'found', unlike, of: approvable }
}

/** Signs the policy and its files; gives the name of the key. Throws KEY_INVALID where the policy does not ask for it. */
export function approvePolicy(
  of: PolicyAsItIs,
  { keys }: ApprovalSpec,
  seed: Uint8Array,
): { name: string; file: string } {
  const signer = signerAmong(keys, seed)
  if (!signer)
    throw new PerdeError('KEY_INVALID', 'the policy does not ask for the approval of this key', {
      hints: [
        'its verification key has to stand in the policy, under approval.keys: perde key public FILE --name NAME',
      ],
    })
  const file = approvalsFile(of.policyFile)
  const was = readSmall(file)
  const list = Object.keys(of.files).length > 0 ? listOf(of, was) : undefined
  const approvable = { policySha256: of.policySha256, ...(list && { filesSha256: approvedFilesSha256(list) }) }
  const note = approved(was, approvable, signer)
  // Of a note that somebody else spoilt nothing is kept.
  approvalsIn(note, approvable, keys)
  try {
    // The list first: a note about a list that is not there approves nothing.
    if (list) replaceFile(systemFs, approvedFilesFile(of.policyFile), approvedFilesText(list), modeOf(of))
    replaceFile(systemFs, file, note, 0o644)
  } catch (e) {
    throw ioError(e, 'writing the approval', { part: file })
  }
  return { name: signer.name, file }
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

/** The list that others have signed already, where it is of these files; else a new one, under a salt of its own. */
function listOf({ policyFile, policySha256, files }: PolicyAsItIs, note: string | undefined): ApprovedFiles {
  const text = readSmall(approvedFilesFile(policyFile))
  if (text !== undefined && note !== undefined)
    try {
      const list = parseApprovedFiles(text)
      const signed = approvalText({ policySha256, filesSha256: approvedFilesSha256(list) })
      if (unlikeApproved(list, files).length === 0 && note.startsWith(`${signed}\n`)) return list
    } catch (e) {
      // What somebody spoilt is written anew.
      if (!(e instanceof PerdeError)) throw e
    }
  return approvedFiles(files, randomBytes(32).toString('hex'))
}

/** Who has the list can try out what a short table may hold, so it is as open as the most closed of the files. */
function modeOf({ baseDir, files }: PolicyAsItIs): number {
  return Object.keys(files).reduce((mode, name) => {
    const found = statSync(resolve(baseDir, name.replace(/^(?:plan|population): /, '')), { throwIfNoEntry: false })
    return found ? mode & found.mode : mode
  }, 0o644)
}
