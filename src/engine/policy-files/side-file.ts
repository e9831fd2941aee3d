import { createHash, createHmac } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { ioError, PerdeError } from '../../errors.ts'

/** A side file stands in memory several times over while it is read. */
const MOST_BYTES = 64 * 1024 * 1024

/**
 * The text of a table that a policy names. Throws POLICY_INVALID for a file that is not there, too large, no file or not
 * UTF-8, IO_FAILED where it cannot be read.
 */
export function readSideFile(file: string, folder: string, what = 'a side file of the policy'): string {
  const fault = (message: string, hint: string) =>
    new PerdeError('POLICY_INVALID', message, { where: { part: file }, hints: [hint] })
  let bytes: Uint8Array
  try {
    const path = resolve(folder, file)
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found)
      throw fault(`${what} does not exist`, 'is the path right? Paths in a policy are relative to the policy file')
    if (!found.isFile()) throw fault(`${what} is no file`, 'name a table: leaf;coarser;…')
    if (found.size > MOST_BYTES)
      throw fault(
        `${what} is larger than ${MOST_BYTES / 1024 / 1024} MiB`,
        'a table of so many rows is nearly the data itself: make the values coarser first, or build the levels (intervals, dates, prefix)',
      )
    bytes = readFileSync(path)
  } catch (e) {
    throw ioError(e, `reading ${what}`, { part: file })
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new PerdeError('POLICY_INVALID', `${what} is not UTF-8`, {
      cause,
      where: { part: file },
      hints: ['save it as UTF-8: iconv -f WINDOWS-1251 -t UTF-8 FILE'],
    })
  }
}

/** SHA-256 of each file's bytes, in hex, by its path in the policy. */
export function sideFileDigests(files: Readonly<Record<string, string>>): Record<string, string> {
  const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [file, digest(text)]))
}

/** The same under a key, for tables whose plain digest would let people guess them. */
export function keyedSideFileDigests(files: Readonly<Record<string, string>>, key: Uint8Array): Record<string, string> {
  const keyed = (sha256: string) => createHmac('sha256', key).update(sha256, 'hex').digest('hex')
  return Object.fromEntries(Object.entries(sideFileDigests(files)).map(([file, sha256]) => [file, keyed(sha256)]))
}
