import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { ioError, systemCode } from '../../errors.ts'

/**
 * Opens a file of a release that is really there: a link could lead to another file after the check than during it,
 * and a pipe would make the check wait for ever. undefined: nothing is there, or something that is no file.
 */
export function openRegular(path: string): number | undefined {
  let fd: number
  try {
    fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  } catch (e) {
    if (NO_FILE.includes(systemCode(e) ?? '')) return undefined
    throw ioError(e, 'reading the release')
  }
  if (fstatSync(fd).isFile()) return fd
  closeSync(fd)
  return undefined
}

/** ELOOP, on some systems EMLINK: a link. ENXIO: a socket or a pipe. */
const NO_FILE = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'EMLINK', 'ENXIO']

/** The whole of such a file. */
export function readRegular(path: string): Buffer | undefined {
  const fd = openRegular(path)
  if (fd === undefined) return undefined
  try {
    return readFileSync(fd)
  } catch (e) {
    throw ioError(e, 'reading the release')
  } finally {
    closeSync(fd)
  }
}
