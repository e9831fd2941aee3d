import { randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { PerdeError, systemCode } from '../../errors.ts'
import { readIfThere, withFile, writeAll } from './log-fs.ts'
import type { LogFs } from './log-fs.ts'

/**
 * A lock file that names the process which holds it, so that a lock left behind by a crash can be told from a live one.
 * The file is written under a name of its own and then linked, exclusively: it never exists without its content.
 */
export interface Lock {
  release(): void
}

interface Holder {
  /** names this very lock; never used twice */
  token: string
  pid: number
  /** id of the machine's start, so that a pid from before a restart counts for nothing */
  boot: string
  /** when the process started, in ticks since the machine did: tells a later process with the same pid */
  start: string
  /** machine and pid namespace: a pid of another one says nothing here */
  place: string
}

export function takeLock(fs: LogFs, file: string): Lock {
  const mine = self()
  const temporary = `${file}.${mine.token}`
  try {
    withFile(fs, temporary, 'wx', 0o600, (fd) => {
      writeAll(fs, fd, Buffer.from(JSON.stringify(mine)), 0)
      // Else a lock could be empty after a power cut, and nobody could tell whose it was.
      fs.fsyncSync(fd)
    })
    while (!linked(fs, temporary, file)) if (takenOver(fs, file, temporary, mine)) break
  } finally {
    unlinkIfThere(fs, temporary)
  }
  sweep(fs, file, mine)
  return {
    release: () => {
      if (readHolder(fs, file)?.token === mine.token) fs.unlinkSync(file)
    },
  }
}

function linked(fs: LogFs, from: string, to: string): boolean {
  try {
    fs.linkSync(from, to)
    return true
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return false
    throw cause
  }
}

/**
 * Puts the lock in place of a stale one. Who may do so is decided by a claim on that very lock, a file named after its
 * token that only one process can make; a claim left by a dead process is claimed in turn. As no token comes twice
 * and the lock is read again under the claim, nobody can replace a lock that is not the dead one. False: look again.
 */
function takenOver(fs: LogFs, file: string, temporary: string, mine: Holder): boolean {
  const claims: string[] = []
  const dead: string[] = []
  let holder = readHolder(fs, file)
  while (holder) {
    if (isAlive(holder, mine)) throw locked(file, holder)
    dead.push(holder.token)
    const claim = `${file}.claim.${holder.token}`
    claims.push(claim)
    if (linked(fs, temporary, claim)) {
      const now = readHolder(fs, file)
      const mayReplace = now !== undefined && dead.includes(now.token)
      if (mayReplace) fs.renameSync(temporary, file)
      for (const name of mayReplace ? claims : [claim]) unlinkIfThere(fs, name)
      return mayReplace
    }
    holder = readHolder(fs, claim)
  }
  return false
}

/** Removes what dead processes left: temporary files, and claims, which the held lock makes void. */
function sweep(fs: LogFs, file: string, mine: Holder): void {
  for (const name of fs.readdirSync(dirname(file))) {
    if (!name.startsWith(`${basename(file)}.`)) continue
    const left = join(dirname(file), name)
    const holder = parseHolder(readIfThere(fs, left))
    if (holder && !isAlive(holder, mine)) unlinkIfThere(fs, left)
  }
}

function readHolder(fs: LogFs, file: string): Holder | undefined {
  const bytes = readIfThere(fs, file)
  const holder = parseHolder(bytes)
  // Not one of perde's: left for a person to remove.
  if (bytes !== undefined && holder === undefined) throw locked(file)
  return holder
}

function parseHolder(bytes: Buffer | undefined): Holder | undefined {
  try {
    const { token, pid, boot, start, place } = JSON.parse(String(bytes)) as Partial<Holder>
    const known = /^[0-9a-f]{32}$/.test(token ?? '') && Number.isSafeInteger(pid) && boot && start && place
    return known ? { token: token!, pid: pid!, boot, start, place } : undefined
  } catch {
    return undefined
  }
}

function isAlive({ pid, boot, start, place }: Holder, mine: Holder): boolean {
  // On another machine, or in another container, nothing can be said about a process: it may well be alive.
  if (place.split(' ')[0] !== mine.place.split(' ')[0]) return true
  if (boot !== mine.boot) return false
  if (place !== mine.place) return true
  const started = processStart(pid)
  if (started !== undefined) return started === start
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return systemCode(cause) !== 'ESRCH'
  }
}

function locked(file: string, holder?: Holder): PerdeError {
  const who = holder ? `process ${holder.pid}` : 'an unknown process'
  return new PerdeError('LOG_LOCKED', `the log is in use by ${who}`, {
    where: { part: file },
    retryable: true,
    hints: ['wait until it ends and run again', 'if no such process runs, on any machine, remove the lock file'],
    facts: holder ? { pid: holder.pid } : {},
  })
}

function self(): Holder {
  return {
    token: randomBytes(16).toString('hex'),
    pid: process.pid,
    boot: readLine('/proc/sys/kernel/random/boot_id') ?? 'unknown',
    start: processStart(process.pid) ?? 'unknown',
    place: `${hostname().replaceAll(' ', '_')} ${pidNamespace()}`,
  }
}

/** Undefined where the system has no /proc; `gone` for a process that has ended, or waits only to be collected. */
function processStart(pid: number): string | undefined {
  if (readLine('/proc/self/stat') === undefined) return undefined
  // The name, in brackets, may hold spaces and brackets itself; state is the first field after it, start the 20th.
  const fields = readLine(`/proc/${pid}/stat`)?.replace(/^.*\)/s, '').trim().split(' ')
  if (!fields || fields[0] === 'Z' || fields[0] === 'X') return 'gone'
  return fields[19] ?? 'gone'
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return 'unknown'
  }
}

function readLine(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return undefined
  }
}

function unlinkIfThere(fs: LogFs, file: string): void {
  try {
    fs.unlinkSync(file)
  } catch (cause) {
    if (systemCode(cause) !== 'ENOENT') throw cause
  }
}
