import { createHash, type Hash } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
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
import { basename, dirname, join, relative, sep } from 'node:path'
import { ioError, PerdeError, systemCode } from '../../errors.ts'
import { releaseAt } from './release-form.ts'

/**
 * A release before it is one: a folder beside the place where it will stand, on the same file system, with a name that
 * begins with a dot. All calls are synchronous, so that a fault can be put at every one of them. After `publish`
 * the whole release is there; before it nothing is. Until then nobody else may enter the folder (0700): before the watch
 * has had its say it may hold values that must not leave. The files in it have the mode they will have, 0644 within the
 * umask, so that one chmod of the folder is all that publishing changes.
 */
export interface Staging {
  readonly dir: string
  readonly target: string
  /** a file that is written in pieces; `path` with forward slashes below the release */
  part(path: string): PartWriter
  /** a whole file */
  file(path: string, bytes: string | Uint8Array): WrittenFile
  /** a finished file of another release, under the same path; linked, where that one gives way to this */
  take(path: string, from: string, how: 'link' | 'copy'): void
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
  /** what was written, where it is encrypted on its way to the disk */
  plain?: { bytes: number; sha256: string }
}

/** Name of the staging folder of a run for a target. */
export function stagingName(target: string, run: string): string {
  return join(dirname(target), `.${basename(target)}.perde-${run}`)
}

export function openStaging(target: string, run: string): Staging {
  const dir = stagingName(target, run)
  calling({ doing: 'making the staging folder', where: { part: target } }, () => {
    mkdirSync(dirname(target), { recursive: true })
    mkdirSync(dir, { mode: 0o700 })
  })
  return stagingAt(dir, target, [])
}

/** Takes over the folder that another run left for the target. `kept`: paths of its files that stay; the others go. */
export function adoptStaging(left: string, target: string, run: string, kept: ReadonlySet<string>): Staging {
  const dir = stagingName(target, run)
  calling({ doing: 'taking over the staging folder', where: { part: target } }, () => {
    // Folders with a dot were for the run alone.
    for (const entry of readdirSync(left, { withFileTypes: true }))
      if (entry.isDirectory() && entry.name.startsWith('.')) rmSync(join(left, entry.name), { recursive: true })
    for (const entry of readdirSync(left, { withFileTypes: true, recursive: true })) {
      const path = join(entry.parentPath, entry.name)
      if (!entry.isDirectory() && !kept.has(relative(left, path).split(sep).join('/'))) rmSync(path)
    }
    renameSync(left, dir)
    syncFolder(dirname(dir))
  })
  return stagingAt(dir, target, [...kept])
}

/** `there`: paths of the files in it. */
function stagingAt(dir: string, target: string, there: readonly string[]): Staging {
  const at = (doing: string) => ({ doing, where: { part: target } })
  const folders = new Set<string>([dir])
  const add = (path: string) => {
    for (let f = dirname(join(dir, path)); f.length >= dir.length; f = dirname(f)) folders.add(f)
  }
  for (const path of there) add(path)
  const folderFor = (path: string) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    add(path)
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
    take: (path, from, how) =>
      calling(at('taking over an output'), () => {
        folderFor(path)
        if (how === 'copy' || !linked(join(from, path), join(dir, path))) copy(join(from, path), join(dir, path))
      }),
    sync: () =>
      calling(at('making the release durable'), () => {
        for (const folder of [...folders].sort().reverse()) syncFolder(folder)
        // Its own name too: after the commit entry the staged release has to be found, also after a power cut.
        syncFolder(dirname(dir))
      }),
    discard: () => rmSync(dir, { recursive: true, force: true }),
  }
}

/** False: the file system has no links. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (e) {
    if (['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(systemCode(e) ?? '')) return false
    throw e
  }
}

function copy(from: string, to: string): void {
  copyFileSync(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  const fd = openSync(to, 'r+')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
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
      hints: [
        'choose another --out; perde never writes into a folder that it did not make',
        'a release that something was added to or changed in is not replaced either: "perde verify" says what',
      ],
    })
}

export function targetState(target: string): 'none' | 'empty' | 'release' | 'other' {
  try {
    // A link is never ours, wherever it leads: a rename would put the release in the link's place.
    if (!lstatSync(target).isDirectory()) return 'other'
    if (readdirSync(target).length === 0) return 'empty'
    return releaseAt(target) === undefined ? 'other' : 'release'
  } catch (e) {
    if (systemCode(e) === 'ENOENT') return 'none'
    throw ioError(e, 'looking at the output path', { part: target })
  }
}

/**
 * Makes a staged release visible: one rename. Repeatable: after a crash the same call finishes the work, whichever
 * step had been done. Where it fails, what stood at the target stands there again.
 */
export function publish(staged: string, target: string, run: string): void {
  const aside = asideName(target, run)
  calling({ doing: 'publishing the release', where: { part: target } }, () => {
    if (exists(staged)) {
      const state = targetState(target)
      if (state === 'other') checkTarget(target, 'refuse')
      open(staged)
      if (state === 'release') renameSync(target, aside)
      if (state === 'empty') rmdirSync(target)
      try {
        renameSync(staged, target)
      } catch (e) {
        if (state === 'release') putBack(aside, target)
        throw e
      }
      syncFolder(dirname(target))
    }
    // Where nothing whole stands at the target, the older release may be all that is left.
    if (exists(aside) && targetState(target) === 'release') rmSync(aside, { recursive: true, force: true })
  })
}

/** As open as the umask made the folders in it; without one, closed as it is. */
function open(staged: string): void {
  const inner = ['proof', 'data'].map((name) => lstatSync(join(staged, name), { throwIfNoEntry: false }))
  const folder = inner.find((stat) => stat?.isDirectory())
  if (folder) chmodSync(staged, folder.mode & 0o755)
}

function putBack(aside: string, target: string): void {
  try {
    renameSync(aside, target)
    syncFolder(dirname(target))
  } catch {
    // The failure before this one is the one to report; the next publish finds the older release by its name.
  }
}

/** Where the replaced release stands between two renames. */
function asideName(target: string, run: string): string {
  return join(dirname(target), `.${basename(target)}.perde-old-${run}`)
}

/** Is there something of this publish that is not finished, under the names that the run gave it? */
export function isUnpublished(staged: string, target: string, run: string): boolean {
  if (typeof target !== 'string' || staged !== stagingName(target, run)) return false
  return exists(staged) || (exists(asideName(target, run)) && targetState(target) === 'release')
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
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

function calling<T>(at: { doing: string; where: { part: string } }, call: () => T): T {
  try {
    return call()
  } catch (e) {
    throw ioError(e, at.doing, at.where)
  }
}
