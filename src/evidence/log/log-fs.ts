import * as nodeFs from 'node:fs'
import { dirname, join } from 'node:path'
import { systemCode } from '../../errors.ts'

/**
 * The system calls of the log, all synchronous: each is one place where a fault can be put, and nothing else runs
 * between them.
 */
export type LogFs = Pick<
  typeof nodeFs,
  | 'closeSync'
  | 'fdatasyncSync'
  | 'fstatSync'
  | 'fsyncSync'
  | 'ftruncateSync'
  | 'linkSync'
  | 'mkdirSync'
  | 'openSync'
  | 'readdirSync'
  | 'readFileSync'
  | 'readSync'
  | 'renameSync'
  | 'rmdirSync'
  | 'unlinkSync'
  | 'writeSync'
>

export const systemFs: LogFs = nodeFs

/** Writes all of `bytes` at `position`; the system may take them in several pieces. */
export function writeAll(fs: LogFs, fd: number, bytes: Uint8Array, position: number): void {
  let done = 0
  while (done < bytes.length) {
    const taken = fs.writeSync(fd, bytes, done, bytes.length - done, position + done)
    if (taken <= 0) throw Object.assign(new Error('write took no bytes'), { code: 'EIO' })
    done += taken
  }
}

/** Makes the names in a directory durable: a new or renamed file is not until then. */
export function syncDirectory(fs: LogFs, dir: string): void {
  // Windows opens no directories.
  if (process.platform !== 'win32') withFile(fs, dir, 'r', 0, (fd) => fs.fsyncSync(fd))
}

/** Makes a directory and those above it, each durable in its parent. False where it is there. */
export function makeDirectory(fs: LogFs, dir: string): boolean {
  try {
    fs.mkdirSync(dir, 0o700)
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return false
    if (systemCode(cause) !== 'ENOENT' || dirname(dir) === dir) throw cause
    makeDirectory(fs, dirname(dir))
    fs.mkdirSync(dir, 0o700)
  }
  syncDirectory(fs, dirname(dir))
  return true
}

/** Replaces a file in one step: after a crash the old bytes or the new ones are there, whole. */
export function replaceFile(fs: LogFs, file: string, bytes: string | Uint8Array, mode: number): void {
  const temporary = `${file}.tmp`
  withFile(fs, temporary, 'w', mode, (fd) => {
    writeAll(fs, fd, Buffer.from(bytes), 0)
    fs.fsyncSync(fd)
  })
  fs.renameSync(temporary, file)
  syncDirectory(fs, dirname(file))
}

/** Makes a file unless it is there with the same bytes. False where it is there with other bytes. */
export function createIdempotent(fs: LogFs, file: string, bytes: string | Uint8Array, mode: number): boolean {
  const there = readIfThere(fs, file)
  if (there === undefined) replaceFile(fs, file, bytes, mode)
  return there === undefined || there.equals(Buffer.from(bytes))
}

export function readIfThere(fs: LogFs, file: string): Buffer | undefined {
  try {
    return fs.readFileSync(file)
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return undefined
    throw cause
  }
}

/** Names in a directory; none where it is not there. */
export function listIfThere(fs: LogFs, dir: string): string[] {
  try {
    return fs.readdirSync(dir)
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return []
    throw cause
  }
}

/** Undefined where the file is not there. */
export function openIfThere(fs: LogFs, file: string): number | undefined {
  try {
    return fs.openSync(file, 'r')
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return undefined
    throw cause
  }
}

export function withFile<T>(fs: LogFs, file: string, flags: string, mode: number, use: (fd: number) => T): T {
  const fd = fs.openSync(file, flags, mode)
  try {
    return use(fd)
  } finally {
    fs.closeSync(fd)
  }
}

/** Where the parts of a log stand. */
export function logPaths(dir: string) {
  return {
    entries: join(dir, 'entries.jsonl'),
    leaves: join(dir, 'leaf-hashes'),
    checkpoint: join(dir, 'checkpoint'),
    checkpoints: join(dir, 'checkpoints'),
    checkpointOf: (size: number) => join(dir, 'checkpoints', String(size).padStart(8, '0')),
    keys: join(dir, 'keys'),
    /** the n-th key, from 1 */
    vkeyOf: (n: number) => join(dir, 'keys', `${n}.vkey`),
    seedOf: (n: number) => join(dir, 'keys', n === 1 ? 'log.key' : `log-${n}.key`),
    /** signatures of states behind the last checkpoint */
    tail: join(dir, 'tail'),
    lock: join(dir, 'lock'),
    timestamps: join(dir, 'timestamps'),
  }
}

export type LogPaths = ReturnType<typeof logPaths>
