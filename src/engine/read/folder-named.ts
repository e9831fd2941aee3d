import { resolve } from 'node:path'
import { PerdeError } from '../../errors.ts'

/** Where else than in a folder a log and a release may be. */
export const LOG_ADDRESSES = ['s3://bucket/key']
export const RELEASE_ADDRESSES = [...LOG_ADDRESSES, 'postgres://host/database?schema=name']

/** Absolute path of a folder that is written to, as somebody named it. Throws USAGE, as `refuseAddress`. */
export function folderNamed(name: string, from: string, what: string, or: readonly string[] = []): string {
  refuseAddress(name, what, or)
  return resolve(from, name)
}

/**
 * An address of a store that perde does not write to would be a folder `hdfs:` of this machine, and nobody would look for a
 * release there. `what`: as it stands in a message; `or`: addresses that it may have instead. Throws USAGE.
 */
export function refuseAddress(name: string, what: string, or: readonly string[] = []): void {
  // A scheme has two letters at least: C:/ is a drive.
  const scheme = /^([a-z][a-z0-9+.-]+):\//i.exec(name)?.[1]
  if (scheme === undefined) return
  throw new PerdeError('USAGE', `${what} cannot be at an address of ${scheme}:`, {
    hints: [
      scheme.toLowerCase() === 'file' ? 'give the path alone' : ['name a folder', ...or].join(', or '),
      `a folder that is called so is ./${scheme}:`,
    ],
  })
}
