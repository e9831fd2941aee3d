import { createHash, type Hash } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { ioError, PerdeError, systemCode } from '../../errors.ts'

/**
 * A release before it is one: a folder beside the place where it will stand, on the same file system, with a name that
 * begins with a dot. All calls are synchronous, so that a fault can be put at every one of them. After `publish`
 * the whole release is there; before it nothing is.
 */
export interface Staging {
  readonly dir: string
  readonly target: string
  /** a file that is written in pieces; `path` with forward slashes below the release */
  part(path: string): PartWriter
  /** a whole file */
  file(path: string, bytes: string | Uint8Array): WrittenFile
  /** makes every folder below durable; files are when they are finished */
  sync(): void
  /** removes what was staged */
  discard(): void
}

export interface PartWriter {
  write(bytes: Uint8Array): void
  /** closes the file, durably */
  finish(): WrittenFile
  abandon(): void
}

export interface WrittenFile {
  path: string
  bytes: number
  sha256: string
}

/** Name of the staging folder of a run for a target. */
export function stagingName(target: string, run: string): string {
  return join(dirname(target), `.${basename(target)}.perde-${run}`)
}

export function openStaging(target: string, run: string): Staging {
  const dir = stagingName(target, run)
  const at = (doing: string) => ({ doing, where: { part: target } })
  calling(at('making the staging folder'), () => {
    mkdirSync(dirname(target), { recursive: true })
    mkdirSync(dir, { mode: 0o755 })
  })
  const folders = new Set<string>([dir])
  const folderFor = (path: string) => {
    const folder = dirname(join(dir, path))
    mkdirSync(folder, { recursive: true })
    for (let f = folder; f.length >= dir.length; f = dirname(f)) folders.add(f)
  }
  const part = (path: string): PartWriter => {
    const fd = calling(at('opening an output'), () => {
      folderFor(path)
      return openSync(join(dir, path), 'wx', 0o644)
    })
    return partWriter(fd, path)
  }
  return {
    dir,
    target,
    part,
    file(path, bytes) {
      const writer = part(path)
      writer.write(typeof bytes === 'string' ? Buffer.from(bytes) : bytes)
      return writer.finish()
    },
    sync: () => calling(at('making the release durable'), () => [...folders].sort().reverse().forEach(syncFolder)),
    discard: () => rmSync(dir, { recursive: true, force: true }),
  }
}

function partWriter(fd: number, path: string): PartWriter {
  const hash: Hash = createHash('sha256')
  let written = 0
  let closed = false
  // A descriptor that is closed twice may by then be somebody else's.
  const close = () => {
    if (!closed) closeSync(fd)
    closed = true
  }
  const at = (doing: string) => ({ doing, where: { part: path } })
  return {
    write(bytes) {
      calling(at('writing an output'), () => {
        for (let done = 0; done < bytes.length;) {
          const n = writeSync(fd, bytes, done, bytes.length - done)
          if (n <= 0) throw Object.assign(new Error('write took no bytes'), { code: 'EIO' })
          done += n
        }
      })
      hash.update(bytes)
      written += bytes.length
    },
    finish() {
      try {
        calling(at('making an output durable'), () => fsyncSync(fd))
      } finally {
        close()
      }
      return { path, bytes: written, sha256: hash.digest('hex') }
    },
    abandon: close,
  }
}

export function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Refuses a place that holds something which is not a release, or a release without `replace`. */
export function checkTarget(target: string, replace: 'replace' | 'refuse'): void {
  if (lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new PerdeError('OUTPUT_INVALID', 'the output path is a symbolic link', {
      where: { part: target },
      hints: ['name the folder that it leads to: a release takes the place of its path in one step'],
    })
  const state = targetState(target)
  if (state !== 'none' && isMountPoint(target))
    throw new PerdeError('OUTPUT_INVALID', 'the output path is a mount point, which cannot be replaced in one step', {
      where: { part: target },
      hints: ['choose a folder in it, such as --out ' + join(basename(target), 'release')],
    })
  if (state === 'release' && replace === 'refuse')
    throw new PerdeError('OUTPUT_EXISTS', 'there is a release at the output path already', {
      where: { part: target },
      hints: ['choose another --out, or replace it with --replace'],
    })
  if (state === 'other')
    throw new PerdeError('OUTPUT_EXISTS', 'the output path holds something that is not a release', {
      where: { part: target },
      hints: ['choose another --out; perde never writes into a folder that it did not make'],
    })
}

export function targetState(target: string): 'none' | 'empty' | 'release' | 'other' {
  let names: string[]
  try {
    if (!statSync(target).isDirectory()) return 'other'
    names = readdirSync(target)
  } catch (e) {
    if (systemCode(e) === 'ENOENT') return 'none'
    throw ioError(e, 'looking at the output path', { part: target })
  }
  return names.length === 0 ? 'empty' : names.includes('_SUCCESS') ? 'release' : 'other'
}

/**
 * Makes a staged release visible: one rename. Repeatable: after a crash the same call finishes the work, whichever
 * step had been done.
 */
export function publish(staged: string, target: string, run: string): void {
  const aside = asideName(target, run)
  calling({ doing: 'publishing the release', where: { part: target } }, () => {
    if (exists(staged)) {
      const state = targetState(target)
      if (state === 'other') checkTarget(target, 'refuse')
      if (state === 'release') renameSync(target, aside)
      if (state === 'empty') rmdirSync(target)
      renameSync(staged, target)
      syncFolder(dirname(target))
    }
    rmSync(aside, { recursive: true, force: true })
  })
}

/** Where the replaced release stands between two renames. */
function asideName(target: string, run: string): string {
  return join(dirname(target), `.${basename(target)}.perde-old-${run}`)
}

/** Is there something of this publish that is not finished? */
export function isUnpublished(staged: string, target: string, run: string): boolean {
  return exists(staged) || exists(asideName(target, run))
}

/** Nothing can be renamed onto a mount point, and the folder beside it is on another file system. */
function isMountPoint(target: string): boolean {
  const path = realpathSync(target)
  if (statSync(path).dev !== statSync(dirname(path)).dev) return true
  try {
    // Bind mounts have the device of what lies beside them; the fifth field is the mount point, spaces as \040.
    return readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .some((line) => line.split(' ')[4]?.replaceAll('\\040', ' ') === path)
  } catch {
    return false
  }
}

function exists(path: string): boolean {
  try {
    statSync(path)
    return true
  } catch (e) {
    if (systemCode(e) === 'ENOENT') return false
    throw e
  }
}

function calling<T>(at: { doing: string; where: { part: string } }, call: () => T): T {
  try {
    return call()
  } catch (e) {
    throw ioError(e, at.doing, at.where)
  }
}
