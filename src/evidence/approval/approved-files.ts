import { createHash, createHmac } from 'node:crypto'
import canonicalize from 'canonicalize'
import { PerdeError } from '../../errors.ts'

/** Files as they are: SHA-256 in hex by the name that the policy has for them. */
export type FileDigests = Readonly<Record<string, string>>

/**
 * What an approval covers besides the policy's text. The digest of the list is signed and published, so each file stands in it
 * under a salt that only the list has: who sees a release cannot try out what a short table may hold.
 */
export interface ApprovedFiles {
  /** 32 bytes, hex */
  salt: string
  /** HMAC-SHA256 of each file's SHA-256 under the salt, hex */
  files: Record<string, string>
}

const FORM = 'approved-files/1'
const HEX = /^[0-9a-f]{64}$/

export function approvedFiles(digests: FileDigests, salt: string): ApprovedFiles {
  const keyed = (sha256: string) => createHmac('sha256', Buffer.from(salt, 'hex')).update(sha256, 'hex').digest('hex')
  return { salt, files: Object.fromEntries(Object.entries(digests).map(([name, sha256]) => [name, keyed(sha256)])) }
}

/** The bytes of the list, of which the digest is signed. */
export function approvedFilesText({ salt, files }: ApprovedFiles): string {
  return `${canonicalize({ perde: FORM, salt, files })!}\n`
}

export function approvedFilesSha256(list: ApprovedFiles): string {
  return createHash('sha256').update(approvedFilesText(list)).digest('hex')
}

/** Throws APPROVAL_INVALID for a text that is no such list. */
export function parseApprovedFiles(text: string): ApprovedFiles {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    read = undefined
  }
  if (isList(read)) {
    const list = { salt: read.salt, files: read.files }
    if (approvedFilesText(list) === text) return list
  }
  throw new PerdeError('APPROVAL_INVALID', 'the list of the files that were approved is not as perde wrote it', {
    hints: ['have the policy approved again: perde approve POLICY --key FILE'],
  })
}

/** Files that are not as they were approved, or were not there then, or are not named any more; in the order of their names. */
export function unlikeApproved(list: ApprovedFiles, digests: FileDigests): string[] {
  const now = approvedFiles(digests, list.salt).files
  const names = new Set([...Object.keys(list.files), ...Object.keys(now)])
  return [...names].filter((name) => own(list.files, name) !== own(now, name)).sort()
}

function own(files: Record<string, string>, name: string): string | undefined {
  return Object.hasOwn(files, name) ? files[name] : undefined
}

function isList(read: unknown): read is ApprovedFiles & { perde: string } {
  const { perde, salt, files } = (read ?? {}) as Partial<ApprovedFiles> & { perde?: unknown }
  return (
    perde === FORM &&
    typeof salt === 'string' &&
    HEX.test(salt) &&
    typeof files === 'object' &&
    files !== null &&
    Object.values(files).every((digest) => typeof digest === 'string' && HEX.test(digest))
  )
}
