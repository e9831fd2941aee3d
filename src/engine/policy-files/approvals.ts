import { readFileSync } from 'node:fs'
import { ioError, PerdeError, systemCode } from '../../errors.ts'
import { approved, approvalsIn, signerAmong, type Approval } from '../../evidence/approval/approval.ts'
import { replaceFile, systemFs } from '../../evidence/log/log-fs.ts'
import type { ApprovalSpec } from '../../policy/policy.ts'

/** Approvals stand beside the policy, where whoever reads it looks for them. */
export function approvalsFile(policyFile: string): string {
  return `${policyFile}.approvals`
}

/** A note is small. */
const LARGEST = 1_000_000

/** The note beside a policy; undefined: there is none. */
function readNote(file: string): string | undefined {
  try {
    const bytes = readFileSync(file)
    if (bytes.length > LARGEST) throw new PerdeError('APPROVAL_INVALID', 'the file of approvals is no note', {})
    return bytes.toString()
  } catch (e) {
    if (systemCode(e) === 'ENOENT') return undefined
    throw e instanceof PerdeError ? e.at({ part: file }) : ioError(e, 'reading the approvals', { part: file })
  }
}

export interface FoundApprovals {
  approvals: Approval[]
  /** `changed`: what was approved is another policy, as it was before, perhaps */
  state: 'none' | 'changed' | 'found'
}

/** Who approved exactly this policy. Throws APPROVAL_INVALID, IO_FAILED. */
export function readApprovals(policyFile: string, policySha256: string, { keys }: ApprovalSpec): FoundApprovals {
  const file = approvalsFile(policyFile)
  const note = readNote(file)
  if (note === undefined) return { approvals: [], state: 'none' }
  try {
    const approvals = approvalsIn(note, policySha256, keys)
    return { approvals, state: approvals.length > 0 ? 'found' : 'changed' }
  } catch (e) {
    throw e instanceof PerdeError ? e.at({ part: file }) : e
  }
}

/** Signs the policy; gives the name of the key. Throws KEY_INVALID where the policy does not ask for it. */
export function approvePolicy(
  policyFile: string,
  policySha256: string,
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
  const file = approvalsFile(policyFile)
  const note = approved(readNote(file), policySha256, signer)
  // Of a note that somebody else spoilt nothing is kept.
  approvalsIn(note, policySha256, keys)
  try {
    replaceFile(systemFs, file, note, 0o644)
  } catch (e) {
    throw ioError(e, 'writing the approval', { part: file })
  }
  return { name: signer.name, file }
}
