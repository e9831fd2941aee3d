import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { PerdeError, systemCode } from '../../errors.ts'
import { listIfThere, logPaths, syncDirectory, withFile, writeAll } from './log-fs.ts'
import type { LogFs } from './log-fs.ts'

// A log's own signing key: a 32-byte Ed25519 seed in 64 hex digits, in a file that only its owner can read.

/** Undefined where the file is not there. */
export function readSeed(fs: LogFs, file: string): Buffer | undefined {
  let text: string
  try {
    text = withFile(fs, file, 'r', 0, (fd) => {
      // Windows has no such bits and gives 0666 for every file.
      if (process.platform !== 'win32' && (fs.fstatSync(fd).mode & 0o077) !== 0) throw exposed(file)
      return fs.readFileSync(fd, 'utf8').trim()
    })
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return undefined
    throw cause
  }
  if (!/^[0-9a-f]{64}$/i.test(text))
    throw new PerdeError('KEY_INVALID', 'signing key of the log is not 64 hex digits', { where: { part: file } })
  return Buffer.from(text, 'hex')
}

/** All seeds that lie in a log, the newest first; those that were named elsewhere, or taken away, are not among them. */
export function seedsIn(fs: LogFs, dir: string): Buffer[] {
  const paths = logPaths(dir)
  return listIfThere(fs, paths.keys)
    .filter((name) => name.endsWith('.key'))
    .sort()
    .reverse()
    .flatMap((name) => readSeed(fs, join(paths.keys, name)) ?? [])
}

/** Makes a key; the file appears whole, is never replaced, and is durable before anything is signed with it. */
export function createSeed(fs: LogFs, file: string): Buffer {
  const seed = randomBytes(32)
  const temporary = `${file}.${seed.toString('hex', 0, 4)}.tmp`
  withFile(fs, temporary, 'wx', 0o600, (fd) => {
    writeAll(fs, fd, Buffer.from(`${seed.toString('hex')}\n`), 0)
    fs.fsyncSync(fd)
  })
  fs.linkSync(temporary, file)
  fs.unlinkSync(temporary)
  syncDirectory(fs, dirname(file))
  return seed
}

function exposed(file: string): PerdeError {
  return new PerdeError('KEY_EXPOSED', 'signing key of the log can be read by others', {
    where: { part: file },
    hints: ['take the rights away with "chmod 600"', 'if others had access, rotate the key'],
  })
}
